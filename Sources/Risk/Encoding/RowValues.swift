/// A number for each row, in the fewest bytes that hold them: one for all, or 0 and 1, or any.
package struct RowValues: Sendable, Equatable {
  private let storage: Storage

  private enum Storage: Sendable, Equatable {
    case constant(Double)
    case flags([UInt8])
    case numbers([Double])
  }

  /// The same number for every row.
  package init(constant value: Double) { storage = .constant(value) }

  /// 1 for the rows that are marked, 0 for the others.
  package init(flags: [UInt8]) { storage = .flags(flags) }

  /// One number a row.
  package init(_ values: [Double]) { storage = .numbers(values) }

  /// The numbers as a column of a file.
  var stored: StoredColumn {
    switch storage {
    case .constant(let value): .constant(value)
    case .flags(let flags): .bytes(flags)
    case .numbers(let values): .numbers(values)
    }
  }

  /// The number of a row.
  package subscript(row: Int) -> Double {
    switch storage {
    case .constant(let value): value
    case .flags(let flags): Double(flags[row])
    case .numbers(let values): values[row]
    }
  }

  /// The number that all rows have, where it is held as one.
  package var constant: Double? {
    if case .constant(let value) = storage { return value }
    return nil
  }

  /// 1 for the rows that are marked and 0 for the others, where they are held as that.
  var flags: [UInt8]? {
    if case .flags(let flags) = storage { return flags }
    return nil
  }

  /// The numbers of the first rows, written out.
  package func array(count: Int) -> [Double] {
    if case .numbers(let values) = storage, values.count == count { return values }
    return (0..<count).map { self[$0] }
  }

  /// Writes the numbers of consecutive rows to the beginning of `target`.
  func copy(_ rows: Range<Int>, into target: inout [Double]) {
    precondition(rows.count <= target.count, "no room for the rows")
    var target = target.mutableSpan
    switch storage {
    case .constant(let value):
      for i in 0..<rows.count { target[i] = value }
    case .flags(let flags):
      let source = flags.span.extracting(rows)
      for i in source.indices { target[i] = Double(source[i]) }
    case .numbers(let values):
      let source = values.span.extracting(rows)
      for i in source.indices { target[i] = source[i] }
    }
  }
}
