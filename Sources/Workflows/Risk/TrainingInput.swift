internal import Concurrency
internal import DataIO
internal import Datasets
internal import Foundation
internal import Risk

/// The training table of a request: in memory where it has room there, else read in parts.
struct TrainingInput {
  /// How the file was read, in one line.
  let findings: String
  /// Rows of the file.
  let rowCount: Int
  /// Bytes that a fit may take.
  let memory: Int
  private let rows: Rows

  private enum Rows {
    case loaded(Dataset)
    case streamed(CSVStream)
  }

  /// Bytes of a table in memory for each of a text file, at most: a cell of one letter and a comma
  /// becomes a number.
  private static let tableBytesPerTextByte = 6
  /// The same of a compressed file.
  private static let tableBytesPerCompressedByte = 60
  /// A table stands in memory once as read, and about once more as encoded and chosen.
  private static let copies = 2
  /// Blocks that a table is cut into, at least, so that a sample of them is one of the rows.
  private static let blockCount = 64
  /// Bytes that the rows of a block take on their way, for each of its own, and blocks that a worker
  /// has on the way.
  private static let bytesOnTheWay = 32

  /// Bytes that may be used where the request does not say: half of the machine's memory.
  static var defaultMemory: Int { Int(clamping: ProcessInfo.processInfo.physicalMemory / 2) }

  /// Reads, or opens, the table.
  ///
  /// - Throws: `DataProblem`; `unknownFormat` for a table that must be streamed and cannot.
  init(_ request: RiskTrainRequest, _ specification: RiskSpecification) throws {
    memory = request.memory ?? Self.defaultMemory
    let environment = request.environment
    let size = Self.size(of: request.data)
    let type = URL(filePath: request.data).pathExtension.lowercased()
    let isText = ["csv", "tsv", "txt"].contains(type)
    let canStream = isText || ["parquet", "json", "duckdb"].contains(type)
    let factor = isText ? Self.tableBytesPerTextByte : Self.tableBytesPerCompressedByte
    let fits = size <= memory / factor
    if request.rows != .streamed, fits || !canStream {
      let table = try TableInput.read(
        request.data,
        numbers: specification.numericColumns,
        environment: environment
      )
      if let id = specification.id { _ = try table.dataset.column(id) }
      findings = table.findings
      rowCount = table.dataset.rowCount
      rows = .loaded(table.dataset)
      return
    }
    var options = environment.tables.options
    for column in specification.numericColumns { options.types[column] = .number }
    if let asOf = specification.asOf { options.types[asOf] = .text }
    let columns = specification.trainingColumns
    options.types = options.types.filter { columns.contains($0.key) }
    let file = try DatasetReader.stream(
      path: request.data,
      columns: columns,
      options: options,
      threads: environment.threads,
      blockSize: Self.blockSize(size, memory: memory, threads: environment.threads),
      temporaryFolder: request.temporaryFolder
    )
    findings = file.description
    rowCount = file.stream.rowCount
    if isText, let id = specification.id, !file.stream.fileColumns.contains(id) {
      throw DataProblem(
        .unknownColumn(nearest: nearestName(to: id, among: file.stream.fileColumns)),
        file: request.data,
        column: id
      )
    }
    rows =
      request.rows != .streamed && file.stream.tableBytes * Self.copies <= memory
      ? .loaded(try file.stream.dataset(threads: environment.threads)) : .streamed(file.stream)
  }

  /// Encodes the rows of the request's dates.
  ///
  /// - Throws: `DataProblem` with file, line and column.
  func training(
    _ request: RiskTrainRequest,
    _ specification: RiskSpecification,
    _ observer: any ProgressObserver
  ) throws(DataProblem) -> RiskTraining {
    let threads = request.environment.threads
    switch rows {
    case .loaded(let table):
      let (rows, dates) = try table.selecting(asOf: request.asOf, specification)
      return try RiskTraining(
        specification,
        rows,
        asOf: dates.map(\.description),
        memory: memory,
        seed: request.environment.seed,
        threads: threads
      )
    case .streamed(let stream):
      if let penalty = specification.penalty, penalty.lambda == nil {
        throw DataProblem(
          .invalidValue(
            expected: "a number for rows that are read in parts, or more --memory to choose it"
          ),
          file: request.specification,
          column: "penalty.lambda"
        )
      }
      let table = try StreamedTable(
        stream,
        asOf: request.asOf,
        specification,
        threads: threads,
        observer: observer
      )
      return try RiskTraining(
        specification,
        parts: table,
        asOf: table.dates.map(\.description),
        folder: request.temporaryFolder,
        memory: memory,
        threads: threads
      )
    }
  }

  /// Bytes of a block: such that there are many, and that those on the way have room.
  private static func blockSize(_ size: Int, memory: Int, threads: Int) -> Int {
    let affordable = max(memory / (bytesOnTheWay * threads), 1 << 16)
    return max(1 << 12, min(size / blockCount, affordable, CSVStream.defaultBlockSize))
  }

  private static func size(of path: String) -> Int {
    let url = URL(filePath: path).resolvingSymlinksInPath()
    // What is not there is for the reader to say.
    return (try? url.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0
  }
}

extension RiskTrainRequest {
  /// Where temporary files go: beside the output, where that is a folder.
  fileprivate var temporaryFolder: String {
    let parent = URL(filePath: output).standardizedFileURL.deletingLastPathComponent().path
    let kind = try? PathKind.of(parent)  // a folder that cannot be asked about is not used
    return kind == .folder ? parent : FileManager.default.temporaryDirectory.path
  }
}
