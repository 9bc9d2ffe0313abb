internal import Concurrency
internal import Datasets
internal import Forecasting
internal import Statistics

/// The series of a panel with their forecasts.
struct PanelForecast {
  /// The series.
  let panel: Panel
  /// One forecast a series, in the same order.
  let forecasts: [SeriesForecast]
  /// Month after the last one of any series; `nil` without series.
  let end: Month?

  /// Forecasts all series in parallel; the same for any number of threads.
  init(
    _ panel: Panel,
    by model: ForecastModelDescriptor,
    horizon: Int,
    threads: Int,
    observer: any ProgressObserver
  ) {
    self.panel = panel
    let progress = ProgressCounter(
      "Forecasting",
      total: panel.series.count,
      observer: observer
    )
    let end = panel.series.map(\.end).max()
    self.end = end
    let model = model.pooled(over: panel.series)
    forecasts = parallelMap(count: panel.series.count, threads: threads) { index in
      defer { progress.advance() }
      return SeriesForecast(
        of: panel.series[index],
        by: model,
        horizon: horizon,
        panelEnd: end
      )
    }
  }

  /// The table of the forecasts: `unique_id,ds,mean,median,lo_80,hi_80,…,model,status`.
  ///
  /// A series without any value has rows with empty numbers, and one without intervals empty ends.
  ///
  /// - Parameters:
  ///   - horizon: months ahead.
  ///   - levels: levels of the intervals, in (0, 1).
  ///   - id: name of the identifier's column.
  ///   - time: name of the months' column.
  /// - Returns: series by series, month by month.
  func dataset(horizon: Int, levels: [Double], id: String, time: String) -> Dataset {
    let count = forecasts.count * horizon
    var months: [Month?] = []
    months.reserveCapacity(count)
    var numbers = [[Double]](repeating: [], count: 2 + 2 * levels.count)
    for index in numbers.indices { numbers[index].reserveCapacity(count) }
    let missing = [Double](repeating: .nan, count: horizon)
    for forecast in forecasts {
      for step in 0..<horizon { months.append(forecast.start.advanced(by: step)) }
      numbers[0] += forecast.forecast?.mean ?? missing
      numbers[1] += forecast.forecast?.median ?? missing
      for (position, level) in levels.enumerated() {
        let interval =
          forecast.status.hasIntervals ? forecast.forecast?.interval(level: level) : nil
        numbers[2 + 2 * position] += interval?.lower ?? missing
        numbers[3 + 2 * position] += interval?.upper ?? missing
      }
    }
    var columns = [
      repeated(id, forecasts.map(\.id), horizon),
      Column(name: time, values: .months(months)),
      Column(name: "mean", values: .numbers(numbers[0])),
      Column(name: "median", values: .numbers(numbers[1])),
    ]
    for (position, level) in levels.enumerated() {
      let percent = ForecastMetric.percent(level)
      columns.append(Column(name: "lo_\(percent)", values: .numbers(numbers[2 + 2 * position])))
      columns.append(Column(name: "hi_\(percent)", values: .numbers(numbers[3 + 2 * position])))
    }
    columns.append(repeated("model", forecasts.map { $0.model ?? "none" }, horizon))
    columns.append(repeated("status", forecasts.map(\.status.description), horizon))
    return Dataset(source: panel.source, columns: columns)
  }

  /// A column with each text in as many rows as there are months ahead.
  private func repeated(_ name: String, _ texts: [String], _ times: Int) -> Column {
    let short = TextColumn(texts)
    var codes: [Int32] = []
    codes.reserveCapacity(texts.count * times)
    for code in short.codes {
      for _ in 0..<times { codes.append(code) }
    }
    return Column(name: name, values: .text(TextColumn(codes: codes, levels: short.levels)))
  }
}
