internal import Concurrency
internal import LinearAlgebra
internal import RealModule

/// How well a penalised regression predicts rows it was not fitted on, for each lambda of a path.
///
/// As `cv.glmnet`: the lambdas are those of the path on all rows; each fold is predicted by the
/// path fitted on the others (or on those before it, for folds in time); the mean over folds is
/// weighted by their weight, and its standard error is that of the folds. Agrees with `cv.glmnet`
/// given the lambdas to 1e-7; without them it fits each fold at other lambdas and interpolates. It
/// also cuts probabilities off at 0.00001 and 0.99999, which is not done here.
package struct CrossValidation: Sendable, Equatable {
  /// The path on all rows; ``scores`` are for its first lambdas.
  package let path: PenalizedPath
  /// One a lambda that was solved on all rows and for every fold.
  package let scores: [Score]

  /// The performance of one lambda.
  package struct Score: Sendable, Equatable {
    /// Strength of the penalty.
    package let lambda: Double
    /// Mean deviance of a held-out trial.
    package let deviance: Estimate
    /// Area under the ROC curve of a held-out fold; `nil` when some fold has outcomes of one kind
    /// only.
    package let auc: Estimate?
  }

  /// A mean over folds.
  package struct Estimate: Sendable, Equatable {
    /// Weighted by the weight of each fold.
    package let mean: Double
    /// Its standard error; `nil` with one fold.
    package let standardError: Double?

    init(_ values: [Double], weights: [Double]) {
      let total = weights.compensatedSum
      let mean = zip(values, weights).map { $0 * $1 }.compensatedSum / total
      let spread =
        zip(values, weights).map { $1 * ($0 - mean) * ($0 - mean) }.compensatedSum / total
      self.mean = mean
      let count = values.count
      standardError = count > 1 ? (spread / Double(count - 1)).squareRoot() : nil
    }
  }

  /// What a lambda is chosen by.
  package enum Criterion: String, Sendable, Codable {
    /// Mean deviance, the smaller the better.
    case deviance
    /// Area under the ROC curve, the larger the better.
    case auc
  }

  /// The lambda with the best mean, the larger of two equal ones.
  ///
  /// - Returns: `nil` without a score, or without an AUC where it is the criterion.
  package func best(by criterion: Criterion = .deviance) -> Score? {
    var best: (score: Score, loss: Double)?
    for score in scores {
      guard let loss = loss(score, criterion)?.mean else { return nil }
      if loss < best?.loss ?? .infinity { best = (score, loss) }
    }
    return best?.score
  }

  /// The largest lambda whose mean is within one standard error of the best.
  ///
  /// - Returns: `nil` where ``best(by:)`` is.
  package func oneStandardError(by criterion: Criterion = .deviance) -> Score? {
    guard let best = best(by: criterion), let loss = loss(best, criterion) else { return nil }
    let limit = loss.mean + (loss.standardError ?? 0)
    return scores.first { (self.loss($0, criterion)?.mean ?? .infinity) <= limit }
  }

  private func loss(_ score: Score, _ criterion: Criterion) -> (
    mean: Double, standardError: Double?
  )? {
    switch criterion {
    case .deviance: (score.deviance.mean, score.deviance.standardError)
    case .auc: score.auc.map { (-$0.mean, $0.standardError) }
    }
  }
}

