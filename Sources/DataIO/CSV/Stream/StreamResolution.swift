internal import Concurrency
internal import Datasets

/// Finds the decimal mark of a file and the types of the columns asked for, from a survey.
struct StreamResolution {
  let layout: CSVLayout
  let isRequested: [Bool]
  let maximumLevels: Int
  private(set) var survey: ColumnSurvey
  private(set) var decimalMark = CSVOptions.DecimalMark.point
  private(set) var findings: [CSVFindings.Column] = []
  private(set) var notes: [String] = []
  /// Columns that were surveyed: those asked for, and all where the decimal mark hangs on others.
  private var surveyed: [Int]
  private var takenAsMissing: [(column: String, marks: [Int])] = []

  /// A column asked for, as its final type.
  struct Resolved: Sendable {
    /// Index in the file.
    let column: Int
    let values: Values
    /// The texts, and how often each stands in a column that is read as texts.
    var tally: TextTally?

    /// The texts of a column that is read as texts.
    var texts: LevelIndex? { tally?.levels }

    /// How a cell becomes a value.
    enum Values: Sendable {
      case numbers
      /// By level.
      case texts(TextColumn.Levels)
      case months([Month?])
      case dates([CalendarDate?])
    }
  }

  init(layout: CSVLayout, isRequested: [Bool], maximumLevels: Int, threads: Int) {
    self.layout = layout
    self.isRequested = isRequested
    self.maximumLevels = maximumLevels
    surveyed = isRequested.indices.filter { isRequested[$0] }
    survey = ColumnSurvey(
      layout: layout,
      isRequested: isRequested,
      maximumLevels: maximumLevels,
      threads: threads
    )
  }

  /// The columns asked for, in file order.
  ///
  /// - Throws: what is wrong with the form, or with a column whose type is given;
  ///   `tooManyLevels`.
  mutating func resolve() throws(CSVFault) -> [Resolved] {
    let columns = surveyed
    try survey.readAsGuessed(columns, checksForm: true)
    try reviewPoints()
    if hangsOnOthers {
      let others = layout.names.indices.filter { !isRequested[$0] && layout.mayBeNumber($0) }
      try survey.readAsGuessed(others, checksForm: false)
      surveyed = layout.names.indices.filter { isRequested[$0] || layout.mayBeNumber($0) }
      try reviewPoints()
    }
    settleDecimalMark()
    let open = columns.filter { column in
      guard needsTexts(column), case .partly = survey.states[column].texts else { return false }
      return true
    }
    try survey.readAsTexts(open)
    var resolved: [Resolved] = []
    for column in columns { resolved.append(try self.resolved(column)) }
    if !takenAsMissing.isEmpty { notes.append(ColumnNotes.takenAsMissing(takenAsMissing)) }
    return resolved
  }

  private func numbers(_ column: Int) -> NumberSurvey { survey.states[column].numbers }

  /// The columns asked for do not tell the decimal mark of the file, and it matters for them.
  ///
  /// One that needs the mark that goes with the separator settles it, whatever the others need.
  private var hangsOnOthers: Bool {
    guard layout.mayFindMark else { return false }
    let usual = CSVOptions.DecimalMark.found(
      point: true,
      comma: true,
      separator: layout.dialect.separator
    )
    let isSettled = surveyed.contains { column in
      // Points that may be of thousands say nothing until another column is known.
      need(of: column) == usual
        && !(layout.mayHaveThousands && survey.states[column].isGroupedOpen)
    }
    if isSettled { return false }
    return surveyed.contains { column in
      guard layout.mayBeNumber(column) else { return false }
      let numbers = numbers(column)
      let isSame = numbers.point == numbers.grouped && !survey.states[column].isGroupedOpen
      let isNone = numbers.point.firstFailure != nil && numbers.grouped.firstFailure != nil
      return !isSame && (!isNone || layout.types[column] == .number)
    }
  }

