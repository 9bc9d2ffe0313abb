import Datasets
import Foundation
import Reporting
import TestSupport
import Testing

@Suite("Report pages")
struct PageTests {
  struct Page: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let html: String
  }

  static let pages = RenderingTests.pages.map { Page(testDescription: $0.name, html: $0.html) }

  @Test("a page is well-formed, self-contained and without script", arguments: pages)
  func structure(page: Page) throws {
    let root = try MarkupTree.parse(page.html)
    #expect(root.name == "html")
    #expect(root.all("script").isEmpty && root.all("link").isEmpty && root.all("img").isEmpty)
    for element in root.everything {
      for (name, value) in element.attributes {
        #expect(!name.hasPrefix("on") && name != "style", "\(element.name) \(name)")
        let isNamespace = name == "xmlns"
        #expect(isNamespace || !value.contains("//"), "\(element.name) \(name)=\(value)")
      }
    }
    #expect(!page.html.contains("url(") && !page.html.contains("@import"))
  }

  @Test("identifiers are distinct and every reference leads somewhere", arguments: pages)
  func references(page: Page) throws {
    let root = try MarkupTree.parse(page.html)
    let identifiers = root.everything.compactMap { $0.attributes["id"] }
    #expect(Set(identifiers).count == identifiers.count)
    for element in root.everything {
      let references = (element.attributes["aria-labelledby"] ?? "").split(separator: " ")
      for reference in references { #expect(identifiers.contains(String(reference))) }
    }
    for svg in root.all("svg") { #expect(svg.attributes["role"] == "img") }
    #expect(root.all("svg").count >= 3)
    #expect(root.all("h1").count == 1)
  }

  @Test("no text is empty, unfilled or not a number", arguments: pages)
  func texts(page: Page) throws {
    let root = try MarkupTree.parse(page.html)
    let body = try #require(root.all("body").first)
    #expect(!body.fullText.contains("{") && !body.fullText.contains("}"))
    let words = Set(body.fullText.lowercased().split { !$0.isLetter })
    #expect(!words.contains("nan") && !words.contains("nil") && !words.contains("optional"))
    for name in ["h1", "h2", "p", "li", "dt", "dd", "caption", "text"] {
      for element in body.all(name) {
        #expect(element.fullText.contains { !$0.isWhitespace }, "empty \(name)")
      }
    }
    for table in body.all("table") {
      let width = table.all("thead").flatMap { $0.all("th") }.count
      for row in table.all("tbody").flatMap({ $0.all("tr") }) {
        #expect(row.children.count == width)
      }
    }
  }

  @Test("coefficients without intervals are not said to have any", arguments: Language.allCases)
  func shrunkCoefficients(language: Language) throws {
    let charts = [Double.nan, 0.8].map { lower in
      CoefficientPlot(
        rows: [.init(label: "a", oddsRatio: 2, lower: lower, upper: lower.isNaN ? .nan : 4)]
      ).svg(identifier: "chart", language: language)
    }
    let words =
      language == .italian
      ? ["senza intervalli", "intervallo al"]
      : [
        "without intervals", "% interval",
      ]
    #expect(charts[0].contains(words[0]) && !charts[0].contains(words[1]))
    #expect(!charts[1].contains(words[0]) && charts[1].contains(words[1]))
  }

  @Test("the parts of the Brier score stand below it", arguments: Language.allCases)
  func brierParts(language: Language) throws {
    let page = RiskReportPage(input: SampleReports.risk(language), language: language).html
    let rows = try MarkupTree.parse(page).all("tr").map { row in
      (row.all("th") + row.all("td")).map(\.fullText)
    }
    let place = try #require(rows.firstIndex { $0[0].contains("Brier") })
    let mark = language == .italian ? "," : "."
    let found = rows[place..<(place + 4)].map { [$0[1], String($0[2].prefix(6))] }
    let high = language == .italian ? "alto" : "high"
    #expect(
      found == [
        ["0", "0\(mark)0411"], ["0", "0\(mark)0021"], [high, "0\(mark)0461"],
        ["–", "0\(mark)0851"],
      ],
      "\(rows)"
    )
    let note =
      language == .italian
      ? "affidabilità − risoluzione + incertezza" : "reliability − resolution + uncertainty"
    #expect(page.contains(note))
    let without = RiskReportPage(
      input: RiskReportInput(
        modelName: "m",
        evaluation: .init(count: 100, positives: 10),
        model: .init(brier: Estimate(0.1)),
        provenance: Provenance(program: "p")
      ),
      language: language
    ).html
    #expect(!without.contains(note))
  }

  @Test("the same input gives the same bytes")
  func reproducible() {
    #expect(
      RiskReportPage(input: SampleReports.risk()).html
        == RiskReportPage(input: SampleReports.risk()).html
    )
    #expect(
      ForecastReportPage(input: SampleReports.forecast()).html
        == ForecastReportPage(input: SampleReports.forecast()).html
    )
  }

  static let attacks = [
    "\"><script>alert(1)</script>", "</title><script>x</script>", "' onmouseover='alert(1)",
    "\"\u{301} onload=\"alert(1)", "<\u{338}script>", "]]>&amp;&#60;script&#62;",
    "{{{title}}} {{#rows}} {capacity}", "a\u{0}b\u{1B}[31m\u{202E}txet\u{FFFE}", "--><!--",
  ]

  @Test("a hostile name stays text wherever it stands", arguments: attacks)
  func injection(attack: String) throws {
    let risk = RiskReportInput(
      modelName: attack,
      purpose: attack,
      outcome: attack,
      training: .init(asOf: [attack], count: 100, positives: 10),
      evaluation: .init(asOf: [attack, attack], count: 100, positives: 10),
      model: .init(
        auc: Estimate(0.8),
        capacities: [
          .init(capacity: 10, precision: Estimate(0.5), recall: Estimate(0.5), lift: Estimate(5))
        ],
        gain: [.init(contacted: 0, found: 0), .init(contacted: 1, found: 1)]
      ),
      rule: .init(
        name: attack,
        capacities: [
          .init(capacity: 10, precision: Estimate(0.4), recall: Estimate(0.4), lift: Estimate(4))
        ],
        gain: [.init(contacted: 0, found: 0), .init(contacted: 1, found: 1)]
      ),
      calibration: [.init(meanPredicted: 0.1, count: 100, positives: 10)],
      coefficients: [
        .init(
          term: attack,
          label: attack,
          estimate: 1,
          standardError: 1,
          pValue: 0.3,
          oddsRatioLower: 0.4,
          oddsRatioUpper: 19,
          note: attack
        )
      ],
      warnings: [attack],
      provenance: Provenance(program: attack, entries: [.init(name: attack, value: attack)])
    )
    let series = SampleReports.series(attack, place: 1)
    let other = ForecastSeries(
      title: attack,
      unit: attack,
      history: series.history,
      mean: series.mean,
      median: series.median,
      bands: series.bands,
      model: attack,
      status: .fallback(attack)
    )
    let forecast = ForecastReportInput(
      title: attack,
      purpose: attack,
      series: [other, series],
      backtest: BacktestTable(
        origins: 1,
        horizon: 12,
        seriesCount: 2,
        metrics: [.init(name: attack)],
        levels: [0.8],
        models: [.init(name: attack, values: [1], coverage: [0.8])]
      ),
      warnings: [attack],
      provenance: Provenance(program: attack)
    )
    for html in [RiskReportPage(input: risk).html, ForecastReportPage(input: forecast).html] {
      let root = try MarkupTree.parse(html)
      #expect(root.all("script").isEmpty)
      for element in root.everything {
        #expect(!element.attributes.keys.contains { $0.hasPrefix("on") })
      }
      // What is shown is the name itself, less what no document may hold.
      let shown = String(
        String.UnicodeScalarView(
          attack.unicodeScalars.filter { ![0, 0x1B, 0x202E, 0xFFFE].contains($0.value) }
        )
      )
      let title = root.all("h1").first?.text
      #expect(title == shown, "\(title ?? "")")
      let scalars = Set(html.unicodeScalars.map(\.value))
      #expect(scalars.isDisjoint(with: [0, 0x1B, 0x202E, 0xFFFE]))
    }
  }

  @Test("templates insert values only as escaped markup")
  func templates() {
    for (name, text) in PageTemplates.sources {
      var rest = text[...]
      while let open = rest.range(of: "{{") {
        rest = rest[open.upperBound...]
        let first = rest.first
        #expect(first.map { "{#/^>".contains($0) } == true, "\(name): \(rest.prefix(20))")
      }
    }
  }

  @Test("numbers of people under 5 do not appear in any table or fact")
  func suppression() throws {
    let input = RiskReportInput(
      modelName: "m",
      training: .init(asOf: ["1994-07", "1995-07", "dopo"], count: 400, positives: 3),
      evaluation: .init(count: 300, positives: 4),
      model: .init(
        capacities: [
          .init(
            capacity: 10,
            precision: Estimate(0.3),
            recall: Estimate(0.75),
            lift: Estimate(22.5)
          )
        ]
      ),
      calibration: [
        .init(meanPredicted: 0.003, count: 290, positives: 1),
        .init(meanPredicted: 0.35, count: 10, positives: 3),
        .init(meanPredicted: 0.5, count: 3, positives: 0),
      ],
      provenance: Provenance(program: "p")
    )
    let root = try MarkupTree.parse(RiskReportPage(input: input).html)
    let bins = try #require(root.all("table").last)
    let cells = bins.all("tbody").flatMap { $0.all("tr") }.map { $0.children.map(\.fullText) }
    #expect(cells.map { $0[2] } == ["290", "10", "<5"])
    #expect(cells.map { $0[3] } == ["<5", "<5", "0"])
    #expect(cells.map { $0[4] } == ["n.p.", "n.p.", "n.p."])
    let facts = root.all("dd").map(\.fullText)
    #expect(
      facts[0] == "400 casi (una persona a una data), <5 con l'esito (n.p.); "
        + "situazione a luglio 1994, luglio 1995 e dopo"
    )
    #expect(facts[1] == "300 persone, <5 con l'esito (n.p.)")
    let findings = root.all("li").map(\.fullText)
    #expect(findings[0].contains("meno di 5 hanno poi davvero"))
  }

  @Test("empty input still gives a page")
  func empty() throws {
    let risk = RiskReportInput(
      modelName: "m",
      evaluation: .init(count: 0, positives: 0),
      model: .init(),
      provenance: Provenance(program: "p")
    )
    let forecast = ForecastReportInput(title: "t", series: [], provenance: Provenance(program: "p"))
    let failed = ForecastReportInput(
      title: "t",
      series: [
        ForecastSeries(
          title: "s",
          history: TimeSeries(id: "s", start: Month(year: 2020, month: 1), values: []),
          mean: [],
          median: [],
          bands: [],
          status: .failed("vuota")
        )
      ],
      provenance: Provenance(program: "p")
    )
    for language in Language.allCases {
      try MarkupTree.parse(RiskReportPage(input: risk, language: language).html)
      try MarkupTree.parse(ForecastReportPage(input: forecast, language: language).html)
      let root = try MarkupTree.parse(ForecastReportPage(input: failed, language: language).html)
      #expect(root.fullText.contains("vuota"))
    }
  }

  @Test("findings follow the figures")
  func findings() throws {
    func page(
      slope: Estimate,
      intercept: Estimate,
      rule: Estimate,
      difference: Estimate? = nil
    ) throws -> String {
      let input = RiskReportInput(
        modelName: "m",
        evaluation: .init(count: 1000, positives: 100),
        model: .init(
          calibrationSlope: slope,
          calibrationIntercept: intercept,
          capacities: [
            .init(
              capacity: 100,
              precision: Estimate(0.5, lower: 0.4, upper: 0.6),
              recall: Estimate(0.5, lower: 0.4, upper: 0.6),
              lift: Estimate(5)
            )
          ]
        ),
        rule: .init(
          name: "r",
          capacities: [.init(capacity: 100, precision: rule, recall: rule, lift: Estimate(3))]
        ),
        aucDifference: difference,
        provenance: Provenance(program: "p")
      )
      let root = try MarkupTree.parse(RiskReportPage(input: input).html)
      return root.all("li").map(\.fullText).joined(separator: " ")
    }
    let one = Estimate(1, lower: 0.9, upper: 1.1)
    let zero = Estimate(0, lower: -0.1, upper: 0.1)
    let low = Estimate(0.2, lower: 0.1, upper: 0.3)
    let plain = try page(slope: one, intercept: zero, rule: low)
    #expect(plain.contains("circa 50 hanno poi davvero l'esito: il 50%"))
    #expect(plain.contains("sarebbero circa 10."))
    #expect(plain.contains("ne raggiunge il 20%, il modello il 50%."))
    #expect(!plain.contains("si sovrappongono"))
    #expect(plain.contains("Le probabilità si avverano"))
    let better = try page(
      slope: one,
      intercept: zero,
      rule: Estimate(0.55, lower: 0.45, upper: 0.65)
    )
    #expect(better.contains("Attenzione") && better.contains("si sovrappongono"))
    let equal = try page(slope: one, intercept: zero, rule: Estimate(0.5, lower: 0.4, upper: 0.6))
    #expect(equal.contains("la stessa quota"))
    let high = try page(slope: one, intercept: Estimate(-0.5, lower: -0.7, upper: -0.3), rule: low)
    #expect(high.contains("troppo alte"))
    let under = try page(slope: one, intercept: Estimate(0.5, lower: 0.3, upper: 0.7), rule: low)
    #expect(under.contains("troppo basse"))
    let extreme = try page(slope: Estimate(0.6, lower: 0.5, upper: 0.7), intercept: zero, rule: low)
    #expect(extreme.contains("troppo estreme"))
    let flat = try page(slope: Estimate(1.6, lower: 1.5, upper: 1.7), intercept: zero, rule: low)
    #expect(flat.contains("troppo prudenti"))
    for (lower, upper, word) in [
      (0.01, 0.09, "fa meglio"), (-0.09, -0.01, "fa peggio"), (-0.01, 0.09, "non si distinguono"),
    ] {
      let difference = Estimate((lower + upper) / 2, lower: lower, upper: upper)
      let text = try page(slope: one, intercept: zero, rule: low, difference: difference)
      #expect(text.contains(word))
    }
    #expect(!plain.contains("AUC"))
    let silent = try page(slope: Estimate(1), intercept: Estimate(0), rule: low)
    #expect(!silent.contains("Le probabilità"))
  }

  @Test("both languages say everything, with the same values in the same sentences")
  func bilingual() {
    func strings(_ language: Language) -> [(name: String, texts: [String])] {
      Mirror(reflecting: language.catalogue).children.map { child in
        let texts = child.value as? [String] ?? [child.value as? String ?? ""]
        return (child.label ?? "", texts)
      }
    }
    func placeholders(_ text: String) -> Set<String> {
      Set(
        text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().compactMap {
          $0.split(separator: "}").first
        }.map(
          String.init
        )
      )
    }
    // Figures are the same in both languages.
    let shared: Set = ["bestHigh", "bestLow", "bestOne", "bestZero"]
    let italian = strings(.italian)
    let english = strings(.english)
    #expect(italian.count > 100)
    for (first, second) in zip(italian, english) {
      #expect(first.name == second.name && first.texts.count == second.texts.count)
      for (it, en) in zip(first.texts, second.texts) {
        #expect(!it.isEmpty && !en.isEmpty, "\(first.name)")
        #expect(placeholders(it) == placeholders(en), "\(first.name)")
        if !shared.contains(first.name) { #expect(it != en, "\(first.name)") }
      }
    }
    #expect("{a} and {b} and {c}".filled(["a": "{b}", "b": "2"]) == "{b} and 2 and {c}")
  }
}
