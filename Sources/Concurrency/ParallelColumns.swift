internal import Foundation

/// Columns that were filled in parallel, and what each block gave beside.
package struct FilledColumns<Value: Sendable>: Sendable {
  /// Columns of numbers; `nil` for one of which some row was not stored.
  package let numbers: [[Double]?]
  /// Columns of codes; `nil` for one of which some row was not stored.
  package let codes: [[Int32]?]
  /// What the body returned, by block.
  package let values: [Value]
}

/// Writes one block's rows of all columns, each column from the block's first row on.
///
/// Safe although it writes to memory that other workers write to as well: its rows are its own,
/// every store is checked against them, and a column counts as filled only when every row of it
/// was stored.
@safe package struct ColumnWriter: ~Copyable {
  private let views: ColumnViews
  private let rows: Range<Int>
  private var nextNumber: [Int]
  private var nextCode: [Int]

  fileprivate init(views: ColumnViews, rows: Range<Int>) {
    self.views = views
    self.rows = rows
    nextNumber = unsafe Array(repeating: rows.lowerBound, count: views.numbers.count)
    nextCode = unsafe Array(repeating: rows.lowerBound, count: views.codes.count)
  }

  /// Stores the next values of a column of numbers.
  ///
  /// - Parameters:
  ///   - values: hold at most as many as the block has rows left in that column.
  ///   - first: place of the first one to store.
  ///   - stride: distance from one to the next, at least 1.
  ///   - column: index among the columns of numbers.
  package mutating func append(
    _ values: Span<Double>,
    from first: Int = 0,
    by stride: Int = 1,
    toNumbers column: Int
  ) {
    precondition(first >= 0 && stride >= 1, "a place outside the values")
    let start = nextNumber[column]
    let count = (max(values.count - first, 0) + stride - 1) / stride
    precondition(count <= rows.upperBound - start, "more values than rows")
    let target = unsafe views.numbers[column]
    for index in 0..<count {
      unsafe target[start &+ index] = values[unchecked: first &+ index &* stride]
    }
    nextNumber[column] = start + count
  }

  /// Stores the next values of a column of codes.
  ///
  /// - Parameters:
  ///   - values: at most as many as the block has rows left in that column.
  ///   - column: index among the columns of codes.
  package mutating func append(_ values: Span<Int32>, toCodes column: Int) {
    let start = nextCode[column]
    precondition(values.count <= rows.upperBound - start, "more values than rows")
    let target = unsafe views.codes[column]
    for index in values.indices { unsafe target[start &+ index] = values[index] }
    nextCode[column] = start + values.count
  }

  fileprivate var filledNumbers: [Bool] { nextNumber.map { $0 == rows.upperBound } }
  fileprivate var filledCodes: [Bool] { nextCode.map { $0 == rows.upperBound } }
}

/// Fills columns of one length in parallel, each block its own range of rows.
///
/// The memory of the columns is not touched before the workers write to it, so that the cost of
/// the first touch is shared among them, and nothing is copied afterwards.
///
/// - Parameters:
///   - numberColumns: number of columns of `Double`.
///   - codeColumns: number of columns of `Int32`; both together at most 1024.
///   - rowRanges: rows of each block: consecutive from 0.
///   - threads: largest number of workers, at least 1.
///   - body: fills a block, given its index and the writer of its rows.
/// - Returns: the columns and what the blocks returned; the same for any number of threads.
package func fillColumns<Value: Sendable>(
  numberColumns: Int,
  codeColumns: Int,
  rowRanges: [Range<Int>],
  threads: Int,
  _ body: @Sendable (Int, inout ColumnWriter) -> Value
) -> FilledColumns<Value> {
  precondition(numberColumns + codeColumns <= 1024, "too many columns at once")
  var rowCount = 0
  for range in rowRanges {
    precondition(range.lowerBound == rowCount, "row ranges overlap or leave a gap")
    rowCount = range.upperBound
  }
  var opening = ColumnOpening(
    numberColumns: numberColumns,
    codeColumns: codeColumns,
    rowCount: rowCount
  )
  var values: [Value] = []
  opening.open { views in
    let results = parallelMap(count: rowRanges.count, threads: threads) { index in
      var writer = ColumnWriter(views: views, rows: rowRanges[index])
      let value = body(index, &writer)
      return (value, writer.filledNumbers, writer.filledCodes)
    }
    values = results.map(\.0)
    return (
      (0..<numberColumns).map { column in results.allSatisfy { $0.1[column] } },
      (0..<codeColumns).map { column in results.allSatisfy { $0.2[column] } }
    )
  }
  return FilledColumns(numbers: opening.numbers, codes: opening.codes, values: values)
}

