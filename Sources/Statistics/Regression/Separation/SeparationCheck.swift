internal import LinearAlgebra

/// The last step of a proof of separation: what a direction does to each row as it was given.
///
/// Whatever the search did in its turned coordinates, where a row far from all others may hide the
/// differences between these, a direction that passes here does separate.
struct SeparationCheck: Sendable {
  /// True when each separated row is moved to its side and no other row is moved.
  private(set) var holds = true
  /// Rows that are moved.
  private(set) var separatedRowCount = 0

  /// A move is real when it is more than this share of the terms that make it up, which bounds
  /// their rounding.
  private static let real = 1e-14
  /// A move is none when it is at most this share of the terms that make it up.
  private static let none = 1e-8

  /// A pass over the rows.
  ///
  /// - Parameters:
  ///   - source: the rows.
  ///   - space: directions that move separated rows alone; tells which these are.
  ///   - direction: p coefficients on the scale of the data.
  init<Rows>(_ source: SignedRows<Rows>, _ space: NullSpace, direction: [Double]) {
    let rows = source.rows
    let parts = mapBlockGroups(of: rows, threads: source.threads) { group in
      var part = SeparationCheck()
      var block = DesignBlock(capacity: group.capacity, layout: rows.layout)
      var signed = SignedBlock(capacity: group.capacity, dimension: source.columns.dimension)
      for index in group.blocks {
        rows.fill(index, into: &block)
        var copy = block
        signed.load(&copy, source.columns)
        part.add(block, signed, space, direction)
      }
      return part
    }
    for part in parts {
      holds = holds && part.holds
      separatedRowCount += part.separatedRowCount
    }
  }

  private init() {}

  private mutating func add(
    _ block: DesignBlock,
    _ signed: SignedBlock,
    _ space: NullSpace,
    _ direction: [Double]
  ) {
    let stride = block.design.rows
    var moves = [Double](repeating: 0, count: block.rows)
    var sizes = moves
    for (j, factor) in direction.enumerated() where factor != 0 {
      for i in 0..<block.rows {
        let term = block.design.elements[j * stride + i] * factor
        moves[i] += term
        sizes[i] += abs(term)
      }
    }
    let lengths = signed.lengths(in: space)
    for i in 0..<block.rows where block.weights[i] > 0 {
      if signed.sides[i] > 0, lengths[i] > NullSpace.tolerance {
        let side = block.response[i] > 0 ? 1.0 : -1
        separatedRowCount += 1
        holds = holds && signed.sides[i] == 1 && side * moves[i] > Self.real * sizes[i]
      } else {
        holds = holds && abs(moves[i]) <= Self.none * sizes[i]
      }
    }
  }
}
