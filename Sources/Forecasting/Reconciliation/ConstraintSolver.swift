internal import Concurrency
internal import Datasets
internal import LinearAlgebra

/// Solves `N x = r` for `N = C Λ C'`, where C r = 0 says that sums are right and Λ is diagonal.
///
/// With one constraint an aggregate, C = [I -A], and `N = Λ_a + A Λ_b A'` has as many rows as there
/// are aggregates. It is applied in one pass over the leaves and never made; conjugate gradients
/// with the diagonal as preconditioner solve eight right-hand sides side by side, or one alone. Where
/// the tree is even, N has few distinct eigenvalues, and so few steps are needed.
struct ConstraintSolver: Sendable {
  /// Variance of the aggregate of each constraint.
  private let aggregateVariances: [Double]
  /// Variance of each leaf.
  private let leafVariances: [Double]
  /// Constraints that leaf j takes part in: `members[starts[j]..<starts[j + 1]]`.
  private let starts: [Int]
  private let members: [Int32]
  /// Inverse diagonal of N, 0 where that is 0.
  private let preconditioner: [Double]

  /// Residual, relative to the right-hand side, at which a solution counts as exact.
  private static let tolerance = 1e-14
  /// Steps after which rounding will not let the residual fall further.
  private static let maximumSteps = 5000

  /// The constraints of a hierarchy, and one for each leaf that is held at 0: an aggregate of that
  /// leaf alone, without error.
  ///
  /// - Parameters:
  ///   - hierarchy: the series.
  ///   - variances: one a series.
  ///   - held: leaves held at 0, ascending.
  init(_ hierarchy: Hierarchy, variances: [Double], held: [Int] = []) {
    let count = hierarchy.aggregateCount
    aggregateVariances = Array(variances[..<count]) + held.map { _ in 0 }
    leafVariances = Array(variances[count...])
    var starts = [0]
    var members: [Int32] = []
    starts.reserveCapacity(hierarchy.leafCount + 1)
    members.reserveCapacity(hierarchy.ancestors.count + held.count)
    var next = 0
    for leaf in 0..<hierarchy.leafCount {
      let first = leaf * hierarchy.ancestorCount
      members += hierarchy.ancestors[first..<first + hierarchy.ancestorCount]
      if next < held.count, held[next] == leaf {
        members.append(Int32(count + next))
        next += 1
      }
      starts.append(members.count)
    }
    self.starts = starts
    self.members = members
    var diagonal = aggregateVariances
    for leaf in leafVariances.indices {
      for place in starts[leaf]..<starts[leaf + 1] {
        diagonal[Int(members[place])] += leafVariances[leaf]
      }
    }
    preconditioner = diagonal.map { $0 > 0 ? 1 / $0 : 0 }
  }

  /// Number of constraints.
  var count: Int { aggregateVariances.count }

  /// `A'x`: for each leaf the sum over its constraints.
  func gathered(_ x: ArraySlice<Double>) -> [Double] {
    let first = x.startIndex
    return leafVariances.indices.map { leaf in
      var sum = 0.0
      for place in starts[leaf]..<starts[leaf + 1] { sum += x[first + Int(members[place])] }
      return sum
    }
  }

  /// The solutions of all right-hand sides, in parallel; the same for any number of threads.
  ///
  /// - Parameters:
  ///   - rightHandSides: one a column.
  ///   - factor: B, one row a constraint: solves `(N + B B') x = r` where it is given.
  ///   - threads: number of threads, at least 1.
  /// - Returns: one solution a column.
  func solve(
    _ rightHandSides: Matrix<Double>,
    adding factor: Matrix<Double>? = nil,
    threads: Int
  ) -> Matrix<Double> {
    // One alone would leave seven of eight lanes idle; the results are the same.
    rightHandSides.columns == 1
      ? solve(rightHandSides, SIMD2<Double>.self, adding: factor, threads: threads)
      : solve(rightHandSides, SIMD8<Double>.self, adding: factor, threads: threads)
  }

