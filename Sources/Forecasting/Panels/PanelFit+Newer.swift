internal import Concurrency
package import Datasets

extension PanelFit {
  /// The panel carried through newer months, nothing estimated again.
  ///
  /// Series are found by their names. One that the panel does not know or could not fit, or whose
  /// newer months are not what its model is made for, is fitted now, by the panel's model, and its
  /// status says so; one without newer months stays where it ended. Newer months of the panel's events
  /// are shown to no model.
  ///
  /// - Parameters:
  ///   - series: the newer panel; each series may begin anywhere. Names are distinct.
  ///   - threads: number of threads, at least 1; the result is the same for any.
  ///   - advanced: called after each series, on any thread.
  /// - Returns: the fits in the order of `series`, then those that it does not have.
  package func extended(
    through series: [TimeSeries],
    threads: Int,
    advanced: @Sendable () -> Void = {}
  ) -> PanelFit {
    var places: [String: Int] = [:]
    for (place, fit) in fits.enumerated() { places[fit.id] = place }
    let descriptor = (ForecastModelCatalog[model] ?? .auto).told(known)
    let newer = parallelMap(count: series.count, threads: threads) { [places] index in
      defer { advanced() }
      if let place = places[series[index].id], fits[place].canExtend(through: series[index]) {
        return fits[place].extended(through: series[index], knowing: known)
      }
      return SeriesFit(of: series[index], by: descriptor).fittedNow
    }
    let names = Set(series.map(\.id))
    return PanelFit(
      fits: newer + fits.filter { !names.contains($0.id) },
      model: model,
      known: known,
      calibration: calibration
    )
  }
}

extension SeriesFit {
  /// The fit of a series that its saved panel did not know.
  fileprivate var fittedNow: SeriesFit {
    SeriesFit(
      id: id,
      end: end,
      model: model,
      fitted: fitted,
      status: status.fittedNow,
      constant: constant
    )
  }
}
