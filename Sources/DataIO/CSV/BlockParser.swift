internal import Concurrency
internal import Datasets

/// Reads the rows of one block into its part of the columns.
///
/// Cells are read straight from the bytes. A short run of rows is gathered in a tile, column by
/// column, before it goes to the columns, so that memory is written in whole lines.
struct BlockParser: Sendable {
  /// What is to be done with the cells of a column.
  struct Task: Sendable, Equatable {
    enum Kind: Sendable { case skip, number, text }
    var kind: Kind
    /// Index among the columns of numbers or of codes.
    var slot = 0
    /// Codes (`007`) count as numbers, because the user said that the column is one.
    var acceptsCodes = false
    /// `1.234` is a number with a thousands point, which the survey of the whole column has shown.
    var acceptsThousands = false
    /// Marks of a missing value are texts, because the user said that the column is one of texts.
    var keepsMarks = false
  }

  /// What a block gave beside its rows.
  struct Outcome: Sendable {
    /// The first thing that is wrong.
    var fault: CSVFault?
    /// By column of numbers: a cell is not one, and no more of the column was read.
    var isContradicted: [Bool]
    /// By column of numbers: a decimal mark stands in a cell.
    var hasMark: [Bool]
    /// By column of codes: the texts that the codes stand for.
    var levels: [LevelIndex]
    /// By column of codes: how often each of the marks of a missing value stood in it.
    var marks: [[Int]]
    /// Rows, counted from the block's first, from which on the line is further ahead of the row.
    var shifts: [Shift] = []
  }

  /// From a row on, lines are this many ahead of rows, both counted from the block's first.
  struct Shift: Sendable, Equatable {
    var row: Int
    var lines: Int
  }

  let scanner: CSVScanner
  let numbers: NumberParser
  let tasks: [Task]
  let numberSlots: Int
  let codeSlots: Int
  let skipsBlankLines: Bool
  /// By column of codes: texts whose codes are known, when they are.
  var knownLevels: [LevelIndex]?

  private static let tileRows = 64

  /// Reads the rows of a block.
  ///
  /// - Parameters:
  ///   - bytes: all bytes before the end of the table.
  ///   - block: the block to read.
  ///   - writer: takes the values of its rows.
  /// - Returns: what the block gave beside its rows.
  func parse(
    _ bytes: Span<UInt8>,
    _ block: BlockPlan.Block,
    into writer: inout ColumnWriter
  ) -> Outcome {
    var outcome = Outcome(
      isContradicted: Array(repeating: false, count: numberSlots),
      hasMark: Array(repeating: false, count: numberSlots),
      levels: knownLevels ?? Array(repeating: LevelIndex(), count: codeSlots),
      marks: Array(repeating: MissingMarks.texts.map { _ in 0 }, count: codeSlots)
    )
    var tile = Tile(numberSlots: numberSlots, codeSlots: codeSlots, rows: Self.tileRows)
    var position = block.bytes.lowerBound
    var extraLines = 0
    for row in 0..<block.rows.count {
      if skipsBlankLines {
        while scanner.isBlankLine(bytes, at: position), position < bytes.count {
          position = min(cellStart(afterLineAt: position, bytes), bytes.count)
          extraLines += 1
        }
      }
      if extraLines != outcome.shifts.last?.lines ?? 0 {
        outcome.shifts.append(Shift(row: row, lines: extraLines))
      }
      do throws(CSVFault) {
        position = try parseRow(bytes, at: position, into: &tile, &outcome, &extraLines)
      } catch {
        outcome.fault = error
        return outcome
      }
      tile.filled &+= 1
      if tile.filled == Self.tileRows { tile.flush(into: &writer, outcome.isContradicted) }
    }
    tile.flush(into: &writer, outcome.isContradicted)
    return outcome
  }

  private func cellStart(afterLineAt position: Int, _ bytes: Span<UInt8>) -> Int {
    CSVScanner.firstIndex(of: scanner.newline, in: bytes, from: position) + 1
  }

