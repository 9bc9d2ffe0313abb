internal import CKernels

extension Double {
  /// Not `dsyrk`, which packs its operand first: for tall blocks of a few dozen columns that takes
  /// as long as the product.
  public static func addCrossproduct(
    rows: Int,
    columns: Int,
    of x: [Double],
    stride: Int,
    to sums: inout [Double]
  ) {
    checkCrossproduct(rows, columns, x.count, stride, sums.count)
    unsafe ck_crossproduct_double(rows, columns, x, stride, &sums)
  }
}

extension Float {
  /// Sums over at most 1024 rows are in single precision, those over more rows in double.
  public static func addCrossproduct(
    rows: Int,
    columns: Int,
    of x: [Float],
    stride: Int,
    to sums: inout [Double]
  ) {
    checkCrossproduct(rows, columns, x.count, stride, sums.count)
    unsafe ck_crossproduct_float(rows, columns, x, stride, &sums)
  }
}

private func checkCrossproduct(
  _ rows: Int,
  _ columns: Int,
  _ elements: Int,
  _ stride: Int,
  _ sums: Int
) {
  precondition(rows >= 0 && rows <= stride && columns >= 1, "rows overlap the next column")
  precondition((columns - 1) * stride + rows <= elements, "column outside the block")
  precondition(columns * columns <= sums, "fewer sums than pairs of columns")
}
