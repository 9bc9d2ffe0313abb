internal import Concurrency
internal import Datasets

/// What is found out about the columns of a file in passes over its blocks that keep no rows.
///
/// The same questions as in ``ColumnAssembly``, answered by each block on its own and joined in the
/// order of the blocks. Columns that were not asked for are looked at only where the decimal mark
/// hangs on them.
struct ColumnSurvey {
  let layout: CSVLayout
  /// By column: it was asked for.
  let isRequested: [Bool]
  let maximumLevels: Int
  let threads: Int
  private(set) var states: [State]

  /// What is known of a column.
  struct State: Sendable {
    /// Places are rows of the table; of a failure that a mark implies, the first row of its block.
    var numbers = NumberSurvey()
    /// Cells with points were read as decimals, and not looked at as thousands.
    var isGroupedOpen = false
    var texts = Texts.partly
  }

  /// The distinct texts of a column.
  enum Texts: Sendable {
    /// Of all blocks read so far.
    case known(TextTally)
    /// Some block was read as numbers, or they are not needed.
    case partly
    case tooMany
  }

  /// How one block answers for a column.
  private enum Answer: Sendable {
    case none
    case numbers(hasMark: Bool)
    case texts(NumberSurvey, TextTally?)
  }

  /// What one block gave.
  private struct BlockAnswers: Sendable {
    var fault: CSVFault?
    /// By column of the file.
    var columns: [Answer]
  }

  /// Columns read in one pass over the file.
  static let columnsAtOnce = 512
  /// Blocks for each worker between two joinings.
  private static let blocksAtOnce = 8

  init(layout: CSVLayout, isRequested: [Bool], maximumLevels: Int, threads: Int) {
    self.layout = layout
    self.isRequested = isRequested
    self.maximumLevels = maximumLevels
    self.threads = threads
    states = layout.names.map { _ in State() }
  }

  /// Reads some columns as guessed.
  ///
  /// - Parameters:
  ///   - columns: columns of the file.
  ///   - checksForm: also the form of all rows.
  /// - Throws: what is wrong with the form.
  mutating func readAsGuessed(_ columns: [Int], checksForm: Bool) throws(CSVFault) {
    let kinds = columns.map { column -> BlockParser.Task.Kind in
      guard layout.mayBeNumber(column) else { return .text }
      let isNumber = layout.types[column] == .number || layout.guess.isNumber[column]
      return isNumber ? .number : .text
    }
    try pass(over: columns, as: kinds, checksForm: checksForm)
  }

  /// Reads some columns from the first block on as texts.
  mutating func readAsTexts(_ columns: [Int]) throws(CSVFault) {
    try pass(over: columns, as: columns.map { _ in .text }, checksForm: false)
  }

  /// Looks at the points of some columns of numbers as thousands points, as far as needed to tell
  /// that one is none.
  mutating func reviewPoints(_ columns: [Int]) throws(CSVFault) {
    let before = states
    try pass(over: columns, as: columns.map { _ in .text }, checksForm: false, isReview: true)
    for column in columns {
      guard let failure = states[column].numbers.grouped.firstFailure,
        before[column].numbers.point.firstFailure == nil
      else { continue }
      // The review ended there; what the whole column is with a decimal point is known before.
      states[column] = before[column]
      states[column].isGroupedOpen = false
      states[column].numbers.grouped.fail(at: failure)
    }
  }

  private mutating func pass(
    over columns: [Int],
    as kinds: [BlockParser.Task.Kind],
    checksForm: Bool,
    isReview: Bool = false
  ) throws(CSVFault) {
    var start = 0
    repeat {
      let group = start..<min(start + Self.columnsAtOnce, columns.count)
      var grouped = Array(repeating: BlockParser.Task.Kind.skip, count: layout.names.count)
      for position in group {
        grouped[columns[position]] = kinds[position]
        let isKnown = kinds[position] == .text && isRequested[columns[position]]
        states[columns[position]] = State(texts: isKnown ? .known(TextTally()) : .partly)
      }
      try read(grouped, checksForm: checksForm && start == 0, isReview: isReview)
      start = group.upperBound
    } while start < columns.count
  }

  /// Reads the blocks, in waves, after each of which it is known what need not be read on.
  private mutating func read(
    _ kinds: [BlockParser.Task.Kind],
    checksForm: Bool,
    isReview: Bool
  ) throws(CSVFault) {
    var kinds = kinds
    let blocks = layout.plan.blocks
    let wave = threads * Self.blocksAtOnce
    for first in stride(from: 0, to: blocks.count, by: wave) {
      guard checksForm || kinds.contains(where: { $0 != .skip }) else { return }
      try layout.checkIsComplete()
      let reading = BlockReading(
        layout: layout,
        kinds: kinds,
        isSurveyed: states.indices.map { !isDecided($0) },
        keepsTexts: states.map { if case .known = $0.texts { true } else { false } }
      )
      let count = min(wave, blocks.count - first)
      let answers = parallelMap(count: count, threads: threads) { index in
        reading.answers(of: blocks[first + index])
      }
      for (index, answers) in answers.enumerated() {
        if let fault = answers.fault { throw fault }
        for (column, answer) in answers.columns.enumerated() {
          add(answer, to: column, blocks[first + index].rows.lowerBound)
        }
      }
      for column in kinds.indices where kinds[column] != .skip {
        kinds[column] = next(kinds[column], column, isReview)
      }
    }
  }

