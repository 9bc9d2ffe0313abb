internal import LinearAlgebra

/// Which coefficients a separation sends to infinity, and to which side.
///
/// In the space of directions that move separated rows alone, those that separate are a cone. A
/// coefficient has one sign in all of it if and only if it is a non-negative combination of the
/// separated rows (Farkas), which is again a question of the nearest point of a cone.
struct SeparationSigns<Rows: RowBlocks> {
  private let source: SignedRows<Rows>
  private let space: NullSpace
  /// For each column in the model: coordinates of the coefficient as a function on the space, of
  /// length 1; `nil` where it vanishes.
  private let functions: [[Double]?]

  /// A coefficient's change along the space is zero when it is at most this share of its size.
  private static var tolerance: Double { 1e-8 }
  /// Rows that a pass gives for one residual, at most.
  private static var candidateLimit: Int { 16 }

  init(_ source: SignedRows<Rows>, _ space: NullSpace, intercept: Int?) {
    self.source = source
    self.space = space
    let columns = source.columns
    functions = columns.kept.enumerated().map { position, column in
      var function = columns.turn.row(position)
      var size = function.euclideanLength
      if column == intercept {
        // The intercept of the columns as given takes back the shifts of the others.
        for (other, index) in columns.kept.enumerated() where index != column {
          let factor = columns.moments.center[index] / columns.moments.scale[index]
          let row = columns.turn.row(other)
          for i in function.indices { function[i] -= factor * row[i] }
          size += abs(factor) * row.euclideanLength
        }
      }
      let part = space.coordinates(function)
      let partSize = part.euclideanLength
      return partSize > Self.tolerance * size ? part.map { $0 / partSize } : nil
    }
  }

  /// The direction that moves the separated rows' unit vectors as evenly as can be, in coordinates
  /// of the space.
  ///
  /// The shortest direction that moves each by at least one, by Lawson and Hanson's least distance
  /// programming (1974, chapter 23).
  ///
  /// - Returns: `nil` when rounding hides it.
  func evenestDirection() -> [Double]? {
    let d = space.dimension
    let root = 0.5.squareRoot()
    var projections = [ConeProjection(target: Array(repeating: 0, count: d) + [1])]
    var pool: [[Double]] = []
    ConeProjection.solve(&projections, pool: &pool) { residuals in
      candidates(residuals.map { Array($0.dropLast()) }, shift: residuals[0][d]).map { vector in
        vector.map { $0 * root } + [root]
      }
    }
    let residual = projections[0].residual
    guard projections[0].isSettled, !projections[0].containsTarget, residual[d] > 0 else {
      return nil
    }
    let direction = residual.dropLast().map { -$0 }
    let size = direction.euclideanLength
    return size > 0 ? direction.map { $0 / size } : nil
  }

  /// The limit of each coefficient in the model, given a direction inside the cone.
  func limits(_ inside: [Double]) -> [SeparationProof.Limit] {
    var result = functions.map { $0 == nil ? SeparationProof.Limit.finite : .undetermined }
    var targets: [(position: Int, isPositive: Bool)] = []
    var projections: [ConeProjection] = []
    for (position, function) in functions.enumerated() {
      guard let function else { continue }
      let value = function.innerProduct(inside)
      guard abs(value) > Self.tolerance else { continue }
      targets.append((position, value > 0))
      projections.append(ConeProjection(target: value > 0 ? function : function.map { -$0 }))
    }
    var pool: [[Double]] = []
    ConeProjection.solve(&projections, pool: &pool) { candidates($0, shift: 0) }
    for (target, projection) in zip(targets, projections)
    where projection.isSettled && projection.containsTarget {
      result[target.position] = .infinite(isPositive: target.isPositive)
    }
    return result
  }

  /// For each residual the separated rows at the most acute angles with it, in coordinates of the
  /// space and of length 1, at most one a group of blocks.
  private func candidates(_ residuals: [[Double]], shift: Double) -> [[Double]] {
    let directions =
      space.basis
      * Matrix(
        residuals.flatMap { $0 },
        rows: space.dimension,
        columns: residuals.count
      )
    let start = residuals.map { _ in (value: 0.0, vector: [Double]()) }
    let groups = source.mapGroups(start) { best, block in
      let lengths = block.lengths(in: space)
      let products = block.products(directions)
      for m in residuals.indices {
        for i in 0..<block.rows where block.sides[i] > 0 && lengths[i] > NullSpace.tolerance {
          let value = products[i, m] / lengths[i] + shift
          if value > best[m].value { best[m] = (value, block.vector(i)) }
        }
      }
    }
    var result: [[Double]] = []
    for m in residuals.indices {
      let found = groups.map { $0[m] }.filter { !$0.vector.isEmpty }
      // A stable order: equal values keep the order of the groups.
      let order = found.indices.sorted { (-found[$0].value, $0) < (-found[$1].value, $1) }
      for index in order.prefix(Self.candidateLimit) {
        let part = space.coordinates(found[index].vector)
        let size = part.euclideanLength
        if size > NullSpace.tolerance { result.append(part.map { $0 / size }) }
      }
    }
    return result
  }
}
