internal import Concurrency
internal import Datasets
internal import Statistics

extension HierarchyForecast {
  /// Most series whose samples are made: where no value may be below 0, every sample that has one
  /// below has to be reconciled again on its own, which takes minutes for more.
  package static let largestBootstrap = 2000

  /// Samples of all series in one month, each of which adds up.
  ///
  /// The samples of the base forecasts are their means with errors drawn jointly
  /// (``ResidualBootstrap``); every one is reconciled as the means are. Where no leaf has a value below
  /// 0 no sample has: minimum trace takes the nearest such sample, bottom-up sets leaves to 0, and
  /// shares are taken of samples that were set to 0 before.
  ///
  /// - Parameters:
  ///   - method: how; not `none`.
  ///   - step: 0 for the next month.
  ///   - seed: of the draws.
  /// - Returns: for each sample one number a series.
  package func samples(by method: ReconciliationMethod, step: Int, seed: UInt64) -> [[Double]] {
    let deviations = baseDeviations
    let bootstrap = ResidualBootstrap(residuals, deviations: deviations, seed: seed)
    return samples(reconciliation(method), step: step, bootstrap)
  }

  /// The distributions of all series from samples.
  ///
  /// - Parameters:
  ///   - reconciliation: how forecasts are made to add up.
  ///   - means: for each step one a series.
  ///   - seed: of the draws.
  /// - Returns: one forecast a series.
  func bootstrapped(
    _ reconciliation: Reconciliation,
    means: [[Double]],
    seed: UInt64
  ) -> [CoherentForecast] {
    let bootstrap = ResidualBootstrap(residuals, deviations: baseDeviations, seed: seed)
    var steps = [[ForecastDistribution]](repeating: [], count: base.count)
    for step in means.indices {
      let samples = samples(reconciliation, step: step, bootstrap)
      let month = parallelMap(count: base.count, threads: threads) { series in
        ForecastDistribution.empirical(EmpiricalDistribution(samples.map { $0[series] }))
      }
      for series in steps.indices { steps[series].append(month[series]) }
    }
    return base.indices.map { series in
      guard base[series].forecast != nil else {
        return CoherentForecast(status: base[series].status)
      }
      return CoherentForecast(
        mean: means.map { $0[series] },
        distributions: Forecast(steps: steps[series]),
        status: base[series].status.drawing(
          bootstrap.ownCounts[series],
          of: bootstrap.monthCount
        )
      )
    }
  }

  private func samples(
    _ reconciliation: Reconciliation,
    step: Int,
    _ bootstrap: ResidualBootstrap
  ) -> [[Double]] {
    let means = baseMeans[step]
    var samples = bootstrap.errors(step: step, threads: threads)
    for path in samples.indices {
      for series in means.indices { samples[path][series] += means[series] }
    }
    return reconciled(samples, by: reconciliation)
  }
}
