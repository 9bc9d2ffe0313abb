internal import Datasets
internal import Forecasting
internal import Statistics
internal import TestSupport
internal import Testing

@Suite("Inspection of series")
struct SeriesInspectionTests {
  private static let start = Month(year: 2012, month: 1)
  private static let season = [0, 3, 8, 20, 12, 7, -5, -30, 4, 6, -2, -18].map(Double.init)

  /// Searches for a model take thirty times as long in debug builds.
  private static let isOptimized: Bool = {
    #if DEBUG
    false
    #else
    true
    #endif
  }()
  private static let seeds: UInt64 = isOptimized ? 10 : 2

  /// How clean series come about.
  enum Process: String, CaseIterable, CustomTestStringConvertible {
    case noise, autoregression, walk, season
    var testDescription: String { rawValue }
  }

  /// A series without anything unusual; innovations of standard deviation 1.
  private static func clean(_ process: Process, months: Int = 120, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    var state = 0.0
    return (0..<months).map { t in
      let innovation = generator.normal()
      switch process {
      case .noise: return 50 + innovation
      case .autoregression:
        state = 0.6 * state + innovation
        return 50 + state
      case .walk:
        state += innovation
        return 50 + state
      case .season:
        state = 0.3 * state + innovation
        return 50 + season[t % 12] + state
      }
    }
  }

  private static func inspection(_ values: [Double]) -> SeriesInspection {
    SeriesInspection(of: TimeSeries(id: "milan", start: start, values: values))
  }

  @Test(
    "in at most 5 % of clean series something is found",
    .tags(.property),
    arguments: Process.allCases
  )
  func falseAlarms(process: Process) {
    let count = Self.isOptimized ? 200 : 10
    let alarms = (0..<UInt64(count)).count { seed in
      !Self.inspection(Self.clean(process, seed: 1000 + seed)).findings.isEmpty
    }
    // 2.3 standard errors of a share of 5 % in so many above it.
    let expected = 0.05 * Double(count)
    let limit = expected + 2.3 * (0.95 * expected).squareRoot()
    #expect(Double(alarms) <= limit, "\(alarms) of \(count), seeds from 1000")
  }

  @Test(
    "a pulse of eight standard deviations is found and sized within its error",
    .tags(.property),
    arguments: Process.allCases
  )
  func outliers(process: Process) throws {
    for seed in 1...Self.seeds {
      var values = Self.clean(process, seed: seed)
      let place = 30 + 5 * Int(seed)
      values[place] -= 8
      let found = Self.inspection(values).findings.filter { $0.kind == .outlier }
      let month = Self.start.advanced(by: place)
      let own = try #require(found.first { $0.month == month }, "seed \(seed)")
      // The error of a pulse is at most that of the month's value, 1.4 between neighbours.
      expectClose(try #require(own.size), -8, absoluteTolerance: 3.5, "seed \(seed)")
      #expect(try #require(own.t) < -3)
    }
  }

  @Test(
    "most lasting shifts are found in their month and sized within their error",
    .tags(.property),
    arguments: Process.allCases
  )
  func shifts(process: Process) throws {
    var count: UInt64 = 0
    for seed in 1...Self.seeds {
      let place = 40 + 4 * Int(seed)
      let size = process == .noise ? 5.0 : 9
      let values = Self.clean(process, seed: seed).enumerated()
        .map { $0.offset < place ? $0.element : $0.element + size }
      let month = Self.start.advanced(by: place)
      let own = Self.inspection(values).findings.first {
        $0.kind == .levelShift && $0.month == month
      }
      guard let own else { continue }
      count += 1
      expectClose(try #require(own.size), size, absoluteTolerance: 3, "seed \(seed)")
      #expect(try #require(own.t) > 3)
    }
    // Some are taken for a level that wanders.
    #expect(count >= Self.seeds - 1, "\(count) of \(Self.seeds)")
  }

  @Test("the unit of a series changes sizes and nothing else", arguments: [1e-8, 1e8])
  func unit(factor: Double) throws {
    var values = Self.clean(.season, seed: 3)
    values[50] += 10
    let plain = Self.inspection(values).findings
    let scaled = Self.inspection(values.map { $0 * factor }).findings
    try #require(!plain.isEmpty && plain.count == scaled.count)
    for (left, right) in zip(plain, scaled) {
      #expect(left.month == right.month && left.kind == right.kind)
      // The searches of the two likelihoods end within their tolerance.
      let size = try #require(left.size)
      expectClose(try #require(right.size), size * factor, relativeTolerance: 1e-3)
    }
  }

  @Test("missing months are named, and are no outliers")
  func missing() {
    var values = Self.clean(.season, seed: 4)
    for place in [0, 17, 18, 119] { values[place] = .nan }
    let findings = Self.inspection(values).findings
    #expect(findings.map(\.kind) == Array(repeating: .missing, count: 4))
    #expect(findings.map(\.month) == [0, 17, 18, 119].map { Self.start.advanced(by: $0) })
    #expect(findings.allSatisfy { $0.size == nil && $0.t == nil })
  }

  @Test("what a known event explains is not found again")
  func known() {
    var values = Self.clean(.season, seed: 6)
    for place in 98...100 { values[place] -= 25 }
    #expect(!Self.inspection(values).findings.isEmpty)
    let series = TimeSeries(id: "milan", start: Self.start, values: values)
    #expect(Month(year: 2020, month: 3) == Self.start.advanced(by: 98))
    let known = SeriesEvent.covid.regressors
    #expect(SeriesInspection(of: series, known: known).findings.isEmpty)
  }

  @Test("series of R have the outliers that forecast::tsoutliers finds", .tags(.reference))
  func reference() throws {
    let cases = try OutlierFixtures.cases()
    #expect(cases.count == 8)
    for example in cases {
      let findings = SeriesInspection(of: example.series).findings.filter { $0.kind != .missing }
      let outliers = findings.filter { $0.kind == .outlier }
        .map { example.series.start.distance(to: $0.month) }
      for place in example.outliers {
        #expect(outliers.contains(place), "\(example.series.id), month \(place)")
      }
      if example.outliers.isEmpty { #expect(findings.isEmpty, "\(example.series.id)") }
    }
  }

  @Test(
    "constant, short, huge and mostly empty series are passed over without harm",
    arguments: [
      [], [1], [1, 2], Array(repeating: 7, count: 60), Array(repeating: .nan, count: 60),
      (0..<60).map { Double($0) }, (0..<60).map { $0 == 30 ? 5 : 0 },
      (0..<60).map { Double($0 % 12) }, (0..<60).map { Double($0 % 7) * 1e99 },
      (0..<60).map { $0 % 9 == 0 ? 3 : 0 }, [1e200] + Array(repeating: 1, count: 60),
    ] as [[Double]]
  )
  func edges(values: [Double]) {
    let inspection = Self.inspection(values)
    for finding in inspection.findings where finding.kind != .missing {
      #expect(finding.size?.isFinite == true)
      #expect(finding.t?.isNaN != true)
    }
    if values.count < SeriesInspection.leastCount { #expect(inspection.isTooShort) }
  }

  @Test("one month of a constant series that differs is found, without standard errors")
  func lonely() throws {
    let values = (0..<60).map { $0 == 30 ? 5.0 : 0 }
    let findings = Self.inspection(values).findings
    #expect(findings.map(\.kind) == [.outlier])
    #expect(findings.first?.month == Self.start.advanced(by: 30))
    expectClose(try #require(findings.first?.size), 5, relativeTolerance: 1e-9)
  }
}
