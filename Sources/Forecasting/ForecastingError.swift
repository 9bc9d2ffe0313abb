/// Why a series cannot be forecast.
package enum ForecastingError: Error, Equatable, Sendable {
  /// Fewer months than the model needs.
  case tooShort(required: Int, found: Int)
  /// A value is missing or not finite; index from 0.
  case notFinite(index: Int)
  /// A value is outside what the model is made for; index from 0.
  case outside(SeriesDomain, index: Int)
}