  @inline(__always)
  private func parseRow(
    _ bytes: Span<UInt8>,
    at start: Int,
    into tile: inout Tile,
    _ outcome: inout Outcome,
    _ extraLines: inout Int
  ) throws(CSVFault) -> Int {
    var position = start
    let last = tasks.count &- 1
    // Where the mark is the separator too, it is a mark in quotes only.
    let canBeQuick = numbers.decimalMark != scanner.separator
    for column in tasks.indices {
      let task = tasks[column]
      if task.kind == .number, canBeQuick, !outcome.isContradicted[task.slot] {
        let quick = numbers.quickNumber(bytes, at: position)
        if quick.stop > 0 {
          let width =
            column < last
            ? (bytes[quick.stop] == scanner.separator ? 1 : 0)
            : scanner.newlineWidth(bytes, at: quick.stop)
          if width > 0 {
            tile.setNumber(quick.value, task.slot)
            if quick.hasMark { outcome.hasMark[task.slot] = true }
            position = quick.stop &+ width
            continue
          }
        }
      }
      let cell = try scanner.cell(bytes, at: position)
      if cell.isQuoted { extraLines += newlines(bytes, in: cell.range) }
      switch task.kind {
      case .number: parseNumber(bytes, cell, task, &tile, &outcome)
      case .text: parseText(bytes, cell, task, &tile, &outcome)
      case .skip: break
      }
      if (cell.end == .separator) != (column < last) {
        throw raggedRow(bytes, at: start)
      }
      position = cell.next
    }
    return position
  }

  private func parseNumber(
    _ bytes: Span<UInt8>,
    _ cell: CSVScanner.Cell,
    _ task: Task,
    _ tile: inout Tile,
    _ outcome: inout Outcome
  ) {
    guard !outcome.isContradicted[task.slot] else { return }
    let range = bytes.trimmed(cell.range)
    if MissingMarks.contains(bytes, range) {
      tile.setNumber(.nan, task.slot)
      return
    }
    var parsed = numbers.parse(bytes, range)
    if parsed == .other, task.acceptsThousands,
      let plain = NumberParser.withoutThousandsPoints(bytes, range)
    {
      parsed = numbers.parse(plain.span, 0..<plain.count)
    }
    switch parsed {
    case .number(let value, let hasMark):
      tile.setNumber(value, task.slot)
      if hasMark { outcome.hasMark[task.slot] = true }
    case .code(let value) where task.acceptsCodes:
      tile.setNumber(value, task.slot)
    case .code, .other:
      outcome.isContradicted[task.slot] = true
    }
  }

  @inline(__always)
  private func parseText(
    _ bytes: Span<UInt8>,
    _ cell: CSVScanner.Cell,
    _ task: Task,
    _ tile: inout Tile,
    _ outcome: inout Outcome
  ) {
    let code: Int32
    if cell.range.isEmpty {
      code = TextColumn.missing
    } else if !cell.isQuoted, !task.keepsMarks, MissingMarks.contains(bytes, cell.range) {
      code = TextColumn.missing
      if let mark = MissingMarks.index(of: bytes, cell.range) {
        outcome.marks[task.slot][mark] += 1
      }
    } else if cell.hasDoubledQuotes {
      let content = scanner.content(bytes, cell)
      code = outcome.levels[task.slot].code(of: content.span, 0..<content.count)
    } else {
      code = outcome.levels[task.slot].code(of: bytes, cell.range)
    }
    tile.setCode(code, task.slot)
  }

  private func newlines(_ bytes: Span<UInt8>, in range: Range<Int>) -> Int {
    var count = 0
    for index in range where bytes[index] == scanner.newline { count += 1 }
    return count
  }

  private func raggedRow(_ bytes: Span<UInt8>, at start: Int) -> CSVFault {
    do throws(CSVFault) {
      let found = try scanner.row(bytes, at: start).cells.count
      return CSVFault(cause: .raggedRow(expected: tasks.count, found: found), position: start)
    } catch {
      return error
    }
  }
}

/// The rows last read, column by column, until they go to the columns together.
private struct Tile {
  var filled = 0
  private var numbers: [Double]
  private var codes: [Int32]
  private let rows: Int
  private let numberSlots: Int
  private let codeSlots: Int

  init(numberSlots: Int, codeSlots: Int, rows: Int) {
    numbers = Array(repeating: 0, count: numberSlots * rows)
    codes = Array(repeating: 0, count: codeSlots * rows)
    self.rows = rows
    self.numberSlots = numberSlots
    self.codeSlots = codeSlots
  }

  @inline(__always)
  mutating func setNumber(_ value: Double, _ slot: Int) {
    numbers[slot &* rows &+ filled] = value
  }

  @inline(__always)
  mutating func setCode(_ value: Int32, _ slot: Int) {
    codes[slot &* rows &+ filled] = value
  }

  mutating func flush(into writer: inout ColumnWriter, _ isContradicted: [Bool]) {
    for slot in 0..<numberSlots where !isContradicted[slot] {
      let part = numbers.span.extracting(slot * rows..<slot * rows + filled)
      writer.append(part, toNumbers: slot)
    }
    for slot in 0..<codeSlots {
      let part = codes.span.extracting(slot * rows..<slot * rows + filled)
      writer.append(part, toCodes: slot)
    }
    filled = 0
  }
}
