internal import Datasets
internal import LinearAlgebra

extension MinimumTrace {
  /// A non-negative solution and the proof that it is the best one.
  package struct NonNegativeSolution: Sendable {
    /// The forecasts: coherent, none below 0.
    package let values: [Double]
    /// Multiplier of each leaf's bound: at least 0 but for rounding, and 0 where the leaf is above 0.
    package let multipliers: [Double]
    /// False when the search for the leaves to hold at 0 did not end; the values are then coherent
    /// and not negative, but not proved best.
    package let isOptimal: Bool
  }

  /// Rounds without fewer violations after which one leaf moves at a time, which must end.
  private static let patience = 3
  private static let maximumRounds = 500
  /// Violations below this share of the largest forecast or multiplier are rounding.
  private static let tolerance = 1e-11

  /// The coherent forecasts nearest to the base among those that are nowhere below 0.
  ///
  /// Block principal pivoting (Portugal, Júdice and Vicente 1994, Math. Comp. 63:625) on the leaves
  /// that are held at 0: where the conditions of Karush, Kuhn and Tucker fail, leaves change sides
  /// all at once while that helps, and then the last one alone (Murty). A held leaf is one more
  /// constraint, an aggregate of that leaf alone that is 0 without error.
  ///
  /// - Parameter base: one number a series, all finite.
  /// - Returns: the solution with its multipliers.
  package func nonNegative(_ base: [Double]) -> NonNegativeSolution {
    let m = hierarchy.aggregateCount
    let first = reconciled([base])[0]
    var leaves = Array(first[m...])
    var multipliers = [Double](repeating: 0, count: leaves.count)
    var isHeld = [Bool](repeating: false, count: leaves.count)
    var fewest = Int.max
    var patience = Self.patience
    for _ in 0..<Self.maximumRounds {
      let size = Self.tolerance * leaves.reduce(0) { max($0, abs($1)) }
      let force = Self.tolerance * multipliers.reduce(0) { max($0, abs($1)) }
      let wrong = leaves.indices.filter {
        isHeld[$0] ? multipliers[$0] < -force : leaves[$0] < -size
      }
      guard let last = wrong.last else {
        return NonNegativeSolution(
          values: hierarchy.summed(leaves.map { max($0, 0) }),
          multipliers: multipliers,
          isOptimal: true
        )
      }
      if wrong.count < fewest {
        fewest = wrong.count
        patience = Self.patience
      } else {
        patience -= 1
      }
      for leaf in patience > 0 ? wrong : [last] { isHeld[leaf].toggle() }
      (leaves, multipliers) = solution(base, held: isHeld.indices.filter { isHeld[$0] })
    }
    return NonNegativeSolution(
      values: hierarchy.summed(leaves.map { max($0, 0) }),
      multipliers: multipliers,
      isOptimal: false
    )
  }

  /// The nearest leaves with some of them held at 0, and the multipliers of those.
  private func solution(_ base: [Double], held: [Int]) -> (leaves: [Double], multipliers: [Double])
  {
    let m = hierarchy.aggregateCount
    let solver = ConstraintSolver(hierarchy, variances: covariance.variances, held: held)
    func constraints(_ vectors: Matrix<Double>) -> Matrix<Double> {
      let sums = Self.incoherence(vectors, hierarchy)
      var result = Matrix<Double>.zeros(rows: solver.count, columns: vectors.columns)
      for column in 0..<vectors.columns {
        for row in 0..<m { result[row, column] = sums[row, column] }
        for (place, leaf) in held.enumerated() {
          result[m + place, column] = -vectors[m + leaf, column]
        }
      }
      return result
    }
    let factor = covariance.factor
    let incoherence = constraints(factor)
    let gaps = constraints(Matrix(base, rows: base.count, columns: 1))
    let x = solver.solve(gaps, adding: factor.columns > 0 ? incoherence : nil, threads: threads)
    let weights = incoherence.multiplied(by: x, transposingSelf: true)
    var leaves = solver.gathered(x.column(0))
    for leaf in leaves.indices {
      leaves[leaf] = base[m + leaf] + leaves[leaf] * covariance.variances[m + leaf]
      for month in 0..<factor.columns {
        leaves[leaf] -= factor[m + leaf, month] * weights[month, 0]
      }
    }
    var multipliers = [Double](repeating: 0, count: leaves.count)
    for (place, leaf) in held.enumerated() {
      multipliers[leaf] = x[m + place, 0]
      leaves[leaf] = 0
    }
    return (leaves, multipliers)
  }
}