  /// What the later blocks need to be read as.
  private func next(
    _ kind: BlockParser.Task.Kind,
    _ column: Int,
    _ isReview: Bool
  ) -> BlockParser.Task.Kind {
    if isReview, states[column].numbers.grouped.firstFailure != nil { return .skip }
    if case .known = states[column].texts { return .text }
    if isDecided(column) { return .skip }
    let reading =
      layout.guess.decimalMark == .point
      ? states[column].numbers.point : states[column].numbers.comma
    return kind == .number && reading.firstFailure == nil ? .number : .text
  }

  /// No further cell can change what the column says as one of numbers.
  private func isDecided(_ column: Int) -> Bool {
    let numbers = states[column].numbers
    return !layout.mayBeNumber(column)
      || (numbers.point.firstFailure != nil && numbers.comma.firstFailure != nil
        && numbers.grouped.firstFailure != nil && !states[column].isGroupedOpen)
  }

  private mutating func add(_ answer: Answer, to column: Int, _ row: Int) {
    switch answer {
    case .none: break
    case .numbers(let hasMark):
      states[column].texts = .partly
      guard hasMark else { break }
      if layout.guess.decimalMark == .comma {
        states[column].numbers.comma.hasMark = true
        states[column].numbers.grouped.hasMark = true
        states[column].numbers.point.fail(at: row)
      } else {
        states[column].numbers.point.hasMark = true
        states[column].numbers.comma.fail(at: row)
        if layout.guess.hasDecimalPoint[column] {
          states[column].numbers.grouped.fail(at: row)
        } else {
          states[column].isGroupedOpen = true
        }
      }
    case .texts(let numbers, let tally):
      states[column].numbers.add(numbers)
      guard case .known(var texts) = states[column].texts, let tally else { break }
      states[column].texts = .partly  // so that the tally is changed in place
      texts.add(tally)
      states[column].texts = texts.levels.count > maximumLevels ? .tooMany : .known(texts)
    }
  }

  /// Reads one block for the survey.
  private struct BlockReading: Sendable {
    let layout: CSVLayout
    let kinds: [BlockParser.Task.Kind]
    /// By column: what it is as one of numbers is not decided.
    let isSurveyed: [Bool]
    let keepsTexts: [Bool]

    func answers(of block: BlockPlan.Block) -> BlockAnswers {
      defer { layout.source.release(block.bytes) }
      var answers = BlockAnswers(columns: kinds.map { _ in .none })
      let contradicted = read(block, kinds, &answers)
      if answers.fault == nil, contradicted.contains(where: { $0 == .text }) {
        _ = read(block, contradicted, &answers)
      }
      return answers
    }

    /// Reads a block; what is to be read again as texts is returned.
    private func read(
      _ block: BlockPlan.Block,
      _ kinds: [BlockParser.Task.Kind],
      _ answers: inout BlockAnswers
    ) -> [BlockParser.Task.Kind] {
      var again = kinds.map { _ in BlockParser.Task.Kind.skip }
      let parser = layout.parser(kinds: kinds, mark: layout.guess.decimalMark)
      let cells = layout.cells(of: block, parser)
      guard let outcome = cells.values.first else { return again }
      answers.fault = outcome.fault
      if outcome.fault != nil { return again }
      for (column, task) in parser.tasks.enumerated() {
        switch task.kind {
        case .skip: break
        case .number:
          if outcome.isContradicted[task.slot] {
            again[column] = .text
          } else {
            answers.columns[column] = .numbers(hasMark: outcome.hasMark[task.slot])
          }
        case .text:
          guard let codes = cells.codes[task.slot] else { continue }
          let levels = outcome.levels[task.slot]
          var numbers = NumberSurvey()
          if isSurveyed[column] {
            numbers = NumberSurvey(levels, acceptsCodes: layout.types[column] == .number)
            numbers.place { level in
              block.rows.lowerBound + (codes.firstIndex(of: Int32(level)) ?? 0)
            }
          }
          let tally =
            keepsTexts[column]
            ? TextTally(codes, levels, marks: outcome.marks[task.slot]) : nil
          answers.columns[column] = .texts(numbers, tally)
        }
      }
      return again
    }
  }
}
