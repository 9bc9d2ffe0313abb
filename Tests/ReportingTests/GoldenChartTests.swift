import Datasets
import Foundation
import Reporting
import TestSupport
import Testing

/// Charts compared with recorded ones: numbers as numbers, everything else exactly.
///
/// `VEDETTA_RECORD_GOLDEN=1` records them anew and makes that run fail, so that nobody records by
/// accident.
@Suite("Charts as recorded")
struct GoldenChartTests {
  static let folder = Repository.root.appending(path: "Tests/ReportingTests/Golden")

  static func charts(_ language: Language) -> [String: String] {
    let risk = SampleReports.risk(language)
    let series = SampleReports.series("Totale annunci", place: 1)
    func fan(_ format: FanChart.Format) -> String {
      FanChart(
        title: series.title,
        unit: series.unit,
        history: series.history,
        mean: series.mean,
        median: series.median,
        bands: series.bands,
        actuals: series.actuals,
        historyMonths: 40,
        format: format
      ).svg(identifier: "chart", language: language)
    }
    let rows = risk.coefficients.filter { !$0.isIntercept }.map {
      CoefficientPlot.Row(
        label: $0.label ?? $0.term,
        oddsRatio: exp($0.estimate),
        lower: $0.oddsRatioLower,
        upper: $0.oddsRatioUpper
      )
    }
    return [
      "calibration": CalibrationPlot(
        bins: risk.calibration,
        scores: risk.scores,
        slope: risk.model.calibrationSlope,
        intercept: risk.model.calibrationIntercept
      ).svg(identifier: "chart", language: language),
      "gain": GainChart(
        model: .init(
          name: "modello",
          points: SampleReports.gain(
            scores: SampleReports.people().scores,
            outcomes: SampleReports.people().outcomes
          )
        ),
        rule: .init(name: "regola", points: risk.rule?.gain ?? []),
        marks: risk.model.capacities.map {
          .init(capacity: $0.capacity, precision: $0.precision.value, recall: $0.recall.value)
        },
        count: risk.evaluation.count
      ).svg(identifier: "chart", language: language),
      "fan": fan(.standard),
      "fan-small": fan(.small),
      "coefficients": CoefficientPlot(
        rows: rows + [
          .init(label: "mai in formazione", oddsRatio: .infinity, lower: 2.5, upper: .infinity)
        ]
      ).svg(identifier: "chart", language: language),
      "bars": BarList(
        title: "Maggiori crescite",
        bars: [
          .init(label: "Infermieri", value: 0.073, lower: -0.037, upper: 0.171),
          .init(label: "Sviluppatori", value: 0.054, lower: 0.011, upper: 2.1),
          .init(label: "Cuochi", value: -0.031),
        ]
      ).svg(identifier: "chart", language: language),
    ]
  }

  static let names = ["bars", "calibration", "coefficients", "fan", "fan-small", "gain"]

  @Test("a chart is as recorded", .tags(.golden), arguments: names, Language.allCases)
  func golden(name: String, language: Language) throws {
    let svg = try #require(Self.charts(language)[name])
    try expectSound(chart: svg)
    // A line an element, so that a difference can be read.
    let actual = svg.replacing("><", with: ">\n<") + "\n"
    let url = Self.folder.appending(path: "\(name)-\(language.rawValue).svg")
    if ProcessInfo.processInfo.environment["VEDETTA_RECORD_GOLDEN"] != nil {
      try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
      try Data(actual.utf8).write(to: url)
      Issue.record("recorded \(url.lastPathComponent); look at it, then run again")
      return
    }
    let expected = try String(contentsOf: url, encoding: .utf8)
    let actualLines = actual.split(separator: "\n")
    let expectedLines = expected.split(separator: "\n")
    #expect(actualLines.count == expectedLines.count)
    for (place, pair) in zip(actualLines, expectedLines).enumerated() {
      #expect(Self.agree(pair.0, pair.1), "line \(place + 1): \(pair.0) is not \(pair.1)")
    }
  }

  /// Whether two lines differ in nothing but the last digit of coordinates.
  static func agree(_ first: Substring, _ second: Substring) -> Bool {
    let (a, b) = (tokens(first), tokens(second))
    return a.count == b.count
      && zip(a, b).allSatisfy { left, right in
        if left == right { return true }
        guard let x = Double(left), let y = Double(right) else { return false }
        return abs(x - y) <= 0.011  // coordinates are rounded to hundredths
      }
  }

  /// Runs of numbers and of everything else.
  private static func tokens(_ line: Substring) -> [String] {
    var tokens: [String] = []
    var wasNumber: Bool?
    for character in line {
      let isNumber = character.isASCII && (character.isNumber || character == ".")
      if isNumber == wasNumber {
        tokens[tokens.count - 1].append(character)
      } else {
        tokens.append(String(character))
      }
      wasNumber = isNumber
    }
    return tokens
  }

  @Test("the comparison tells a moved number and a changed word from rounding")
  func comparison() {
    #expect(Self.agree("<a x=\"10.01\"/>", "<a x=\"10.02\"/>"))
    #expect(!Self.agree("<a x=\"10.01\"/>", "<a x=\"10.11\"/>"))
    #expect(!Self.agree("<a x=\"10.01\"/>", "<b x=\"10.01\"/>"))
    #expect(!Self.agree("<a x=\"-10\"/>", "<a x=\"10\"/>"))
  }
}
