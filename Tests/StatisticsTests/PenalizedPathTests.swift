import Foundation
import LinearAlgebra
import Statistics
import TestSupport
import Testing

@Suite struct `Penalised regression` {
  /// Largest violation of the conditions of Karush, Kuhn and Tucker at the fit of a step, on the
  /// standardised scale, computed here from the rows alone.
  static func violation(
    _ rows: DenseRows,
    _ step: PenalizedPath.Step,
    l1Ratio: Double,
    factors: [Double]? = nil
  ) -> Double {
    let n = rows.rowCount
    let p = rows.columnCount
    let predictors = rows.design * step.coefficients
    let total = rows.weights.reduce(0, +)
    let scales = PenalizedExamples.scales(rows)
    let given = factors ?? Array(repeating: 1, count: p)
    let sum = given.dropFirst().reduce(0, +)
    var largest = 0.0
    for j in 0..<p {
      var gradient = 0.0
      for i in 0..<n {
        let residual =
          LogisticLoss(predictors[i] + rows.offsets[i]).probability - rows.response[i]
        gradient += rows.weights[i] * residual * rows.design[i, j] / total
      }
      guard j > 0 else {
        largest = max(largest, abs(gradient))
        continue
      }
      // The gradient of the intercept is zero, so centring changes nothing.
      gradient /= scales[j]
      let factor = given[j] * Double(p - 1) / sum
      let b = step.coefficients[j] * scales[j]
      let slope = gradient + step.lambda * factor * (1 - l1Ratio) * b
      let bound = step.lambda * factor * l1Ratio
      let excess =
        b == 0
        ? max(abs(slope) - bound, 0) : abs(slope + (b > 0 ? bound : -bound))
      largest = max(largest, excess)
    }
    return largest
  }

  @Test(.tags(.property), arguments: [(0.0, 11), (0.3, 12), (0.7, 13), (1.0, 14)])
  func `every fit of a path meets the optimality conditions`(
    _ l1Ratio: Double,
    _ seed: Int
  ) throws {
    let rows = PenalizedExamples.random(rowCount: 400, columnCount: 15, seed: UInt64(seed))
    var generator = SeededGenerator(seed: UInt64(seed), stream: 1)
    let factors = (0..<16).map { _ in generator.uniform() < 0.2 ? 0 : generator.uniform() * 2 }
    let path = try PenalizedRegression(
      penalty: ElasticNetPenalty(l1Ratio: l1Ratio, factors: factors),
      lambdas: .automatic(count: 40)
    ).path(rows)
    #expect(path.ending == .complete)
    for step in path.steps {
      let violation = Self.violation(rows, step, l1Ratio: l1Ratio, factors: factors)
      #expect(violation < 1e-8, "seed \(seed), lambda \(step.lambda)")
    }
  }

  @Test func `the first lambda gives zeros and the next one does not`() throws {
    let rows = try PenalizedExamples.birthwt()
    let path = try PenalizedRegression(penalty: .lasso).path(rows)
    #expect(path.steps[0].degreesOfFreedom == 0)
    #expect(path.steps[1].degreesOfFreedom > 0)
    expectClose(path.steps[0].devianceRatio, 0, absoluteTolerance: 1e-12)
  }

  @Test(.tags(.reference)) func `without a penalty the fit is that of maximum likelihood`() throws {
    // R 4.2.2, glm(low ~ age + lwt + factor(race) + smoke + ptl + ht + ui, epsilon = 1e-14).
    let expected = [
      0.464403282651, -0.027069779299, -0.0151825628626, 1.26321937555, 0.861635107534,
      0.923349157229, 0.541755119489, 1.83369560991, 0.758596504211,
    ]
    let rows = try PenalizedExamples.birthwt()
    let fit = try PenalizedRegression(penalty: .lasso).fit(rows, lambda: 0)
    let likelihood = try LogisticRegression().fit(rows)
    for (value, (reference, estimate)) in zip(fit.coefficients, zip(expected, likelihood.values)) {
      expectClose(value, reference, relativeTolerance: 1e-8)
      expectClose(value, estimate, relativeTolerance: 1e-8)
    }
    expectClose(fit.deviance, likelihood.deviance, relativeTolerance: 1e-12)
  }

