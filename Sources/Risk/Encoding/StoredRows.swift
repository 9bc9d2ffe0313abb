internal import Concurrency
internal import Datasets
internal import Statistics

/// A column of some encoded rows as it is kept in a file.
enum StoredColumn: Sendable {
  /// One number for all rows, which takes no room.
  case constant(Double)
  case numbers([Double])
  case bytes([UInt8])
  case words([UInt16])
  case wide([Int32])

  /// How a row's value is kept.
  enum Form: Sendable, Equatable {
    case constant(Double)
    case number, byte, word, wide

    /// Bytes of a number of rows, up to a multiple of eight.
    func size(rows: Int) -> Int {
      let bytes =
        switch self {
        case .constant: 0
        case .number: 8 * rows
        case .byte: rows
        case .word: 2 * rows
        case .wide: 4 * rows
        }
      return (bytes + 7) & ~7
    }
  }

  var form: Form {
    switch self {
    case .constant(let value): .constant(value)
    case .numbers: .number
    case .bytes: .byte
    case .words: .word
    case .wide: .wide
    }
  }

  /// Writes the column to a file, up to a multiple of eight bytes.
  fileprivate func write(to file: inout TemporaryFile) throws(SystemFailure) {
    switch self {
    case .constant: return
    case .numbers(let values): try file.write(values.span)
    case .bytes(let values): try file.write(values.span)
    case .words(let values): try file.write(values.span)
    case .wide(let values): try file.write(values.span)
    }
    let rest = -file.count & 7
    if rest > 0 { try file.write([UInt8](repeating: 0, count: rest).span) }
  }
}

/// Some encoded rows on their way to a file.
struct StoredPart: Sendable {
  /// Number of rows.
  let rowCount: Int
  /// Terms of the rows, without their intercept.
  let layout: [DesignLayout.Term]
  /// Numbers and codes of the terms in their order, then response, weights, frequencies, offsets.
  let columns: [StoredColumn]
}

/// Encoded rows in a file: what ``EncodedRows`` hands out of a table beyond memory.
///
/// The rows of a part stand together, column by column. The file is mapped, has no name, and its
/// pages are given back as its parts have been read.
struct StoredRows: Sendable {
  let layout: DesignLayout
  let rowCount: Int
  /// Blocks of rows, none of which reaches over the end of a part.
  let blocks: [Range<Int>]
  private let file: MappedFile
  private let parts: [Part]
  /// The part of each block.
  private let places: [Int]
  private let forms: [StoredColumn.Form]

  private struct Part: Sendable {
    let rows: Range<Int>
    let bytes: Range<Int>
  }

  /// Writes rows to a file, part by part.
  struct Writer: ~Copyable {
    private var file: TemporaryFile
    private var layout: [DesignLayout.Term]?
    private var forms: [StoredColumn.Form] = []
    private var parts: [Part] = []

    /// A writer to a new file in a folder.
    init(folder: String) throws(SystemFailure) {
      file = try TemporaryFile(in: folder)
    }

    /// Adds the rows of the next part; all parts have the same layout and forms.
    mutating func add(_ part: StoredPart) throws(SystemFailure) {
      guard part.rowCount > 0 else { return }
      if layout == nil {
        layout = part.layout
        forms = part.columns.map(\.form)
      }
      precondition(part.layout == layout && part.columns.map(\.form) == forms, "another layout")
      let start = file.count
      for column in part.columns { try column.write(to: &file) }
      let row = parts.last?.rows.upperBound ?? 0
      parts.append(Part(rows: row..<(row + part.rowCount), bytes: start..<file.count))
    }

    /// The rows written.
    consuming func rows() throws(SystemFailure) -> StoredRows {
      StoredRows(
        layout: DesignLayout([.intercept] + (layout ?? [])),
        forms: forms,
        parts: parts,
        file: try file.mapped()
      )
    }
  }

