internal import LinearAlgebra

/// The search for the directions that separate, in passes over the rows.
struct SeparationSearch<Rows: RowBlocks> {
  let source: SignedRows<Rows>
  /// Directions found so far, one a column; each separates rows that those before it do not.
  private(set) var levels: Matrix<Double>
  /// Unit vectors of rows that the levels leave unseparated, as far as they have been met.
  private var pool: [[Double]] = []

  private var dimension: Int { source.columns.dimension }

  /// A search before its first pass.
  init(_ source: SignedRows<Rows>) {
    self.source = source
    levels = .zeros(rows: source.columns.dimension, columns: 0)
  }

  /// How a search ended.
  enum End {
    /// The rows that the levels do not separate overlap; their number.
    case overlap(rows: Int)
    /// Rounding kept the search from an end.
    case unsettled
  }

  /// Finds levels until the rows left overlap, or none is left.
  ///
  /// Whether rows overlap is decided by Stiemke's theorem: either positive weights make the sum of
  /// their vectors vanish, or some direction separates. The shortest sum with weights of at least
  /// one tells which, and is the direction if it does not vanish.
  mutating func run() -> End {
    while true {
      let (mean, active) = activeMean()
      guard active > 0 else { return .overlap(rows: 0) }
      var found = [ConeProjection(target: mean.map { -$0 })]
      let search = self
      ConeProjection.solve(&found, pool: &pool) { search.activeCandidates($0[0]) }
      guard found[0].isSettled else { return .unsettled }
      if found[0].containsTarget { return .overlap(rows: active) }
      let size = found[0].residual.euclideanLength
      levels = Matrix(
        levels.elements + found[0].residual.map { -$0 / size },
        rows: dimension,
        columns: levels.columns + 1
      )
      let direction = levels.column(levels.columns - 1)
      pool.removeAll { Array(direction).innerProduct($0) > ConeProjection.acute }
      // Each level separates rows that span a dimension the rows left do not.
      if levels.columns > dimension { return .unsettled }
    }
  }

  /// The directions that move no unseparated row.
  func nullSpace() -> NullSpace {
    var space = NullSpace(dimension: dimension)
    space.remove(pool)
    while space.dimension > 0 {
      let vectors = activeRowsMoved(by: space)
      guard !vectors.isEmpty else { return space }
      space.remove(vectors)
    }
    return space
  }

  // MARK: Passes

  /// Mean unit vector of the rows not separated by the levels, and their number.
  private func activeMean() -> (mean: [Double], active: Int) {
    let k = dimension
    let parts = source.mapGroups((sum: [Double](repeating: 0, count: k), active: 0)) {
      part,
      block in
      let separated = block.isSeparated(levels)
      let stride = block.vectors.rows
      for i in 0..<block.rows where block.sides[i] > 0 && !separated[i] {
        part.active += 1
        // The two directions of a row of both outcomes cancel.
        guard block.sides[i] == 1 else { continue }
        for j in 0..<k { part.sum[j] += block.vectors.elements[j * stride + i] }
      }
    }
    var sum = [Double](repeating: 0, count: k)
    var active = 0
    for part in parts {
      active += part.active
      for j in 0..<k { sum[j] += part.sum[j] }
    }
    return (sum.map { $0 / Double(max(active, 1)) }, active)
  }

  /// Of each group of blocks, the unseparated row at the most acute angle with a direction.
  private func activeCandidates(_ direction: [Double]) -> [[Double]] {
    let column = Matrix(direction, rows: dimension, columns: 1)
    let start = (value: 0.0, vector: [Double]())
    return source.mapGroups(start) { best, block in
      let separated = block.isSeparated(levels)
      let products = block.products(column)
      for i in 0..<block.rows where block.sides[i] > 0 && !separated[i] {
        let value = block.sides[i] == 2 ? abs(products[i, 0]) : products[i, 0]
        guard value > best.value else { continue }
        let vector = block.vector(i)
        best = (value, products[i, 0] > 0 ? vector : vector.map { -$0 })
      }
    }.map(\.vector).filter { !$0.isEmpty }
  }

  /// Of each group of blocks, the unseparated row with the longest part in a space, if any is
  /// longer than rounding.
  private func activeRowsMoved(by space: NullSpace) -> [[Double]] {
    let start = (value: NullSpace.tolerance, vector: [Double]())
    return source.mapGroups(start) { best, block in
      let separated = block.isSeparated(levels)
      let lengths = block.lengths(in: space)
      for i in 0..<block.rows where block.sides[i] > 0 && !separated[i] && lengths[i] > best.value {
        best = (lengths[i], block.vector(i))
      }
    }.map(\.vector).filter {
      !$0.isEmpty && space.coordinates($0).euclideanLength > NullSpace.tolerance
    }
  }
}

extension SignedBlock {
  /// True for the rows that one of some directions, one a column, moves.
  func isSeparated(_ levels: Matrix<Double>) -> [Bool] {
    let products = products(levels)
    var result = [Bool](repeating: false, count: rows)
    for level in 0..<levels.columns {
      for i in 0..<rows where products[i, level] > ConeProjection.acute { result[i] = true }
    }
    return result
  }

  /// Length of each row's part in a space.
  func lengths(in space: NullSpace) -> [Double] {
    let parts = products(space.basis)
    var squares = [Double](repeating: 0, count: rows)
    for j in 0..<parts.columns {
      for i in 0..<rows {
        squares[i] += parts.elements[j * rows + i] * parts.elements[j * rows + i]
      }
    }
    return squares.map { $0.squareRoot() }
  }
}
