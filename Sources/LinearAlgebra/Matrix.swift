/// A dense matrix of `rows` × `columns` numbers, stored column by column.
///
/// A value type: copies are independent. Element (i, j) is `elements[i + j * rows]`, the layout of
/// BLAS and LAPACK. `Scalar` is `Double`; `Float` where mixed precision or a neural model needs it.
/// Public and inlinable throughout, because generic code is compiled for its scalar in the layers above
/// only if it is both.
public struct Matrix<Scalar: BLASScalar>: Sendable, Equatable {
  /// Number of rows, at least 0.
  public let rows: Int
  /// Number of columns, at least 0.
  public let columns: Int
  /// The `rows * columns` elements, column-major.
  public var elements: [Scalar]

  /// A matrix from its elements in column-major order.
  ///
  /// - Parameters:
  ///   - elements: `rows * columns` numbers.
  ///   - rows: number of rows.
  ///   - columns: number of columns.
  @inlinable
  public init(_ elements: [Scalar], rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "negative shape")
    precondition(elements.count == rows * columns, "elements do not fill the shape")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// A matrix of zeros.
  @inlinable
  public static func zeros(rows: Int, columns: Int) -> Matrix {
    Matrix(Array(repeating: 0, count: rows * columns), rows: rows, columns: columns)
  }

  /// The identity of order `n`.
  @inlinable
  public static func identity(_ n: Int) -> Matrix {
    var result = zeros(rows: n, columns: n)
    for i in 0..<n { result[i, i] = 1 }
    return result
  }

  /// The square matrix with the given diagonal and zeros elsewhere.
  @inlinable
  public static func diagonal(_ values: [Scalar]) -> Matrix {
    var result = zeros(rows: values.count, columns: values.count)
    for (i, value) in values.enumerated() { result[i, i] = value }
    return result
  }

  /// Element in row `i` and column `j`, both from 0.
  @inlinable
  public subscript(i: Int, j: Int) -> Scalar {
    get {
      precondition(i >= 0 && i < rows && j >= 0 && j < columns, "element outside the matrix")
      return elements[i + j * rows]
    }
    set {
      precondition(i >= 0 && i < rows && j >= 0 && j < columns, "element outside the matrix")
      elements[i + j * rows] = newValue
    }
  }

  /// The numbers of column `j`, `rows` of them.
  @inlinable
  public func column(_ j: Int) -> ArraySlice<Scalar> {
    precondition(j >= 0 && j < columns, "column outside the matrix")
    return elements[(j * rows)..<((j + 1) * rows)]
  }

  /// The numbers of row `i`, `columns` of them.
  @inlinable
  public func row(_ i: Int) -> [Scalar] {
    (0..<columns).map { self[i, $0] }
  }

  /// The numbers on the diagonal.
  @inlinable
  public var diagonal: [Scalar] { (0..<min(rows, columns)).map { self[$0, $0] } }

  /// The matrix with rows and columns exchanged.
  @inlinable
  public var transposed: Matrix {
    var result = Matrix.zeros(rows: columns, columns: rows)
    for j in 0..<columns {
      for i in 0..<rows { result.elements[j + i * columns] = elements[i + j * rows] }
    }
    return result
  }

  /// The part with the given rows and columns, in the order given.
  @inlinable
  public subscript(rowIndices: [Int], columnIndices: [Int]) -> Matrix {
    var result = Matrix.zeros(rows: rowIndices.count, columns: columnIndices.count)
    for (b, j) in columnIndices.enumerated() {
      for (a, i) in rowIndices.enumerated() { result[a, b] = self[i, j] }
    }
    return result
  }

  /// True when every element is finite.
  @inlinable
  public var isFinite: Bool { elements.allSatisfy(\.isFinite) }

  /// Copies the lower triangle of a square matrix onto the upper one.
  @inlinable
  public mutating func symmetrizeFromLower() {
    precondition(rows == columns, "only a square matrix has two triangles")
    for j in 0..<columns {
      for i in (j + 1)..<max(rows, j + 1) { elements[j + i * rows] = elements[i + j * rows] }
    }
  }

  /// Adds `other`, of the same shape, element by element.
  @inlinable
  public static func += (left: inout Matrix, right: Matrix) {
    precondition(left.rows == right.rows && left.columns == right.columns, "shapes differ")
    for index in left.elements.indices { left.elements[index] += right.elements[index] }
  }
}

extension Matrix: Codable {
  private enum CodingKeys: String, CodingKey {
    case rows
    case columns
    case elements
  }

  /// Decodes and checks that the elements fill the shape.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let rows = try container.decode(Int.self, forKey: .rows)
    let columns = try container.decode(Int.self, forKey: .columns)
    let elements = try container.decode([Scalar].self, forKey: .elements)
    let size = rows.multipliedReportingOverflow(by: columns)
    guard rows >= 0, columns >= 0, !size.overflow, elements.count == size.partialValue else {
      throw DecodingError.dataCorruptedError(
        forKey: .elements,
        in: container,
        debugDescription: "\(elements.count) elements for \(rows) x \(columns)"
      )
    }
    self.init(elements, rows: rows, columns: columns)
  }
}
