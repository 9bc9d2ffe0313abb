import Datasets
import RealModule
import Reporting
import Statistics
import TestSupport
import Testing

@Suite("Ticks and number formats")
struct TicksTests {
  static let ranges: [(Double, Double)] = [
    (0, 1), (0, 0), (5, 5), (-3, -3), (1e300, -1e300), (1.7e308, -1.7e308), (1e-300, 2e-300),
    (0, .leastNonzeroMagnitude), (1e16, 1e16 + 2), (-1e-12, 1e-12), (12_345.6, 12_345.7),
    (0.1, 0.3),
    (.nan, 4), (-.infinity, 4), (99, 101), (-0.5, 1e9),
  ]

  @Test("ticks cover the range, ascend by a round step and are few", arguments: ranges)
  func cover(range: (Double, Double)) {
    for count in [1, 3, 5, 10] {
      let ticks = Ticks(covering: range.0, range.1, count: count)
      let ends = [range.0, range.1].map { $0.isFinite ? min(max($0, -1e300), 1e300) : 0 }
      let slack = ticks.step * 1e-6
      #expect(ticks.lower <= min(ends[0], ends[1]) + slack)
      #expect(ticks.upper >= max(ends[0], ends[1]) - slack)
      #expect(ticks.values.allSatisfy { $0.isFinite })
      #expect(zip(ticks.values, ticks.values.dropFirst()).allSatisfy { $0 < $1 })
      #expect(ticks.values.count >= 2 && ticks.values.count <= count + 3)
      let mantissa = ticks.step / Double.pow(10, Double.log10(ticks.step).rounded(.down))
      #expect([1, 2, 2.5, 5, 10].contains { abs(mantissa - $0) < 1e-6 }, "step \(ticks.step)")
    }
  }

  @Test("ticks cover random ranges of every size", .tags(.property))
  func random() {
    for seed in UInt64(0)..<500 {
      var generator = SeededGenerator(seed: seed)
      let size = Double.pow(10, generator.uniform() * 40 - 20)
      let first = (generator.uniform() - 0.5) * size
      let second = first + generator.uniform() * size * Double.pow(10, -generator.uniform() * 6)
      let ticks = Ticks(covering: first, second)
      #expect(ticks.lower <= first + ticks.step * 1e-6, "seed \(seed)")
      #expect(ticks.upper >= second - ticks.step * 1e-6, "seed \(seed)")
      let labels = Language.italian.axisLabels(ticks)
      #expect(Set(labels).count == labels.count, "seed \(seed): \(labels)")
    }
  }

  @Test("logarithmic ticks lie inside the range and hold 1 when it does")
  func logarithmic() {
    #expect(Ticks.logarithmic(0.4, 6) == [0.5, 1, 2, 5])
    #expect(Ticks.logarithmic(1e-4, 1e4).contains { abs($0 - 1) < 1e-12 })
    for (lower, upper) in [(0.9, 1.1), (1e-4, 1e4), (0.01, 300)] {
      let ticks = Ticks.logarithmic(lower, upper)
      #expect(ticks.allSatisfy { $0 >= lower * 0.999 && $0 <= upper * 1.001 })
      #expect(ticks.count <= 12)
    }
  }

  @Test("the month axis labels Januaries of long ranges and months of short ones")
  func months() {
    let first = Month(year: 2015, month: 3)
    let long = MonthTicks(
      from: first,
      through: Month(year: 2026, month: 2),
      labels: 6,
      language: .italian
    )
    #expect(long.ticks.allSatisfy { $0.month.month == 1 })
    #expect(
      long.ticks.filter { !$0.label.isEmpty }.map(\.label) == [
        "2016", "2018", "2020", "2022", "2024", "2026",
      ]
    )
    let short = MonthTicks(
      from: first,
      through: first.advanced(by: 11),
      labels: 4,
      language: .italian
    )
    #expect(short.ticks.map(\.label) == ["apr 2015", "lug 2015", "ott 2015", "gen 2016"])
    let single = MonthTicks(from: first, through: first, labels: 1, language: .english)
    #expect(single.ticks.count <= 1)
  }

  @Test("numbers are written as the language does")
  func numbers() {
    let it = Language.italian
    let en = Language.english
    #expect(it.number(1_234_567.891, decimals: 2) == "1.234.567,89")
    #expect(en.number(1_234_567.891, decimals: 2) == "1,234,567.89")
    #expect(it.number(-0.004, decimals: 2) == "0,00")
    #expect(it.number(-999.5, decimals: 1) == "−999,5")
    #expect(it.number(.nan) == "–")
    #expect(it.number(-.infinity) == "−∞")
    #expect(it.number(2e300) == "2,0·10³⁰⁰")
    #expect(it.percent(0.12345, decimals: 1, signed: true) == "+12,3%")
    #expect(en.significant(0.000012) == "1.2·10⁻⁵")
    #expect(it.significant(1234.5) == "1.234" || it.significant(1234.5) == "1.235")
    #expect(
      it.axisLabels(Ticks(covering: 0, 2_500_000)) == [
        "0", "0,5\u{A0}mln", "1,0\u{A0}mln", "1,5\u{A0}mln", "2,0\u{A0}mln", "2,5\u{A0}mln",
      ]
    )
  }

  @Test("labels are spread to a gap and keep their order", .tags(.property))
  func spread() {
    for seed in UInt64(0)..<200 {
      var generator = SeededGenerator(seed: seed)
      let wanted = (0..<6).map { _ in generator.uniform() * 100 }
      let places = LabelPlacement.spread(wanted, gap: 14, in: 0...100)
      let order = wanted.indices.sorted { wanted[$0] < wanted[$1] }
      for (first, second) in zip(order, order.dropFirst()) {
        #expect(places[second] - places[first] >= 14 - 1e-6, "seed \(seed): \(places)")
      }
      #expect(places.allSatisfy { $0 >= -1e-6 && $0 <= 100 + 1e-6 }, "seed \(seed): \(places)")
    }
    #expect(LabelPlacement.spread([], gap: 10, in: 0...1) == [])
    #expect(LabelPlacement.spread([30, 60], gap: 10, in: 0...100) == [30, 60])
  }
}
