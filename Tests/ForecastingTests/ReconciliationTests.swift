internal import Datasets
internal import Forecasting
internal import LinearAlgebra
internal import Statistics
internal import TestSupport
internal import Testing

@Suite("Reconciliation")
struct ReconciliationTests {
  /// A hierarchy of crossed and nested columns, some combinations left out.
  static func hierarchy() throws -> Hierarchy {
    let formula = try #require(HierarchyFormula("state/region,job"))
    var leaves: [[String]] = []
    for (state, region) in [("A", "n"), ("A", "s"), ("B", "n"), ("B", "w"), ("C", "e")] {
      for job in ["cook", "nurse", "smith"] where !(state == "C" && job == "smith") {
        leaves.append([state, region, job])
      }
    }
    return Hierarchy(formula, leaves: leaves)
  }

  /// Residuals of all series: those of leaves with a common part, and aggregates that do not add up.
  static func residuals(_ hierarchy: Hierarchy, months: Int, seed: UInt64) -> [[Double]] {
    var generator = SeededGenerator(seed: seed)
    var result = [[Double]](repeating: [], count: hierarchy.seriesCount)
    for _ in 0..<months {
      let common = generator.normal()
      let leaves = (0..<hierarchy.leafCount).map {
        (1 + Double($0 % 4)) * (generator.normal() + common)
      }
      let sums = hierarchy.summed(leaves)
      for (series, value) in sums.enumerated() {
        let own = series < hierarchy.aggregateCount ? 0.7 * abs(value) * generator.normal() : 0
        result[series].append(value + own)
      }
    }
    return result
  }

  /// The summing matrix, dense.
  static func summing(_ hierarchy: Hierarchy) -> Matrix<Double> {
    var result = Matrix<Double>.zeros(rows: hierarchy.seriesCount, columns: hierarchy.leafCount)
    for leaf in 0..<hierarchy.leafCount {
      var unit = [Double](repeating: 0, count: hierarchy.leafCount)
      unit[leaf] = 1
      for (row, value) in hierarchy.summed(unit).enumerated() { result[row, leaf] = value }
    }
    return result
  }

  static func dense(_ covariance: ErrorCovariance) -> Matrix<Double> {
    var result = covariance.factor.multiplied(by: covariance.factor, transposingOther: true)
    for (index, value) in covariance.variances.enumerated() { result[index, index] += value }
    return result
  }

  enum Choice: String, CaseIterable {
    case ols, structural, variance, shrinkage, shortShrinkage

    func covariance(_ hierarchy: Hierarchy) -> ErrorCovariance {
      switch self {
      case .ols: .identity(hierarchy)
      case .structural: .structural(hierarchy)
      case .variance: .diagonal(residuals(hierarchy, months: 60, seed: 4), hierarchy)
      case .shrinkage: .shrinkage(residuals(hierarchy, months: 60, seed: 4), hierarchy)
      case .shortShrinkage: .shrinkage(residuals(hierarchy, months: 9, seed: 5), hierarchy)
      }
    }
  }

  @Test(
    "minimum trace equals S (S'W⁻¹S)⁻¹ S'W⁻¹ y made of dense matrices",
    .tags(.reference),
    arguments: Choice.allCases
  )
  func dense(_ choice: Choice) throws {
    let hierarchy = try Self.hierarchy()
    let covariance = choice.covariance(hierarchy)
    let summing = Self.summing(hierarchy)
    let inverse = try Cholesky(Self.dense(covariance)).inverse
    let weighted = summing.multiplied(by: inverse, transposingSelf: true)
    let system = try Cholesky(weighted * summing)
    let base = Self.residuals(hierarchy, months: 3, seed: 9).map { $0.map { 40 + 10 * $0 } }
    let vectors = (0..<3).map { month in base.map { $0[month] } }
    let reconciled = MinimumTrace(hierarchy, covariance: covariance, threads: 2)
      .reconciled(vectors)
    for (vector, result) in zip(vectors, reconciled) {
      let expected = summing * system.solve(weighted * vector)
      let size = expected.map(abs).max() ?? 1
      for (actual, value) in zip(result, expected) {
        // Both sides solve systems of condition below 1e5.
        expectClose(actual, value, absoluteTolerance: 1e-9 * size, choice.rawValue)
      }
    }
  }