  /// Looks at points as thousands points where the decimal mark or a type hangs on it.
  private mutating func reviewPoints() throws(CSVFault) {
    guard layout.mayFindMark else { return }
    try survey.readAsTexts(
      surveyed.filter { column in
        let numbers = numbers(column)
        return survey.states[column].isGroupedOpen && numbers.point.firstFailure != nil
          && (numbers.grouped.firstFailure == nil || layout.types[column] == .number)
      }
    )
    guard layout.mayHaveThousands,
      layout.dialect.separator == .semicolon || surveyed.contains(where: { need(of: $0) == .comma })
    else { return }
    try survey.reviewPoints(
      surveyed.filter { column in
        survey.states[column].isGroupedOpen && numbers(column).point.firstFailure == nil
      }
    )
  }

  private func need(of column: Int) -> CSVOptions.DecimalMark? {
    guard layout.mayFindMark, layout.mayBeNumber(column) else { return nil }
    if survey.states[column].isGroupedOpen {
      return numbers(column).point.firstFailure == nil ? .point : nil
    }
    return numbers(column).need(mayHaveThousands: layout.mayHaveThousands)
  }

  private mutating func settleDecimalMark() {
    guard layout.mayFindMark else {
      decimalMark = layout.options.decimalMark ?? .point
      return
    }
    let needs = surveyed.map { need(of: $0) }
    let leanings = zip(surveyed, needs).compactMap { column, need in
      layout.types[column] == .number && need == nil
        ? numbers(column).leaning(mayHaveThousands: layout.mayHaveThousands) : nil
    }
    decimalMark = .found(
      needed: needs.compactMap(\.self),
      leanings: leanings,
      separator: layout.dialect.separator
    )
    let odd = zip(surveyed, needs).filter { column, need in
      need == decimalMark.other && layout.types[column] == nil && isRequested[column]
    }.map(\.0)
    if !odd.isEmpty {
      notes.append(ColumnNotes.otherMark(odd.map { layout.names[$0] }, decimalMark))
    }
  }

  /// The row of the first cell whose points can be of thousands or of decimals, where all can.
  private func firstAmbiguous(_ column: Int) -> Int? {
    guard decimalMark == .point, layout.dialect.separator == .semicolon, layout.mayHaveThousands,
      layout.mayBeNumber(column), !survey.states[column].isGroupedOpen
    else { return nil }
    return numbers(column).firstAmbiguous
  }

  private func isNumber(_ column: Int) -> Bool {
    layout.mayBeNumber(column) && firstAmbiguous(column) == nil
      && numbers(column).reading(decimalMark).firstFailure == nil
  }

  private func needsTexts(_ column: Int) -> Bool {
    layout.types[column] != .number && !isNumber(column)
  }

  private mutating func resolved(_ column: Int) throws(CSVFault) -> Resolved {
    if let row = firstAmbiguous(column) {
      guard layout.types[column] == nil else {
        throw fault(.ambiguousThousands, column, line: layout.line(ofRow: row))
      }
      notes.append(ColumnNotes.ambiguousPoints(layout.names[column]))
      let tally = try tally(column)
      return made(column, .text, .texts(tally.levels.levels), tally)
    }
    if isNumber(column) { return made(column, .number, .numbers) }
    if layout.types[column] == .number {
      throw fault(.notANumber, column, line: lineOfNoNumber(column))
    }
    return try resolvedTexts(column)
  }