  @Test(.tags(.property), arguments: [0.0, 0.5, 1.0])
  func `a lambda alone gives the fit that the path comes to`(_ l1Ratio: Double) throws {
    let rows = PenalizedExamples.random(rowCount: 300, columnCount: 20, seed: 3)
    let regression = PenalizedRegression(penalty: ElasticNetPenalty(l1Ratio: l1Ratio))
    let path = try regression.path(rows)
    for index in [1, 10, 50, 99] {
      let step = path.steps[index]
      let alone = try regression.fit(rows, lambda: step.lambda)
      #expect(alone.degreesOfFreedom == step.degreesOfFreedom, "seed 3, lambda \(index)")
      for (left, right) in zip(alone.coefficients, step.coefficients) {
        expectClose(left, right, relativeTolerance: 1e-6, absoluteTolerance: 1e-7, "seed 3")
      }
    }
  }

  @Test(.tags(.property)) func `a path has the same bits for any number of threads`() throws {
    let rows = PenalizedExamples.random(rowCount: 5000, columnCount: 12, seed: 4)
    let paths = try [1, 2, 5].map {
      try PenalizedRegression(penalty: .lasso, lambdas: .automatic(count: 20), threads: $0)
        .path(rows)
    }
    #expect(paths[0] == paths[1] && paths[0] == paths[2], "seed 4")
  }

  @Test(.tags(.property)) func `a path has the same bits with and without a copy`() throws {
    let rows = PenalizedExamples.random(rowCount: 3000, columnCount: 12, seed: 5)
    let sequence = LambdaSequence.automatic(count: 20)
    let copied = try PenalizedRegression(penalty: .lasso, lambdas: sequence).path(rows)
    let streamed = try PenalizedRegression(penalty: .lasso, lambdas: sequence, memoryLimit: 0)
      .path(rows)
    #expect(copied == streamed, "seed 5")
  }

  @Test(.tags(.property)) func `single precision rows change no coefficient by 0.0000001`() throws {
    // Above 50,000 rows the standardised design is kept in single precision.
    let base = PenalizedExamples.random(rowCount: 26_000, columnCount: 8, seed: 6)
    let twice = PenalizedExamples.rows(
      (1..<9).map { j in Array(base.design.column(j)) + Array(base.design.column(j)) },
      response: base.response + base.response
    )
    let regression = PenalizedRegression(penalty: .lasso, lambdas: .automatic(count: 30))
    let left = try regression.path(base)
    let right = try regression.path(twice)
    let scales = PenalizedExamples.scales(base)
    for (a, b) in zip(left.steps, right.steps) {
      expectClose(a.lambda, b.lambda, relativeTolerance: 1e-6)
      for j in 1..<9 {
        expectClose(
          a.coefficients[j] * scales[j],
          b.coefficients[j] * scales[j],
          absoluteTolerance: 1e-7,
          "seed 6"
        )
      }
    }
  }

  @Test(.tags(.property)) func `weights equal repeated rows`() throws {
    let base = PenalizedExamples.random(rowCount: 200, columnCount: 6, seed: 7)
    let counts = (0..<200).map { $0 % 4 }
    let repeated = (0..<200).flatMap { Array(repeating: $0, count: counts[$0]) }
    let columns = (1..<7).map { j in Array(base.design.column(j)) }
    let weighted = PenalizedExamples.rows(
      columns,
      response: base.response,
      weights: counts.map(Double.init)
    )
    let spread = PenalizedExamples.rows(
      columns.map { column in repeated.map { column[$0] } },
      response: repeated.map { base.response[$0] }
    )
    let regression = PenalizedRegression(penalty: .lasso, lambdas: .automatic(count: 30))
    let left = try regression.path(weighted)
    let right = try regression.path(spread)
    for (a, b) in zip(left.steps, right.steps) {
      expectClose(a.lambda, b.lambda, relativeTolerance: 1e-12, "seed 7")
      expectClose(a.deviance, b.deviance, relativeTolerance: 1e-9, "seed 7")
      for (x, y) in zip(a.coefficients, b.coefficients) {
        expectClose(x, y, relativeTolerance: 1e-6, absoluteTolerance: 1e-8, "seed 7")
      }
    }
  }

