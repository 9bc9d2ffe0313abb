internal import Datasets
internal import Forecasting

extension HierarchicalPanel {
  /// Forecasts of all series, each on its own, from the values before a month.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - horizon: months ahead.
  ///   - intervals: where the widths of the base forecasts' intervals come from.
  ///   - end: month after the last one shown to the model; after the last of all when `nil`.
  ///   - threads: number of threads, at least 1.
  ///   - observer: told of the series done.
  /// - Returns: the base forecasts, to be made coherent.
  func forecast(
    by model: ForecastModelDescriptor,
    horizon: Int,
    intervals: IntervalSource,
    before end: Month? = nil,
    threads: Int,
    observer: any ProgressObserver
  ) -> HierarchyForecast {
    let progress = ProgressCounter("Forecasting", total: series.count, observer: observer)
    return HierarchyForecast(
      hierarchy,
      series: end.map { end in series.map { $0.prefix(max(0, $0.start.distance(to: end))) } }
        ?? series,
      by: model,
      horizon: horizon,
      intervals: intervals,
      threads: threads,
      advanced: { progress.advance() }
    )
  }

  /// Columns of the hierarchy that the table of forecasts shows beside the name of the series; a
  /// single column called as that is the name itself.
  private var shownColumns: [String] {
    let columns = hierarchy.formula.columns
    return columns == ["unique_id"] ? [] : columns
  }

  /// Refuses columns that the table of forecasts has itself.
  ///
  /// - Throws: `reservedColumn` at the first.
  func checkColumns(levels: [Double]) throws(DataProblem) {
    let own = ForecastTable.columnNames(levels)
    if let column = shownColumns.first(where: { own.contains($0) }) {
      throw DataProblem(.reservedColumn, file: source, column: column)
    }
  }

  /// The table of coherent forecasts, with the columns of the hierarchy.
  ///
  /// - Parameters:
  ///   - forecast: the base forecasts.
  ///   - coherent: what was made of them, one a series.
  ///   - method: how.
  ///   - horizon: months ahead.
  ///   - levels: of the intervals, in (0, 1).
  /// - Returns: as many rows a series as there are months ahead.
  func table(
    _ forecast: HierarchyForecast,
    _ coherent: [CoherentForecast],
    by method: ReconciliationMethod,
    horizon: Int,
    levels: [Double]
  ) -> Dataset {
    let labels = forecast.base.indices.map { hierarchy.labels(of: $0) }
    return ForecastTable(
      rows: coherent.indices.map {
        .init(forecast.base[$0], coherent: coherent[$0], by: method)
      },
      horizon: horizon,
      levels: levels
    )
    .dataset(
      source: source,
      id: "unique_id",
      time: "ds",
      labels: shownColumns.enumerated().map { column, name in
        (name: name, texts: labels.map { $0[column] })
      }
    )
  }
}

/// The hierarchy of a request, as its result tells it.
package struct HierarchySummary: Codable, Sendable, Equatable {
  /// Number of leaves.
  package let leafCount: Int
  /// Number of aggregates.
  package let aggregateCount: Int
  /// The ways in which forecasts were made to add up.
  package let reconciliations: [String]
  /// Aggregates that the data have themselves, beside the sums of their leaves.
  package let published: PublishedTotals
  /// Leaves that ended more than a year before the last one and count as 0 since.
  package let endedCount: Int

  init(_ panel: HierarchicalPanel, _ reconciliations: [String]) {
    leafCount = panel.hierarchy.leafCount
    aggregateCount = panel.hierarchy.aggregateCount
    self.reconciliations = reconciliations
    published = panel.published
    endedCount = panel.endedCount
  }
}
