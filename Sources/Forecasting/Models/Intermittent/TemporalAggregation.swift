package import Datasets
internal import Statistics

/// Smoothing of an intermittent series in longer periods: ADIDA and IMAPA.
///
/// Months are summed in periods of equal length that end with the series, months left over at the
/// start are dropped, and the sums are smoothed exponentially with the α in [0.1, 0.3] of the least
/// squared errors. ADIDA takes the mean interval between demands as length (Nikolopoulos et al.
/// 2011, J. Operational Research Society 62:544); IMAPA averages over all lengths up to it
/// (Petropoulos and Kourentzes 2015, J. Operational Research Society 66:914). Equals `ADIDA` and
/// `IMAPA` of statsforecast. For the distribution see ``FittedDemandRate``.
package struct TemporalAggregation: ForecastModel {
  /// True to average over all lengths.
  package let averages: Bool

  /// Smoothing in longer periods.
  package init(averages: Bool) {
    self.averages = averages
  }

  package var domain: SeriesDomain { .nonnegative }

  package func fit(to series: TimeSeries) throws(ForecastingError) -> FittedDemandRate {
    try check(series, required: 2)
    let longest = IntermittentDemand(series.values).meanInterval
    var mean = 0.0
    if let longest {
      let lengths = averages ? 1...longest : longest...longest
      for length in lengths { mean += Self.rate(series.values, length: length) }
      mean /= Double(lengths.count)
    }
    return FittedDemandRate(
      form: averages ? "IMAPA" : "ADIDA",
      mean: mean,
      series: series,
      parameters: longest.map { [.init("period", Double($0))] } ?? []
    )
  }

  /// The forecast of a month from periods of a length.
  private static func rate(_ values: [Double], length: Int) -> Double {
    let first = values.count % length
    let sums = stride(from: first, to: values.count, by: length).map { start in
      values[start..<start + length].reduce(0, +)
    }
    // Errors of one or two sums do not depend on α.
    let alpha = brentMinimum(from: 0.1, to: 0.3, scan: 5, tolerance: 1e-6) {
      SimpleSmoothing.squares(sums, alpha: $0)
    }
    return SimpleSmoothing.level(sums, alpha: alpha.point[0]) / Double(length)
  }
}

extension ForecastModelDescriptor {
  /// ``TemporalAggregation`` to one length.
  package static let adida = ForecastModelDescriptor(
    name: "adida",
    summary: "smoothing of intermittent demand in periods of its mean interval",
    model: TemporalAggregation(averages: false)
  )
  /// ``TemporalAggregation`` to several lengths.
  package static let imapa = ForecastModelDescriptor(
    name: "imapa",
    summary: "smoothing of intermittent demand, averaged over lengths of periods",
    model: TemporalAggregation(averages: true)
  )
}