  private func solve<Lanes: SIMD & Sendable>(
    _ rightHandSides: Matrix<Double>,
    _: Lanes.Type,
    adding factor: Matrix<Double>?,
    threads: Int
  ) -> Matrix<Double> where Lanes.Scalar == Double {
    let width = Lanes.scalarCount
    let blocks = (rightHandSides.columns + width - 1) / width
    let solved = parallelMap(count: blocks, threads: threads) { block -> [Lanes] in
      let columns = block * width..<min((block + 1) * width, rightHandSides.columns)
      var lanes = [Lanes](repeating: .zero, count: count)
      for (lane, column) in columns.enumerated() {
        let start = column * count
        for row in 0..<count { lanes[row][lane] = rightHandSides.elements[start + row] }
      }
      return solve(lanes, adding: factor)
    }
    var result = Matrix<Double>.zeros(rows: count, columns: rightHandSides.columns)
    for column in 0..<rightHandSides.columns {
      for row in 0..<count {
        result.elements[column * count + row] = solved[column / width][row][column % width]
      }
    }
    return result
  }

  /// Conjugate gradients, one right-hand side a lane; a lane that has ended stands still.
  private func solve<Lanes: SIMD & Sendable>(
    _ rightHandSide: [Lanes],
    adding factor: Matrix<Double>?
  ) -> [Lanes] where Lanes.Scalar == Double {
    var x = [Lanes](repeating: .zero, count: count)
    var residual = rightHandSide
    var direction = x
    var image = x
    var rho = Lanes.zero
    for row in 0..<count {
      direction[row] = residual[row] * preconditioner[row]
      rho += residual[row] * direction[row]
    }
    var goal = rho * (Self.tolerance * Self.tolerance)
    for _ in 0..<Self.maximumSteps {
      let isOpen = rho .> goal
      guard any(isOpen) else { break }
      apply(direction, to: &image)
      if let factor { Self.add(factor, direction, to: &image) }
      var curvature = Lanes.zero
      for row in 0..<count { curvature += direction[row] * image[row] }
      let step = Lanes.zero.replacing(with: rho / curvature, where: isOpen .& (curvature .> 0))
      // No curvature left: what remains of the right-hand side has no solution.
      goal.replace(with: .infinity, where: curvature .<= 0)
      var next = Lanes.zero
      for row in 0..<count {
        x[row] += step * direction[row]
        residual[row] -= step * image[row]
        next += residual[row] * residual[row] * preconditioner[row]
      }
      let ratio = Lanes.zero.replacing(with: next / rho, where: isOpen)
      for row in 0..<count {
        direction[row] = residual[row] * preconditioner[row] + ratio * direction[row]
      }
      rho = next
    }
    return x
  }

  /// `N x` in one pass over the leaves.
  private func apply<Lanes: SIMD & Sendable>(_ x: [Lanes], to result: inout [Lanes])
  where Lanes.Scalar == Double {
    for row in 0..<count { result[row] = x[row] * aggregateVariances[row] }
    for leaf in leafVariances.indices {
      let places = starts[leaf]..<starts[leaf + 1]
      var sum = Lanes.zero
      for place in places { sum += x[Int(members[place])] }
      sum *= leafVariances[leaf]
      for place in places { result[Int(members[place])] += sum }
    }
  }

  /// Adds `B B' x`.
  private static func add<Lanes: SIMD & Sendable>(
    _ factor: Matrix<Double>,
    _ x: [Lanes],
    to result: inout [Lanes]
  ) where Lanes.Scalar == Double {
    for column in 0..<factor.columns {
      let start = column * factor.rows
      var product = Lanes.zero
      for row in x.indices { product += x[row] * factor.elements[start + row] }
      for row in x.indices { result[row] += product * factor.elements[start + row] }
    }
  }
}
