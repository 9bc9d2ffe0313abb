internal import Datasets
internal import Foundation

/// Reads what the `duckdb` program can, through JSON lines in a private temporary folder.
enum DuckDBReader {
  static let extensions = ["parquet", "json", "duckdb"]

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: a Parquet or JSON file, or a DuckDB database that holds one table.
  ///   - types: types of columns by name; the others are found out.
  /// - Returns: the table.
  /// - Throws: `DataProblem`: `fileNotFound`, `missingProgram`, `malformedDocument` with the
  ///   program's words, `headerOnly`, `noRows`.
  static func read(
    path: String,
    types: [String: CSVOptions.ColumnType]
  ) throws(DataProblem) -> Dataset {
    guard FileManager.default.fileExists(atPath: path) else {
      throw DataProblem(.fileNotFound, file: path)
    }
    guard let program = program("duckdb") else {
      throw DataProblem(.missingProgram(name: "duckdb"), file: path)
    }
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }  // the system clears what stays
    do {
      try FileManager.default.createDirectory(
        at: folder,
        withIntermediateDirectories: false,
        attributes: [.posixPermissions: 0o700]
      )
      let rows = folder.appending(path: "rows.jsonl")
      let from = try relation(program, path, folder)
      let copy = "COPY (SELECT * FROM \(from)) TO \(quoted(rows.path)) (FORMAT json);"
      try run(program, database: isDatabase(path) ? path : nil, copy, folder)
      let content = try Data(contentsOf: rows)
      guard !content.isEmpty else { throw DataProblem(.headerOnly) }
      let read = try JSONLinesReader.read(bytes: [UInt8](content), source: path, types: types)
      return Dataset(source: path, columns: read.columns)
    } catch let problem as DataProblem {
      throw DataProblem(problem.cause, file: path, column: problem.column)
    } catch {
      throw DataProblem(.fileUnreadable(reason: error.localizedDescription), file: path)
    }
  }

  private static func isDatabase(_ path: String) -> Bool { path.lowercased().hasSuffix(".duckdb") }

  /// What stands after FROM.
  private static func relation(_ program: String, _ path: String, _ folder: URL) throws -> String {
    guard isDatabase(path) else { return quoted(path) }
    let list = folder.appending(path: "tables.jsonl")
    let query =
      "COPY (SELECT table_name FROM duckdb_tables() WHERE NOT internal) TO \(quoted(list.path)) "
      + "(FORMAT json);"
    try run(program, database: path, query, folder)
    let content = [UInt8](try Data(contentsOf: list))
    guard !content.isEmpty else { throw DataProblem(.noRows) }
    let tables = try JSONLinesReader.read(
      bytes: content,
      source: path,
      types: ["table_name": .text]
    )
    guard tables.rowCount == 1, let name = tables.columns[0].text(at: 0) else {
      throw DataProblem(.malformedDocument(reason: "it holds \(tables.rowCount) tables, not one"))
    }
    return "\"" + name.replacing("\"", with: "\"\"") + "\""
  }

  private static func run(
    _ program: String,
    database: String?,
    _ query: String,
    _ folder: URL
  ) throws {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments =
      ["-init", "/dev/null", "-batch", "-bail"] + (database.map { ["-readonly", $0] } ?? [])
      + ["-c", "SET autoinstall_known_extensions = false; " + query]
    let words = folder.appending(path: "words.txt")
    try Data().write(to: words)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: words)
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let said = String(decoding: try Data(contentsOf: words), as: UTF8.self)
      // The kind of error only: what follows it may quote the data.
      let line = said.split(whereSeparator: \.isNewline).first { $0.contains("Error:") }
      let kind = line?.prefix { $0 != ":" } ?? "duckdb refuses it"
      throw DataProblem(.malformedDocument(reason: String(kind)))
    }
  }

  private static func quoted(_ path: String) -> String {
    "'" + path.replacing("'", with: "''") + "'"
  }

  private static func program(_ name: String) -> String? {
    let places = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return places.map { "\($0)/\(name)" }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }
}
