internal import Concurrency
internal import Datasets

/// Columns that are read together, and their parser.
struct ColumnGroup: Sendable {
  let columns: [StreamResolution.Resolved]
  let parser: BlockParser

  init(
    _ layout: CSVLayout,
    _ columns: [StreamResolution.Resolved],
    _ decimalMark: CSVOptions.DecimalMark
  ) {
    self.columns = columns
    var kinds = layout.names.map { _ in BlockParser.Task.Kind.skip }
    for column in columns { kinds[column.column] = column.texts == nil ? .number : .text }
    parser = layout.parser(
      kinds: kinds,
      mark: decimalMark,
      acceptsThousands: decimalMark == .comma,
      knownLevels: columns.compactMap(\.texts)
    )
  }

  /// The columns of some blocks' cells; `nil` where these are no longer what they were.
  func columns(
    _ cells: FilledColumns<BlockParser.Outcome>,
    _ names: [String]
  ) -> [Column]? {
    guard cells.values.allSatisfy({ $0.fault == nil }) else { return nil }
    var columns: [Column] = []
    for column in self.columns {
      let slot = parser.tasks[column.column].slot
      guard let values = values(column, slot, cells) else { return nil }
      columns.append(Column(name: names[column.column], values: values))
    }
    return columns
  }

  private func values(
    _ column: StreamResolution.Resolved,
    _ slot: Int,
    _ cells: FilledColumns<BlockParser.Outcome>
  ) -> Column.Values? {
    guard let texts = column.texts else { return cells.numbers[slot].map { .numbers($0) } }
    guard let codes = cells.codes[slot],
      cells.values.allSatisfy({ $0.levels[slot].count == texts.count })
    else { return nil }
    switch column.values {
    case .numbers: preconditionFailure("a column of numbers was read as texts")
    case .texts(let levels): return .text(TextColumn(codes: codes, levels: levels))
    case .months(let values): return .months(codes.map { $0 < 0 ? nil : values[Int($0)] })
    case .dates(let values): return .dates(codes.map { $0 < 0 ? nil : values[Int($0)] })
    }
  }
}
