import LinearAlgebra
import TestSupport
import Testing

@Suite struct `Whitened rows` {
  private static let matrix = Matrix([4.0, 2, 2, 3], rows: 2, columns: 2)

  @Test(.tags(.reference)) func `their squared length is the inverse's quadratic form`() throws {
    // The inverse of (4 2; 2 3) is (3 -2; -2 4) / 8.
    var block = Matrix([1.0, 0, 5, 7, 0, 1, -1, 9], rows: 4, columns: 2)
    try Cholesky(Self.matrix).whitenRows(of: &block, usedRows: 3)
    let lengths = (0..<3).map { i in block.row(i).map { $0 * $0 }.reduce(0, +) }
    for (length, expected) in zip(lengths, [3.0 / 8, 4.0 / 8, (75 + 20 + 4) / 8.0]) {
      expectClose(length, expected, relativeTolerance: 1e-15)
    }
    #expect(block.row(3) == [7, 9], "a row not in use was changed")
  }

  @Test func `columns beyond the order are left alone`() throws {
    var block = Matrix([2.0, 6, 1, 1, 5, 5], rows: 2, columns: 3)
    try Cholesky(Self.matrix).whitenRows(of: &block)
    #expect(Array(block.column(2)) == [5, 5])
    expectClose(block[0, 0], 1, relativeTolerance: 1e-15)
  }

  @Test func `no rows are none`() throws {
    var block = Matrix<Double>.zeros(rows: 0, columns: 2)
    try Cholesky(Self.matrix).whitenRows(of: &block)
    #expect(block.rows == 0)
  }
}
