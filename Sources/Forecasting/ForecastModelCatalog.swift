package import Datasets

/// A model of the catalogue: its name, and how its fits are made and read back.
package struct ForecastModelDescriptor: Sendable {
  /// Name by which a request asks for it, such as `seasonal_naive`.
  package let name: String
  /// What it does, in a few words for `--help`.
  package let summary: String
  /// The definition.
  package let model: any ForecastModel
  /// The type of its fits, for decoding.
  package let fittedType: any FittedForecastModel.Type
  /// What it was told of (``told(_:)``).
  package internal(set) var known = KnownMonths()

  /// A model of the catalogue.
  init<Model: ForecastModel>(name: String, summary: String, model: Model) {
    self.name = name
    self.summary = summary
    self.model = model
    fittedType = Model.Fitted.self
  }

  /// True for a model that learns from the whole panel, and forecasts series without history.
  package var isPooled: Bool { model is any PooledForecastModel }

  /// The model with what a panel taught it; itself when it looks at one series only.
  ///
  /// - Parameter series: the panel, as far as the model may see it.
  /// - Returns: a model of the same name.
  package func pooled(over series: [TimeSeries]) -> ForecastModelDescriptor {
    guard let model = model as? any PooledForecastModel else { return self }
    return replaced(by: model, over: series.map { leavingOut($0).series })
  }

  private func replaced<Model: PooledForecastModel>(
    by model: Model,
    over series: [TimeSeries]
  ) -> ForecastModelDescriptor {
    var result = ForecastModelDescriptor(
      name: name,
      summary: summary,
      model: model.pooled(over: series)
    )
    result.known = known
    return result
  }

  /// Fits the model to a series; see ``ForecastModel/fit(to:)``.
  ///
  /// - Parameters:
  ///   - series: consecutive months, all values finite.
  ///   - previous: a fit of the model to earlier months, from whose parameters the estimation starts
  ///     where the model can (``WarmStartedModel``); none when `nil`.
  /// - Returns: the fitted model.
  /// - Throws: as ``ForecastModel/fit(to:)``.
  package func fit(
    to series: TimeSeries,
    startingFrom previous: (any FittedForecastModel)? = nil
  ) throws(ForecastingError) -> any FittedForecastModel {
    if let previous = previous as? any WarmStartedModel {
      return try previous.refitted(to: series)
    }
    return try model.fit(to: series)
  }
}

/// The forecasting models by name.
package enum ForecastModelCatalog {
  /// All models, the default first.
  package static let all: [ForecastModelDescriptor] = [
    .auto, .ets, .etsAverage, .arima, .ces, .dynamicTheta, .mstl, .smoothing, .theta,
    .optimizedTheta, .seasonalNaive, .naive, .naive2, .counts, .croston, .sba, .tsb, .adida, .imapa,
  ]

  /// Names of all models, the default first.
  package static var names: [String] { all.map(\.name) }

  /// The model of a name, or `nil`.
  package static subscript(name: String) -> ForecastModelDescriptor? {
    all.first { $0.name == name }
  }
}
