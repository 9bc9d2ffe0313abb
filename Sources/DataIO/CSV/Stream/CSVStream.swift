internal import Concurrency
package import Datasets
internal import Foundation

/// A CSV file read block by block, as often as needed, never held whole.
///
/// For tables beyond memory. Opening it reads the file twice, in parallel: once to cut it into
/// blocks of whole rows, and once to find the types of the columns asked for, by all their cells,
/// and the distinct texts of those that are texts. What is found, and every refusal, is the same
/// as ``CSVReader`` gives for these columns, and the blocks' tables one after the other are its
/// table. Blocks are about `blockSize` bytes each, whatever the number of threads.
///
/// The file is mapped, and pages are given back once read, so that the memory used is that of a
/// few blocks a worker and of the distinct texts. A file that is not in UTF-8 is first written as
/// UTF-8 to the temporary folder.
///
/// A value can be shared: ``dataset(ofBlock:)`` may be called from several threads at the same
/// time.
package struct CSVStream: Sendable {
  /// Bytes of a block, about.
  package static let defaultBlockSize = 1 << 22
  /// Most distinct texts of a column: more are names or numbers of persons, no categories.
  package static let maximumLevels = 100_000

  /// Path of the file as the user gave it.
  package let source: String
  /// What was found out; of the columns, of those asked for.
  package let findings: CSVFindings
  /// The columns asked for, in file order, by their texts.
  package let columns: [StreamedColumn]
  /// Number of rows of the file.
  package var rowCount: Int { findings.rowCount }
  /// Number of blocks, each with at least one row.
  package var blockCount: Int { blocks.count }

  private let layout: CSVLayout
  private let blocks: [BlockPlan.Block]
  private let resolved: [StreamResolution.Resolved]
  private let parser: BlockParser

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: path of a regular file.
  ///   - columns: names of the columns to read; all when `nil`.
  ///   - options: what not to find out.
  ///   - threads: largest number of workers, at least 1.
  ///   - temporaryFolder: where the text of a file that is not in UTF-8 is kept; the system's when
  ///     `nil`.
  /// - Throws: `DataProblem` as `CSVReader.read`; `unknownColumn` for a column asked for;
  ///   `tooManyLevels` for a column of more than ``maximumLevels`` texts.
  /// - Complexity: linear in the bytes. Memory: a few blocks a worker, and the distinct texts.
  package init(
    path: String,
    columns: [String]? = nil,
    options: CSVOptions = CSVOptions(),
    threads: Int,
    temporaryFolder: String? = nil
  ) throws(DataProblem) {
    let folder = temporaryFolder ?? FileManager.default.temporaryDirectory.path
    self = try CSVReading(
      name: path,
      options: options,
      threads: threads,
      blockSize: Self.defaultBlockSize,
      decoding: .inFile(folder: folder)
    ).stream(
      of: .mapped(MappedFile.input(path)),
      columns: columns,
      maximumLevels: Self.maximumLevels
    )
  }

  /// Opens bytes.
  ///
  /// - Parameters:
  ///   - bytes: the content of a file.
  ///   - source: name for messages.
  ///   - columns: names of the columns to read; all when `nil`.
  ///   - options: what not to find out.
  ///   - threads: largest number of workers, at least 1.
  ///   - blockSize: bytes of a block, about, at least 1.
  ///   - maximumLevels: most distinct texts of a column.
  /// - Throws: `DataProblem` as for a file.
  package init(
    bytes: [UInt8],
    source: String,
    columns: [String]? = nil,
    options: CSVOptions = CSVOptions(),
    threads: Int = 1,
    blockSize: Int = defaultBlockSize,
    maximumLevels: Int = maximumLevels
  ) throws(DataProblem) {
    self = try CSVReading(name: source, options: options, threads: threads, blockSize: blockSize)
      .stream(of: .memory(bytes), columns: columns, maximumLevels: maximumLevels)
  }

  fileprivate init(
    _ name: String,
    _ layout: CSVLayout,
    columns: [String]?,
    maximumLevels: Int,
    threads: Int
  ) throws(CSVFault) {
    var resolution = StreamResolution(
      layout: layout,
      isRequested: try layout.areRequested(columns),
      maximumLevels: maximumLevels,
      threads: threads
    )
    let resolved = try resolution.resolve()
    source = name
    findings = layout.findings(resolution.decimalMark, resolution.findings, resolution.notes)
    self.layout = layout
    self.resolved = resolved
    blocks = layout.plan.blocks.filter { !$0.rows.isEmpty }
    var kinds = layout.names.map { _ in BlockParser.Task.Kind.skip }
    var known: [LevelIndex] = []
    for column in resolved {
      kinds[column.column] = column.texts == nil ? .number : .text
      if let texts = column.texts { known.append(texts) }
    }
    parser = layout.parser(
      kinds: kinds,
      mark: resolution.decimalMark,
      acceptsThousands: resolution.decimalMark == .comma,
      knownLevels: known
    )
    self.columns = zip(resolved, resolution.findings).map { StreamedColumn($0, $1) }
  }

  /// Rows of the file that a block holds.
  package func rows(ofBlock index: Int) -> Range<Int> { blocks[index].rows }

  /// The rows of a block.
  ///
  /// - Parameter index: below ``blockCount``.
  /// - Returns: a table of the columns asked for, in file order; its lines are those of the file,
  ///   and the codes of its texts those of the whole file.
  /// - Throws: `fileUnreadable` when the file has changed since it was opened.
  /// - Complexity: linear in the bytes of the block; memory for its rows.
  package func dataset(ofBlock index: Int) throws(DataProblem) -> Dataset {
    let block = blocks[index]
    guard layout.source.isComplete else { throw changed }
    let cells = layout.cells(of: block, parser)
    layout.source.release(block.bytes)
    guard let outcome = cells.values.first, outcome.fault == nil else { throw changed }
    var columns: [Column] = []
    for column in resolved {
      let slot = parser.tasks[column.column].slot
      columns.append(
        Column(
          name: layout.names[column.column],
          values: try values(column, slot, cells, outcome)
        )
      )
    }
    return Dataset(
      source: source,
      columns: columns,
      lines: layout.lines(of: block, outcome.shifts)
    )
  }

  /// Joins what the blocks give, in their order.
  ///
  /// - Parameters:
  ///   - threads: largest number of workers, at least 1.
  ///   - initial: what there is before the first block.
  ///   - part: what a block gives, from its index and its rows; called from several threads.
  ///   - join: adds a block's part; called in the order of the blocks, so that the result is the
  ///     same for any number of threads.
  /// - Returns: all parts joined.
  /// - Throws: what the lowest failing block throws.
  /// - Complexity: one reading of the file; memory for a few blocks and parts a worker.
  package func reduce<Total, Part: Sendable>(
    threads: Int,
    into initial: Total,
    part: @Sendable (Int, Dataset) throws(DataProblem) -> Part,
    join: (inout Total, Part) throws(DataProblem) -> Void
  ) throws(DataProblem) -> Total {
    var total = initial
    let wave = threads * Self.blocksAtOnce
    for first in stride(from: 0, to: blockCount, by: wave) {
      let count = min(wave, blockCount - first)
      let parts = try parallelMap(count: count, threads: threads) { index throws(DataProblem) in
        try part(first + index, dataset(ofBlock: first + index))
      }
      for part in parts { try join(&total, part) }
    }
    return total
  }

  /// Blocks for each worker between two joinings.
  private static let blocksAtOnce = 8

  private var changed: DataProblem {
    DataProblem(.fileUnreadable(reason: "it changed while it was read"), file: source)
  }

  private func values(
    _ column: StreamResolution.Resolved,
    _ slot: Int,
    _ cells: FilledColumns<BlockParser.Outcome>,
    _ outcome: BlockParser.Outcome
  ) throws(DataProblem) -> Column.Values {
    guard let texts = column.texts else {
      guard let numbers = cells.numbers[slot] else { throw changed }
      return .numbers(numbers)
    }
    guard let codes = cells.codes[slot], outcome.levels[slot].count == texts.count else {
      throw changed
    }
    switch column.values {
    case .numbers: preconditionFailure("a column of numbers was read as texts")
    case .texts(let levels): return .text(TextColumn(codes: codes, levels: levels))
    case .months(let values): return .months(codes.map { $0 < 0 ? nil : values[Int($0)] })
    case .dates(let values): return .dates(codes.map { $0 < 0 ? nil : values[Int($0)] })
    }
  }
}

