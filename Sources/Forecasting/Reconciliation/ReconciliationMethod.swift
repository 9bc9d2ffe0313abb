/// How forecasts of all series of a hierarchy are made to add up.
package enum ReconciliationMethod: String, Codable, CaseIterable, Sendable {
  /// Not at all: each series on its own.
  case none
  /// Sums of the leaves' forecasts.
  case bottomUp = "bottom_up"
  /// The total's forecast, shared out in the proportions of the forecasts below.
  case topDown = "top_down"
  /// The total's forecast, shared out in the proportions of the leaves in the last two years.
  case topDownHistory = "top_down_history"
  /// The forecasts of a middle level, shared out below it and summed above it.
  case middleOut = "middle_out"
  /// Minimum trace with equal variances.
  case ols
  /// Minimum trace with variances in proportion to the number of leaves.
  case structural = "struct"
  /// Minimum trace with the variances of the residuals.
  case variance = "var"
  /// Minimum trace with the shrunk covariance of the residuals.
  case shrinkage = "shrink"

  /// What it does, in a few words for `--help`.
  package var summary: String {
    switch self {
    case .none: "each series on its own; nothing adds up"
    case .bottomUp: "sums of the leaves' forecasts"
    case .topDown: "the total, shared out as the forecasts below it"
    case .topDownHistory: "the total, shared out as the leaves of the last two years"
    case .middleOut: "a middle level, shared out below and summed above"
    case .ols: "minimum trace, all errors alike"
    case .structural: "minimum trace, variances as the numbers of leaves"
    case .variance: "minimum trace, variances of the residuals"
    case .shrinkage: "minimum trace, shrunk covariance of the residuals (default)"
    }
  }
}
