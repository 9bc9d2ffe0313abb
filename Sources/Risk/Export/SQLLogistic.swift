/// The logistic function in SQL.
enum SQLLogistic {
  /// `1 / (1 + exp(-predictor))`, in (0, 1), without an exponential that overflows or underflows.
  ///
  /// PostgreSQL stops with an error at either. Above 40 the result is 1 in doubles; below -708 it is
  /// less than 4e-308.
  ///
  /// - Parameter predictor: name of a column of the step before.
  /// - Returns: the expression.
  static func probability(of predictor: String) -> String {
    """
    CASE
          WHEN \(predictor) > 40 THEN 1.0
          WHEN \(predictor) >= 0 THEN 1.0 / (1.0 + EXP(-\(predictor)))
          WHEN \(predictor) >= -708 THEN EXP(\(predictor)) / (1.0 + EXP(\(predictor)))
          WHEN \(predictor) < -708 THEN 0.0
        END
    """
  }
}