  @Test(
    "the results add up, and coherent forecasts stay as they are",
    .tags(.property),
    arguments: Choice.allCases
  )
  func coherence(_ choice: Choice) throws {
    let hierarchy = try Self.hierarchy()
    let reconciliation = MinimumTrace(
      hierarchy,
      covariance: choice.covariance(hierarchy),
      threads: 1
    )
    for leaf in 0..<hierarchy.leafCount {
      var unit = [Double](repeating: 0, count: hierarchy.leafCount)
      unit[leaf] = 1
      let column = hierarchy.summed(unit)
      // Unbiased: S P S = S.
      for (actual, expected) in zip(reconciliation.reconciled([column])[0], column) {
        expectClose(actual, expected, absoluteTolerance: 1e-12)
      }
    }
    var generator = SeededGenerator(seed: 31)
    let base = (0..<hierarchy.seriesCount).map { _ in 100 * generator.normal() }
    let result = reconciliation.reconciled([base])[0]
    let sums = hierarchy.summed(Array(result[hierarchy.aggregateCount...]))
    for (actual, sum) in zip(result, sums) {
      expectClose(actual, sum, relativeTolerance: 1e-9, absoluteTolerance: 1e-9)
    }
    #expect(zip(result, base).contains { abs($0 - $1) > 1 })
  }

  @Test(
    "non-negative results meet the conditions of Karush, Kuhn and Tucker",
    .tags(.property),
    arguments: Choice.allCases,
    [UInt64(1), 2, 3]
  )
  func nonNegative(_ choice: Choice, _ seed: UInt64) throws {
    let hierarchy = try Self.hierarchy()
    let covariance = choice.covariance(hierarchy)
    var generator = SeededGenerator(seed: seed)
    let base = (0..<hierarchy.seriesCount).map { _ in 3 + 10 * generator.normal() }
    let reconciliation = MinimumTrace(hierarchy, covariance: covariance, threads: 1)
    let solution = reconciliation.nonNegative(base)
    #expect(solution.isOptimal)
    let m = hierarchy.aggregateCount
    let leaves = Array(solution.values[m...])
    #expect(leaves.allSatisfy { $0 >= 0 } && leaves.contains(0), "seed \(seed)")
    #expect(hierarchy.summed(leaves) == solution.values)
    // The gradient S'W⁻¹(Sb - ŷ): 0 where a leaf is above 0, at least 0 where it is held.
    let summing = Self.summing(hierarchy)
    let inverse = try Cholesky(Self.dense(covariance)).inverse
    let difference = zip(solution.values, base).map { $0 - $1 }
    let gradient = summing.multiplied(by: inverse, transposingSelf: true) * difference
    let size = gradient.map(abs).max() ?? 1
    for leaf in leaves.indices {
      if leaves[leaf] > 0 {
        expectClose(gradient[leaf], 0, absoluteTolerance: 1e-8 * size, "seed \(seed)")
      } else {
        #expect(gradient[leaf] > -1e-8 * size, "seed \(seed)")
      }
      expectClose(solution.multipliers[leaf], gradient[leaf], absoluteTolerance: 1e-8 * size)
    }
  }

