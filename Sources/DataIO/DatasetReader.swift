internal import Concurrency
package import Datasets
internal import Foundation

/// A table and what was found out about its file.
package struct TableFile: Sendable {
  /// The table.
  package let dataset: Dataset
  /// One line for the user: rows, columns, form.
  package let description: String
}

/// A table opened to be read in parts, and what was found out about its file.
package struct StreamFile: Sendable {
  /// The table.
  package let stream: CSVStream
  /// One line for the user: rows, columns, form.
  package let description: String
}

/// Reads a table from a file, its format told by the extension.
package enum DatasetReader {
  /// The extensions that can be read.
  package static let extensions =
    ["csv", "tsv", "txt", "jsonl", "ndjson"] + XLSXReader.extensions + DuckDBReader.extensions

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: a regular file, because it is read more than once: `.csv`, `.tsv`, `.txt` by ``CSVReader``; `.jsonl`, `.ndjson` by
  ///     ``JSONLinesReader``; the first sheet of `.xlsx`, `.xlsm`; `.parquet`, `.json`, `.duckdb` through the program `duckdb`.
  ///   - options: what not to find out; of formats other than CSV only the types count.
  ///   - threads: largest number of workers, at least 1.
  /// - Returns: the table and a line about it.
  /// - Throws: `DataProblem`: `notARegularFile` for `/dev/stdin` and the like, `unknownFormat` for other extensions, `missingProgram` without
  ///   `duckdb`, and what the readers throw.
  package static func read(
    path: String,
    options: CSVOptions = CSVOptions(),
    threads: Int
  ) throws(DataProblem) -> TableFile {
    try checkIsFile(path)
    let type = URL(filePath: path).pathExtension.lowercased()
    switch type {
    case "csv", "tsv", "txt":
      var options = options
      if type == "tsv", options.separator == nil { options.separator = .tab }
      let table = try CSVReader.read(path: path, options: options, threads: threads)
      return TableFile(dataset: table.dataset, description: table.findings.description)
    case "jsonl", "ndjson":
      return described(try JSONLinesReader.read(path: path, types: options.types), "JSON lines")
    case _ where XLSXReader.extensions.contains(type):
      return described(
        try XLSXReader.read(path: path, types: options.types, threads: threads),
        "workbook"
      )
    case _ where DuckDBReader.extensions.contains(type):
      return described(try DuckDBReader.read(path: path, types: options.types), type)
    case _ where !FileManager.default.fileExists(atPath: path):
      throw DataProblem(.fileNotFound, file: path)
    default:
      throw DataProblem(.unknownFormat(known: extensions), file: path)
    }
  }

  /// Opens a file to be read in parts, for tables beyond memory.
  ///
  /// - Parameters:
  ///   - path: a regular file: `.csv`, `.tsv`, `.txt`; `.parquet`, `.json`, `.duckdb` through the
  ///     program `duckdb`, which writes the columns as CSV.
  ///   - columns: names of the columns to read; all when `nil`.
  ///   - options: what not to find out; of formats other than CSV only the types count.
  ///   - threads: largest number of workers, at least 1.
  ///   - blockSize: bytes of a block, about, at least 1.
  ///   - temporaryFolder: where a file that is not CSV in UTF-8 is kept as such until it is mapped;
  ///     it needs room there. The system's when `nil`.
  /// - Returns: the table and a line about it.
  /// - Throws: `DataProblem`: as ``read(path:options:threads:)`` and ``CSVStream``; `unknownFormat`
  ///   for JSON lines too.
  package static func stream(
    path: String,
    columns: [String]? = nil,
    options: CSVOptions = CSVOptions(),
    threads: Int,
    blockSize: Int = CSVStream.defaultBlockSize,
    temporaryFolder: String? = nil
  ) throws(DataProblem) -> StreamFile {
    try checkIsFile(path)
    let type = URL(filePath: path).pathExtension.lowercased()
    switch type {
    case "csv", "tsv", "txt":
      var options = options
      if type == "tsv", options.separator == nil { options.separator = .tab }
      let stream = try CSVStream(
        path: path,
        columns: columns,
        options: options,
        threads: threads,
        blockSize: blockSize,
        temporaryFolder: temporaryFolder
      )
      return StreamFile(stream: stream, description: stream.findings.description)
    case _ where DuckDBReader.extensions.contains(type):
      let stream = try DuckDBReader.stream(
        path: path,
        columns: columns,
        types: options.types,
        threads: threads,
        blockSize: blockSize,
        folder: temporaryFolder ?? FileManager.default.temporaryDirectory.path
      )
      return StreamFile(
        stream: stream,
        description: description(stream.rowCount, stream.columns.count, type)
      )
    case _ where !FileManager.default.fileExists(atPath: path):
      throw DataProblem(.fileNotFound, file: path)
    default:
      let known = ["csv", "tsv", "txt"] + DuckDBReader.extensions
      throw DataProblem(.unknownFormat(known: known), file: path)
    }
  }

  /// Refuses a pipe, device or folder; what is not there is for the readers to say.
  private static func checkIsFile(_ path: String) throws(DataProblem) {
    let kind: PathKind
    do throws(SystemFailure) {
      kind = try PathKind.of(path)
    } catch {
      throw DataProblem(.fileUnreadable(reason: error.reason), file: path)
    }
    // A file that the shell gives as standard input has no extension by which to read it.
    if kind == .special || kind == .folder || path.hasPrefix("/dev/") {
      throw DataProblem(.notARegularFile, file: path)
    }
  }

  private static func described(_ dataset: Dataset, _ format: String) -> TableFile {
    TableFile(
      dataset: dataset,
      description: description(dataset.rowCount, dataset.columns.count, format)
    )
  }

  private static func description(_ rows: Int, _ columns: Int, _ format: String) -> String {
    "\(rows) \(rows == 1 ? "row" : "rows"), \(columns) "
      + "\(columns == 1 ? "column" : "columns"), \(format)"
  }
}
