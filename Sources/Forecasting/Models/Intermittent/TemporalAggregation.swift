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
    let longest = meanDemandInterval(series.values) ?? 1
    let lengths = averages ? 1...longest : longest...longest
    return FittedDemandRate(
      form: averages ? "IMAPA" : "ADIDA",
      smoothing: .periods(lengths.map { Period(length: $0, values: series.values) }),
      observing: series.values,
      parameters: [.init("period", Double(longest))]
    )
  }

  /// Smoothed sums of periods of one length after some months.
  struct Period: Codable, Equatable {
    private let length: Int
    private let alpha: Double
    private var level = SmoothedLevel()
    /// Months still to be dropped, so that the periods end with the series fitted to.
    private var dropped: Int
    private var sum = 0.0
    private var months = 0

    /// Periods that end with `values`, none observed yet.
    init(length: Int, values: [Double]) {
      self.length = length
      dropped = values.count % length
      let sums = stride(from: dropped, to: values.count, by: length).map { start in
        values[start..<start + length].reduce(0, +)
      }
      // Errors of one or two sums do not depend on α.
      alpha =
        brentMinimum(from: 0.1, to: 0.3, scan: 5, tolerance: 1e-6) { alpha in
          Self.squares(sums, alpha: alpha)
        }.point[0]
    }

    /// Months that do not fill a period yet wait for the others.
    mutating func observe(_ value: Double) {
      guard dropped == 0 else {
        dropped -= 1
        return
      }
      sum += value
      months += 1
      guard months == length else { return }
      level.observe(sum, alpha: alpha)
      (sum, months) = (0, 0)
    }

    /// Before the first of some months that the periods end with.
    func restarted(months: Int) -> Period {
      var result = self
      result.level = SmoothedLevel()
      result.dropped = months % length
      (result.sum, result.months) = (0, 0)
      return result
    }

    /// True once a period has ended.
    var hasStarted: Bool { level.value != nil }

    /// Expected month.
    var mean: Double { (level.value ?? 0) / Double(length) }

    /// Sum of the squared errors one period ahead.
    private static func squares(_ sums: [Double], alpha: Double) -> Double {
      var level = sums[0]
      var total = 0.0
      for sum in sums.dropFirst() {
        let error = sum - level
        total += error * error
        level += alpha * error
      }
      return total
    }
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