  @Test("the shrinkage estimate equals its definition over all pairs of series", .tags(.reference))
  func shrinkage() throws {
    let hierarchy = try Self.hierarchy()
    let months = 40
    let residuals = Self.residuals(hierarchy, months: months, seed: 12)
    let n = residuals.count
    let length = Double(months)
    let variances = residuals.map { list in list.reduce(0) { $0 + $1 * $1 } / length }
    var above = 0.0
    var below = 0.0
    var products = Matrix<Double>.zeros(rows: n, columns: n)
    for i in 0..<n {
      for j in 0..<n {
        let scale = (variances[i] * variances[j]).squareRoot()
        let terms = (0..<months).map { residuals[i][$0] * residuals[j][$0] / scale }
        let mean = terms.reduce(0, +) / length
        products[i, j] = mean * scale
        guard i != j else { continue }
        above += terms.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (length * (length - 1))
        below += mean * mean
      }
    }
    let λ = min(1, above / below)
    #expect(λ > 0.01 && λ < 0.99)
    let covariance = ErrorCovariance.shrinkage(residuals, hierarchy)
    expectClose(covariance.shrinkage ?? 0, λ, relativeTolerance: 1e-10)
    let made = Self.dense(covariance)
    for i in 0..<n {
      for j in 0..<n {
        let expected = i == j ? variances[i] : (1 - λ) * products[i, j]
        expectClose(made[i, j], expected, absoluteTolerance: 1e-10 * made[0, 0])
      }
    }
  }

  @Test("series without variance, short and new ones leave results finite and coherent")
  func degenerate() throws {
    let hierarchy = try Self.hierarchy()
    var residuals = Self.residuals(hierarchy, months: 30, seed: 3)
    let m = hierarchy.aggregateCount
    residuals[m] = Array(repeating: 0, count: 30)
    residuals[m + 1] = Array(repeating: .nan, count: 30)
    residuals[m + 2] = Array(repeating: .nan, count: 25) + residuals[m + 2].suffix(5)
    residuals[1] = Array(repeating: 0, count: 30)
    let base = residuals.map { 50 + ($0[29].isFinite ? $0[29] : 0) }
    for covariance in [
      ErrorCovariance.diagonal(residuals, hierarchy), .shrinkage(residuals, hierarchy),
    ] {
      let result = MinimumTrace(hierarchy, covariance: covariance, threads: 1)
        .reconciled([base])[0]
      #expect(result.allSatisfy { $0.isFinite })
      #expect(result[m] == base[m], "a series without error is as it was")
      // An aggregate without error is believed, up to the floor of its variance.
      expectClose(result[1], base[1], relativeTolerance: 1e-5)
      let sums = hierarchy.summed(Array(result[m...]))
      for (actual, sum) in zip(result, sums) { expectClose(actual, sum, relativeTolerance: 1e-9) }
    }
  }

  @Test("top-down and middle-out share out what they keep, by hand")
  func proportions() throws {
    let formula = try #require(HierarchyFormula("state/region"))
    let hierarchy = Hierarchy(
      formula,
      leaves: [["A", "n"], ["A", "s"], ["B", "n"], ["B", "w"]]
    )
    let proportional = ProportionalReconciliation(hierarchy)
    // Total, A, B, four leaves; B's leaves are forecast at 0.
    let base: [Double] = [120, 30, 10, 6, 2, 0, 0]
    #expect(proportional.reconciled(base, keeping: 0) == [120, 90, 30, 67.5, 22.5, 15, 15])
    #expect(proportional.middle == 1)
    #expect(proportional.reconciled(base, keeping: 1) == [40, 30, 10, 22.5, 7.5, 5, 5])
    #expect(
      proportional.reconciled(base, proportions: [1, 2, 3, 4]) == [120, 36, 84, 12, 24, 36, 48]
    )
  }

  @Test("the result is the same to the bit for any number of threads", .tags(.property))
  func threads() throws {
    let hierarchy = try Self.hierarchy()
    let covariance = Choice.shrinkage.covariance(hierarchy)
    let residuals = Self.residuals(hierarchy, months: 20, seed: 8)
    let base = (0..<20).map { month in residuals.map { $0[month] } }
    let one = MinimumTrace(hierarchy, covariance: covariance, threads: 1).reconciled(base)
    let three = MinimumTrace(hierarchy, covariance: covariance, threads: 3).reconciled(base)
    #expect(one == three)
  }
}
