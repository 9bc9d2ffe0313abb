internal import LinearAlgebra

/// The fit on the scale of the data, made from where the iterations ended.
struct LogisticResult<Rows: RowBlocks> {
  let rows: Rows
  /// The design columns in the model.
  let columns: [Int]
  let newton: NewtonIteration<Rows>
  let likelihood: LogisticLikelihood<Rows>
  let dependencies: [OrderedCholesky.Dependency]
  let outcome: OutcomeTotals
  let nullLoss: Double

  var fit: LogisticFit {
    let p = rows.columnCount
    let aliased = dependencies.map(\.column)
    let kept = columns.filter { !aliased.contains($0) }
    let back = BackTransform(
      moments: likelihood.moments,
      kept: kept,
      intercept: rows.interceptColumn
    )
    let values = back.coefficients(kept.map { newton.coefficients[$0] })
    let infinite = newton.status == .separated ? infiniteColumns(kept, back) : [:]
    // Without a positive definite information there are no standard errors; the status says why.
    let inverse = ScaledCholesky(likelihood.information(newton.pass, kept))?.inverse
    var covariance =
      inverse.map { back.covariance($0.matrix) } ?? .zeros(rows: p, columns: p)
    for column in infinite.keys.sorted() {
      for other in 0..<p {
        covariance[column, other] = 0
        covariance[other, column] = 0
      }
    }
    let aliases = Dictionary(
      uniqueKeysWithValues: dependencies.map { ($0.column, back.alias($0)) }
    )
    let coefficients = (0..<p).map { column -> LogisticFit.Coefficient in
      guard columns.contains(column) else {
        return .init(value: 0, standardError: nil, status: .aliased([]))
      }
      if let terms = aliases[column] {
        return .init(value: 0, standardError: nil, status: .aliased(terms))
      }
      if let isPositive = infinite[column] {
        return .init(
          value: values[column],
          standardError: nil,
          status: .infinite(isPositive: isPositive)
        )
      }
      let error = covariance[column, column].squareRoot()
      return .init(
        value: values[column],
        standardError: inverse == nil ? nil : error,
        status: .estimated
      )
    }
    let saturated = outcome.saturatedLoss
    return LogisticFit(
      coefficients: coefficients,
      covariance: covariance,
      observationCount: outcome.observationCount,
      weightSum: outcome.weightSum,
      eventCount: outcome.eventCount,
      deviance: 2 * (newton.loss - saturated),
      nullDeviance: 2 * (nullLoss - saturated),
      logLikelihood: outcome.saturatedLogLikelihood + saturated - newton.loss,
      summary: FitSummary(
        status: newton.status,
        iterations: newton.iterations,
        halvings: newton.halvings,
        devianceTrace: newton.trace.map { 2 * ($0 - saturated) },
        newtonDecrement: newton.decrement.isFinite ? newton.decrement : nil,
        reciprocalCondition: inverse?.reciprocalCondition ?? 0
      )
    )
  }

  /// The columns whose coefficients still move at the end, with the sign they move to.
  private func infiniteColumns(_ kept: [Int], _ back: BackTransform) -> [Int: Bool] {
    let range = ColumnMoments(rows, threads: likelihood.threads).range
    let steps = back.coefficients(kept.map { newton.step[$0] })
    let moves = kept.map { column in
      // The intercept moves the predictor by itself, another column by its range.
      steps[column] * (range[column] > 0 ? range[column] : 1)
    }
    let largest = moves.map(abs).max() ?? 0
    var result: [Int: Bool] = [:]
    for (column, move) in zip(kept, moves) where abs(move) > 0.01 * largest {
      result[column] = move > 0
    }
    return result
  }
}
