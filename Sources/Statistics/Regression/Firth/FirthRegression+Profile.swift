extension FirthRegression {
  /// Profile penalised likelihood intervals and tests of single coefficients.
  ///
  /// Both maxima of a ratio carry the penalty of all columns, the coefficient held fixed included
  /// (Heinze and Schemper 2002), as in R's logistf. After an intercept correction the profiles
  /// are still those of the penalised likelihood, and the intercept, which is no longer at its
  /// maximum, has none.
  ///
  /// - Parameters:
  ///   - rows: the rows the fit was made from.
  ///   - fit: the fit.
  ///   - level: confidence level, in (0, 1).
  ///   - columns: design columns asked for; all but aliased ones when `nil`.
  /// - Returns: one interval for each column asked for that is not aliased, in the order asked for;
  ///   bounds and test are missing where a search, or the fit itself, has not converged.
  /// - Complexity: 10 to 40 pairs of passes over the rows a column.
  package func profileIntervals(
    _ rows: some RowBlocks,
    fit: FirthFit,
    level: Double = 0.95,
    columns: [Int]? = nil
  ) -> [ProfileInterval] {
    let kept = fit.fit.keptColumns
    let moments = ColumnMoments(rows, threads: threads)
    var values = fit.fit.values
    var profiled = kept
    if let intercept = rows.interceptColumn, let value = fit.interceptBeforeCorrection {
      values[intercept] = value
      profiled.removeAll { $0 == intercept }
    }
    let profile = ProfileColumns(
      likelihood(rows, moments, kept),
      back: BackTransform(moments: moments, kept: kept, intercept: rows.interceptColumn),
      values: values,
      status: fit.fit.summary.status,
      level: level
    )
    return (columns ?? profiled).filter(profiled.contains).map(profile.interval)
  }
}