  @Test func `a column twice does not stop a path`() throws {
    let base = PenalizedExamples.random(rowCount: 200, columnCount: 4, seed: 8)
    let columns = (1..<5).map { j in Array(base.design.column(j)) }
    let rows = PenalizedExamples.rows(columns + [columns[0]], response: base.response)
    for l1Ratio in [0, 0.5, 1] {
      let path = try PenalizedRegression(penalty: ElasticNetPenalty(l1Ratio: l1Ratio)).path(rows)
      #expect(path.ending == .complete)
      for step in path.steps {
        #expect(step.coefficients.allSatisfy { $0.isFinite })
        #expect(Self.violation(rows, step, l1Ratio: l1Ratio) < 1e-8, "\(l1Ratio) \(step.lambda)")
        // The square prefers equal shares.
        if l1Ratio < 1 {
          expectClose(step.coefficients[1], step.coefficients[5], absoluteTolerance: 1e-6)
        }
      }
    }
  }

  @Test func `a constant column gets no coefficient`() throws {
    let base = PenalizedExamples.random(rowCount: 100, columnCount: 3, seed: 9)
    let columns = (1..<4).map { j in Array(base.design.column(j)) }
    let constant = [Double](repeating: 0.1, count: 100)
    let path = try PenalizedRegression(penalty: .lasso)
      .path(PenalizedExamples.rows(columns + [constant], response: base.response))
    #expect(path.ending == .complete)
    #expect(path.steps.allSatisfy { $0.coefficients[4] == 0 })
  }

  @Test(arguments: [0.0, 0.5, 1.0])
  func `separated outcomes give finite fits down to the last lambda`(_ l1Ratio: Double) throws {
    let x = (1...20).map(Double.init)
    let rows = PenalizedExamples.rows([x], response: x.map { $0 > 10 ? 1 : 0 })
    let path = try PenalizedRegression(penalty: ElasticNetPenalty(l1Ratio: l1Ratio)).path(rows)
    #expect(path.ending == .complete)
    for step in path.steps {
      #expect(step.coefficients.allSatisfy { $0.isFinite })
      #expect(Self.violation(rows, step, l1Ratio: l1Ratio) < 1e-8)
    }
    let first = path.steps[1].coefficients[1]
    let last = path.steps[path.steps.count - 1].coefficients[1]
    #expect(last > 10 * first)
  }

  @Test func `a lambda without a solution ends the path and keeps those before`() throws {
    // The second column separates and is not penalised, so no fit is finite.
    let base = PenalizedExamples.random(rowCount: 50, columnCount: 1, seed: 10)
    let rows = PenalizedExamples.rows(
      [Array(base.design.column(1)), base.response],
      response: base.response
    )
    let penalty = ElasticNetPenalty(l1Ratio: 1, factors: [0, 1, 0])
    let path = try PenalizedRegression(penalty: penalty, lambdas: .given([0.1])).path(rows)
    #expect(path.ending == .trouble(.separated, lambda: 0.1))
    #expect(path.steps.isEmpty)
    let fit = try PenalizedRegression(penalty: penalty).fit(rows, lambda: 0.1)
    #expect(fit.trouble == .separated)
  }

  @Test func `data without an answer are refused`() {
    let x = [1.0, 2, 3, 4]
    let regression = PenalizedRegression(penalty: .lasso)
    #expect(throws: StatisticsError.degenerateOutcome) {
      try regression.path(PenalizedExamples.rows([x], response: [1, 1, 1, 1]))
    }
    #expect(throws: StatisticsError.notFinite(index: 2)) {
      try regression.path(PenalizedExamples.rows([[1, 2, .nan, 4]], response: [1, 0, 1, 0]))
    }
    #expect(throws: StatisticsError.tooFewObservations(required: 1, found: 0)) {
      try regression.path(
        PenalizedExamples.rows([x], response: [1, 0, 1, 0], weights: [0, 0, 0, 0])
      )
    }
  }

  @Test func `a fit survives being saved`() throws {
    let fit = try PenalizedRegression(penalty: ElasticNetPenalty(l1Ratio: 0.5))
      .fit(PenalizedExamples.birthwt(), lambda: 0.02)
    let data = try JSONEncoder().encode(fit)
    #expect(try JSONDecoder().decode(PenalizedFit.self, from: data) == fit)
    let broken = String(decoding: data, as: UTF8.self)
      .replacingOccurrences(of: "\"l1Ratio\":0.5", with: "\"l1Ratio\":1.5")
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(PenalizedFit.self, from: Data(broken.utf8))
    }
  }
}
