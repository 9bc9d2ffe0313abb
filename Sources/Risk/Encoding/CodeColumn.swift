/// Codes of the rows of a term, from 0, in the fewest bytes that hold them.
struct CodeColumn: Sendable {
  private let storage: Storage

  private enum Storage: Sendable {
    case bytes([UInt8])
    case words([UInt16])
    case wide([Int32])
  }

  /// Codes of rows.
  ///
  /// - Parameters:
  ///   - count: number of different codes.
  ///   - rowCount: number of rows.
  ///   - code: the code of a row, in `0..<count`.
  init(count: Int, rowCount: Int, _ code: (Int) -> Int32) {
    if count <= 1 << 8 {
      storage = .bytes((0..<rowCount).map { UInt8(code($0)) })
    } else if count <= 1 << 16 {
      storage = .words((0..<rowCount).map { UInt16(code($0)) })
    } else {
      storage = .wide((0..<rowCount).map { code($0) })
    }
  }

  /// The codes as a column of a file.
  var stored: StoredColumn {
    switch storage {
    case .bytes(let codes): .bytes(codes)
    case .words(let codes): .words(codes)
    case .wide(let codes): .wide(codes)
    }
  }

  /// The code of a row.
  subscript(row: Int) -> Int32 {
    switch storage {
    case .bytes(let codes): Int32(codes[row])
    case .words(let codes): Int32(codes[row])
    case .wide(let codes): codes[row]
    }
  }

  /// Writes the codes of consecutive rows.
  func copy(_ rows: Range<Int>, into target: inout [Int32], at start: Int) {
    switch storage {
    case .bytes(let codes): Self.copy(codes, rows, into: &target, at: start)
    case .words(let codes): Self.copy(codes, rows, into: &target, at: start)
    case .wide(let codes): Self.copy(codes, rows, into: &target, at: start)
    }
  }

  private static func copy<Code: FixedWidthInteger>(
    _ codes: [Code],
    _ rows: Range<Int>,
    into target: inout [Int32],
    at start: Int
  ) {
    let source = codes.span.extracting(rows)
    var place = target.mutableSpan
    precondition(start >= 0 && start + source.count <= place.count, "no room for the codes")
    for i in source.indices { place[start + i] = Int32(truncatingIfNeeded: source[i]) }
  }
}
