/// A logistic regression fitted by Firth's penalised likelihood.
///
/// It holds no row of the data.
package struct FirthFit: Sendable, Equatable, Codable {
  /// Estimates, their covariance, and deviance and log-likelihood without the penalty.
  ///
  /// The covariance is the inverse of the information at the estimates, which gives the standard
  /// errors of R's brglm2. The estimates are finite even under separation. With the intercept
  /// correction everything here is at the corrected coefficients. (logistf's `flic` has the same
  /// standard error of the intercept; the rest of its covariance is not of that information.)
  package let fit: LogisticFit
  /// Largest penalised log-likelihood, l + ½ log det I.
  ///
  /// At the estimates before any correction of the intercept, with the binomial coefficients of
  /// grouped rows, over the columns that are not aliased.
  package let penalizedLogLikelihood: Double
  /// Standard errors as current versions of R's logistf give them: from the information with the
  /// weights (w + h) μ (1 - μ), h the leverages; `nil` for aliased columns.
  package let logistfStandardErrors: [Double?]
  /// The intercept of the penalised likelihood where it was replaced by the one that makes the mean
  /// prediction equal to the observed share (FLIC); `nil` where it was not.
  package let interceptBeforeCorrection: Double?

  /// A fit.
  package init(
    fit: LogisticFit,
    penalizedLogLikelihood: Double,
    logistfStandardErrors: [Double?],
    interceptBeforeCorrection: Double?
  ) {
    self.fit = fit
    self.penalizedLogLikelihood = penalizedLogLikelihood
    self.logistfStandardErrors = logistfStandardErrors
    self.interceptBeforeCorrection = interceptBeforeCorrection
  }
}
