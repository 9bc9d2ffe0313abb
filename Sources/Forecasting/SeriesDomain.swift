/// The values that a model is made for.
package enum SeriesDomain: String, Codable, Equatable, Sendable {
  /// Any number.
  case real
  /// At least 0.
  case nonnegative
  /// 0, 1, 2, ... up to 2⁵³.
  case counts

  /// True when a value belongs to the domain.
  package func contains(_ value: Double) -> Bool {
    switch self {
    case .real: true
    case .nonnegative: value >= 0
    case .counts: value >= 0 && value <= 0x1p53 && value == value.rounded()
    }
  }

  /// The value of the domain that is nearest to an interpolated one.
  func nearest(to value: Double) -> Double {
    switch self {
    case .real: value
    case .nonnegative: max(0, value)
    case .counts: max(0, value.rounded())
    }
  }
}
