internal import Datasets
internal import Forecasting
internal import Statistics

/// Forecasts as a table: `unique_id,ds,mean,median,lo_80,hi_80,…,model,status`.
///
/// A series without any value has rows with empty numbers, and one without intervals empty ends.
struct ForecastTable {
  /// One a series.
  let rows: [Row]
  /// Months ahead.
  let horizon: Int
  /// Levels of the intervals, in (0, 1).
  let levels: [Double]

  /// The forecast of a series.
  struct Row {
    let id: String
    let start: Month
    /// Expected values where they are not those of the distributions.
    let mean: [Double]?
    let distributions: Forecast?
    let model: String
    let status: ForecastStatus

    /// A forecast of a series on its own.
    init(_ forecast: SeriesForecast) {
      id = forecast.id
      start = forecast.start
      mean = forecast.forecast?.mean
      distributions = forecast.forecast
      model = forecast.model ?? "none"
      status = forecast.status
    }

    /// A forecast that was made coherent with others.
    init(_ forecast: SeriesForecast, coherent: CoherentForecast, by method: ReconciliationMethod) {
      id = forecast.id
      start = forecast.start
      mean = coherent.mean
      distributions = coherent.distributions
      let name = forecast.model ?? "none"
      model = method == .none ? name : "\(name)+\(method.rawValue)"
      status = coherent.status
    }
  }

  /// Names of the columns that hold numbers.
  private static func numberNames(_ levels: [Double]) -> [String] {
    ["mean", "median"]
      + levels.map(ForecastMetric.percent).flatMap { ["lo_\($0)", "hi_\($0)"] }
  }

  /// Names of all columns but those of a hierarchy.
  static func columnNames(_ levels: [Double]) -> [String] {
    ["unique_id", "ds"] + numberNames(levels) + ["model", "status"]
  }

  /// The table, series by series, month by month.
  ///
  /// - Parameters:
  ///   - source: for messages.
  ///   - id: name of the identifier's column.
  ///   - time: name of the months' column.
  ///   - labels: further columns after the identifier: name, and one text a series.
  /// - Returns: as many rows a series as there are months ahead.
  func dataset(
    source: String,
    id: String,
    time: String,
    labels: [(name: String, texts: [String])] = []
  ) -> Dataset {
    let count = rows.count * horizon
    var months: [Month?] = []
    months.reserveCapacity(count)
    var numbers = [[Double]](repeating: [], count: 2 + 2 * levels.count)
    for index in numbers.indices { numbers[index].reserveCapacity(count) }
    let missing = [Double](repeating: .nan, count: horizon)
    for row in rows {
      for step in 0..<horizon { months.append(row.start.advanced(by: step)) }
      numbers[0] += row.mean ?? missing
      numbers[1] += row.distributions?.median ?? missing
      for (position, level) in levels.enumerated() {
        let interval = row.status.hasIntervals ? row.distributions?.interval(level: level) : nil
        numbers[2 + 2 * position] += interval?.lower ?? missing
        numbers[3 + 2 * position] += interval?.upper ?? missing
      }
    }
    var columns = [repeated(id, rows.map(\.id))]
    columns += labels.map { repeated($0.name, $0.texts) }
    columns.append(Column(name: time, values: .months(months)))
    for (name, values) in zip(Self.numberNames(levels), numbers) {
      columns.append(Column(name: name, values: .numbers(values)))
    }
    columns.append(repeated("model", rows.map(\.model)))
    columns.append(repeated("status", rows.map(\.status.description)))
    return Dataset(source: source, columns: columns)
  }

  /// A column with each text in as many rows as there are months ahead.
  private func repeated(_ name: String, _ texts: [String]) -> Column {
    let short = TextColumn(texts)
    var codes: [Int32] = []
    codes.reserveCapacity(texts.count * horizon)
    for code in short.codes {
      for _ in 0..<horizon { codes.append(code) }
    }
    return Column(name: name, values: .text(TextColumn(codes: codes, levels: short.levels)))
  }
}
