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
  let series: [TimeSeries]
  let horizon: Int
  let threads: Int
  /// One-step errors by month, one list a series; NaN where there is none.
  ///
  /// Of a size around 1: only how they go together matters.
  let residuals: [[Double]]
  /// True where no leaf has a value below 0, so that no forecast has.
  let isNonnegative: Bool

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
    residuals = Self.scaled(
      parallelMap(count: series.count, threads: threads) { index in
        Self.residuals(base[index], series[index], by: model, first: first, months: months)
      }
    )
    isNonnegative = series.suffix(hierarchy.leafCount).allSatisfy {
      $0.values.allSatisfy { !($0 < 0) }
    }
  }

  /// The forecasts made coherent.
  ///
  /// Means are reconciled; where no leaf has a value below 0, no mean is. Gaussian distributions are
  /// normal around the means. Their variances are those of the base forecasts taken through the
  /// reconciliation, with the correlations of the residuals, shrunk:
  ///
  /// ```
  /// Var = diag(P D R D P'),   D standard deviations of the month,   R correlations
  /// ```
  /// Top-down and middle-out, which are not linear, keep the base forecasts' own variances. For those
  /// from samples see ``samples(by:step:seed:)``.
  ///
  /// - Parameters:
  ///   - method: how; `none` gives the base forecasts.
  ///   - distributions: how their distributions are made; samples of at most ``largestBootstrap``
  ///     series.
  /// - Returns: one a series.
  package func coherent(
    by method: ReconciliationMethod,
    distributions: CoherentDistribution = .gaussian
  ) -> [CoherentForecast] {
    guard method != .none else {
      return base.map {
        CoherentForecast(mean: $0.forecast?.mean, distributions: $0.forecast, status: $0.status)
      }
    }
    let reconciliation = reconciliation(method)
    let means = reconciled(baseMeans, by: reconciliation)
    switch distributions {
    case .bootstrap(let seed): return bootstrapped(reconciliation, means: means, seed: seed)
    case .gaussian: break
    }
    let spreads = spreads(reconciliation)
    return base.indices.map { index in
      guard base[index].forecast != nil else { return CoherentForecast(status: base[index].status) }
      let steps = (0..<horizon).map { step in
        let normal = Normal(mean: means[step][index], standardDeviation: spreads[step][index])
        return isNonnegative
          ? ForecastDistribution.rectifiedNormal(normal) : ForecastDistribution.normal(normal)
      }
      return CoherentForecast(
        mean: means.map { $0[index] },
        distributions: Forecast(steps: steps),
        status: base[index].status
      )
    }
  }

  /// Means of the base forecasts, for each step one a series; 0 without forecast.
  var baseMeans: [[Double]] {
    (0..<horizon).map { step in base.map { $0.forecast?.steps[step].mean ?? 0 } }
  }

  /// Standard deviations of the base forecasts, for each step one a series; 0 without forecast.
  var baseDeviations: [[Double]] {
    (0..<horizon).map { step in
      base.map { $0.forecast.map { Self.deviation($0.steps[step]) } ?? 0 }
    }
  }

  /// Half of the width between the deciles at .1 and .9, as that of a normal distribution.
  private static func deviation(_ distribution: ForecastDistribution) -> Double {
    let width = distribution.quantile(0.9) - distribution.quantile(0.1)
    return max(0, width / 2 / Normal.standard.quantile(0.9))
  }

  /// Residuals times a power of 2, which alters no digit, so that their products are numbers.
  private static func scaled(_ residuals: [[Double]]) -> [[Double]] {
    var largest = 0.0
    for series in residuals {
      for value in series where abs(value) > largest { largest = abs(value) }
    }
    guard largest > 0, largest.isFinite else { return residuals }
    let factor = Double(sign: .plus, exponent: -largest.exponent, significand: 1)
    return residuals.map { series in series.map { $0 * factor } }
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

/// How the distributions of coherent forecasts are made.
package enum CoherentDistribution: Equatable, Sendable {
  /// Normal, from the variances and correlations of the errors.
  case gaussian
  /// From samples of the residuals, drawn with a seed.
  case bootstrap(seed: UInt64)
}

/// A forecast of one series of a hierarchy.
package struct CoherentForecast: Sendable {
  /// Expected values, which add up; `nil` without forecast.
  package var mean: [Double]?
  /// The distributions, from which quantiles come; `nil` without forecast.
  package var distributions: Forecast?
  /// How the forecast came about.
  package let status: ForecastStatus
}
