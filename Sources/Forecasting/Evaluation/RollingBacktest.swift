internal import Concurrency
package import Datasets

/// How a model is fitted again from one origin of a backtest to the next.
package struct RefitPolicy: Codable, Equatable, Sendable {
  /// Every how many origins the model is fitted, at least 1.
  ///
  /// At those between, the last fit is carried through the newer months.
  package let every: Int
  /// True to keep the form that was chosen at the first origin and to start from the last parameters;
  /// false to choose again each time.
  package let isWarm: Bool

  /// A policy; by default everything is fitted anew at every origin.
  package init(every: Int = 1, isWarm: Bool = false) {
    precondition(every >= 1, "no refit")
    self.every = every
    self.isWarm = isWarm
  }
}

/// All series of a panel forecast from several past dates by one model.
package struct RollingBacktest: Sendable {
  /// One a series, in the panel's order.
  package let backtests: [SeriesBacktest]

  /// Runs the model from all origins, the oldest first; the same for any number of threads.
  ///
  /// Origins are counted from each series' own end. At each, models and intervals see and learn from
  /// the months before it only.
  ///
  /// - Parameters:
  ///   - series: the panel; monthly values, NaN where missing. Missing months are not judged.
  ///   - model: the model.
  ///   - origins: the past dates.
  ///   - levels: levels of the intervals to judge, in (0, 1).
  ///   - intervals: where the widths of intervals come from.
  ///   - refit: how the model is fitted again.
  ///   - threads: number of threads, at least 1.
  ///   - advanced: called after each fit, on any thread.
  package init(
    _ series: [TimeSeries],
    by model: ForecastModelDescriptor,
    origins: RollingOrigins,
    levels: [Double],
    intervals: IntervalSource,
    refit: RefitPolicy = RefitPolicy(),
    threads: Int,
    advanced: @Sendable () -> Void = {}
  ) {
    var judged = [[SeriesBacktest.Origin]](repeating: [], count: series.count)
    var last = [SeriesFit?](repeating: nil, count: series.count)
    var calibration: IntervalCalibration?
    var fitted = 0
    for held in Self.heldMonths(series, origins).reversed() {
      let shown = series.indices.filter { Self.isLongEnough(series[$0], holding: held) }
      guard !shown.isEmpty else { continue }
      let training = shown.map { series[$0].prefix(series[$0].count - held) }
      let fit: PanelFit
      if fitted % refit.every == 0 {
        fit = PanelFit(
          training,
          by: model.isPooled
            ? model.pooled(over: series.map { $0.prefix(max(0, $0.count - held)) }) : model,
          intervals: intervals,
          startingFrom: refit.isWarm ? shown.map { last[$0] } : nil,
          threads: threads,
          advanced: advanced
        )
        calibration = fit.calibration
      } else {
        let carried = parallelMap(count: shown.count, threads: threads) { [last] index in
          defer { advanced() }
          return last[shown[index]]?.extended(through: training[index], knowing: model.known)
            ?? SeriesFit(of: training[index], by: model)
        }
        fit = PanelFit(
          fits: carried,
          model: model.name,
          known: model.known,
          calibration: calibration
        )
      }
      fitted += 1
      let results = parallelMap(count: shown.count, threads: threads) { index in
        SeriesBacktest.Origin(
          fit.fits[index].forecast(horizon: origins.horizon, calibration: fit.calibration),
          of: series[shown[index]],
          levels: levels
        )
      }
      for (index, position) in shown.enumerated() {
        last[position] = fit.fits[index]
        if let origin = results[index] { judged[position].append(origin) }
      }
    }
    backtests = series.indices.map {
      SeriesBacktest(
        id: series[$0].id,
        model: model.name,
        origins: judged[$0],
        hasTooLargeValues: series[$0].hasTooLargeValues
      )
    }
  }

  /// Number of fits that the backtest of a panel makes, for the display of progress.
  package static func fitCount(_ series: [TimeSeries], _ origins: RollingOrigins) -> Int {
    heldMonths(series, origins).reduce(0) { sum, held in
      sum + series.count { isLongEnough($0, holding: held) }
    }
  }

  /// Months at the end that each origin does not see, the last origin first.
  private static func heldMonths(_ series: [TimeSeries], _ origins: RollingOrigins) -> [Int] {
    let longest = series.map(\.count).max() ?? 0
    return origins.trainingCounts(months: longest, leastTraining: 0).reversed()
      .map { longest - $0 }
  }

  private static func isLongEnough(_ series: TimeSeries, holding held: Int) -> Bool {
    guard held <= series.count, !series.hasTooLargeValues else { return false }
    let first = series.values.firstIndex(where: \.isFinite) ?? series.count
    return series.count - held >= first + SeriesBacktest.leastTraining
  }
}