  private init(
    layout: DesignLayout,
    forms: [StoredColumn.Form],
    parts: [Part],
    file: MappedFile
  ) {
    self.layout = layout
    self.forms = forms
    self.parts = parts
    self.file = file
    rowCount = parts.last?.rows.upperBound ?? 0
    var blocks: [Range<Int>] = []
    var places: [Int] = []
    for (place, part) in parts.enumerated() {
      for rows in layout.evenBlocks(rowCount: part.rows.count) {
        let start = part.rows.lowerBound
        blocks.append((start + rows.lowerBound)..<(start + rows.upperBound))
        places.append(place)
      }
    }
    self.blocks = blocks
    self.places = places
  }

  /// Writes the rows of a block.
  func fill(_ index: Int, into block: inout TermBlock) {
    let part = parts[places[index]]
    let rows = blocks[index]
    let local = (rows.lowerBound - part.rows.lowerBound)..<(rows.upperBound - part.rows.lowerBound)
    var position = part.bytes.lowerBound
    var number = 0
    var code = 0
    for form in forms.dropLast(4) {
      if form == .number {
        copyNumbers(local, from: position, to: &block.numbers, at: number * block.capacity)
        number += 1
      } else {
        copyCodes(form, local, from: position, to: &block.codes, at: code * block.capacity)
        code += 1
      }
      position += form.size(rows: part.rows.count)
    }
    fillOutcomes(index, into: &block)
  }

  /// Writes response, weights, frequencies and offsets of a block.
  func fillOutcomes(_ index: Int, into block: inout TermBlock) {
    let part = parts[places[index]]
    let rows = blocks[index]
    let local = (rows.lowerBound - part.rows.lowerBound)..<(rows.upperBound - part.rows.lowerBound)
    let outcomes = forms.suffix(4)
    var position =
      part.bytes.upperBound - outcomes.reduce(0) { $0 + $1.size(rows: part.rows.count) }
    block.rows = rows.count
    for (place, form) in outcomes.enumerated() {
      switch place {
      case 0: copy(form, local, from: position, to: &block.response)
      case 1: copy(form, local, from: position, to: &block.weights)
      case 2: copy(form, local, from: position, to: &block.frequencies)
      default: copy(form, local, from: position, to: &block.offsets)
      }
      position += form.size(rows: part.rows.count)
    }
    // Blocks are read in their order, so the part has been read; others only read it again.
    if rows.upperBound == part.rows.upperBound { file.release(part.bytes) }
  }

  private func copy(
    _ form: StoredColumn.Form,
    _ rows: Range<Int>,
    from position: Int,
    to target: inout [Double]
  ) {
    switch form {
    case .constant(let value):
      for i in 0..<rows.count { target[i] = value }
    case .byte:
      let start = position + rows.lowerBound
      file.withBytes(in: start..<(start + rows.count)) { bytes in
        for i in bytes.indices { target[i] = Double(bytes[i]) }
      }
    case .number, .word, .wide:
      copyNumbers(rows, from: position, to: &target, at: 0)
    }
  }

  private func copyNumbers(
    _ rows: Range<Int>,
    from position: Int,
    to target: inout [Double],
    at place: Int
  ) {
    let start = position + 8 * rows.lowerBound
    file.withBytes(in: start..<(start + 8 * rows.count)) { bytes in
      var column = target.mutableSpan
      for i in 0..<rows.count {
        column[place + i] = Double(bitPattern: bytes.word(at: 8 * i))
      }
    }
  }

  private func copyCodes(
    _ form: StoredColumn.Form,
    _ rows: Range<Int>,
    from position: Int,
    to target: inout [Int32],
    at place: Int
  ) {
    let width = form == .byte ? 1 : form == .word ? 2 : 4
    let start = position + width * rows.lowerBound
    file.withBytes(in: start..<(start + width * rows.count)) { bytes in
      var column = target.mutableSpan
      switch width {
      case 1:
        for i in 0..<rows.count { column[place + i] = Int32(bytes[i]) }
      case 2:
        for i in 0..<rows.count {
          column[place + i] = Int32(bytes[2 * i]) | Int32(bytes[2 * i + 1]) << 8
        }
      default:
        for i in 0..<rows.count {
          let low = UInt32(bytes[4 * i]) | UInt32(bytes[4 * i + 1]) << 8
          let high = UInt32(bytes[4 * i + 2]) | UInt32(bytes[4 * i + 3]) << 8
          column[place + i] = Int32(truncatingIfNeeded: low | high << 16)
        }
      }
    }
  }
}
