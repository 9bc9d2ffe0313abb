internal import Concurrency
internal import Datasets

/// Reads the rows of one block into its part of the columns.
///
/// Cells are read straight from the bytes: neighbouring columns of numbers together, as far as they
/// are written in the most common form, every other cell on its own. A short run of rows is gathered
/// in a tile before it goes to the columns, so that memory is written in whole lines.
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

  private static let tileRows = 32

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
    var tile = Tile(numberSlots: numberSlots, codeSlots: codeSlots, rows: Self.tileRows)
    var outcome = Outcome(
      isContradicted: Array(repeating: false, count: numberSlots),
      hasMark: [],
      levels: knownLevels ?? Array(repeating: LevelIndex(), count: codeSlots),
      marks: Array(repeating: MissingMarks.texts.map { _ in 0 }, count: codeSlots)
    )
    let runs = numberRuns
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
        position = try parseRow(bytes, at: position, runs, into: &tile, &outcome, &extraLines)
      } catch {
        outcome.fault = error
        break
      }
      tile.filled &+= 1
      if tile.filled == Self.tileRows { tile.flush(into: &writer, outcome.isContradicted) }
    }
    tile.flush(into: &writer, outcome.isContradicted)
    outcome.hasMark = tile.marks.map { $0 > 0 }
    return outcome
  }

  /// By column: how many columns of numbers, one after the other, begin there before the last
  /// column; 0 where cells are to be read on their own.
  private var numberRuns: [Int] {
    var runs = Array(repeating: 0, count: tasks.count)
    // Where the mark is the separator too, it is a mark in quotes only.
    guard numbers.decimalMark != scanner.separator else { return runs }
    for column in tasks.indices.dropLast().reversed() where tasks[column].kind == .number {
      runs[column] = runs[column + 1] + 1
    }
    return runs
  }

  private func cellStart(afterLineAt position: Int, _ bytes: Span<UInt8>) -> Int {
    CSVScanner.firstIndex(of: scanner.newline, in: bytes, from: position) + 1
  }

  @inline(__always)
  private func parseRow(
    _ bytes: Span<UInt8>,
    at start: Int,
    _ runs: [Int],
    into tile: inout Tile,
    _ outcome: inout Outcome,
    _ extraLines: inout Int
  ) throws(CSVFault) -> Int {
    var position = start
    var column = 0
    let last = tasks.count &- 1
    while column <= last {
      let task = tasks[column]
      if runs[column] > 0 {
        let read = tile.readNumbers(bytes, at: position, scanner, numbers, task.slot, runs[column])
        position = read.next
        if read.count > 0 {
          column &+= read.count
          continue
        }
      }
      defer { column &+= 1 }
      if task.kind == .number, !outcome.isContradicted[task.slot],
        let next = quickNumber(bytes, at: position, isLast: column == last, task.slot, &tile)
      {
        position = next
        continue
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

  /// Reads a cell that is a number and nothing else.
  ///
  /// - Returns: where the next cell begins; `nil` where the cell must be looked at with more care.
  @inline(__always)
  private func quickNumber(
    _ bytes: Span<UInt8>,
    at position: Int,
    isLast: Bool,
    _ slot: Int,
    _ tile: inout Tile
  ) -> Int? {
    guard numbers.decimalMark != scanner.separator else { return nil }
    let quick = numbers.quickNumber(bytes, at: position)
    guard quick.stop > 0 else { return nil }
    let width =
      isLast
      ? scanner.newlineWidth(bytes, at: quick.stop)
      : (bytes[quick.stop] == scanner.separator ? 1 : 0)
    guard width > 0 else { return nil }
    tile.setNumber(quick.value, hasMark: quick.hasMark, slot)
    return quick.stop &+ width
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
      tile.setNumber(.nan, hasMark: false, task.slot)
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
      tile.setNumber(value, hasMark: hasMark, task.slot)
    case .code(let value) where task.acceptsCodes:
      tile.setNumber(value, hasMark: false, task.slot)
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

/// The rows last read, until they go to the columns together.
private struct Tile {
  var filled = 0
  /// By column of numbers: 1 when a decimal mark stands in a cell of the block.
  private(set) var marks: [UInt8]
  /// Row by row, as they are read.
  private var numbers: [Double]
  /// Column by column.
  private var codes: [Int32]
  private let rows: Int
  private let numberSlots: Int
  private let codeSlots: Int

  init(numberSlots: Int, codeSlots: Int, rows: Int) {
    marks = Array(repeating: 0, count: numberSlots)
    numbers = Array(repeating: 0, count: numberSlots * rows)
    codes = Array(repeating: 0, count: codeSlots * rows)
    self.rows = rows
    self.numberSlots = numberSlots
    self.codeSlots = codeSlots
  }

  /// Reads cells of a row in the most common form, as many as follow each other from a column on.
  @inline(__always)
  mutating func readNumbers(
    _ bytes: Span<UInt8>,
    at position: Int,
    _ scanner: CSVScanner,
    _ parser: NumberParser,
    _ slot: Int,
    _ count: Int
  ) -> (count: Int, next: Int) {
    bytes.readNumbers(
      count,
      at: position,
      separator: scanner.separator,
      mark: parser.decimalMark,
      into: &numbers,
      at: filled &* numberSlots &+ slot,
      marks: &marks,
      at: slot
    )
  }

  @inline(__always)
  mutating func setNumber(_ value: Double, hasMark: Bool, _ slot: Int) {
    numbers[filled &* numberSlots &+ slot] = value
    if hasMark { marks[slot] = 1 }
  }

  @inline(__always)
  mutating func setCode(_ value: Int32, _ slot: Int) {
    codes[slot &* rows &+ filled] = value
  }

  mutating func flush(into writer: inout ColumnWriter, _ isContradicted: [Bool]) {
    for slot in 0..<numberSlots where !isContradicted[slot] {
      let values = numbers.span.extracting(0..<filled * numberSlots)
      writer.append(values, from: slot, by: numberSlots, toNumbers: slot)
    }
    for slot in 0..<codeSlots {
      let part = codes.span.extracting(slot * rows..<slot * rows + filled)
      writer.append(part, toCodes: slot)
    }
    filled = 0
  }
}
