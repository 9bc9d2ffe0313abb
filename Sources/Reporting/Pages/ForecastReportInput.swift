package import Datasets

/// A series with its forecast.
package struct ForecastSeries: Sendable, Equatable {
  /// How a forecast came about.
  package enum Status: Sendable, Equatable {
    /// By the model asked for.
    case regular
    /// By another one, and why, in the page's language.
    case fallback(String)
    /// There is none, and why.
    case failed(String)
  }

  /// Name that the reader knows; the history's id where nothing better is known.
  package let title: String
  /// Unit of the values; `nil` for none.
  package let unit: String?
  /// What was observed; the forecast starts in the month after.
  package let history: TimeSeries
  /// Expected values, one a month ahead.
  package let mean: [Double]
  /// Medians, as many as means.
  package let median: [Double]
  /// Intervals, one end a month ahead.
  package let bands: [ForecastBand]
  /// What was observed afterwards, where it is known.
  package let actuals: [Double]
  /// Name of the model.
  package let model: String
  /// How the forecast came about.
  package let status: Status

  /// A series with its forecast.
  package init(
    title: String,
    unit: String? = nil,
    history: TimeSeries,
    mean: [Double],
    median: [Double],
    bands: [ForecastBand],
    actuals: [Double] = [],
    model: String = "",
    status: Status = .regular
  ) {
    self.title = title
    self.unit = unit
    self.history = history
    self.mean = mean
    self.median = median
    self.bands = bands
    self.actuals = actuals
    self.model = model
    self.status = status
  }

  /// Number of months ahead.
  var horizon: Int { mean.count }
}

/// A rolling-origin comparison of models, as a report prints it.
package struct BacktestTable: Sendable, Equatable {
  /// A column of the table.
  package struct Metric: Sendable, Equatable {
    /// Name, such as `MASE`.
    package let name: String
    /// Whether the smallest value is the best.
    package let lowerIsBetter: Bool

    /// A metric.
    package init(name: String, lowerIsBetter: Bool = true) {
      self.name = name
      self.lowerIsBetter = lowerIsBetter
    }
  }

  /// A row of the table.
  package struct Model: Sendable, Equatable {
    /// Name of the model.
    package let name: String
    /// One value a metric; NaN for none.
    package let values: [Double]
    /// Share of values inside the interval, one a level; NaN for none.
    package let coverage: [Double]

    /// A model's figures.
    package init(name: String, values: [Double], coverage: [Double]) {
      self.name = name
      self.values = values
      self.coverage = coverage
    }
  }

  /// Number of origins.
  package let origins: Int
  /// Months ahead.
  package let horizon: Int
  /// Number of series.
  package let seriesCount: Int
  /// Columns.
  package let metrics: [Metric]
  /// Levels of the intervals whose coverage is given, in (0, 1).
  package let levels: [Double]
  /// Rows; the first is the model of the forecasts.
  package let models: [Model]

  /// A table.
  package init(
    origins: Int,
    horizon: Int,
    seriesCount: Int,
    metrics: [Metric],
    levels: [Double],
    models: [Model]
  ) {
    for model in models {
      precondition(model.values.count == metrics.count, "one value a metric")
      precondition(model.coverage.count == levels.count, "one coverage a level")
    }
    self.origins = origins
    self.horizon = horizon
    self.seriesCount = seriesCount
    self.metrics = metrics
    self.levels = levels
    self.models = models
  }
}

/// Everything a report on forecasts says.
package struct ForecastReportInput: Sendable, Equatable {
  /// Title of the page.
  package let title: String
  /// What the forecasts are for; empty for nothing to say.
  package let purpose: String
  /// The series in the order they are shown; the first stands large.
  package let series: [ForecastSeries]
  /// Months ahead at which changes are ranked; those beyond the horizon are left out.
  package let rankingHorizons: [Int]
  /// Accuracy on the past.
  package let backtest: BacktestTable?
  /// What the reader must know, in the page's language.
  package let warnings: [String]
  /// What made the page.
  package let provenance: Provenance

  /// A report's input.
  package init(
    title: String,
    purpose: String = "",
    series: [ForecastSeries],
    rankingHorizons: [Int] = [12, 24],
    backtest: BacktestTable? = nil,
    warnings: [String] = [],
    provenance: Provenance
  ) {
    self.title = title
    self.purpose = purpose
    self.series = series
    self.rankingHorizons = rankingHorizons
    self.backtest = backtest
    self.warnings = warnings
    self.provenance = provenance
  }
}
