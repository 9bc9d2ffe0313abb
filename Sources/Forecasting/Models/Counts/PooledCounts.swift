package import Datasets
internal import RealModule
internal import Statistics

/// A predictive distribution for counts, learnt from all series of a panel.
///
/// Every month ahead is negative binomial; its mean and its dispersion depend on what a series has
/// done at four rates of forgetting (``CountFeatures``). How they depend on it is estimated from the
/// past of the whole panel: the last three years of every series, each year predicted from the
/// months before it, at least twelve (``CountRegression``). What a series does in its first year says
/// less and means something else, so that shorter histories have a regression of their own, learnt
/// from how the panel's series went on from their beginnings; a series without history gets what
/// they did in their first year. A definition that has not been pooled learns from the past of the
/// one series.
///
/// Zeros need no part of their own: a strong dispersion makes them. The columns, the rates of
/// forgetting, the strength of the prior and the choice of a regression instead of a mixture of
/// negative binomials were made on the car parts' months before their last year; the regression for
/// beginnings on 300 of their series of which only 0, 1, 2, 5 or 9 months were shown: from one month
/// on, squared errors of the next year fell by 1 to 2 % with it, and of five months a forecast of .81
/// of what came rose to 1.05.
package struct PooledCounts: PooledForecastModel {
  /// What the panel taught; `nil` before.
  let pool: Pool?

  /// What a panel taught.
  struct Pool: Codable, Equatable {
    let features: CountFeatures
    /// For histories of a year and more.
    let regression: CountRegression
    /// For shorter ones.
    let beginnings: CountRegression
  }

  /// A definition that is to be pooled.
  package init() { pool = nil }

  fileprivate init(pool: Pool) { self.pool = pool }

  package var domain: SeriesDomain { .counts }

  /// Years of a series that are learnt from.
  private static let years = 3
  /// Months of a beginning from which the year after it is learnt.
  private static let beginnings = [0, 1, 2, 4, 8]

  package func pooled(over series: [TimeSeries]) -> PooledCounts {
    let histories = series.compactMap { SeriesPreparation($0, domain: domain)?.series.values }
      .filter { $0.allSatisfy(domain.contains) }
    let size = CountFeatures.largestSize(of: histories)
    let teaching = histories.filter { $0.reduce(0, +) <= size * Double($0.count) }
    let largest = histories.joined().reduce(1) { max($0, $1) }
    var rows: [CountRegression.Row] = []
    for year in 1...Self.years {
      let ahead = year * seasonalPeriod
      let old = teaching.filter { $0.count >= ahead + seasonalPeriod }
      let features = CountFeatures(histories: old.map { $0.dropLast(ahead) })
      rows += old.map { nextYear(of: $0, after: $0.count - ahead, by: features) }
    }
    let features = CountFeatures(histories: teaching.map { $0[...] })
    var beginnings: [CountRegression.Row] = []
    for months in Self.beginnings {
      let old = teaching.filter { $0.count >= months + seasonalPeriod }
      beginnings += old.map { nextYear(of: $0, after: months, by: features) }
    }
    return PooledCounts(
      pool: Pool(
        features: features,
        regression: CountRegression(rows, largestCount: largest),
        beginnings: CountRegression(beginnings, largestCount: largest)
      )
    )
  }

  /// The first months of a series and the year that followed.
  private func nextYear(
    of values: [Double],
    after months: Int,
    by features: CountFeatures
  ) -> CountRegression.Row {
    CountRegression.Row(
      features: features.columns(CountHistory(values[..<months])),
      level: features.level,
      outcome: values[months..<months + seasonalPeriod]
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
package struct FittedCounts: WarmStartedModel {
  let pool: PooledCounts.Pool
  let history: CountHistory
  let observationCount: Int

  private var month: NegativeBinomial {
    let isBeginning = observationCount < seasonalPeriod
    let regression = isBeginning ? pool.beginnings : pool.regression
    return regression.prediction(pool.features.columns(history), level: pool.features.level)
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

  package var isOfPanel: Bool { true }

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

  /// Of another series, by what the same panel taught.
  package func refitted(to series: TimeSeries) throws(ForecastingError) -> FittedCounts {
    try PooledCounts(pool: pool).fit(to: series)
  }

  /// Distances of the months from the means predicted from the months before them; the first month
  /// is predicted without history.
  package func oneStepErrors(of values: [Double]) -> [Double]? {
    guard values.count == observationCount else { return nil }
    var earlier = FittedCounts(pool: pool, history: CountHistory([]), observationCount: 0)
    return values.map { value in
      defer { earlier = earlier.extended(by: [value]) }
      return value - earlier.month.mean
    }
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
