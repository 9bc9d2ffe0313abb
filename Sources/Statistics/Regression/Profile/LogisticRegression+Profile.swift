extension LogisticRegression {
  /// Profile likelihood intervals and likelihood-ratio tests of single coefficients.
  ///
  /// Agrees with R's `confint` for `glm` to the digits that its interpolation gives. Under
  /// separation the likelihood's supremum takes the place of its maximum: an infinite estimate has
  /// one infinite bound and, as a rule, a finite one.
  ///
  /// - Parameters:
  ///   - rows: the rows the fit was made from.
  ///   - fit: the fit.
  ///   - level: confidence level, in (0, 1).
  ///   - columns: design columns asked for; all but aliased ones when `nil`.
  /// - Returns: one interval for each column asked for that is not aliased, in the order asked for;
  ///   bounds and test are missing where a search, or the fit itself, has not converged.
  /// - Complexity: about 15 passes over the rows a column, each as long as a Newton step.
  package func profileIntervals(
    _ rows: some RowBlocks,
    fit: LogisticFit,
    level: Double = 0.95,
    columns: [Int]? = nil
  ) -> [ProfileInterval] {
    let kept = fit.keptColumns
    let moments = ColumnMoments(rows, threads: threads)
    let profile = ProfileColumns(
      KeptLikelihood(rows: rows, moments: moments, kept: kept, threads: threads),
      back: BackTransform(moments: moments, kept: kept, intercept: rows.interceptColumn),
      values: fit.values,
      status: fit.summary.status,
      level: level
    )
    return (columns ?? kept).filter(kept.contains).map(profile.interval)
  }
}
