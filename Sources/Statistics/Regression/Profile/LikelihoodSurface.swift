package import LinearAlgebra

/// A likelihood that can be evaluated at any coefficients: what profiles and maxima are taken of.
///
/// Coefficients are those of standardised columns (see ``BackTransform``), so that steps and
/// tolerances do not depend on units.
package protocol LikelihoodSurface: Sendable {
  /// True when ``LikelihoodPoint/information`` is the negative Hessian itself; false when it only
  /// comes near it, as the expected information does for a penalised likelihood.
  var hasExactHessian: Bool { get }

  /// True when the log-likelihood is concave, so that it falls ever faster away from its maximum.
  var isConcave: Bool { get }

  /// The likelihood at some coefficients; `nil` where it cannot be computed, because the
  /// information has vanished in some direction.
  func point(at coefficients: [Double]) -> LikelihoodPoint?
}

/// A likelihood at one place.
package struct LikelihoodPoint: Sendable, Equatable {
  /// The logarithm of the likelihood, up to a constant of the surface.
  package let logLikelihood: Double
  /// Its k first derivatives.
  package let score: [Double]
  /// k × k matrix near to its negative second derivatives, positive definite.
  package let information: Matrix<Double>

  /// About the size of the rounding error in ``logLikelihood``.
  package let rounding: Double

  /// A likelihood at one place.
  package init(
    logLikelihood: Double,
    rounding: Double,
    score: [Double],
    information: Matrix<Double>
  ) {
    self.logLikelihood = logLikelihood
    self.rounding = rounding
    self.score = score
    self.information = information
  }
}