  private mutating func resolvedTexts(_ column: Int) throws(CSVFault) -> Resolved {
    let tally = try tally(column)
    if layout.types[column] == nil, tally.levels.count == 0 {
      return made(column, .number, .numbers)
    }
    let resolution = ColumnResolution(
      type: layout.types[column],
      numbers: nil,
      dateFormat: layout.options.dateFormat
    )
    let found: ColumnResolution.Found
    do throws(ColumnResolution.Failure) {
      // One row a level: the values of a row are those of its level.
      found = try resolution.resolve(Array(0..<Int32(tally.levels.count)), tally.levels)
    } catch {
      throw fault(error.cause, column, line: line(ofLevel: error.level, column, tally.levels))
    }
    if found.isAmbiguous { notes.append(ColumnNotes.ambiguousDays(layout.names[column])) }
    switch found.values {
    case .numbers: preconditionFailure("numbers were not asked for")
    case .months(let values):
      return made(column, .month, .months(values), tally, format: found.format)
    case .dates(let values):
      return made(column, .date, .dates(values), tally, format: found.format)
    case .text(let texts):
      if layout.types[column] == nil, LevelReading.areGrouped(tally.levels) {
        notes.append(ColumnNotes.groups(layout.names[column]))
      }
      if tally.marks.contains(where: { $0 > 0 }) {
        takenAsMissing.append((layout.names[column], tally.marks))
      }
      return made(column, .text, .texts(texts.levels), tally)
    }
  }

  private func tally(_ column: Int) throws(CSVFault) -> TextTally {
    switch survey.states[column].texts {
    case .known(let tally): return tally
    case .tooMany: throw fault(.tooManyLevels(limit: maximumLevels), column, line: nil)
    case .partly: preconditionFailure("the texts of a column were not read")
    }
  }

  private mutating func made(
    _ column: Int,
    _ type: CSVOptions.ColumnType,
    _ values: Resolved.Values,
    _ tally: TextTally? = nil,
    format: String? = nil
  ) -> Resolved {
    findings.append(.init(name: layout.names[column], type: type, format: format))
    return Resolved(column: column, values: values, tally: tally)
  }

  private func fault(_ cause: DataProblem.Cause, _ column: Int, line: Int?) -> CSVFault {
    CSVFault(cause: cause, position: -1, column: layout.names[column], line: line)
  }

  /// Line of the first cell of a column that is no number with the decimal mark of the file.
  private func lineOfNoNumber(_ column: Int) -> Int? {
    let parser = NumberParser(decimalMark: decimalMark.byte)
    let row = numbers(column).reading(decimalMark).firstFailure ?? 0
    return line(column, from: row) { codes, levels in
      let read = LevelReading.numbers(
        levels,
        parser,
        acceptsCodes: true,
        acceptsThousands: decimalMark == .comma
      )
      guard case .failure(let failure) = read else { return nil }
      return codes.firstIndex(of: Int32(failure.level))
    }
  }

  /// Line of the first cell with a text.
  private func line(ofLevel level: Int, _ column: Int, _ known: LevelIndex) -> Int? {
    line(column, from: 0, known: known) { codes, _ in codes.firstIndex(of: Int32(level)) }
  }

  /// Line of the first row that `find` finds in a block, from the block of a row on.
  private func line(
    _ column: Int,
    from row: Int,
    known: LevelIndex? = nil,
    find: ([Int32], LevelIndex) -> Int?
  ) -> Int? {
    var kinds = layout.names.map { _ in BlockParser.Task.Kind.skip }
    kinds[column] = .text
    let parser = layout.parser(kinds: kinds, mark: decimalMark, knownLevels: known.map { [$0] })
    for block in layout.plan.blocks where block.rows.upperBound > row {
      let cells = layout.cells(of: block, parser)
      guard let codes = cells.codes[0], let outcome = cells.values.first else { return nil }
      if let found = find(codes, outcome.levels[0]) {
        return layout.lines(of: block, outcome.shifts)[found]
      }
    }
    return nil
  }
}

extension CSVLayout {
  /// Line on which a row begins, from 1.
  func line(ofRow row: Int) -> Int? {
    guard let block = plan.blocks.first(where: { $0.rows.contains(row) }) else { return nil }
    let parser = parser(kinds: names.map { _ in .skip }, mark: .point)
    guard let outcome = cells(of: block, parser).values.first else { return nil }
    return lines(of: block, outcome.shifts)[row - block.rows.lowerBound]
  }
}
