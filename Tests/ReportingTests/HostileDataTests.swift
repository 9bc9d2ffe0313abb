import Datasets
import Reporting
import Statistics
import TestSupport
import Testing

@Suite("Charts of bad data")
struct HostileDataTests {
  static let values: [(name: String, values: [Double])] = [
    ("none", []), ("one", [3]), ("constant", Array(repeating: 7, count: 30)),
    ("zero", Array(repeating: 0, count: 30)), ("all NaN", Array(repeating: .nan, count: 20)),
    ("some NaN", [1, .nan, 3, .nan, .nan, 6, 7]), ("infinite", [1, .infinity, -.infinity, 2]),
    ("huge", [1e308, -1e308, 1.7e308]),
    ("tiny", [.leastNonzeroMagnitude, .leastNormalMagnitude / 8, 0]),
    ("negative", [-5, -4, -8, -2]), ("almost constant", [1e15, 1e15 + 1, 1e15]),
  ]

  @Test("a fan chart of anything is sound", arguments: values.map(\.name))
  func fan(name: String) throws {
    let values = try #require(Self.values.first { $0.name == name }).values
    for other in Self.values {
      for format in [FanChart.Format.standard, .wide, .small] {
        let chart = FanChart(
          title: "serie",
          history: TimeSeries(id: "s", start: Month(year: 2020, month: 5), values: values),
          mean: other.values,
          median: other.values,
          bands: [
            ForecastBand(level: 0.95, lower: other.values, upper: other.values.map { $0 + 1 }),
            ForecastBand(level: 0.8, lower: other.values, upper: other.values),
          ],
          actuals: other.values,
          format: format
        )
        try expectSound(
          chart: chart.svg(identifier: "c", language: .italian),
          "\(name), \(other.name)"
        )
      }
    }
  }

  @Test("a calibration plot of anything is sound")
  func calibration() throws {
    let bins: [[CalibrationBin]] = [
      [], [.init(meanPredicted: 0.3, count: 0, positives: 0)],
      [.init(meanPredicted: .nan, count: 10, positives: 3)],
      [
        .init(meanPredicted: 0, count: 1, positives: 0),
        .init(meanPredicted: 1, count: 1, positives: 1),
      ],
      [.init(meanPredicted: 1e-9, count: 1_000_000_000, positives: 1)],
      [.init(meanPredicted: 7, count: 10, positives: 10)],
    ]
    for bins in bins {
      for estimate in [
        Estimate(.nan), Estimate(.infinity, lower: -.infinity, upper: .nan), Estimate(1),
      ] {
        let chart = CalibrationPlot(
          bins: bins,
          scores: [
            .init(lower: 0, upper: 0.5, count: 0, positives: 0),
            .init(lower: .nan, upper: 1, count: 3, positives: 1),
          ],
          slope: estimate,
          intercept: estimate
        )
        try expectSound(chart: chart.svg(identifier: "c", language: .english))
      }
    }
  }

  @Test("a gain chart of anything is sound")
  func gain() throws {
    let curves: [[GainPoint]] = [
      [], [.init(contacted: 0, found: 0)], [.init(contacted: .nan, found: 1)],
      [
        .init(contacted: 0, found: 0), .init(contacted: 0, found: 1), .init(contacted: 1, found: 1),
      ],
      [.init(contacted: -3, found: 9), .init(contacted: .infinity, found: 2)],
    ]
    for model in curves {
      for rule in curves {
        let chart = GainChart(
          model: .init(name: "m", points: model),
          rule: .init(name: String(repeating: "lungo ", count: 60), points: rule),
          marks: [
            .init(capacity: 0, precision: .nan, recall: .nan),
            .init(capacity: 5, precision: 0.5, recall: 2),
            .init(capacity: 1000, precision: 0.5, recall: 0.1),
          ],
          count: 10
        )
        try expectSound(chart: chart.svg(identifier: "c", language: .italian))
        let empty = GainChart(model: .init(name: "", points: model), count: 0)
        try expectSound(chart: empty.svg(identifier: "c", language: .italian))
      }
    }
  }

  @Test("odds ratios of anything are sound, infinite ones end in arrows")
  func coefficients() throws {
    let odds: [Double] = [0, 1, .infinity, .nan, 1e300, 1e-300, .leastNonzeroMagnitude, -1, 2]
    for isWide in [true, false] {
      let rows = odds.flatMap { value in
        odds.map { CoefficientPlot.Row(label: "x", oddsRatio: value, lower: $0, upper: value) }
      }
      let chart = CoefficientPlot(rows: rows, isWide: isWide)
      try expectSound(chart: chart.svg(identifier: "c", language: .italian))
      try expectSound(
        chart: CoefficientPlot(rows: [], isWide: isWide).svg(identifier: "c", language: .italian)
      )
    }
    let infinite = CoefficientPlot(
      rows: [.init(label: "x", oddsRatio: .infinity, lower: 3, upper: .infinity)]
    )
    let root = try expectSound(chart: infinite.svg(identifier: "c", language: .italian))
    #expect(root.all("circle").isEmpty)
    #expect(root.all("path").count == 2)
    #expect(root.fullText.contains("∞"))
  }

  @Test("bars of anything are sound")
  func bars() throws {
    let numbers: [Double] = [0, 0.1, -0.2, .nan, .infinity, -.infinity, 1e300, -1e300, 1e-300]
    let bars = numbers.flatMap { value in
      numbers.map { BarList.Bar(label: "serie", value: value, lower: $0, upper: value) }
    }
    try expectSound(chart: BarList(title: "t", bars: bars).svg(identifier: "c", language: .italian))
    try expectSound(chart: BarList(title: "t", bars: []).svg(identifier: "c", language: .english))
    for bar in bars {
      try expectSound(
        chart: BarList(title: "t", bars: [bar]).svg(identifier: "c", language: .english),
        "\(bar)"
      )
    }
  }

  @Test("random data never break a chart", .tags(.property))
  func random() throws {
    for seed in UInt64(0)..<150 {
      var generator = SeededGenerator(seed: seed)
      func number() -> Double {
        switch generator.index(below: 12) {
        case 0: .nan
        case 1: .infinity
        case 2: -.infinity
        default: generator.normal() * [1e-300, 1e-3, 1, 1e6, 1e300][generator.index(below: 5)]
        }
      }
      func numbers() -> [Double] { (0..<generator.index(below: 40)).map { _ in number() } }
      let lower = numbers()
      let chart = FanChart(
        title: "serie \(seed)",
        history: TimeSeries(
          id: "s",
          start: Month(index: generator.index(below: 40_000)),
          values: numbers()
        ),
        mean: numbers(),
        median: numbers(),
        bands: [
          ForecastBand(level: generator.uniform(), lower: lower, upper: lower.map { _ in number() })
        ],
        historyMonths: generator.index(below: 50)
      )
      try expectSound(chart: chart.svg(identifier: "c", language: .italian), "seed \(seed)")
      let bars = (0..<generator.index(below: 6)).map { _ in
        BarList.Bar(label: "b", value: number(), lower: number(), upper: number())
      }
      let list = BarList(title: "t", bars: bars)
      try expectSound(chart: list.svg(identifier: "c", language: .english), "seed \(seed)")
    }
  }
}
