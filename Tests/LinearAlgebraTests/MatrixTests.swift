import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Suite struct `Dense matrices` {
  private let a = Matrix<Double>([1, 2, 3, 4, 5, 6], rows: 3, columns: 2)

  @Test func `products agree with the definition`() {
    let b = Matrix<Double>([1, -1, 2, 0.5], rows: 2, columns: 2)
    #expect((a * b).elements == [-3, -3, -3, 4, 6.5, 9])
    #expect(a * [2, -1] == [-2, -1, 0])
    #expect(a.multiplied(by: a, transposingSelf: true).elements == [14, 32, 32, 77])
    #expect(a.crossproduct.elements == [14, 32, 32, 77])
    #expect(a.transposed.transposed == a)
  }

  @Test func `single precision computes the same products`() {
    let b = Matrix<Float>([1, 2, 3, 4, 5, 6], rows: 3, columns: 2)
    #expect(b.crossproduct.elements == [14, 32, 32, 77])
    #expect((b.transposed * b).elements == [14, 32, 32, 77])
  }

  @Test func `a product with no rows or columns is empty or zero`() {
    let empty = Matrix<Double>.zeros(rows: 0, columns: 2)
    #expect(empty.crossproduct.elements == [0, 0, 0, 0])
    #expect((empty * a.transposed).elements.isEmpty)
    #expect(
      (Matrix<Double>.zeros(rows: 2, columns: 0) * .zeros(rows: 0, columns: 2)).elements == [
        0, 0, 0, 0,
      ]
    )
  }

  @Test func `a row's product does not depend on its place`() {
    let row = (0..<37).map { 1 / Double($0 + 3) }
    let many = Matrix<Double>(
      row.flatMap { Array(repeating: $0, count: 101) },
      rows: 101,
      columns: 37
    )
    let product = many * (0..<37).map { Double($0).squareRoot() }
    #expect(Set(product).count == 1)
  }

  @Test func `a crossproduct adds up over blocks of rows`() {
    var sum = Matrix<Double>.zeros(rows: 2, columns: 2)
    sum.addCrossproduct(of: Matrix([1, 2, 4, 5], rows: 2, columns: 2))
    sum.addCrossproduct(of: Matrix([3, 9, 6, 9], rows: 2, columns: 2), usedRows: 1)
    sum.symmetrizeFromLower()
    #expect(sum == a.crossproduct)
  }

  @Test func `a stored matrix that does not fill its shape is refused`() throws {
    let data = Data(#"{"rows":2,"columns":2,"elements":[1,2,3]}"#.utf8)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Matrix<Double>.self, from: data)
    }
    let stored = try JSONEncoder().encode(a)
    #expect(try JSONDecoder().decode(Matrix<Double>.self, from: stored) == a)
  }

  @Test func `elements outside the matrix stop the program`() async {
    await #expect(processExitsWith: .failure) {
      _ = Matrix<Double>.identity(2)[2, 0]
    }
  }
}
