package import Datasets

/// Definition of a forecasting model: what is to be fitted, before it has seen data.
///
/// To add a model: one file under `Models/` with the definition, what a fit keeps, and a
/// ``ForecastModelDescriptor``; one name in ``ForecastModelCatalog/all``. The conformance tests run
/// over the catalogue.
package protocol ForecastModel: Codable, Equatable, Sendable {
  /// What a fit of the model keeps.
  associatedtype Fitted: FittedForecastModel

  /// The values that the model is made for.
  var domain: SeriesDomain { get }

  /// The values that the model's fit to a series is made for, in which missing months are filled;
  /// ``domain`` but for models that choose by the series.
  ///
  /// - Parameter values: of the series; NaN where missing.
  /// - Returns: the values.
  func domain(of values: [Double]) -> SeriesDomain

  /// Fits the model to a series.
  ///
  /// - Parameter series: consecutive months, all values finite.
  /// - Returns: the fitted model; it keeps parameters and states, not the series.
  /// - Throws: `tooShort` with the number of months the model needs, `notFinite` with the first
  ///   index that is missing, not finite, or above 1e100 in size, `outside` with the first index
  ///   that is not in ``domain``.
  func fit(to series: TimeSeries) throws(ForecastingError) -> Fitted
}

/// A fitted forecasting model: parameters and last states, enough to forecast, to save and to load.
package protocol FittedForecastModel: Codable, Equatable, Sendable {
  /// What was estimated, and how the estimation ended.
  var summary: FitSummary { get }

  /// True when the fit knows what a panel taught its model, and so is one of series without history
  /// too.
  var isOfPanel: Bool { get }

  /// Forecasts the months that follow the series.
  ///
  /// - Parameter horizon: number of months, at least 1.
  /// - Returns: one distribution a month, the first for the month after the series' end.
  func forecast(horizon: Int) -> Forecast

  /// The fit carried through the months that follow its series: parameters kept, states updated.
  ///
  /// - Parameter values: the newer months in order, all usable and of the model's domain; may be
  ///   empty.
  /// - Returns: a fit whose forecasts start after the last of them.
  func extended(by values: [Double]) -> Self

  /// One-step errors within the series that the model was fitted to, on its own scale.
  ///
  /// - Parameter values: the series with the months that the fit was carried through, all finite.
  /// - Returns: one finite error a month; `nil` for another number of months.
  func oneStepErrors(of values: [Double]) -> [Double]?
}

extension FittedForecastModel {
  /// False.
  package var isOfPanel: Bool { false }
}

/// A fit of a model whose estimation is costly, which can be made again from where it stands.
package protocol WarmStartedModel: FittedForecastModel {
  /// A fit of the same form to another series of the same kind, its parameters estimated again
  /// starting from the present ones: for rolling origins and for months that were held back.
  ///
  /// - Parameter series: consecutive months, all values finite.
  /// - Returns: a fit of the same form: orders, components, seasons.
  /// - Throws: as ``ForecastModel/fit(to:)``.
  func refitted(to series: TimeSeries) throws(ForecastingError) -> Self
}

/// The yearly season of monthly series.
package let seasonalPeriod = 12

/// True for values that models can compute with: finite, and small enough that sums of squares are.
func isUsable(_ value: Double) -> Bool { abs(value) <= 1e100 }

extension TimeSeries {
  /// True when a finite value is above 1e100 in size: models refuse it, and it is not missing.
  package var hasTooLargeValues: Bool { values.contains { $0.isFinite && !isUsable($0) } }
}

extension ForecastModel {
  /// Any number.
  package var domain: SeriesDomain { .real }

  /// The model's.
  package func domain(of values: [Double]) -> SeriesDomain { domain }

  /// Refuses a series that is too short or has a value that is missing, infinite, too large, or
  /// outside the model's domain.
  func check(_ series: TimeSeries, required: Int) throws(ForecastingError) {
    if let index = series.values.firstIndex(where: { !isUsable($0) }) {
      throw .notFinite(index: index)
    }
    if let index = series.values.firstIndex(where: { !domain.contains($0) }) {
      throw .outside(domain, index: index)
    }
    guard series.count >= required else {
      throw .tooShort(required: required, found: series.count)
    }
  }
}
