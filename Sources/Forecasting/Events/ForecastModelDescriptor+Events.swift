internal import Datasets

extension ForecastModelDescriptor {
  /// True for a model that takes regressors: it knows of levels and of the calendar.
  package var takesRegressors: Bool { model is any RegressionModel }

  /// The model told of events and of the calendar.
  ///
  /// One that takes regressors (``RegressionModel``) gets columns for both. One that does not estimate
  /// events, and what takes the place of any model for a series that it cannot be fitted to, leaves the
  /// months of pulses and spans out of its fits, interpolated as missing ones are, and their status
  /// says so. Models without regressors pass over levels and the calendar.
  ///
  /// - Parameter known: what the model is to know.
  /// - Returns: a model of the same name.
  package func told(_ known: KnownMonths) -> ForecastModelDescriptor {
    guard let regression = model as? any RegressionModel else {
      var result = self
      result.known = known
      return result
    }
    return replaced(by: regression.told(known), known: known)
  }

  /// A series as the fits see it.
  ///
  /// - Parameters:
  ///   - series: monthly values; NaN where missing.
  ///   - name: of the model that is fitted, this one or what takes its place; this one when `nil`.
  /// - Returns: the series, without the months of pulses and spans but for models that estimate them.
  func leavingOut(_ series: TimeSeries, fitting name: String? = nil) -> LeftOutMonths {
    let estimates = (model as? any RegressionModel)?.estimatesEvents ?? false
    return estimates && name ?? self.name == self.name
      ? LeftOutMonths([], of: series) : known.leavingOut(series)
  }

  private func replaced(
    by model: some ForecastModel,
    known: KnownMonths
  ) -> ForecastModelDescriptor {
    var result = ForecastModelDescriptor(name: name, summary: summary, model: model)
    result.known = known
    return result
  }
}
