import Foundation
import Statistics
import TestSupport
import Testing

@Suite("Calibration against R and scikit-learn")
struct CalibrationReferenceTests {
  /// A sample with what R and scikit-learn give for it.
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let probabilities: [Double]
    let outcomes: [Bool]
    let weights: [Double]
    let expected: [String: [Double]]
    var testDescription: String { name }

    var sample: CalibrationSample {
      get throws {
        try CalibrationSample(probabilities: probabilities, outcomes: outcomes, weights: weights)
      }
    }

    func values(_ key: String) throws -> [Double] { try #require(expected[key]) }
  }

  private enum Numbers: Decodable {
    case one(Double)
    case several([Double])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let value = try? container.decode(Double.self) {
        self = .one(value)
      } else {
        self = .several(try container.decode([Double].self))
      }
    }

    var values: [Double] {
      switch self {
      case .one(let value): [value]
      case .several(let values): values
      }
    }
  }

  private struct File: Decodable {
    let cases: [String: [String: Numbers]]

    init(_ name: String) throws {
      let url = Repository.fixtures.appending(path: name)
      self = try JSONDecoder().decode(File.self, from: Data(contentsOf: url))
    }
  }

  static let cases: [Case] = {
    let table = Repository.fixtures.appending(path: "calibration.csv")
    guard let r = try? File("calibration_reference.json"),
      let sklearn = try? File("calibration_sklearn_reference.json"),
      let text = try? String(contentsOf: table, encoding: .utf8)
    else { return [] }
    var rows: [String: [(Double, Bool, Double)]] = [:]
    for line in text.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",")
      rows[String(cells[0]), default: []].append(
        (Double(cells[1]) ?? .nan, cells[2] == "1", Double(cells[3]) ?? .nan)
      )
    }
    return r.cases.keys.sorted().compactMap { name in
      guard let own = rows[name], let first = r.cases[name], let second = sklearn.cases[name] else {
        return nil
      }
      return Case(
        name: name,
        probabilities: own.map(\.0),
        outcomes: own.map(\.1),
        weights: own.map(\.2),
        expected: first.merging(second.map { ("sklearn_" + $0, $1) }) { $1 }.mapValues(\.values)
      )
    }
  }()

  @Test("all cases of the fixture are there")
  func fixture() {
    #expect(
      Self.cases.map(\.name) == ["negative_a", "negative_b", "overconfident", "rare", "ties"]
    )
  }

  @Test(
    "Platt, smoothed Platt and the shift have R's coefficients",
    .tags(.reference),
    arguments: cases
  )
  func logistic(example: Case) throws {
    for (method, key) in [
      (CalibrationMethod.platt, "platt"), (.smoothedPlatt, "platt_smoothed"),
      (.inTheLarge, "in_the_large"),
    ] {
      let map = try method.fit(example.sample)
      let curve = try #require(map.stages.first?.curve as? LogisticCurve)
      let expected = try example.values(key) + [1]
      expectClose(curve.intercept, expected[0], relativeTolerance: 1e-9, key)
      expectClose(curve.slope, expected[1], relativeTolerance: 1e-9, key)
    }
  }

  @Test("beta calibration has R's coefficients, none negative", .tags(.reference), arguments: cases)
  func beta(example: Case) throws {
    let map = try CalibrationMethod.beta.fit(example.sample)
    let curve = try #require(map.stages.first?.curve as? BetaCurve)
    let expected = try example.values("beta")
    expectClose(curve.intercept, expected[0], relativeTolerance: 1e-9)
    expectClose(curve.a, expected[1], relativeTolerance: 1e-9)
    expectClose(curve.b, expected[2], relativeTolerance: 1e-9)
    #expect((curve.a == 0) == (example.name == "negative_a"))
    #expect((curve.b == 0) == (example.name == "negative_b"))
  }

  @Test(
    "isotonic values are R's at the rows, scikit-learn's everywhere",
    .tags(.reference),
    arguments: cases
  )
  func isotonic(example: Case) throws {
    let map = try CalibrationMethod.isotonic.fit(example.sample, minimumEvents: 1)
    for (points, values) in [
      ("isotonic_probabilities", "isotonic_values"),
      ("sklearn_isotonic_points", "sklearn_isotonic"),
    ] {
      for (point, value) in zip(try example.values(points), try example.values(values)) {
        expectClose(map(point), value, absoluteTolerance: 1e-12, "\(values) at \(point)")
      }
    }
  }

  @Test(
    "slope and intercepts have R's standard errors and joint test",
    .tags(.reference),
    arguments: cases
  )
  func assessment(example: Case) throws {
    let calibration = try Calibration(
      probabilities: example.probabilities,
      outcomes: example.outcomes,
      weights: example.weights
    )
    let expected = try example.values("platt")
    let errors = try example.values("platt_errors")
    let slope = try #require(calibration.slope)
    let intercept = try #require(calibration.intercept)
    expectClose(intercept, expected[0], relativeTolerance: 1e-9)
    expectClose(slope, expected[1], relativeTolerance: 1e-9)
    expectClose(
      try #require(calibration.interceptStandardError),
      errors[0],
      relativeTolerance: 1e-8
    )
    expectClose(try #require(calibration.slopeStandardError), errors[1], relativeTolerance: 1e-8)
    expectClose(
      calibration.interceptInTheLarge,
      try example.values("in_the_large")[0],
      relativeTolerance: 1e-9
    )
    expectClose(
      calibration.interceptInTheLargeStandardError,
      try example.values("in_the_large_error")[0],
      relativeTolerance: 1e-9
    )
    // A difference of deviances of some hundreds.
    expectClose(
      try #require(calibration.misfitStatistic),
      try example.values("joint_statistic")[0],
      relativeTolerance: 1e-10
    )
    // qnorm(0.975) = 1.959963984540054
    let interval = try #require(calibration.slopeInterval(level: 0.95))
    expectClose(interval.lower, slope - 1.959963984540054 * errors[1], relativeTolerance: 1e-7)
    expectClose(interval.upper, slope + 1.959963984540054 * errors[1], relativeTolerance: 1e-7)
  }

  @Test("the Brier score falls into R's parts", .tags(.reference), arguments: cases)
  func brier(example: Case) throws {
    for (binning, key) in [
      (ReliabilityBins.Binning.equalWidth(10), "brier_ten"), (.distinct, "brier_distinct"),
    ] {
      let bins = ReliabilityBins(try example.sample, binning: binning)
      let parts = bins.brier
      let expected = try example.values(key)
      expectClose(parts.reliability, expected[0], relativeTolerance: 1e-12)
      expectClose(parts.resolution, expected[1], relativeTolerance: 1e-12)
      expectClose(parts.uncertainty, expected[2], relativeTolerance: 1e-13)
      expectClose(parts.withinBinVariance, expected[3], absoluteTolerance: 1e-15)
      expectClose(parts.withinBinCovariance, expected[4], absoluteTolerance: 1e-15)
      expectClose(bins.expectedCalibrationError, expected[5], relativeTolerance: 1e-12)
      expectClose(
        parts.score,
        try example.values("sklearn_brier")[0],
        relativeTolerance: 1e-13
      )
    }
  }

  @Test("bins of equal width are scikit-learn's", .tags(.reference), arguments: cases)
  func bins(example: Case) throws {
    let bins = ReliabilityBins(try example.sample, binning: .equalWidth(10)).bins
    let observed = try example.values("sklearn_observed")
    #expect(bins.count == observed.count)
    for (place, bin) in bins.enumerated() {
      expectClose(bin.observed, observed[place], relativeTolerance: 1e-13)
      expectClose(
        bin.meanPredicted,
        try example.values("sklearn_predicted")[place],
        relativeTolerance: 1e-13
      )
    }
  }

  @Test("the smooth curve and its errors are R's", .tags(.reference), arguments: cases)
  func smooth(example: Case) throws {
    let smooth = try FlexibleCalibration(example.sample)
    let expected = try example.values("smooth_errors")
    expectClose(smooth.integratedCalibrationIndex, expected[0], relativeTolerance: 1e-8)
    expectClose(smooth.medianError, expected[1], relativeTolerance: 1e-8)
    expectClose(smooth.ninetiethPercentileError, expected[2], relativeTolerance: 1e-8)
    expectClose(smooth.maximumError, expected[3], relativeTolerance: 1e-8)
    let points = [0.02, 0.1, 0.35, 0.6, 0.9]
    for (point, value) in zip(points, try example.values("smooth_curve")) {
      expectClose(smooth.observed(at: point), value, relativeTolerance: 1e-8)
    }
  }
}
