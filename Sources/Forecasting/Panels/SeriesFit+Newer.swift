package import Datasets

extension SeriesFit {
  /// The fit carried through newer months of its series, nothing estimated again.
  ///
  /// Months up to the fit's end are passed over. A missing month takes its forecast.
  ///
  /// - Parameter series: the same series; may begin anywhere.
  /// - Returns: a fit whose forecasts start after the series' end; the fit itself where the series
  ///   has no newer month, or values above 1e100 in size.
  package func extended(through series: TimeSeries) -> SeriesFit {
    let count = end.distance(to: series.end)
    guard count > 0, let fitted, !series.hasTooLargeValues else { return self }
    let offset = series.start.distance(to: end)
    let newer = (0..<count).map { step -> Double in
      let month = offset + step
      return series.values.indices.contains(month) ? series.values[month] : .nan
    }
    // Months without a value before the fit's end wait for the first value after it.
    var waiting = status.missingLastMonths
    var interpolated = 0
    var carried = fitted
    for value in newer {
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
    let known = newer.filter(\.isFinite)
    let isConstant = constant.map { value in known.allSatisfy { $0 == value } } ?? false
    return SeriesFit(
      id: id,
      end: series.end,
      model: model,
      fitted: carried,
      status: status.carried(
        interpolating: interpolated,
        missingLast: waiting,
        isConstant: isConstant && status.isConstant
      ),
      constant: isConstant ? constant : nil
    )
  }
}
