internal import Datasets
internal import Forecasting

/// A way to make forecasts add up, as a request names it.
package struct ReconciliationName: Codable, Sendable, Equatable {
  /// Its name.
  package let name: String

  /// Minimum trace with the shrunk covariance of the residuals.
  package static let shrinkage = ReconciliationName(method: .shrinkage)

  /// The ways there are: name, and what it does.
  package static let all = ReconciliationMethod.allCases.map {
    (name: $0.rawValue, summary: $0.summary)
  }

  /// The way of a name; `nil` when there is none.
  package init?(_ name: String) {
    guard let method = ReconciliationMethod(rawValue: name) else { return nil }
    self.init(method: method)
  }

  private init(method: ReconciliationMethod) {
    name = method.rawValue
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let found = ReconciliationName(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "no reconciliation of this name"
      )
    }
    self = found
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }

  /// The nearest name there is, for messages.
  package static func nearest(to name: String) -> String? {
    nearestName(to: name, among: all.map(\.name))
  }

  var method: ReconciliationMethod {
    ReconciliationMethod(rawValue: name) ?? .shrinkage  // the initialisers admit these only
  }
}
