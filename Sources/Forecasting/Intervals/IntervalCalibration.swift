internal import RealModule
internal import Statistics

/// Factors that make the intervals of a panel hold, learnt from its own past.
///
/// The errors of forecasts of months held back (``HeldBackErrors``) of all series are pooled by month
/// ahead, those of neighbouring months together. Where the share p of them is below u_p while a normal
/// forecast has it below z_p, distances from the median are multiplied by
///
/// ```
/// c(p) = (n u_p / z_p + k + n r) / (n + k + n r)
/// ```
/// at five levels on either side, and linearly in z between them; n is the number of series that have
/// errors, each with the same weight. This is split conformal prediction with scores normalised by
/// the forecasts' own spread and pooled over a panel (Lei, G'Sell, Rinaldo, Tibshirani and Wasserman
/// 2018, J. Amer. Statist. Assoc. 113:1094), so that series too short to hold anything back have it
/// too. The errors of one series are too dependent and too few to go by: k = 45 is the number of
/// series at which the sampling error of c (1.35/√n at .9 and .975) equals a spread of .2 between
/// panels. A panel of one series keeps the model's own intervals. Nor are many series of the same
/// months independent: a span of two years is harder or easier for all of them by some 14 % (M3 and
/// Tourism before their last years), half of that variance, so that r = 0.5 and no panel is believed
/// by more than two thirds.
package struct IntervalCalibration: Codable, Equatable, Sendable {
  /// Number of series that had errors.
  package let seriesCount: Int
  /// Factors by month ahead, the last ones for all later months.
  let steps: [Step]

  /// Factors of a month ahead.
  struct Step: Codable, Equatable, Sendable {
    /// At ``probabilities`` below the median, the nearest first.
    let lower: [Double]
    /// At ``probabilities`` above the median.
    let upper: [Double]
  }

  /// Probabilities above the median at which factors are learnt: those of the central intervals of
  /// 50, 80, 90, 95 and 98 %.
  static let probabilities = [0.75, 0.9, 0.95, 0.975, 0.99]
  /// Standard normal quantiles at ``probabilities``.
  static let normalQuantiles = probabilities.map { Normal.standard.quantile($0) }
  /// Months on either side whose errors count for a month.
  static let window = 2
  /// Series that weigh as much as no correction.
  static let prior = 45.0
  /// Variance of the factor between spans of time over that between panels.
  static let commonShare = 0.5
  /// Factors beyond are not believed.
  static let bounds = 0.3...5.0

  /// Learns the factors; `nil` when no series has errors.
  ///
  /// - Parameter errors: one a series; `nil` for those that had nothing to hold back.
  package init?(_ errors: [HeldBackErrors?]) {
    let known = errors.compactMap(\.self)
    let longest = known.map(\.byStep.count).max() ?? 0
    guard longest > 0 else { return nil }
    seriesCount = known.count
    steps = (0..<longest).map { step in
      let window = max(0, step - Self.window)...step + Self.window
      var pooled: [(error: Double, weight: Double)] = []
      var count = 0.0
      for series in known {
        let own = window.clamped(to: 0...series.byStep.count).flatMap {
          $0 < series.byStep.count ? series.byStep[$0] : []
        }
        guard step < series.byStep.count, !own.isEmpty else { continue }
        count += 1
        for error in own { pooled.append((error, 1 / Double(own.count))) }
      }
      pooled.sort { $0.error < $1.error }
      return Step(
        lower: Self.factors(pooled.reversed().map { (-$0.error, $0.weight) }, count: count),
        upper: Self.factors(pooled, count: count)
      )
    }
  }

  /// Factors of the upper side.
  ///
  /// - Parameters:
  ///   - errors: ascending, with weights that add up to `count`.
  ///   - count: number of series.
  /// - Returns: one factor a probability.
  private static func factors(_ errors: [(error: Double, weight: Double)], count: Double)
    -> [Double]
  {
    var factors: [Double] = []
    var smallest = 0.0
    for (probability, z) in zip(probabilities, normalQuantiles) {
      // The next error would be among the largest as often as any of these: conformal prediction.
      let reached = probability * (count + 1)
      var weight = 0.0
      var quantile = errors.last?.error ?? z
      for error in errors {
        weight += error.weight
        if weight >= reached {
          quantile = error.error
          break
        }
      }
      let trust = prior + commonShare * count
      let raw = (count * quantile / z + trust) / (count + trust)
      let factor = max(min(max(raw, bounds.lowerBound), bounds.upperBound), smallest / z)
      smallest = factor * z
      factors.append(factor)
    }
    return factors
  }

  /// A forecast with the intervals that its panel's past suggests; its medians stay.
  package func calibrated(_ forecast: Forecast) -> Forecast {
    Forecast(
      steps: forecast.steps.enumerated().map { step, distribution in
        guard let spread = DistributionSpread(distribution) else { return distribution }
        let factors = steps[min(step, steps.count - 1)]
        return .stretched(
          StretchedNormal(
            center: spread.center,
            below: spread.below,
            above: spread.above,
            lower: factors.lower,
            upper: factors.upper,
            isNonnegative: distribution.isRectified
          )
        )
      }
    )
  }
}
