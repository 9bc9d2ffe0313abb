package import Datasets

/// A model that learns from all series of a panel before it is fitted to one.
///
/// A definition that has not been pooled learns from the one series it is fitted to.
package protocol PooledForecastModel: ForecastModel {
  /// The definition with what the panel taught it.
  ///
  /// - Parameter series: monthly values; NaN where missing. Series that cannot be used are passed
  ///   over.
  /// - Returns: a definition whose ``ForecastModel/fit(to:)`` takes series of any length, none
  ///   included.
  func pooled(over series: [TimeSeries]) -> Self
}
