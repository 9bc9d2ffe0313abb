internal import RealModule

/// The binomial log-likelihood of one row on the logit scale, without cancellation in the tails.
///
/// All values come from one `exp(-|η|)`; in particular the weight μ(1 - μ) is e/(1 + e)², which
/// keeps its relative accuracy where 1 - μ would round to 0.
package struct LogisticLoss: Sendable, Equatable {
  /// Probability of success, `1 / (1 + exp(-η))`.
  package let probability: Double
  /// Probability of failure, `1 - probability` without cancellation.
  package let complement: Double
  /// Variance of one trial, `probability * complement`.
  package let weight: Double
  /// `log(1 + exp(-|η|))`.
  private let tail: Double
  private let predictor: Double

  /// The loss at a linear predictor η.
  package init(_ predictor: Double) {
    let e = Double.exp(-abs(predictor))
    let denominator = 1 + e
    let large = 1 / denominator
    let small = e / denominator
    probability = predictor >= 0 ? large : small
    complement = predictor >= 0 ? small : large
    weight = large * small
    tail = .log(onePlus: e)
    self.predictor = predictor
  }

  /// Unit deviance of a share of successes `y` in [0, 1].
  ///
  /// ```
  /// 2 [y log(y / μ) + (1 - y) log((1 - y) / (1 - μ))]
  /// ```
  package func deviance(_ y: Double) -> Double {
    // -log μ = max(-η, 0) + log(1 + exp(-|η|)), and likewise with η for 1 - μ.
    let negativeLogLikelihood = y * max(-predictor, 0) + (1 - y) * max(predictor, 0) + tail
    return 2 * (negativeLogLikelihood - Self.entropy(y))
  }

  /// `-[y log y + (1 - y) log(1 - y)]`, 0 for 0 and 1.
  private static func entropy(_ y: Double) -> Double {
    guard y > 0, y < 1 else { return 0 }
    return -(y * .log(y) + (1 - y) * .log(onePlus: -y))
  }

  /// `1 / (1 + exp(-η))`.
  package static func probability(_ predictor: Double) -> Double {
    let e = Double.exp(-abs(predictor))
    return (predictor >= 0 ? 1 : e) / (1 + e)
  }

  /// `log(p / (1 - p))`; infinite for 0 and 1.
  package static func logit(_ probability: Double) -> Double {
    .log(probability) - .log(onePlus: -probability)
  }
}
