internal import Concurrency
package import Datasets
internal import LinearAlgebra
internal import RealModule
internal import Statistics

/// Base forecasts of all series of a hierarchy, each on its own, and what reconciles them.
package struct HierarchyForecast: Sendable {
  /// The series.
  package let hierarchy: Hierarchy
  /// One base forecast a series.
  package let base: [SeriesForecast]
  private let series: [TimeSeries]
  private let horizon: Int
  private let threads: Int
  private let residuals: [[Double]]
  private let isNonnegative: Bool

  /// Forecasts every series by a model.
  ///
  /// - Parameters:
  ///   - hierarchy: the series.
  ///   - series: their values, in the hierarchy's order; all of the same last month.
  ///   - model: the model.
  ///   - horizon: months ahead, at least 1.
  ///   - intervals: where the widths of the base forecasts' intervals come from.
  ///   - threads: number of threads, at least 1; the result is the same for any.
  ///   - advanced: called after each series, on any thread.
  package init(
    _ hierarchy: Hierarchy,
    series: [TimeSeries],
    by model: ForecastModelDescriptor,
    horizon: Int,
    intervals: IntervalSource = .model,
    threads: Int,
    advanced: @Sendable () -> Void = {}
  ) {
    precondition(series.count == hierarchy.seriesCount, "not one list a series")
    self.hierarchy = hierarchy
    self.series = series
    self.horizon = horizon
    self.threads = threads
    let base = PanelFit(
      series,
      by: model,
      intervals: intervals,
      threads: threads,
      advanced: advanced
    )
    .forecast(horizon: horizon, threads: threads)
    self.base = base
    let first = series.map(\.start).min() ?? Month(index: 0)
    let months = first.distance(to: series[0].end)
    residuals = parallelMap(count: series.count, threads: threads) { index in
      Self.residuals(base[index], series[index], by: model, first: first, months: months)
    }
    isNonnegative = series.suffix(hierarchy.leafCount).allSatisfy {
      $0.values.allSatisfy { !($0 < 0) }
    }
  }

  /// The forecasts made coherent.
  ///
  /// Means are reconciled; where no leaf has a value below 0, no mean is. The distribution of a
  /// month is normal around its mean. Its variance is that of the base forecasts taken through the
  /// reconciliation, with the correlations of the residuals, shrunk:
  ///
  /// ```
  /// Var = diag(P D R D P'),   D standard deviations of the month,   R correlations
  /// ```
  /// Top-down and middle-out, which are not linear, keep the base forecasts' own variances.
  ///
  /// - Parameter method: how; `none` gives the base forecasts.
  /// - Returns: one a series.
  package func coherent(by method: ReconciliationMethod) -> [CoherentForecast] {
    guard method != .none else {
      return base.map { CoherentForecast(mean: $0.forecast?.mean, distributions: $0.forecast) }
    }
    let vectors = (0..<horizon).map { step in base.map { $0.forecast?.steps[step].mean ?? 0 } }
    let deviations = (0..<horizon).map { step in
      base.map { $0.forecast.map { Self.deviation($0.steps[step]) } ?? 0 }
    }
    let means: [[Double]]
    var spreads = deviations
    if let covariance = covariance(method) {
      let trace = MinimumTrace(hierarchy, covariance: covariance, threads: threads)
      means = nonNegative(trace.reconciled(vectors)) { trace.nonNegative(vectors[$0]).values }
      spreads = ReconciledSpread(hierarchy, residuals).deviations(deviations) {
        trace.reconciled($0)
      }
    } else if method == .bottomUp {
      let m = hierarchy.aggregateCount
      means = vectors.map { hierarchy.summed(Array($0[m...])) }
      spreads = ReconciledSpread(hierarchy, residuals).deviations(deviations) { vectors in
        vectors.map { hierarchy.summed(Array($0[m...])) }
      }
    } else {
      means = vectors.map { proportional($0, method) }
    }
    return base.indices.map { index in
      guard base[index].forecast != nil else {
        return CoherentForecast(mean: nil, distributions: nil)
      }
      let steps = (0..<horizon).map { step in
        let normal = Normal(mean: means[step][index], standardDeviation: spreads[step][index])
        return isNonnegative
          ? ForecastDistribution.rectifiedNormal(normal) : ForecastDistribution.normal(normal)
      }
      return CoherentForecast(
        mean: means.map { $0[index] },
        distributions: Forecast(steps: steps)
      )
    }
  }

  private func covariance(_ method: ReconciliationMethod) -> ErrorCovariance? {
    switch method {
    case .ols: .identity(hierarchy)
    case .structural: .structural(hierarchy)
    case .variance: .diagonal(residuals, hierarchy)
    case .shrinkage: .shrinkage(residuals, hierarchy)
    case .none, .bottomUp, .topDown, .topDownHistory, .middleOut: nil
    }
  }

  private func proportional(_ vector: [Double], _ method: ReconciliationMethod) -> [Double] {
    let proportions = ProportionalReconciliation(hierarchy)
    switch method {
    case .topDownHistory:
      let sizes = series.suffix(hierarchy.leafCount).map { leaf in
        leaf.values.suffix(2 * seasonalPeriod).reduce(0) { $1.isFinite ? $0 + max($1, 0) : $0 }
      }
      return proportions.reconciled(vector, proportions: sizes)
    case .middleOut: return proportions.reconciled(vector, keeping: proportions.middle)
    default: return proportions.reconciled(vector, keeping: 0)
    }
  }

  /// Replaces the months that have a value below 0, where there should be none.
  private func nonNegative(
    _ means: [[Double]],
    _ better: @Sendable (Int) -> [Double]
  ) -> [[Double]] {
    guard isNonnegative else { return means }
    return parallelMap(count: means.count, threads: threads) { month in
      means[month].contains { $0 < 0 } ? better(month) : means[month]
    }
  }

  /// Half of the width between the deciles at .1 and .9, as that of a normal distribution.
  private static func deviation(_ distribution: ForecastDistribution) -> Double {
    let width = distribution.quantile(0.9) - distribution.quantile(0.1)
    return max(0, width / 2 / Normal.standard.quantile(0.9))
  }

  /// The one-step errors of a fit by date; NaN in months without a value that the fit has seen, and in
  /// the months of events, whose errors say nothing of other months.
  private static func residuals(
    _ forecast: SeriesForecast,
    _ series: TimeSeries,
    by model: ForecastModelDescriptor,
    first: Month,
    months: Int
  ) -> [Double] {
    var result = [Double](repeating: .nan, count: months)
    let shown = model.leavingOut(series, fitting: forecast.model).series
    let domain = model.model.domain(of: model.leavingOut(series).series.values)
    guard let prepared = SeriesPreparation(shown, domain: domain)?.series,
      let errors = forecast.fitted?.oneStepErrors(of: prepared.values)
    else { return result }
    let offset = first.distance(to: prepared.start)
    let start = shown.start.distance(to: prepared.start)
    let ordinary = model.known.leavingOut(series).series
    for (t, error) in errors.enumerated() where ordinary.values[start + t].isFinite {
      result[offset + t] = error
    }
    return result
  }
}

/// A forecast of one series of a hierarchy.
package struct CoherentForecast: Sendable {
  /// Expected values, which add up; `nil` without forecast.
  package let mean: [Double]?
  /// The distributions, from which quantiles come; `nil` without forecast.
  package let distributions: Forecast?
}
