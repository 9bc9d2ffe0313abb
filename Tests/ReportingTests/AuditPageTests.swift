import Datasets
import Reporting
import TestSupport
import Testing

/// Pages of audits and experiments, in both languages and with names that would break markup.
@Suite struct `Pages on groups and experiments` {
  private static let name = "a < b & \"c\" {d}"
  private static let provenance = Provenance(program: "Vedetta 0")

  private static func audit(_ value: Estimate?) -> FairnessReportInput {
    let groups = [true, false].map { isReference in
      FairnessReportInput.Group(
        name: name,
        isReference: isReference,
        isSmall: false,
        rows: isReference ? 100 : nil,
        recall: value,
        recallRatio: value,
        recallDifference: value,
        baseRate: value,
        selectionRate: value,
        selectionToBaseRate: value,
        precision: value,
        falsePositiveRate: value,
        observedToExpected: value
      )
    }
    return FairnessReportInput(
      name: name,
      outcome: name,
      rows: 100,
      positives: 20,
      unknownOutcomes: 7,
      asOf: ["1997-07"],
      lists: [.init(score: name, capacity: 10, recall: 0.5, precision: 0.5, groups: groups)],
      breaches: [name],
      notJudged: [],
      hasLimits: true,
      smallest: 20,
      provenance: provenance
    )
  }

  private static func experiment(_ value: Estimate?) -> ExperimentReportInput {
    let effect = ExperimentReportInput.Effect(
      name: name,
      treated: nil,
      treatedShare: value?.value,
      controls: 40,
      controlShare: value?.value,
      effect: value,
      standardError: value?.value
    )
    return ExperimentReportInput(
      name: name,
      rows: 80,
      level: 0.95,
      overall: effect,
      bands: [effect, effect],
      bandPValue: 1e-9,
      subgroups: [effect],
      column: name,
      uplift: value.map { [.init(share: 0.5, total: $0), .init(share: 1, total: $0)] } ?? [],
      provenance: provenance
    )
  }

  @Test(arguments: [(75, false), (77, false), (95, true)])
  func `the page of an experiment says how many outcomes are known, unless few are not`(
    rows: Int,
    isSaid: Bool
  ) {
    let effect = ExperimentReportInput.Effect(
      name: "all",
      treated: 35,
      treatedShare: 0.4,
      controls: 40,
      controlShare: 0.5,
      effect: Estimate(-0.1, lower: -0.3, upper: 0.1),
      standardError: 0.11
    )
    let input = ExperimentReportInput(
      name: "trial",
      rows: rows,
      level: 0.95,
      overall: effect,
      bands: [],
      bandPValue: nil,
      subgroups: [],
      column: nil,
      uplift: [],
      provenance: Self.provenance
    )
    let page = ExperimentReportPage(input: input, language: .italian).html
    #expect(page.contains("\(rows) nei due gruppi; di 75 si conosce l") == isSaid)
  }

  private static let values = [
    nil, Estimate(0.25, lower: 0.1, upper: 0.4), Estimate(-0.25, lower: -0.4, upper: 0.1),
    Estimate(0.25),
  ]

  @Test(arguments: values, [Language.italian, .english])
  func `are well-formed, with every word filled in and nothing unescaped`(
    value: Estimate?,
    language: Language
  ) throws {
    for html in [
      FairnessReportPage(input: Self.audit(value), language: language).html,
      ExperimentReportPage(input: Self.experiment(value), language: language).html,
    ] {
      let root = try MarkupTree.parse(html)
      let body = try #require(root.all("body").first)
      #expect(body.all("h1").map(\.fullText) == [Self.name])
      // Braces come from the name alone.
      let text = body.fullText.replacing(Self.name, with: "")
      let words = Set(text.lowercased().split { !$0.isLetter })
      #expect(!text.contains("{") && !words.contains("nan") && !words.contains("nil"))
      for table in body.all("table") {
        let width = table.all("thead").flatMap { $0.all("th") }.count
        for row in table.all("tbody").flatMap({ $0.all("tr") }) {
          #expect(row.children.count == width)
        }
      }
    }
  }

  @Test(arguments: [
    [], [Estimate(.nan)], [Estimate(.infinity, lower: -.infinity, upper: .nan)],
    [Estimate(0, lower: 0, upper: 0)], [Estimate(0.1), Estimate(0.2, lower: -.infinity, upper: 1)],
    [Estimate(0.1, lower: .nan, upper: 1), Estimate(0.2, lower: .nan, upper: .nan)],
    [Estimate(-1e-9, lower: -2e-9, upper: 1e-9)],
    [Estimate(0.1), Estimate(0.2, lower: 0.1, upper: 0.3)],
  ])
  func `an uplift chart of anything is sound`(values: [Estimate]) throws {
    let chart = UpliftChart(
      points: values.enumerated().map { place, value in
        .init(share: Double(place + 1) / Double(values.count), total: value)
      }
    )
    try expectSound(chart: chart.svg(identifier: "c", language: .italian))
  }
}
