package import Datasets
internal import RealModule
internal import Statistics

/// A predictive distribution for counts, learnt from all series of a panel.
///
/// Every month ahead is negative binomial; its mean and its dispersion depend on what a series has
/// done at four rates of forgetting (``CountFeatures``). How they depend on it is estimated from the
/// past of the whole panel: the last three years of every series, each year predicted from the
/// months before it, at least twelve (``CountRegression``). Series with a short history are drawn towards the panel's
/// mean, one without history gets it. A definition that has not been pooled learns from the past of
/// the one series.
///
/// Zeros need no part of their own: a strong dispersion makes them. The rates of forgetting, the
/// strength of the prior and the choice of a regression instead of a mixture of negative binomials
/// were made on the car parts' months before their last year.
package struct PooledCounts: PooledForecastModel {
  /// What the panel taught; `nil` before.
  let pool: Pool?

  /// What a panel taught.
  struct Pool: Codable, Equatable {
    let features: CountFeatures
    let regression: CountRegression
  }

  /// A definition that is to be pooled.
  package init() { pool = nil }

  private init(pool: Pool) { self.pool = pool }

  package var domain: SeriesDomain { .counts }

  /// Years of a series that are learnt from.
  private static let years = 3

  package func pooled(over series: [TimeSeries]) -> PooledCounts {
    let histories = series.compactMap { SeriesPreparation($0, domain: domain)?.series.values }
      .filter { $0.allSatisfy(domain.contains) }
    var rows: [CountRegression.Row] = []
    for year in 1...Self.years {
      let ahead = year * seasonalPeriod
      let old = histories.filter { $0.count >= ahead + seasonalPeriod }
      let features = CountFeatures(histories: old.map { $0.dropLast(ahead) })
      for history in old {
        let past = history.dropLast(ahead)
        rows.append(
          CountRegression.Row(
            features: features.columns(CountHistory(past)),
            level: features.level,
            outcome: history[past.endIndex..<past.endIndex + seasonalPeriod]
          )
        )
      }
    }
    return PooledCounts(
      pool: Pool(
        features: CountFeatures(histories: histories.map { $0[...] }),
        regression: CountRegression(rows)
      )
    )
  }

  package func fit(to series: TimeSeries) throws(ForecastingError) -> FittedCounts {
    try check(series, required: pool == nil ? 2 : 0)
    guard let pool else { return try pooled(over: [series]).fit(to: series) }
    return FittedCounts(
      pool: pool,
      history: CountHistory(series.values[...]),
      observationCount: series.count
    )
  }
}

/// A fitted distribution of counts, the same in every month ahead.
package struct FittedCounts: FittedForecastModel {
  let pool: PooledCounts.Pool
  let history: CountHistory
  let observationCount: Int

  private var month: NegativeBinomial {
    pool.regression.prediction(pool.features.columns(history), level: pool.features.level)
  }

  package var summary: FitSummary {
    let month = month
    return FitSummary(
      form: "negative binomial",
      observationCount: observationCount,
      parameters: [.init("mean", month.mean), .init("dispersion", month.dispersion)],
      residualVariance: month.variance
    )
  }

  package func forecast(horizon: Int) -> Forecast {
    precondition(horizon >= 1, "no month to forecast")
    return Forecast(steps: Array(repeating: .negativeBinomial(month), count: horizon))
  }

  package func extended(by values: [Double]) -> FittedCounts {
    var history = history
    for value in values { history.observe(value) }
    return FittedCounts(
      pool: pool,
      history: history,
      observationCount: observationCount + values.count
    )
  }
}

extension ForecastModelDescriptor {
  /// ``PooledCounts``.
  package static let counts = ForecastModelDescriptor(
    name: "counts",
    summary: "negative binomial counts, learnt from all series of the panel",
    model: PooledCounts()
  )
}
