internal import Datasets
internal import Statistics

/// The rows of one term: what a design layout needs of them.
struct EncodedTerm: Sendable {
  /// The term's place in the layout.
  let layout: DesignLayout.Term
  /// The term's columns of numbers, in order.
  let numbers: [NumberColumns]
  /// The term's codes, where it has any.
  let codes: CodeColumn?

  /// The term's numbers, where it is a number as it is.
  var filledNumbers: FilledNumbers? {
    if case .values(let numbers) = numbers.first { return numbers }
    return nil
  }

  /// Columns of numbers that are worked out block by block from what the table holds anyway.
  enum NumberColumns: Sendable {
    /// The numbers themselves.
    case values(FilledNumbers)
    /// 1 where the number is missing, 0 elsewhere.
    case isMissing(FilledNumbers)
    /// The columns of a spline.
    case spline(SplineBasis, FilledNumbers)
    /// Products of two numbers.
    case product(FilledNumbers, FilledNumbers)

    /// Number of columns.
    var count: Int {
      if case .spline(let basis, _) = self { return basis.columnCount }
      return 1
    }

    /// Writes consecutive rows.
    ///
    /// - Parameters:
    ///   - rows: the rows.
    ///   - target: receives the columns.
    ///   - start: place of the first row in the first of the columns.
    ///   - stride: distance from one column to the next.
    func copy(_ rows: Range<Int>, into target: inout [Double], at start: Int, stride: Int) {
      switch self {
      case .values(let numbers):
        numbers.copy(rows, into: &target, at: start)
      case .isMissing(let numbers):
        for (i, row) in rows.enumerated() {
          target[start + i] = numbers.values[row].isNaN ? 1 : 0
        }
      case .spline(let basis, let numbers):
        // Beyond the last of its columns there may be no room for the filled numbers.
        var filled = [Double](repeating: 0, count: rows.count)
        numbers.copy(rows, into: &filled, at: 0)
        var columns = target.mutableSpan
        basis.fill(filled.span, into: &columns, offset: start, stride: stride)
      case .product(let left, let right):
        for (i, row) in rows.enumerated() { target[start + i] = left[row] * right[row] }
      }
    }
  }
}

/// Numbers of a column, and what stands in for those that are missing.
struct FilledNumbers: Sendable {
  /// One a row; NaN where it is missing.
  let values: [Double]
  /// What stands in for NaN.
  let fill: Double
  /// True when some number is NaN.
  let hasMissing: Bool

  /// Numbers, with `fill` in the place of NaN.
  init(_ source: NumericSource, fill: Double) {
    values = source.values
    hasMissing = source.hasMissing
    self.fill = fill
  }

  /// The number of a row.
  subscript(row: Int) -> Double { values[row].isNaN ? fill : values[row] }

  /// Writes the numbers of consecutive rows.
  func copy(_ rows: Range<Int>, into target: inout [Double], at start: Int) {
    target.replaceSubrange(start..<(start + rows.count), with: values[rows])
    guard hasMissing else { return }
    for i in start..<(start + rows.count) where target[i].isNaN { target[i] = fill }
  }
}
