internal import Datasets
internal import Forecasting
internal import Statistics

/// The series of a panel forecast from past dates by several models.
struct PanelBacktest {
  /// For each model asked for, one backtest a series.
  let backtests: [[SeriesBacktest]]
  /// The comparison.
  let result: BacktestResult
  private let metrics: [ForecastMetric]
  private let source: String

  /// Runs all models from all origins; the same for any number of threads.
  ///
  /// Naive2 is run in any case, because the overall weighted average is measured against it.
  ///
  /// - Throws: `nothingToJudge` when no series is long enough for one origin.
  init(
    _ panel: Panel,
    _ request: BacktestRequest,
    _ known: KnownMonths,
    observer: any ProgressObserver
  ) throws(StatisticalRefusal) {
    let origins = RollingOrigins(
      horizon: request.horizon,
      count: request.origins,
      step: request.step
    )
    var models = request.models.map(\.descriptor)
    if !models.contains(where: { $0.name == ForecastModelDescriptor.naive2.name }) {
      models.append(.naive2)
    }
    let needed = SeriesBacktest.leastTraining + request.horizon
    let long = panel.series.count { $0.count >= needed && !$0.hasTooLargeValues }
    guard long > 0 else {
      let tooLarge = panel.series.count(where: \.hasTooLargeValues)
      throw .nothingToJudge(
        reason:
          "no series has the \(needed) months that one origin needs, two years and the horizon"
          + (tooLarge > 0 ? ", leaving out \(tooLarge) with values too large" : "")
      )
    }
    let progress = ProgressCounter(
      "Backtest",
      total: RollingBacktest.fitCount(panel.series, origins) * models.count,
      observer: observer
    )
    // Naive2 is told too: what it is measured by sees the months that the models see.
    let byModel = models.map { $0.told(known) }.map { model in
      RollingBacktest(
        panel.series,
        by: model,
        origins: origins,
        levels: request.levels,
        intervals: request.intervals.source(for: model),
        refit: RefitPolicy(every: request.refitEvery, isWarm: request.startsWarm),
        threads: request.environment.threads,
        advanced: { progress.advance() }
      ).backtests
    }
    let naive2 = models.firstIndex { $0.name == ForecastModelDescriptor.naive2.name } ?? 0
    let metrics = ForecastMetric.standard(levels: request.levels)
    backtests = Array(byModel.prefix(request.models.count))
    result = BacktestResult(
      horizon: request.horizon,
      origins: request.origins,
      step: origins.step,
      seriesCount: panel.series.count,
      tooShort: byModel[0].count { $0.origins.isEmpty && !$0.hasTooLargeValues },
      tooLarge: byModel[0].count { $0.hasTooLargeValues },
      levels: request.levels,
      models: backtests.map {
        BacktestSummary($0, naive2: byModel[naive2], metrics: metrics, horizon: request.horizon)
      }
    )
    self.metrics = metrics
    source = panel.source
  }

  /// The metrics by series: `unique_id,model,origins,mase,smape,…,status`, series by series.
  var seriesTable: Dataset {
    let count = backtests.first?.count ?? 0
    let rows = (0..<count).flatMap { series in backtests.map { $0[series] } }
    var columns = [
      Column(name: "unique_id", values: .text(TextColumn(rows.map(\.id)))),
      Column(name: "model", values: .text(TextColumn(rows.map(\.model)))),
      Column(name: "origins", values: .numbers(rows.map { Double($0.origins.count) })),
    ]
    for metric in metrics {
      let values = rows.map { $0.value(of: metric) ?? .nan }
      columns.append(Column(name: metric.name, values: .numbers(values)))
    }
    let statuses = rows.map { row in
      row.origins.last?.status.description
        ?? (row.hasTooLargeValues ? ForecastStatus.tooLargeValues : "too short for any origin")
    }
    columns.append(Column(name: "status", values: .text(TextColumn(statuses))))
    return Dataset(source: source, columns: columns)
  }
}
