internal import Concurrency

extension CSVLayout {
  /// A parser of some columns.
  ///
  /// - Parameters:
  ///   - kinds: by column of the file, what is done with its cells.
  ///   - mark: the decimal mark of columns of numbers.
  ///   - acceptsThousands: thousands points are read in columns of numbers.
  ///   - knownLevels: by column of texts, those that are known; `nil` for none.
  /// - Returns: the parser, whose slots stand in the order of the columns.
  func parser(
    kinds: [BlockParser.Task.Kind],
    mark: CSVOptions.DecimalMark,
    acceptsThousands: Bool = false,
    knownLevels: [LevelIndex]? = nil
  ) -> BlockParser {
    var slots = (numbers: 0, codes: 0)
    var tasks: [BlockParser.Task] = []
    for (column, kind) in kinds.enumerated() {
      var task = BlockParser.Task(kind: kind)
      switch kind {
      case .skip: break
      case .number:
        task.slot = slots.numbers
        task.acceptsCodes = types[column] == .number
        task.acceptsThousands = acceptsThousands
        slots.numbers += 1
      case .text:
        task.slot = slots.codes
        task.keepsMarks = types[column] == .text
        slots.codes += 1
      }
      tasks.append(task)
    }
    return BlockParser(
      scanner: dialect.scanner,
      numbers: NumberParser(decimalMark: mark.byte),
      tasks: tasks,
      numberSlots: slots.numbers,
      codeSlots: slots.codes,
      skipsBlankLines: names.count > 1,
      knownLevels: knownLevels
    )
  }

  /// The cells of one block, by a parser.
  func cells(
    of block: BlockPlan.Block,
    _ parser: BlockParser
  ) -> FilledColumns<BlockParser.Outcome> {
    fillColumns(
      numberColumns: parser.numberSlots,
      codeColumns: parser.codeSlots,
      rowRanges: [0..<block.rows.count],
      threads: 1
    ) { _, writer in
      source.withBytes(before: end) { parser.parse($0, block, into: &writer) }
    }
  }
}
