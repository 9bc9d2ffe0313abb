import Foundation
import LinearAlgebra
import Statistics
import TestSupport
import Testing

/// Penalised paths beside those of glmnet 4.1.6 (R 4.2.2) at `thresh = 1e-20`.
@Suite(.tags(.reference)) struct `Penalised paths agree with glmnet` {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let alpha: Double
    let lambdas: [Double]
    let ratios: [Double]
    let nullDeviance: Double
    let coefficients: [[Double]]
    var testDescription: String { name }
  }

  static var document: [String: Any] {
    let url = Repository.fixtures.appending(path: "penalized_reference.json")
    guard let data = try? Data(contentsOf: url) else { return [:] }
    return (try? JSONSerialization.jsonObject(with: data) as? [String: Any]) ?? [:]
  }

  static let cases: [Case] = document.sorted { $0.key < $1.key }.compactMap { name, value in
    guard let values = value as? [String: Any],
      let alpha = values["alpha"] as? Double,
      let lambdas = values["lambda"] as? [Double],
      let ratios = values["deviance_ratio"] as? [Double],
      let null = values["null_deviance"] as? Double,
      let coefficients = values["coefficients"] as? [[Double]]
    else { return nil }
    return Case(
      name: name,
      alpha: alpha,
      lambdas: lambdas,
      ratios: ratios,
      nullDeviance: null,
      coefficients: coefficients
    )
  }

  @Test func `all cases of the fixture are there`() {
    #expect(Self.cases.count == 10)
  }

  @Test(arguments: cases)
  func `lambdas, coefficients and deviance ratios of a path`(_ example: Case) throws {
    let birthwt = try PenalizedExamples.birthwt()
    var rows = birthwt
    var factors: [Double]?
    var sequence = LambdaSequence.automatic(count: 25)
    // Agreement of a ratio or coefficient; glmnet itself stops at about 1e-9 for these, but for
    // small lambdas where its probabilities are cut off at 1e-9.
    var tolerance = 1e-7
    switch example.name {
    case "lasso with weights":
      rows = try PenalizedExamples.birthwt(weights: PenalizedExamples.weights)
    case "elastic net with offsets":
      rows = try PenalizedExamples.birthwt(offsets: PenalizedExamples.offsets)
    case "elastic net with factors":
      factors = [1, 1, 0, 2, 2, 0.5, 1, 1, 0]
    case "elastic net without intercept":
      rows = try PenalizedExamples.birthwt(hasIntercept: false)
    case "grouped":
      rows = try PenalizedExamples.menarche()
    case "wide":
      rows = PenalizedExamples.wide()
      tolerance = 1e-6
    case "early stop":
      sequence = .automatic(stopsEarly: true)
    default: break
    }
    let regression = PenalizedRegression(
      penalty: ElasticNetPenalty(
        l1Ratio: example.alpha,
        factors: factors,
        standardizes: example.name != "lasso on the scale of the data"
      ),
      lambdas: sequence,
      tolerance: 1e-10
    )
    let path = try regression.path(rows)
    try #require(path.steps.count == example.lambdas.count)
    expectClose(path.nullDeviance, example.nullDeviance, relativeTolerance: 1e-10)
    let hasIntercept = rows.interceptColumn != nil
    for (index, step) in path.steps.enumerated() {
      expectClose(step.lambda, example.lambdas[index], relativeTolerance: 1e-8)
      // The first ridge of glmnet is that of an infinite lambda.
      if example.alpha == 0, index == 0 { continue }
      expectClose(step.devianceRatio, example.ratios[index], absoluteTolerance: 1e-8)
      let expected =
        hasIntercept
        ? example.coefficients[index] : Array(example.coefficients[index].dropFirst())
      for (value, reference) in zip(step.coefficients, expected) {
        expectClose(
          value,
          reference,
          relativeTolerance: tolerance,
          absoluteTolerance: tolerance,
          "lambda \(index)"
        )
      }
    }
  }

  @Test(arguments: [0.0, 0.5, 1.0])
  func `the fits of birth weights in the reference collection`(_ alpha: Double) throws {
    // Order: intercept, age, lwt, race 2, race 3, smoke, ptl, ht, ui; lambda 0.02. glmnet 4.1.6
    // with the conditions of Karush, Kuhn and Tucker met to 7e-12.
    let expected: [Double: (objective: Double, coefficients: [Double])] = [
      1: (
        0.57893218386646,
        [
          0.081805159187, -0.01355510677, -0.010173150238, 0.676995016591, 0.412075699692,
          0.544528011341, 0.413851345615, 1.252600868996, 0.532424800378,
        ]
      ),
      0.5: (
        0.56198618996808,
        [
          0.223217440466, -0.020055557066, -0.01149632859, 0.860547613465, 0.555431576749,
          0.659921415402, 0.464437897768, 1.424433478852, 0.612623026274,
        ]
      ),
      0: (
        0.54250361405427,
        [
          0.380330837973, -0.027115202835, -0.012776579374, 1.026251089849, 0.684837477938,
          0.766082918175, 0.51818232997, 1.589498192602, 0.69157272258,
        ]
      ),
    ]
    let reference = try #require(expected[alpha])
    let rows = try PenalizedExamples.birthwt()
    let fit = try PenalizedRegression(penalty: ElasticNetPenalty(l1Ratio: alpha))
      .fit(rows, lambda: 0.02)
    #expect(fit.trouble == nil)
    for (value, expected) in zip(fit.coefficients, reference.coefficients) {
      expectClose(value, expected, relativeTolerance: 1e-8, absoluteTolerance: 1e-10)
    }
    let scales = PenalizedExamples.scales(rows)
    var penalty = 0.0
    for j in 1..<9 {
      let b = fit.coefficients[j] * scales[j]
      penalty += alpha * abs(b) + (1 - alpha) / 2 * b * b
    }
    let objective = fit.deviance / 2 / fit.weightSum + 0.02 * penalty
    expectClose(objective, reference.objective, relativeTolerance: 1e-12)
  }

  @Test(arguments: ["deviance", "auc"])
  func `cross-validation gives the means, errors and lambdas`(_ measure: String) throws {
    let expected = try #require(
      Self.document["cross-validated \(measure)"] as? [String: Any]
    )
    let lambdas = try #require(expected["lambda"] as? [Double])
    let means = try #require(expected["mean"] as? [Double])
    let errors = try #require(expected["standard_error"] as? [Double])
    let rows = try PenalizedExamples.birthwt(weights: PenalizedExamples.weights)
    let regression = PenalizedRegression(
      penalty: .lasso,
      lambdas: .automatic(count: 25),
      tolerance: 1e-10
    )
    let folds = Folds(codes: (1...rows.rowCount).map { Int32($0 % 5) })
    let validation = try regression.crossValidate(rows, folds: folds)
    try #require(validation.scores.count == lambdas.count)
    for (index, score) in validation.scores.enumerated() {
      let estimate = measure == "auc" ? score.auc : score.deviance
      expectClose(score.lambda, lambdas[index], relativeTolerance: 1e-8)
      expectClose(estimate?.mean ?? .nan, means[index], relativeTolerance: 1e-7)
      expectClose(estimate?.standardError ?? .nan, errors[index], relativeTolerance: 1e-6)
    }
    let criterion: CrossValidation.Criterion = measure == "auc" ? .auc : .deviance
    expectClose(
      validation.best(by: criterion)?.lambda ?? .nan,
      try #require(expected["minimum"] as? Double),
      relativeTolerance: 1e-8
    )
    expectClose(
      validation.oneStandardError(by: criterion)?.lambda ?? .nan,
      try #require(expected["one_standard_error"] as? Double),
      relativeTolerance: 1e-8
    )
  }
}
