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
  /// What was found out; of the columns, of those asked for, and the decimal mark where it matters
  /// for these.
  package let findings: CSVFindings
  /// The columns asked for, in file order, by their texts.
  package let columns: [StreamedColumn]
  /// Names of all columns of the file, in order; of a format other than CSV of those asked for.
  package var fileColumns: [String] { layout.names }
  /// Number of rows of the file.
  package var rowCount: Int { findings.rowCount }
  /// Number of blocks, each with at least one row.
  package var blockCount: Int { blocks.count }

  private let layout: CSVLayout
  private let blocks: [BlockPlan.Block]
  private let groups: [ColumnGroup]

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: path of a regular file.
  ///   - columns: names of the columns to read; all when `nil`.
  ///   - options: what not to find out.
  ///   - threads: largest number of workers, at least 1.
  ///   - blockSize: bytes of a block, about, at least 1; each worker holds the rows of one.
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
    blockSize: Int = defaultBlockSize,
    temporaryFolder: String? = nil
  ) throws(DataProblem) {
    let folder = temporaryFolder ?? FileManager.default.temporaryDirectory.path
    self = try CSVReading(
      name: path,
      options: options,
      threads: threads,
      blockSize: blockSize,
      decoding: .inFile(folder: folder)
    ).stream(
      of: .mapped(MappedFile.input(path), keepsPages: false),
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
    blocks = layout.plan.blocks.filter { !$0.rows.isEmpty }
    groups = stride(from: 0, to: resolved.count, by: ColumnSurvey.columnsAtOnce).map { start in
      ColumnGroup(
        layout,
        Array(resolved.dropFirst(start).prefix(ColumnSurvey.columnsAtOnce)),
        resolution.decimalMark
      )
    }
    self.columns = zip(resolved, resolution.findings).map { StreamedColumn($0, $1) }
  }

  /// Bytes that all rows of the columns asked for take in memory as one table, without its texts.
  package var tableBytes: Int {
    columns.reduce(0) { bytes, column in
      let cell =
        switch column.type {
        case .number: MemoryLayout<Double>.stride
        case .text: MemoryLayout<Int32>.stride
        case .month: MemoryLayout<Month?>.stride
        case .date: MemoryLayout<CalendarDate?>.stride
        }
      return bytes + cell * rowCount
    }
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
    defer { layout.source.release(block.bytes) }
    var columns: [Column] = []
    var shifts: [BlockParser.Shift] = []
    for group in groups {
      let cells = layout.cells(of: block, group.parser)
      guard let read = group.columns(cells, layout.names) else { throw changed }
      columns.append(contentsOf: read)
      shifts = cells.values[0].shifts
    }
    return Dataset(source: source, columns: columns, lines: layout.lines(of: block, shifts))
  }

  /// All rows as one table, for a file of which few columns are needed.
  ///
  /// - Parameter threads: largest number of workers, at least 1.
  /// - Returns: the columns asked for, as ``CSVReader`` gives them.
  /// - Throws: `fileUnreadable` when the file has changed since it was opened.
  /// - Complexity: one reading of the file; memory for the columns asked for.
  package func dataset(threads: Int) throws(DataProblem) -> Dataset {
    guard layout.source.isComplete else { throw changed }
    var columns: [Column] = []
    var shifts: [[BlockParser.Shift]] = []
    for group in groups {
      let parser = group.parser
      let cells = fillColumns(
        numberColumns: parser.numberSlots,
        codeColumns: parser.codeSlots,
        rowRanges: blocks.map(\.rows),
        threads: threads
      ) { index, writer in
        defer { layout.source.release(blocks[index].bytes) }
        return layout.source.withBytes(before: layout.end) { bytes in
          parser.parse(bytes, blocks[index], into: &writer)
        }
      }
      guard let read = group.columns(cells, layout.names) else { throw changed }
      columns.append(contentsOf: read)
      shifts = cells.values.map(\.shifts)
    }
    return Dataset(source: source, columns: columns, lines: layout.rowLines(blocks, shifts))
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
}

extension CSVReading {
  /// The stream of a file in any encoding.
  func stream(
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
