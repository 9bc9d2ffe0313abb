internal import CKernels
internal import COpenBLAS

/// Operations on some columns of a chunk of rows, for passes whose data stand in one large array.
///
/// A chunk is `rows` × any number of columns, column-major, at a place in the array.
package protocol ColumnScalar: BLASScalar {
  /// The combination of some columns of a chunk.
  ///
  /// - Parameters:
  ///   - columns: which of the chunk's columns.
  ///   - factors: one for each of them.
  ///   - design: holds the chunk.
  ///   - start: index of its first element.
  ///   - rows: its rows, at most the elements of `result`.
  ///   - result: the first `rows` elements are replaced.
  /// - Complexity: 2 rows × columns flops.
  static func combine(
    _ columns: [Int32],
    _ factors: [Self],
    of design: [Self],
    from start: Int,
    rows: Int,
    into result: inout [Self]
  )

  /// The products of some columns of a chunk with a vector.
  ///
  /// - Parameters:
  ///   - columns: which of the chunk's columns.
  ///   - design: holds the chunk.
  ///   - start: index of its first element.
  ///   - rows: its rows, at most the elements of `vector`.
  ///   - vector: the first `rows` elements count.
  ///   - sums: one for each of the columns, added to.
  /// - Complexity: 2 rows × columns flops.
  static func multiply(
    _ columns: [Int32],
    of design: [Self],
    from start: Int,
    rows: Int,
    with vector: [Self],
    addingTo sums: inout [Double]
  )
}

extension ColumnScalar {
  fileprivate static func check(_ columns: [Int32], _ design: [Self], _ start: Int, _ rows: Int) {
    let last = Int(columns.max() ?? 0)
    precondition(start >= 0 && rows >= 0 && (columns.min() ?? 0) >= 0, "negative place")
    precondition(start + (last + 1) * rows <= design.count, "column outside the design")
  }
}

extension Double: ColumnScalar {
  /// The corresponding BLAS routine is `daxpy`, column by column.
  package static func combine(
    _ columns: [Int32],
    _ factors: [Double],
    of design: [Double],
    from start: Int,
    rows: Int,
    into result: inout [Double]
  ) {
    check(columns, design, start, rows)
    precondition(rows <= result.count && factors.count == columns.count, "sizes differ")
    BLAS.useOneThread()
    for i in 0..<rows { result[i] = 0 }
    unsafe design.withUnsafeBufferPointer { design in
      guard let base = design.baseAddress, rows > 0 else { return }
      for (column, factor) in zip(columns, factors) {
        unsafe cblas_daxpy(
          Int32(rows),
          factor,
          base + start + Int(column) * rows,
          1,
          &result,
          1
        )
      }
    }
  }

  /// The corresponding BLAS routine is `ddot`, column by column.
  package static func multiply(
    _ columns: [Int32],
    of design: [Double],
    from start: Int,
    rows: Int,
    with vector: [Double],
    addingTo sums: inout [Double]
  ) {
    check(columns, design, start, rows)
    precondition(rows <= vector.count && sums.count == columns.count, "sizes differ")
    BLAS.useOneThread()
    unsafe design.withUnsafeBufferPointer { design in
      guard let base = design.baseAddress, rows > 0 else { return }
      for (position, column) in columns.enumerated() {
        sums[position] += unsafe cblas_ddot(
          Int32(rows),
          base + start + Int(column) * rows,
          1,
          vector,
          1
        )
      }
    }
  }
}

extension Float: ColumnScalar {
  /// Four columns at a time, so that the result is read and written once for the four.
  package static func combine(
    _ columns: [Int32],
    _ factors: [Float],
    of design: [Float],
    from start: Int,
    rows: Int,
    into result: inout [Float]
  ) {
    check(columns, design, start, rows)
    precondition(rows <= result.count && factors.count == columns.count, "sizes differ")
    unsafe design.withUnsafeBufferPointer { design in
      guard let base = design.baseAddress else { return }
      unsafe ck_combine_columns(rows, base + start, columns, factors, columns.count, &result)
    }
  }

  /// Four columns at a time, so that the vector is read once for the four.
  package static func multiply(
    _ columns: [Int32],
    of design: [Float],
    from start: Int,
    rows: Int,
    with vector: [Float],
    addingTo sums: inout [Double]
  ) {
    check(columns, design, start, rows)
    precondition(rows <= vector.count && sums.count == columns.count, "sizes differ")
    unsafe design.withUnsafeBufferPointer { design in
      guard let base = design.baseAddress else { return }
      unsafe ck_dot_columns(rows, base + start, columns, vector, columns.count, &sums)
    }
  }
}
