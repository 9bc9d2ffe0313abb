internal import Concurrency
internal import Datasets

/// Reads the rows of a planned file into columns, and again those that were not as guessed.
struct ColumnAssembly {
  let layout: CSVLayout
  let threads: Int

  private(set) var decimalMark = CSVOptions.DecimalMark.point
  private(set) var findings: [CSVFindings.Column] = []
  private(set) var notes: [String] = []
  /// Line of each row; `nil` when it is row + 2 everywhere.
  private(set) var lines: [Int]?

  private var raw: [Raw] = []
  /// Columns of texts with the number of cells by mark of a missing value.
  private var takenAsMissing: [(column: String, marks: [Int])] = []

  /// A column as it was read.
  private enum Raw {
    case unread
    case numbers([Double], hasMark: Bool)
    /// With the number of cells by mark of a missing value.
    case codes([Int32], LevelIndex, marks: [Int])
  }

  /// Columns read in one pass over the file.
  private static let columnsAtOnce = 512

  init(layout: CSVLayout, threads: Int) {
    self.layout = layout
    self.threads = threads
  }

  private var names: [String] { layout.names }
  private var types: [CSVOptions.ColumnType?] { layout.types }
  private var options: CSVOptions { layout.options }
  private var dialect: CSVDialect { layout.dialect }
  private var plan: BlockPlan { layout.plan }
  private var mayHaveThousands: Bool { layout.mayHaveThousands }

  /// The columns.
  ///
  /// - Throws: what is wrong with the form, or with a column whose type is given.
  mutating func read() throws(CSVFault) -> [Column] {
    let guess = layout.guess
    raw = Array(repeating: .unread, count: names.count)
    let isNumber = names.indices.map { column in
      types[column].map { $0 == .number } ?? guess.isNumber[column]
    }
    try pass(over: Array(names.indices), as: { isNumber[$0] }, mark: guess.decimalMark)
    let contradicted = names.indices.filter { if case .unread = raw[$0] { true } else { false } }
    try pass(over: contradicted, as: { _ in false }, mark: guess.decimalMark)
    try reviewPoints(guess)
    try settleDecimalMark(guess.decimalMark)
    var columns: [Column] = []
    for column in names.indices { columns.append(try resolved(column)) }
    if !takenAsMissing.isEmpty { notes.append(ColumnNotes.takenAsMissing(takenAsMissing)) }
    return columns
  }

  /// Reads some columns, as numbers or as texts; those that are no numbers stay unread.
  private mutating func pass(
    over columns: [Int],
    as isNumber: (Int) -> Bool,
    mark: CSVOptions.DecimalMark
  ) throws(CSVFault) {
    var rest = columns[...]
    while !rest.isEmpty {
      let group = rest.prefix(Self.columnsAtOnce)
      rest = rest.dropFirst(Self.columnsAtOnce)
      try readGroup(Array(group), group.map(isNumber), mark)
    }
  }

  private mutating func readGroup(
    _ group: [Int],
    _ isNumber: [Bool],
    _ mark: CSVOptions.DecimalMark
  ) throws(CSVFault) {
    try layout.checkIsComplete()
    var kinds = Array(repeating: BlockParser.Task.Kind.skip, count: names.count)
    for (column, isNumber) in zip(group, isNumber) { kinds[column] = isNumber ? .number : .text }
    let parser = layout.parser(kinds: kinds, mark: mark)
    let (source, end, blocks) = (layout.source, layout.end, plan.blocks)
    let filled = fillColumns(
      numberColumns: parser.numberSlots,
      codeColumns: parser.codeSlots,
      rowRanges: blocks.map(\.rows),
      threads: threads
    ) { index, writer in
      source.withBytes(before: end) { parser.parse($0, blocks[index], into: &writer) }
    }
    for outcome in filled.values {
      if let fault = outcome.fault { throw fault }
    }
    if lines == nil { lines = layout.rowLines(blocks, filled.values.map(\.shifts)) }
    let texts = parallelMap(count: parser.codeSlots, threads: threads) { slot in
      Self.merged(filled, slot, blocks)
    }
    for column in group {
      let task = parser.tasks[column]
      switch task.kind {
      case .skip: break
      case .text:
        let marks = MissingMarks.texts.indices.map { mark in
          filled.values.reduce(0) { $0 + $1.marks[task.slot][mark] }
        }
        raw[column] = .codes(texts[task.slot].codes, texts[task.slot].levels, marks: marks)
      case .number:
        guard let values = filled.numbers[task.slot] else { continue }
        let hasMark = filled.values.contains { $0.hasMark[task.slot] }
        raw[column] = .numbers(values, hasMark: hasMark)
      }
    }
  }

  /// The codes of a column with the levels of all blocks made one, in order of first appearance.
  private static func merged(
    _ filled: FilledColumns<BlockParser.Outcome>,
    _ slot: Int,
    _ blocks: [BlockPlan.Block]
  ) -> (codes: [Int32], levels: LevelIndex) {
    guard var codes = filled.codes[slot], var levels = filled.values.first?.levels[slot] else {
      preconditionFailure("a column of texts without a row")
    }
    for (block, outcome) in zip(blocks, filled.values).dropFirst() {
      let merged = levels.codes(of: outcome.levels[slot])
      if merged.indices.allSatisfy({ merged[$0] == Int32($0) }) { continue }
      for row in block.rows where codes[row] >= 0 { codes[row] = merged[Int(codes[row])] }
    }
    return (codes, levels)
  }

