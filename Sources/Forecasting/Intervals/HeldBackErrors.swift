internal import Statistics

/// Errors of forecasts of the last months of a series, made without them.
///
/// The months held back are forecast from several origins: parameters are those of the months before
/// all of them, states are carried on (``FittedForecastModel/extended(by:)``). An error is divided by
/// the forecast's own spread on its side of the median, so that errors of different series and models
/// can be pooled:
///
/// ```
/// u = z₀ (y - q(.5)) / (q(.9) - q(.5)) above the median,   z₀ (y - q(.5)) / (q(.5) - q(.1)) below
/// ```
/// with z₀ the standard normal quantile at .9. Of a normal forecast that holds, u is standard normal.
package struct HeldBackErrors: Codable, Equatable, Sendable {
  /// Errors by month ahead, from several origins each.
  package let byStep: [[Double]]

  /// Errors by month ahead.
  package init(byStep: [[Double]]) { self.byStep = byStep }

  /// Most months that are held back, and most months ahead.
  static let longest = 2 * seasonalPeriod
  /// Months between two origins.
  static let stride = 3
  /// Level at which the spread is measured.
  static let spreadProbability = 0.9
  /// Standard normal quantile at ``spreadProbability``.
  static let spreadUnit = Normal.standard.quantile(spreadProbability)

  /// Months at the end of a series of a length that are held back: two years, or a quarter of the
  /// series where that is less.
  static func count(of months: Int) -> Int { min(longest, months / 4) }

  /// The errors of a fit.
  ///
  /// - Parameters:
  ///   - values: the series, all finite.
  ///   - heldBack: number of its last months.
  ///   - fitted: a fit to the months before those.
  package init(of values: [Double], heldBack: Int, by fitted: any FittedForecastModel) {
    self.init(
      of: values,
      heldBack: heldBack,
      forecasts: Self.origins(heldBack: heldBack).map { shown in
        let first = values.count - heldBack
        return fitted.extended(by: Array(values[first..<first + shown]))
          .forecast(horizon: heldBack - shown)
      }
    )
  }

  /// The errors of forecasts.
  ///
  /// - Parameters:
  ///   - values: the series, all finite.
  ///   - heldBack: number of its last months.
  ///   - forecasts: one of each of ``origins(heldBack:)``, up to the end of the series.
  init(of values: [Double], heldBack: Int, forecasts: [Forecast]) {
    var byStep = [[Double]](repeating: [], count: heldBack)
    for (shown, forecast) in zip(Self.origins(heldBack: heldBack), forecasts) {
      let first = values.count - heldBack + shown
      for (step, distribution) in forecast.steps.enumerated() {
        guard let spread = DistributionSpread(distribution) else { continue }
        let error = values[first + step] - spread.center
        let width = error < 0 ? spread.below : spread.above
        // A forecast that was certain says nothing about spreads.
        if width > 0 { byStep[step].append(error / width) }
      }
    }
    self.byStep = byStep
  }

  /// Numbers of the months held back that an origin is shown.
  static func origins(heldBack: Int) -> [Int] {
    Array(Swift.stride(from: 0, to: heldBack, by: stride))
  }
}

/// Centre and spread of a distribution: its median, and the distances of the deciles from the median
/// without the bound at 0, in units of the standard normal ones.
struct DistributionSpread {
  let center: Double
  let below: Double
  let above: Double

  /// `nil` for distributions of counts and of positive amounts, which are more than a spread.
  init?(_ distribution: ForecastDistribution) {
    guard let unbounded = distribution.unbounded else { return nil }
    let unit = HeldBackErrors.spreadUnit
    let middle = unbounded.median
    center = distribution.median
    below = (middle - unbounded.quantile(1 - HeldBackErrors.spreadProbability)) / unit
    above = (unbounded.quantile(HeldBackErrors.spreadProbability) - middle) / unit
  }
}
