import Datasets
import Reporting
import TestSupport
import Testing

@Suite struct `Pages on folds` {
  private static let hostile = "a < b & \"c\" | {d}"

  private static func fold(
    _ name: String,
    _ scores: [ValidationReportInput.Score]
  ) -> ValidationReportInput {
    ValidationReportInput(
      name: hostile,
      folds: [
        .init(
          name: name,
          trainingRows: 100,
          trainingPositives: 3,
          rows: 100,
          positives: 4,
          scores: scores
        )
      ],
      provenance: Provenance(program: "Vedetta 0")
    )
  }

  @Test(arguments: Language.allCases)
  func `a rival that does better is named with the interval, beyond chance or within`(
    language: Language
  ) {
    let isItalian = language == .italian
    func wins(_ difference: Estimate) -> [String] {
      ValidationFindings(
        Self.fold(
          "1997-07",
          [
            SampleReports.score("m", isModel: true, auc: 0.8, found: 40),
            SampleReports.score("r", auc: 0.9, found: 41, difference: difference),
          ]
        ),
        language
      ).wins
    }
    let beyond = wins(Estimate(-0.1, lower: -0.2, upper: -0.05))
    let area = isItalian ? "AUC 0,900 contro 0,800" : "AUC 0.900 against 0.800"
    #expect(beyond.count == 2 && beyond[0].contains(area) && beyond[0].hasPrefix("1997-07: "))
    #expect(beyond[0].contains(isItalian ? "oltre il caso" : "beyond chance"))
    // The difference of those found is from -6 to 2.
    #expect(beyond[1].contains(isItalian ? "41 contro 40" : "41 against 40"))
    #expect(beyond[1].contains(isItalian ? "può essere il caso" : "within chance"))
    let within = wins(Estimate(-0.1, lower: -0.2, upper: 0.05))
    #expect(within[0].contains(isItalian ? "può essere il caso" : "within chance"))
  }

  @Test func `where no rival does better, that is said`() {
    let input = Self.fold(
      "1997-07",
      [
        SampleReports.score("m", isModel: true, auc: 0.8, found: 41),
        SampleReports.score("r", auc: 0.7, found: 41, difference: Estimate(0.1)),
      ]
    )
    #expect(
      ValidationFindings(input, .italian).wins == [
        "In nessuna prova un rivale fa meglio del modello."
      ]
    )
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 0, 1e9], Language.allCases)
  func `are well-formed for any number and name`(value: Double, language: Language) throws {
    let estimate = Estimate(value, lower: value, upper: value)
    let scores = [
      ValidationReportInput.Score(
        name: Self.hostile,
        isModel: true,
        auc: estimate,
        averagePrecision: estimate,
        brier: estimate
      ),
      ValidationReportInput.Score(
        name: Self.hostile,
        isModel: false,
        auc: Estimate(value),
        averagePrecision: estimate,
        difference: .init(auc: estimate, averagePrecision: estimate, brier: nil, found: [])
      ),
    ]
    let page = ValidationReportPage(
      input: Self.fold(Self.hostile, scores),
      language: language,
      replicates: 10
    )
    let root = try MarkupTree.parse(page.html)
    let body = try #require(root.all("body").first)
    #expect(body.all("h1").map(\.fullText) == [Self.hostile])
    let text = body.fullText.replacing(Self.hostile, with: "")
    #expect(!text.contains("{"))
    // Counts from 1 to 4 are not told.
    #expect(text.contains("<5"))
    for chart in [true, false].map({ isWide in
      FoldChart(
        folds: [
          .init(
            name: Self.hostile,
            methods: scores.map { .init(name: $0.name, isModel: $0.isModel, estimate: $0.auc) }
          )
        ],
        isWide: isWide
      ).svg(identifier: "c", language: language)
    }) {
      try expectSound(chart: chart)
    }
  }

  @Test(arguments: [1, 2, 40])
  func `the picture of the folds has a cell a date, and one to judge`(count: Int) throws {
    let first = Month(year: 2020, month: 1)
    let picture = FoldPicture(
      rows: (1...count).map { place in
        .init(
          test: first.advanced(by: place),
          training: (0..<place).map { first.advanced(by: $0) }
        )
      }
    )
    let root = try MarkupTree.parse(picture.svg(identifier: "c", language: .italian))
    let fills = root.everything.filter { $0.name == "rect" }.compactMap { $0.attributes["fill"] }
    // Paper and two of the key besides.
    #expect(fills.count == 3 + count + count * (count + 1) / 2)
    try expectSound(chart: picture.svg(identifier: "c", language: .english))
    try expectSound(chart: FoldPicture(rows: []).svg(identifier: "c", language: .english))
  }
}
