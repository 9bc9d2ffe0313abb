import LinearAlgebra
import Testing

@Suite struct `Crossproducts of tall blocks` {
  /// Whole numbers, whose products and sums are exact in either precision in any order.
  private func block<Scalar: BLASScalar>(
    _ rows: Int,
    _ columns: Int,
    as type: Scalar.Type
  ) -> Matrix<Scalar> {
    let elements = (0..<(rows * columns)).map { Scalar((($0 * 7919 + 13) % 31) - 15) }
    return Matrix(elements, rows: rows, columns: columns)
  }

  private func check<Scalar: BLASScalar>(_ rows: Int, _ columns: Int, as type: Scalar.Type) {
    let x = block(rows, columns, as: type)
    // Fewer rows and columns than the block has, above a triangle that must stay as it is.
    for (used, leading) in [(rows, columns), (rows - 1, max(columns - 2, 1))] {
      var found = Matrix<Double>.zeros(rows: leading, columns: leading)
      for index in found.elements.indices { found.elements[index] = 0.5 }
      found.addCrossproduct(ofLeading: leading, of: x, usedRows: used)
      for j in 0..<leading {
        for i in 0..<leading {
          var expected = 0.5
          if i >= j { for row in 0..<used { expected += Double(x[row, i]) * Double(x[row, j]) } }
          #expect(found[i, j] == expected, "\(Scalar.self) \(used) x \(leading), at \(i), \(j)")
        }
      }
    }
  }

  @Test(arguments: [1, 2, 7, 16, 33, 512, 513, 1024, 1030])
  func `each pair of columns is summed once, whatever the shape`(rows: Int) {
    for columns in [1, 2, 3, 4, 5, 8, 9, 13] {
      check(rows, columns, as: Double.self)
      check(rows, columns, as: Float.self)
    }
  }

  @Test func `single precision adds up many rows in double`() {
    let n = 1 << 20
    let x = Matrix<Float>(Array(repeating: 0.1, count: n), rows: n, columns: 1)
    let exact = Double(Float(0.1)) * Double(Float(0.1)) * Double(n)
    #expect(abs(x.crossproduct[0, 0] / exact - 1) < 1e-6)
  }
}
