internal import Risk
internal import Statistics

/// Why the fit of a model was refused, for whoever uses the model all the same.
package enum ModelFault: String, Codable, Sendable, Equatable {
  /// Some estimates are infinite: scores near 0 and 1 mean nothing.
  case separated
  /// The estimates had not settled.
  case notConverged = "not converged"

  /// The fault of a model; `nil` for one in order.
  init?(_ model: RiskModel) {
    switch model.fit.summary.status {
    case .converged: return nil
    case .separated: self = .separated
    case .maximumIterations, .stalledLineSearch: self = .notConverged
    }
  }
}