extension PenalizedRegression {
  /// Cross-validates the path.
  ///
  /// - Parameters:
  ///   - rows: n rows of p columns.
  ///   - folds: fold of each of the n rows.
  /// - Returns: the path on all rows, and the scores of its lambdas.
  /// - Throws: as ``path(_:)``, for all rows or for those that a fold is predicted from;
  ///   `tooFewObservations` when a fold has no row of positive weight.
  /// - Complexity: that of a path for all rows and for each fold, and n log n a lambda for the AUC.
  package func crossValidate(
    _ rows: some RowBlocks,
    folds: Folds
  ) throws(StatisticsError) -> CrossValidation {
    precondition(folds.codes.count == rows.rowCount, "one fold a row")
    let path = try path(rows)
    let fixed = with(lambdas: .given(path.lambdas))
    var results: [HeldOutFold] = []
    for fold in folds.heldOut {
      let training = FoldRows(
        rows: rows,
        codes: folds.codes,
        isIncluded: folds.training(for: fold)
      )
      let fitted = try fixed.path(training)
      let test = FoldRows(
        rows: rows,
        codes: folds.codes,
        isIncluded: (0..<folds.count).map { $0 == fold }
      )
      let result = HeldOutFold(test, steps: fitted.steps, threads: threads)
      guard result.weight > 0 else { throw .tooFewObservations(required: 1, found: 0) }
      results.append(result)
    }
    let solved = results.reduce(path.steps.count) { min($0, $1.deviances.count) }
    let weights = results.map(\.weight)
    let scores = (0..<solved).map { index in
      let areas = results.map { $0.areas[index] }
      return CrossValidation.Score(
        lambda: path.steps[index].lambda,
        deviance: .init(results.map { $0.deviances[index] }, weights: weights),
        auc: areas.allSatisfy(\.isFinite) ? .init(areas, weights: weights) : nil
      )
    }
    return CrossValidation(path: path, scores: scores)
  }
}

/// The predictions of one held-out fold by every lambda, summed up.
private struct HeldOutFold: Sendable {
  /// Sum of the weights.
  private(set) var weight = 0.0
  /// Mean deviance of each lambda.
  private(set) var deviances: [Double]
  /// AUC of each lambda; NaN when the outcomes are of one kind.
  private(set) var areas: [Double]

  init(_ rows: some RowBlocks, steps: [PenalizedPath.Step], threads: Int) {
    let coefficients = Matrix(
      steps.flatMap(\.coefficients),
      rows: rows.columnCount,
      columns: steps.count
    )
    let parts = mapBlockGroups(of: rows, threads: threads) { group in
      var part = Part(lambdas: steps.count)
      var block = DesignBlock(capacity: group.capacity, layout: rows.layout)
      for index in group.blocks {
        rows.fill(index, into: &block)
        part.add(block, coefficients)
      }
      return part
    }
    var outcomes: [Bool] = []
    var weights: [Double] = []
    var totals = [CompensatedSum](repeating: CompensatedSum(), count: steps.count)
    for part in parts {
      weight += part.weight
      outcomes += part.outcomes
      weights += part.weights
      for index in totals.indices { totals[index].add(part.deviances[index]) }
    }
    let sum = weight
    deviances = totals.map { $0.value / sum }
    let (ranked, multiplicity) = (outcomes, weights)
    areas = parallelMap(count: steps.count, threads: threads) { index in
      let scores = parts.flatMap { $0.scores[index] }
      return RankedOutcomes(scores: scores, outcomes: ranked).auc(weights: multiplicity)
    }
  }

  private struct Part: Sendable {
    var weight = 0.0
    var deviances: [Double]
    /// Linear predictors by lambda; a row of a share of successes stands twice, as a success and
    /// as a failure, each with its part of the weight.
    var scores: [[Double]]
    var outcomes: [Bool] = []
    var weights: [Double] = []

    init(lambdas: Int) {
      deviances = Array(repeating: 0, count: lambdas)
      scores = Array(repeating: [], count: lambdas)
    }

    mutating func add(_ block: DesignBlock, _ coefficients: Matrix<Double>) {
      let used = (0..<block.rows).filter { block.weights[$0] > 0 }
      for i in used {
        weight += block.weights[i]
        let share = block.response[i]
        if share > 0 {
          outcomes.append(true)
          weights.append(block.weights[i] * share)
        }
        if share < 1 {
          outcomes.append(false)
          weights.append(block.weights[i] * (1 - share))
        }
      }
      for index in deviances.indices {
        var predictors = block.offsets
        for j in 0..<coefficients.rows {
          let coefficient = coefficients.elements[j + index * coefficients.rows]
          guard coefficient != 0 else { continue }
          RowKernels.add(
            coefficient,
            times: block.design.elements,
            from: j * block.design.rows,
            count: block.rows,
            to: &predictors
          )
        }
        for i in used {
          let share = block.response[i]
          deviances[index] += block.weights[i] * LogisticLoss(predictors[i]).deviance(share)
          if share > 0 { scores[index].append(predictors[i]) }
          if share < 1 { scores[index].append(predictors[i]) }
        }
      }
    }
  }
}
