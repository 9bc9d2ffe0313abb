internal import LinearAlgebra
internal import RealModule

/// Logistic regression by maximum likelihood, with a quadratic penalty where asked.
///
/// Newton's method with step halving on standardised columns; one pass over the rows a step gives
/// loss, gradient and Hessian together, and the Hessian behind the standard errors is taken in
/// double precision at coefficients within 1e-7 standard deviations of the linear predictor of the
/// final ones. Many rows start from the fit of a sample of them, and take the Hessians of steps that
/// are not the last in single precision; the gradient, which alone decides where the steps end, is
/// always double. Agrees with R's `glm(family = binomial)`: coefficients and deviance to 1e-9
/// relative; standard errors are those R reaches one further iteration on.
package struct LogisticRegression: Sendable {
  /// Largest number of Newton steps.
  package let maximumIterations: Int
  /// Largest number of workers.
  package let threads: Int
  /// Quadratic penalty of each design column on the scale of the data: the fit minimises the loss
  /// plus half the sum of penalty × coefficient²; `nil` for maximum likelihood.
  package let penalty: [Double]?

  /// Share of variation unexplained by earlier columns at which a column counts as aliased.
  static let aliasTolerance = 1e-11

  /// A regression still to be fitted.
  ///
  /// - Parameters:
  ///   - maximumIterations: at least 1.
  ///   - penalty: at least 0, one a design column.
  ///   - threads: largest number of workers, at least 1; results do not depend on it.
  package init(maximumIterations: Int = 60, penalty: [Double]? = nil, threads: Int = 1) {
    self.maximumIterations = maximumIterations
    self.penalty = penalty
    self.threads = threads
  }

  /// Fits the model.
  ///
  /// Aliased columns are left out and named in the result, the later of two; infinite estimates
  /// are named too. Neither throws, nor does a fit that has not converged: see
  /// ``LogisticFit/summary``.
  ///
  /// - Parameters:
  ///   - rows: n rows of p columns; numbers must be finite.
  ///   - columns: the design columns in the model, ascending; all when `nil`. The others have
  ///     coefficient 0 and count as aliased, without a combination.
  ///   - start: coefficients on the scale of the data to start from, one a design column.
  /// - Returns: the fit.
  /// - Throws: `tooFewObservations` without a row of positive weight; `degenerateOutcome` when all
  ///   outcomes are equal; `notFinite` with the row when a number is.
  /// - Complexity: at most n p² flops and p² memory a worker for each Newton step, less for
  ///   categories.
  package func fit(
    _ rows: some RowBlocks,
    columns: [Int]? = nil,
    start: [Double]? = nil
  ) throws(StatisticsError) -> LogisticFit {
    let outcome = OutcomeTotals(rows, threads: threads)
    guard outcome.observationCount > 0 else {
      throw .tooFewObservations(required: 1, found: 0)
    }
    guard outcome.eventCount > 0, outcome.eventCount < outcome.weightSum else {
      throw .degenerateOutcome
    }
    let sample = StartingSample(rows)
    let moments = ColumnMoments(rows, blocks: sample?.blocks, threads: threads)
    let everything = Array(0..<rows.columnCount)
    let back = BackTransform(moments: moments, kept: everything, intercept: rows.interceptColumn)
    let likelihood = LogisticLikelihood(
      rows: rows,
      plan: PassPlan(rows.layout, rowCount: rows.rowCount),
      moments: moments,
      penalty: penalty.map { back.penalty($0) },
      threads: threads
    )
    let all = columns ?? everything
    let null = nullLoss(rows, outcome)
    var origin = start.map { back.standardized($0) } ?? baseline(rows, outcome)
    for column in everything where !all.contains(column) { origin[column] = 0 }
    var newton = NewtonIteration(likelihood, maximumIterations: maximumIterations)
    if let sample, start == nil, penalty == nil || columns == nil {
      newton.start(from: &origin, sample: sample, columns: all)
    }
    let independence: OrderedCholesky?
    if newton.isFullRank {
      independence = nil
    } else {
      let first = likelihood.pass(.hessian, at: origin)
      guard first.hessian.isFinite else { throw notFinite(rows) }
      independence = try aliases(first.hessian, among: all, likelihood.penalty)
      newton.first = independence?.dependencies.isEmpty ?? true ? first : nil
    }
    let kept = independence.map { $0.independent.map { all[$0] } } ?? all
    for column in all where !kept.contains(column) { origin[column] = 0 }
    newton.run(from: origin, kept: kept)
    guard newton.pass.loss.isFinite, newton.pass.hessian.isFinite else { throw notFinite(rows) }
    return LogisticResult(
      rows: rows,
      columns: all,
      newton: newton,
      likelihood: likelihood,
      dependencies: (independence?.dependencies ?? []).map { dependency in
        .init(
          column: all[dependency.column],
          combination: dependency.combination.map { (all[$0.column], $0.coefficient) }
        )
      },
      outcome: outcome,
      nullLoss: null
    ).fit
  }

  /// The columns that depend on earlier ones; `nil` when none does.
  private func aliases(
    _ hessian: Matrix<Double>,
    among columns: [Int],
    _ penalty: [Double]?
  ) throws(StatisticsError) -> OrderedCholesky? {
    var gram = hessian[columns, columns]
    if let penalty {
      for (position, column) in columns.enumerated() { gram[position, position] += penalty[column] }
    }
    if ScaledCholesky(gram)?.smallestPivot ?? 0 > 2 * Self.aliasTolerance { return nil }
    do throws(LinearAlgebraError) {
      return try OrderedCholesky(gram, tolerance: Self.aliasTolerance)
    } catch {
      throw .notFinite(index: 0)
    }
  }

  private func notFinite(_ rows: some RowBlocks) -> StatisticsError {
    var block = TermBlock(capacity: rows.blocks.map(\.count).max() ?? 0, layout: rows.layout)
    for index in rows.blocks.indices {
      rows.fill(index, into: &block)
      for i in 0..<block.rows {
        let numbers = (0..<rows.layout.numberCount).map { block.numbers[$0 * block.capacity + i] }
        if !(numbers + [block.offsets[i]]).allSatisfy(\.isFinite) {
          return .notFinite(index: rows.blocks[index].lowerBound + i)
        }
      }
    }
    return .notFinite(index: 0)
  }

  // MARK: The model without columns

  /// Coefficients of the model with the intercept alone, without offsets.
  private func baseline(_ rows: some RowBlocks, _ outcome: OutcomeTotals) -> [Double] {
    var result = [Double](repeating: 0, count: rows.columnCount)
    if let intercept = rows.interceptColumn {
      result[intercept] = LogisticLoss.logit(outcome.eventCount / outcome.weightSum)
    }
    return result
  }

  /// Loss of the model with the intercept (and offset) alone; in closed form without offsets.
  private func nullLoss(_ rows: some RowBlocks, _ outcome: OutcomeTotals) -> Double {
    let hasIntercept = rows.interceptColumn != nil
    if !outcome.hasOffset {
      let share = hasIntercept ? outcome.eventCount / outcome.weightSum : 0.5
      let failures = outcome.weightSum - outcome.eventCount
      return -(outcome.eventCount * .log(share) + failures * .log(onePlus: -share))
    }
    let alone = InterceptRows(rows: rows)
    let likelihood = LogisticLikelihood(
      rows: alone,
      plan: PassPlan(alone.layout, rowCount: rows.rowCount),
      moments: ColumnMoments(alone, threads: threads),
      penalty: nil,
      threads: threads
    )
    var newton = NewtonIteration(likelihood, maximumIterations: maximumIterations)
    newton.run(from: baseline(alone, outcome), kept: hasIntercept ? [0] : [])
    return newton.loss
  }
}

/// The rows of a regression with the intercept as their only column.
private struct InterceptRows<Rows: RowBlocks>: RowBlocks {
  let rows: Rows

  var rowCount: Int { rows.rowCount }
  var layout: DesignLayout { DesignLayout(rows.interceptColumn == nil ? [] : [.intercept]) }
  var blocks: [Range<Int>] { rows.blocks }

  func fill(_ index: Int, into block: inout TermBlock) { rows.fillOutcomes(index, into: &block) }

  func fillOutcomes(_ index: Int, into block: inout TermBlock) {
    rows.fillOutcomes(index, into: &block)
  }
}