/// A column of a ``CSVStream``, by what all its cells are.
package struct StreamedColumn: Sendable, Equatable {
  /// Name in the header.
  package let name: String
  /// What the cells are.
  package let type: CSVOptions.ColumnType
  /// The distinct texts of a column of texts, in order of first appearance: the levels of the
  /// column in every block.
  package let levels: TextColumn.Levels?
  /// Number of rows of each of these; empty for other columns.
  package let counts: [Int]

  fileprivate init(_ resolved: StreamResolution.Resolved, _ finding: CSVFindings.Column) {
    name = finding.name
    type = finding.type
    if case .texts(let levels) = resolved.values {
      self.levels = levels
      counts = resolved.tally?.counts ?? []
    } else {
      levels = nil
      counts = []
    }
  }
}

extension CSVReading {
  /// The stream of a file in any encoding.
  fileprivate func stream(
    of raw: CSVSource,
    columns: [String]?,
    maximumLevels: Int
  ) throws(DataProblem) -> CSVStream {
    try read(raw) { layout throws(CSVFault) in
      try CSVStream(
        name,
        layout,
        columns: columns,
        maximumLevels: maximumLevels,
        threads: threads
      )
    }
  }
}

extension CSVLayout {
  /// By column: it is among those asked for.
  ///
  /// - Throws: `unknownColumn` for one that is not there.
  fileprivate func areRequested(_ columns: [String]?) throws(CSVFault) -> [Bool] {
    guard let columns else { return names.map { _ in true } }
    for name in columns where !names.contains(name) {
      throw CSVFault(
        cause: .unknownColumn(nearest: nearestName(to: name, among: names)),
        position: -1,
        column: name
      )
    }
    let requested = Set(columns)
    return names.map { requested.contains($0) }
  }
}
