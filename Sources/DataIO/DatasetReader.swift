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

/// Reads a table from a file, its format told by the extension.
package enum DatasetReader {
  /// The extensions that can be read.
  package static let extensions =
    ["csv", "tsv", "txt", "jsonl", "ndjson"] + DuckDBReader.extensions

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: a regular file, because it is read more than once: `.csv`, `.tsv`, `.txt` by ``CSVReader``; `.jsonl`, `.ndjson` by
  ///     ``JSONLinesReader``; `.parquet`, `.json`, `.duckdb` through the program `duckdb`.
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
    case _ where DuckDBReader.extensions.contains(type):
      return described(try DuckDBReader.read(path: path, types: options.types), type)
    case _ where !FileManager.default.fileExists(atPath: path):
      throw DataProblem(.fileNotFound, file: path)
    default:
      throw DataProblem(.unknownFormat(known: extensions), file: path)
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
    let (rows, columns) = (dataset.rowCount, dataset.columns.count)
    return TableFile(
      dataset: dataset,
      description: "\(rows) \(rows == 1 ? "row" : "rows"), \(columns) "
        + "\(columns == 1 ? "column" : "columns"), \(format)"
    )
  }
}
