/// RFC 4180 as plainly as it can be written: one byte after the other, one state.
///
/// The check on the reader, with which it shares no code. Lines end with a line feed or both bytes; an unquoted
/// cell may hold quotes.
struct ReferenceCSVParser {
  struct Cell: Equatable {
    var text: [UInt8] = []
    var isQuoted = false
  }

  enum Failure: Error { case unterminatedQuote, textAfterQuote }

  private enum State { case cellStart, unquoted, quoted, quoteInQuoted }

  /// The rows, blank lines among them as rows of one empty cell.
  static func rows(_ bytes: [UInt8], separator: UInt8) throws -> [[Cell]] {
    var rows: [[Cell]] = []
    var row: [Cell] = []
    var cell = Cell()
    var state = State.cellStart
    func endCell() {
      row.append(cell)
      cell = Cell()
      state = .cellStart
    }
    func endRow() {
      if state == .unquoted || state == .cellStart, cell.text.last == 0x0D {
        cell.text.removeLast()
      }
      endCell()
      rows.append(row)
      row = []
    }
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      let isLineEnd = byte == 0x0A
      switch state {
      case .cellStart, .unquoted:
        if state == .cellStart, byte == 0x22 {
          cell.isQuoted = true
          state = .quoted
        } else if byte == separator {
          endCell()
        } else if isLineEnd {
          endRow()
        } else {
          cell.text.append(byte)
          state = .unquoted
        }
      case .quoted:
        if byte == 0x22 { state = .quoteInQuoted } else { cell.text.append(byte) }
      case .quoteInQuoted:
        let isReturn = byte == 0x0D && (index + 1 == bytes.count || bytes[index + 1] == 0x0A)
        if byte == 0x22 {
          cell.text.append(byte)
          state = .quoted
        } else if byte == separator {
          endCell()
        } else if isLineEnd {
          endRow()
        } else if !isReturn {
          throw Failure.textAfterQuote
        }
      }
      index += 1
    }
    if state == .quoted { throw Failure.unterminatedQuote }
    endRow()
    return rows
  }
}
