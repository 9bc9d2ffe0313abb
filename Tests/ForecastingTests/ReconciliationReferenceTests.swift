internal import Datasets
internal import Forecasting
internal import Foundation
internal import TestSupport
internal import Testing

/// A hierarchy with base forecasts and what dense formulas make of them, from
/// `regenerate/reconciliation_reference.py`.
private struct ReconciliationFixture: Decodable {
  let formula: String
  let leaves: [[String]]
  let residuals: [[Double]]
  let history: [[Double]]
  let base: [[Double]]
  let shrinkage: Double
  let shrinkageCentred: Double
  let expected: [String: [[Double]]]
  let nonNegative: [String: [[Double]]]

  static let names = ["nested", "crossed"]

  static func reference(_ name: String) throws -> ReconciliationFixture {
    struct Document: Decodable {
      let nested: ReconciliationFixture
      let crossed: ReconciliationFixture
    }
    let url = Repository.fixtures.appending(path: "reconciliation_reference.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let document = try decoder.decode(Document.self, from: Data(contentsOf: url))
    return name == "nested" ? document.nested : document.crossed
  }

  func hierarchy() throws -> Hierarchy {
    Hierarchy(try #require(HierarchyFormula(formula)), leaves: leaves)
  }
}

@Suite("Reconciliation beside hierarchicalforecast and dense formulas", .tags(.reference))
struct ReconciliationReferenceTests {
  static let traces: [(key: String, method: ReconciliationMethod)] = [
    ("ols", .ols), ("struct", .structural), ("var", .variance), ("shrink", .shrinkage),
  ]

  private static func covariance(
    _ method: ReconciliationMethod,
    _ fixture: ReconciliationFixture,
    _ hierarchy: Hierarchy
  ) -> ErrorCovariance {
    switch method {
    case .ols: .identity(hierarchy)
    case .structural: .structural(hierarchy)
    case .variance: .diagonal(fixture.residuals, hierarchy)
    default: .shrinkage(fixture.residuals, hierarchy)
    }
  }

  /// Both sides solve systems of condition below 1e5: relative to the largest number.
  private static func expectSame(_ actual: [[Double]], _ expected: [[Double]], _ comment: String) {
    #expect(actual.count == expected.count)
    for (own, other) in zip(actual, expected) {
      let size = other.map(abs).max() ?? 1
      #expect(own.count == other.count)
      for (value, reference) in zip(own, other) {
        expectClose(value, reference, absoluteTolerance: 1e-8 * size, comment)
      }
    }
  }

  @Test(
    "minimum trace by OLS, structure, variance and shrinkage, with values below 0 and without",
    arguments: ReconciliationFixture.names,
    traces.map(\.method)
  )
  func minimumTrace(_ name: String, _ method: ReconciliationMethod) throws {
    let fixture = try ReconciliationFixture.reference(name)
    let hierarchy = try fixture.hierarchy()
    let key = try #require(Self.traces.first { $0.method == method }).key
    let covariance = Self.covariance(method, fixture, hierarchy)
    let trace = MinimumTrace(hierarchy, covariance: covariance, threads: 2)
    Self.expectSame(
      trace.reconciled(fixture.base),
      try #require(fixture.expected[key]),
      "\(name) \(key)"
    )
    Self.expectSame(
      fixture.base.map { trace.nonNegative($0).values },
      try #require(fixture.nonNegative[key]),
      "\(name) \(key), not below 0"
    )
  }

  @Test(
    "the shrinkage intensity is that of residuals as they are, without centring",
    arguments: ReconciliationFixture.names
  )
  func intensity(_ name: String) throws {
    let fixture = try ReconciliationFixture.reference(name)
    let hierarchy = try fixture.hierarchy()
    let own = ErrorCovariance.shrinkage(fixture.residuals, hierarchy)
    expectClose(own.shrinkage ?? 0, fixture.shrinkage, relativeTolerance: 1e-10)
    let centred = fixture.residuals.map { residuals in
      let mean = residuals.reduce(0, +) / Double(residuals.count)
      return residuals.map { $0 - mean }
    }
    let theirs = ErrorCovariance.shrinkage(centred, hierarchy)
    expectClose(theirs.shrinkage ?? 0, fixture.shrinkageCentred, relativeTolerance: 1e-10)
    #expect(abs(fixture.shrinkage - fixture.shrinkageCentred) > 1e-3)
  }

  @Test(
    "bottom-up, top-down by forecasts and by history, middle-out",
    arguments: ReconciliationFixture.names
  )
  func proportions(_ name: String) throws {
    let fixture = try ReconciliationFixture.reference(name)
    let hierarchy = try fixture.hierarchy()
    let proportional = ProportionalReconciliation(hierarchy)
    let sizes = fixture.history.map { $0.reduce(0, +) }
    let ways: [(key: String, reconciled: ([Double]) -> [Double])] = [
      ("bottom_up", { hierarchy.summed(Array($0[hierarchy.aggregateCount...])) }),
      ("top_down", { proportional.reconciled($0, keeping: 0) }),
      ("top_down_history", { proportional.reconciled($0, proportions: sizes) }),
      ("middle_out", { proportional.reconciled($0, keeping: proportional.middle) }),
    ]
    for (key, reconciled) in ways {
      Self.expectSame(
        fixture.base.map(reconciled),
        try #require(fixture.expected[key]),
        "\(name) \(key)"
      )
    }
  }
}
