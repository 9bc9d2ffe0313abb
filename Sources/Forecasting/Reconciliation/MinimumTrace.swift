internal import Concurrency
package import Datasets
internal import LinearAlgebra

/// Reconciliation with minimum trace: the coherent forecasts nearest to the base forecasts in the
/// metric of their error covariance.
///
/// ```
/// ỹ = S (S'W⁻¹S)⁻¹ S'W⁻¹ ŷ = ŷ - W C' (C W C')⁻¹ C ŷ,   C = [I -A]
/// ```
/// (Wickramasuriya, Athanasopoulos and Hyndman 2019.) The second form needs no inverse of W and has
/// one unknown an aggregate. With `W = Λ + U U'` and `B = C U`, Woodbury's formula leaves
/// `N = C Λ C'` to be solved (``ConstraintSolver``) and a T × T system:
///
/// ```
/// (N + B B')⁻¹ r = N⁻¹r - H y,   H = N⁻¹B,   (I + B'H) y = H'r
/// ```
/// B holds how far the residuals of each month are from adding up, so nothing cancels. Aggregates
/// are summed from the leaves at the end and so add up to rounding.
package struct MinimumTrace: Sendable {
  let hierarchy: Hierarchy
  let covariance: ErrorCovariance
  let threads: Int
  private let solver: ConstraintSolver
  /// H = N⁻¹B, one column a month of residuals.
  private let lowRank: Matrix<Double>
  private let small: Cholesky?

  /// Prepares the reconciliation of any number of forecasts.
  ///
  /// - Parameters:
  ///   - hierarchy: the series.
  ///   - covariance: of their base forecasts' errors.
  ///   - threads: number of threads, at least 1; the result is the same for any.
  /// - Complexity: T solutions of N, each some tens of passes over the leaves.
  package init(_ hierarchy: Hierarchy, covariance: ErrorCovariance, threads: Int) {
    self.hierarchy = hierarchy
    self.covariance = covariance
    self.threads = threads
    solver = ConstraintSolver(hierarchy, variances: covariance.variances)
    let incoherence = Self.incoherence(covariance.factor, hierarchy)
    lowRank =
      incoherence.columns > 0
      ? solver.solve(incoherence, threads: threads) : incoherence
    guard incoherence.columns > 0 else {
      small = nil
      return
    }
    var system = incoherence.multiplied(by: lowRank, transposingSelf: true)
    for i in 0..<system.rows {
      for j in 0..<i {
        // Symmetric but for rounding.
        let mean = (system[i, j] + system[j, i]) / 2
        system[i, j] = mean
        system[j, i] = mean
      }
      system[i, i] += 1
    }
    do throws(LinearAlgebraError) {
      small = try Cholesky(system)
    } catch {
      preconditionFailure("I + B'N⁻¹B is positive definite for finite residuals")
    }
  }

  /// The coherent forecasts.
  ///
  /// - Parameter base: for each month, or other vector, one number a series; all finite.
  /// - Returns: as many, coherent.
  package func reconciled(_ base: [[Double]]) -> [[Double]] {
    guard !base.isEmpty else { return [] }
    let (m, leaves) = (hierarchy.aggregateCount, hierarchy.leafCount)
    var forecasts = Matrix<Double>.zeros(rows: hierarchy.seriesCount, columns: base.count)
    for (column, vector) in base.enumerated() {
      precondition(vector.count == hierarchy.seriesCount, "not one number a series")
      for row in vector.indices { forecasts.elements[column * forecasts.rows + row] = vector[row] }
    }
    let gaps = Self.incoherence(forecasts, hierarchy)
    var multipliers = solver.solve(gaps, threads: threads)
    var weights = Matrix<Double>.zeros(rows: 0, columns: base.count)
    if let small {
      weights = small.solve(lowRank.multiplied(by: gaps, transposingSelf: true))
      let correction = lowRank * weights
      for place in multipliers.elements.indices {
        multipliers.elements[place] -= correction.elements[place]
      }
    }
    let factor = covariance.factor
    return parallelMap(count: base.count, threads: threads) { [multipliers, weights] column in
      var shift = solver.gathered(multipliers.column(column))
      for leaf in shift.indices { shift[leaf] *= covariance.variances[m + leaf] }
      for month in 0..<weights.rows {
        let weight = weights.elements[column * weights.rows + month]
        let start = month * factor.rows + m
        for leaf in shift.indices { shift[leaf] -= factor.elements[start + leaf] * weight }
      }
      return hierarchy.summed((0..<leaves).map { base[column][m + $0] + shift[$0] })
    }
  }

  /// `C x` of each column: an aggregate's number less the sum of its leaves'.
  static func incoherence(_ vectors: Matrix<Double>, _ hierarchy: Hierarchy) -> Matrix<Double> {
    let m = hierarchy.aggregateCount
    var result = Matrix<Double>.zeros(rows: m, columns: vectors.columns)
    let stride = hierarchy.ancestorCount
    for column in 0..<vectors.columns {
      let from = column * vectors.rows
      let to = column * m
      for row in 0..<m { result.elements[to + row] = vectors.elements[from + row] }
      for leaf in 0..<hierarchy.leafCount {
        let value = vectors.elements[from + m + leaf]
        for place in leaf * stride..<(leaf + 1) * stride {
          result.elements[to + Int(hierarchy.ancestors[place])] -= value
        }
      }
    }
    return result
  }
}
