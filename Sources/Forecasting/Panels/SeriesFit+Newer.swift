package import Datasets

extension SeriesFit {
  /// True where newer months can be taken in: there is a fit, and they are what its model is made
  /// for.
  func canExtend(through series: TimeSeries) -> Bool {
    guard let fitted, let descriptor = model.flatMap({ ForecastModelCatalog[$0] }) else {
      return false
    }
    let domain = (fitted as? FittedAutomaticModel)?.domain ?? descriptor.model.domain
    return newerValues(of: series).allSatisfy { value in
      !value.isFinite || isUsable(value) && domain.contains(value)
    }
  }

  /// The months after the fit's end, NaN where missing; none where the series ends before.
  private func newerValues(of series: TimeSeries) -> [Double] {
    let offset = series.start.distance(to: end)
    return (0..<max(0, end.distance(to: series.end))).map { step in
      let month = offset + step
      return series.values.indices.contains(month) ? series.values[month] : .nan
    }
  }

  /// The fit carried through newer months of its series, nothing estimated again.
  ///
  /// Months up to the fit's end are passed over. A missing month takes its forecast, and so does one
  /// of an event, which no model has seen: none knows what it did.
  ///
  /// - Parameters:
  ///   - series: the same series; may begin anywhere.
  ///   - known: the events.
  /// - Returns: a fit whose forecasts start after the series' end; the fit itself where the series
  ///   has no newer month.
  package func extended(
    through series: TimeSeries,
    knowing known: KnownMonths = KnownMonths()
  ) -> SeriesFit {
    let values = newerValues(of: series)
    guard !values.isEmpty, let fitted else { return self }
    let newer = TimeSeries(id: id, start: end, values: values)
    let shown = known.leavingOut(newer, isPart: true)
    // Months without a value before the fit's end wait for the first value after it.
    var waiting = status.missingLastMonths
    var interpolated = 0
    var carried = fitted
    for value in shown.series.values {
      guard value.isFinite else {
        waiting += 1
        continue
      }
      var values: [Double] = []
      if waiting > 0 {
        values =
          constant.map { Array(repeating: $0, count: waiting) }
          ?? carried.forecast(horizon: waiting).mean
        interpolated += waiting
        waiting = 0
      }
      carried = carried.extended(by: values + [value])
    }
    let seen = shown.series.values.filter(\.isFinite)
    let isConstant = constant.map { value in seen.allSatisfy { $0 == value } } ?? false
    // Those of the fit's last months are inside as soon as a value follows.
    let leftOutBefore = status.leftOutLastMonths
    return SeriesFit(
      id: id,
      end: series.end,
      model: model,
      fitted: carried,
      status: status.carried(
        interpolating: interpolated - shown.insideCount - (seen.isEmpty ? 0 : leftOutBefore),
        missingLast: waiting,
        leftOut: shown.events,
        leftOutLast: shown.trailingCount + (seen.isEmpty ? leftOutBefore : 0),
        isConstant: isConstant && status.isConstant
      )
      .with(series.flaws),
      constant: isConstant ? constant : nil
    )
  }
}