/// The memory of all columns while it is being filled.
@safe private struct ColumnViews: @unchecked Sendable {
  var numbers: [UnsafeMutableBufferPointer<Double>] = unsafe []
  var codes: [UnsafeMutableBufferPointer<Int32>] = unsafe []
}

/// Arrays whose memory is open all at the same time, one initialiser inside the other, because an
/// array's memory is only lent to a closure.
private struct ColumnOpening {
  var numbers: [[Double]?]
  var codes: [[Int32]?]
  let rowCount: Int
  private var views = ColumnViews()
  private var filledNumbers: [Bool] = []
  private var filledCodes: [Bool] = []

  init(numberColumns: Int, codeColumns: Int, rowCount: Int) {
    numbers = Array(repeating: nil, count: numberColumns)
    codes = Array(repeating: nil, count: codeColumns)
    self.rowCount = rowCount
  }

  mutating func open(_ body: (ColumnViews) -> (numbers: [Bool], codes: [Bool])) {
    openNumbers(from: 0, body)
  }

  private mutating func openNumbers(
    from column: Int,
    _ body: (ColumnViews) -> (numbers: [Bool], codes: [Bool])
  ) {
    guard column < numbers.count else { return openCodes(from: 0, body) }
    let rows = rowCount
    let opened = unsafe [Double](unsafeUninitializedCapacity: rows) { buffer, count in
      unsafe adviseHugePages(UnsafeMutableRawBufferPointer(buffer))
      unsafe views.numbers.append(UnsafeMutableBufferPointer(rebasing: buffer[..<rows]))
      openNumbers(from: column + 1, body)
      // `Double` is trivial: a count of 0 forgets what was stored.
      count = filledNumbers[column] ? rows : 0
    }
    numbers[column] = filledNumbers[column] ? opened : nil
  }

  private mutating func openCodes(
    from column: Int,
    _ body: (ColumnViews) -> (numbers: [Bool], codes: [Bool])
  ) {
    guard column < codes.count else {
      (filledNumbers, filledCodes) = body(views)
      return
    }
    let rows = rowCount
    let opened = unsafe [Int32](unsafeUninitializedCapacity: rows) { buffer, count in
      unsafe adviseHugePages(UnsafeMutableRawBufferPointer(buffer))
      unsafe views.codes.append(UnsafeMutableBufferPointer(rebasing: buffer[..<rows]))
      openCodes(from: column + 1, body)
      count = filledCodes[column] ? rows : 0
    }
    codes[column] = filledCodes[column] ? opened : nil
  }
}

/// Asks the system to back large memory by large pages: a first touch for 2 MB instead of 4 kB.
///
/// Only whole large pages inside the memory are asked for, so that none is larger for it.
private func adviseHugePages(_ memory: UnsafeMutableRawBufferPointer) {
  let size = 1 << 21
  guard memory.count >= 2 * size, let start = memory.baseAddress else { return }
  let address = UInt(bitPattern: start)
  let skipped = (size - Int(address % UInt(size))) % size
  let length = (memory.count - skipped) / size * size
  // A refusal changes nothing but the speed.
  unsafe madvise(start + skipped, length, 14)  // MADV_HUGEPAGE
}