  /// Reads columns again as texts whose numbers with decimal points could all be ones with
  /// thousands points: `1.234`.
  ///
  /// In files separated by tabs only where another column has decimal commas.
  private mutating func reviewPoints(_ guess: ColumnGuess) throws(CSVFault) {
    guard mayHaveThousands, guess.decimalMark == .point else { return }
    guard
      dialect.separator == .semicolon
        || names.indices.contains(where: {
          survey(of: $0)?.need(mayHaveThousands: true) == .comma
        })
    else { return }
    let open = names.indices.filter { column in
      if case .numbers(_, hasMark: true) = raw[column] { return !guess.hasDecimalPoint[column] }
      return false
    }
    try pass(over: open, as: { _ in false }, mark: guess.decimalMark)
  }

  /// How a column that was read as texts reads as numbers; `nil` for one that cannot be.
  private func survey(of column: Int) -> NumberSurvey? {
    guard layout.mayBeNumber(column), case .codes(_, let levels, _) = raw[column] else {
      return nil
    }
    return NumberSurvey(levels, acceptsCodes: types[column] == .number)
  }

  /// Finds the decimal mark of the file; columns that need the other one become texts.
  private mutating func settleDecimalMark(_ guess: CSVOptions.DecimalMark) throws(CSVFault) {
    var needing: [CSVOptions.DecimalMark: [Int]] = [:]
    var leanings: [CSVOptions.DecimalMark] = []
    for column in names.indices {
      if case .numbers(_, hasMark: true) = raw[column] {
        needing[guess, default: []].append(column)
      } else if options.decimalMark == nil, let survey = survey(of: column) {
        if let mark = survey.need(mayHaveThousands: mayHaveThousands) {
          needing[mark, default: []].append(column)
        } else if types[column] == .number,
          let mark = survey.leaning(mayHaveThousands: mayHaveThousands)
        {
          leanings.append(mark)
        }
      }
    }
    decimalMark =
      options.decimalMark
      ?? .found(
        needed: CSVOptions.DecimalMark.allCases.filter { needing[$0] != nil },
        leanings: leanings,
        separator: dialect.separator
      )
    guard let odd = needing[decimalMark.other] else { return }
    let unforced = odd.filter { types[$0] == nil }
    if !unforced.isEmpty {
      notes.append(ColumnNotes.otherMark(unforced.map { names[$0] }, decimalMark))
    }
    if decimalMark != guess {
      try pass(over: odd, as: { _ in false }, mark: decimalMark)
    }
  }

  /// The column as its final type.
  private mutating func resolved(_ column: Int) throws(CSVFault) -> Column {
    defer { raw[column] = .unread }
    switch raw[column] {
    case .unread: preconditionFailure("a column was not read")
    case .numbers(let values, _):
      return made(column, .number, .numbers(values))
    case .codes(let codes, let levels, let marks):
      if decimalMark == .point, dialect.separator == .semicolon, mayHaveThousands,
        let level = survey(of: column)?.firstAmbiguous
      {
        return try ambiguous(column, codes, levels, level)
      }
      let found = try resolved(column, codes, levels)
      if case .text = found.values, marks.contains(where: { $0 > 0 }) {
        takenAsMissing.append((names[column], marks))
      }
      return found
    }
  }

  /// A column whose points could be of thousands or of decimals: texts, unless it must be one of
  /// numbers.
  private mutating func ambiguous(
    _ column: Int,
    _ codes: [Int32],
    _ levels: LevelIndex,
    _ level: Int
  ) throws(CSVFault) -> Column {
    guard types[column] == nil else {
      throw fault(.ambiguousThousands, column, codes, level)
    }
    notes.append(ColumnNotes.ambiguousPoints(names[column]))
    return made(column, .text, .text(TextColumn(codes: codes, levels: levels.levels)))
  }

  private mutating func resolved(
    _ column: Int,
    _ codes: [Int32],
    _ levels: LevelIndex
  ) throws(CSVFault) -> Column {
    let resolution = ColumnResolution(
      type: types[column],
      numbers: NumberParser(decimalMark: decimalMark.byte),
      acceptsThousands: decimalMark == .comma,
      dateFormat: options.dateFormat
    )
    do throws(ColumnResolution.Failure) {
      let found = try resolution.resolve(codes, levels)
      if found.isAmbiguous {
        notes.append(ColumnNotes.ambiguousDays(names[column]))
      }
      if types[column] == nil, found.type == .text, LevelReading.areGrouped(levels) {
        notes.append(ColumnNotes.groups(names[column]))
      }
      return made(column, found.type, found.values, format: found.format)
    } catch {
      throw fault(error.cause, column, codes, error.level)
    }
  }

  /// A fault at the first row that has a level.
  private func fault(
    _ cause: DataProblem.Cause,
    _ column: Int,
    _ codes: [Int32],
    _ level: Int
  ) -> CSVFault {
    let row = codes.firstIndex(of: Int32(level)) ?? 0
    return CSVFault(
      cause: cause,
      position: -1,
      column: names[column],
      line: lines?[row] ?? row + 2
    )
  }

  private mutating func made(
    _ column: Int,
    _ type: CSVOptions.ColumnType,
    _ values: Column.Values,
    format: String? = nil
  ) -> Column {
    findings.append(CSVFindings.Column(name: names[column], type: type, format: format))
    return Column(name: names[column], values: values)
  }
}
