internal import LinearAlgebra

/// The smooth part of a penalised regression, as the path solver asks for it: the mean negative
/// log-likelihood of a logistic model on standardised columns, whose weights are divided by their
/// sum.
///
/// Whoever can pass over the rows faster than ``StandardizedRows`` (term by term, say) supplies
/// another of these and the solver stays as it is.
protocol MeanLoss: Sendable {
  /// Number of design columns, p.
  var columnCount: Int { get }

  /// Largest relative error of the loss by rounding; a rise by less is none.
  var rounding: Double { get }
  /// Relative distance of the coefficients at which the loss can be told apart: 0 for those of a
  /// `Double`.
  var resolution: Double { get }

  /// The coefficients nearest to some at which the gradient can be taken without rounding them.
  func representable(_ coefficients: [Double]) -> [Double]

  /// The mean negative log-likelihood and its gradient.
  ///
  /// - Parameters:
  ///   - coefficients: p numbers on the standardised scale; zeros cost nothing.
  ///   - columns: the columns whose gradient is wanted.
  /// - Returns: loss and gradient.
  func gradient(at coefficients: [Double], columns: [Int]) -> LossGradient

  /// Hessian of the mean negative log-likelihood over some columns, both triangles filled.
  ///
  /// It steers the steps only; single precision is enough.
  ///
  /// - Parameters:
  ///   - coefficients: p numbers on the standardised scale.
  ///   - columns: the columns, k of them.
  /// - Returns: k × k.
  func hessian(at coefficients: [Double], columns: [Int]) -> Matrix<Double>
}

/// What one pass over the rows gives.
struct LossGradient: Sendable, Equatable {
  /// Mean negative log-likelihood, without the binomial coefficients of grouped rows.
  var meanLoss: Double
  /// Gradient of the mean negative log-likelihood, one number a column asked for, in their order.
  var gradient: [Double]
}
