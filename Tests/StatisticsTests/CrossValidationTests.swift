import LinearAlgebra
import Statistics
import TestSupport
import Testing

@Suite struct `Cross-validation` {
  private static let regression = PenalizedRegression(
    penalty: ElasticNetPenalty(l1Ratio: 0.5),
    lambdas: .automatic(count: 12)
  )

  private static func subset(_ rows: DenseRows, _ members: [Int]) -> DenseRows {
    PenalizedExamples.rows(
      (1..<rows.columnCount).map { j in members.map { rows.design[$0, j] } },
      response: members.map { rows.response[$0] }
    )
  }

  /// Mean deviance over folds by fitting each fold's rows alone.
  private static func naive(
    _ rows: DenseRows,
    codes: [Int],
    training: (Int, Int) -> Bool,
    heldOut: Range<Int>
  ) throws -> [Double] {
    let lambdas = try regression.path(rows).lambdas
    var sums = [Double](repeating: 0, count: lambdas.count)
    var total = 0.0
    for fold in heldOut {
      let members = codes.indices.filter { training(codes[$0], fold) }
      let test = codes.indices.filter { codes[$0] == fold }
      for (index, lambda) in lambdas.enumerated() {
        let fit = try regression.fit(subset(rows, members), lambda: lambda)
        for i in test {
          let predictor = (0..<rows.columnCount).reduce(0) {
            $0 + rows.design[i, $1] * fit.coefficients[$1]
          }
          sums[index] += LogisticLoss(predictor).deviance(rows.response[i])
        }
      }
      total += Double(test.count)
    }
    return sums.map { $0 / total }
  }

  @Test(.tags(.property)) func `deviances equal those of a fit for each fold and lambda`() throws {
    let rows = PenalizedExamples.random(rowCount: 240, columnCount: 8, seed: 21)
    var generator = SeededGenerator(seed: 21, stream: 1)
    let folds = Folds(rowCount: 240, count: 4, using: &generator)
    let validation = try Self.regression.crossValidate(rows, folds: folds)
    let expected = try Self.naive(
      rows,
      codes: folds.codes.map(Int.init),
      training: { $0 != $1 },
      heldOut: 0..<4
    )
    #expect(validation.scores.count == expected.count)
    for (score, value) in zip(validation.scores, expected) {
      expectClose(score.deviance.mean, value, relativeTolerance: 1e-7, "seed 21")
    }
  }

  @Test(.tags(.property)) func `folds in time are predicted from earlier ones alone`() throws {
    let rows = PenalizedExamples.random(rowCount: 240, columnCount: 5, seed: 22)
    let codes = (0..<240).map { $0 / 80 }
    let folds = Folds(codes: codes.map(Int32.init), isTemporal: true)
    let validation = try Self.regression.crossValidate(rows, folds: folds)
    let expected = try Self.naive(rows, codes: codes, training: { $0 < $1 }, heldOut: 1..<3)
    for (score, value) in zip(validation.scores, expected) {
      expectClose(score.deviance.mean, value, relativeTolerance: 1e-7, "seed 22")
    }
  }

  @Test func `the one-standard-error rule takes the larger lambda`() throws {
    let rows = PenalizedExamples.random(rowCount: 400, columnCount: 10, seed: 23)
    var generator = SeededGenerator(seed: 23, stream: 1)
    let folds = Folds(rowCount: 400, count: 5, using: &generator)
    let validation = try Self.regression.crossValidate(rows, folds: folds)
    for criterion in [CrossValidation.Criterion.deviance, .auc] {
      let best = try #require(validation.best(by: criterion))
      let chosen = try #require(validation.oneStandardError(by: criterion))
      #expect(chosen.lambda >= best.lambda)
    }
    let best = try #require(validation.best())
    #expect(validation.scores.allSatisfy { $0.deviance.mean >= best.deviance.mean })
    let chosen = try #require(validation.oneStandardError())
    let limit = best.deviance.mean + (best.deviance.standardError ?? .nan)
    #expect(chosen.deviance.mean <= limit)
    for score in validation.scores where score.lambda > chosen.lambda {
      #expect(score.deviance.mean > limit)
    }
  }

  @Test func `random folds have equal sizes and depend on the seed`() {
    var generator = SeededGenerator(seed: 1)
    var same = SeededGenerator(seed: 1)
    var other = SeededGenerator(seed: 2)
    let folds = Folds(rowCount: 103, count: 10, using: &generator)
    for fold in 0..<10 {
      let size = folds.codes.count { $0 == fold }
      #expect(size == 10 || size == 11)
    }
    #expect(folds == Folds(rowCount: 103, count: 10, using: &same))
    #expect(folds != Folds(rowCount: 103, count: 10, using: &other))
  }

  @Test func `a fold of one outcome has no area under the curve`() throws {
    let rows = PenalizedExamples.random(rowCount: 60, columnCount: 3, seed: 24)
    let codes = rows.response.enumerated().map { i, y in y == 1 && i % 3 == 0 ? 1 : i % 2 * 2 }
    let folds = Folds(codes: codes.map { Int32($0) })
    let validation = try Self.regression.crossValidate(rows, folds: folds)
    #expect(validation.scores.allSatisfy { $0.auc == nil })
    #expect(validation.best(by: .auc) == nil)
    #expect(validation.best() != nil)
  }
}
