internal import Concurrency
internal import Datasets
internal import Foundation

/// Reads what the `duckdb` program can, through JSON lines or CSV in a private temporary folder.
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
    try inFolder(path, FileManager.default.temporaryDirectory.path) { program, folder in
      let rows = folder.appending(path: "rows.jsonl")
      let from = try relation(program, path, folder)
      let copy = "COPY (SELECT * FROM \(from)) TO \(quoted(rows.path)) (FORMAT json);"
      try run(program, database: isDatabase(path) ? path : nil, copy, folder)
      let content = try Data(contentsOf: rows)
      guard !content.isEmpty else { throw DataProblem(.headerOnly) }
      let read = try JSONLinesReader.read(bytes: [UInt8](content), source: path, types: types)
      return Dataset(source: path, columns: read.columns)
    }
  }

  /// Opens a file as a stream, through a CSV file of the columns asked for.
  ///
  /// The CSV file is taken from its folder as soon as it is mapped. What the program knows to be
  /// texts stays texts, months or days, as when the whole file is read. Lists and structures stand
  /// as the program writes them.
  ///
  /// - Parameters:
  ///   - path: a Parquet or JSON file, or a DuckDB database that holds one table.
  ///   - columns: names of the columns to read; all when `nil`.
  ///   - types: types of columns by name; the others are found out.
  ///   - threads: largest number of workers, at least 1.
  ///   - blockSize: bytes of a block, about.
  ///   - folder: where the CSV file is kept.
  /// - Returns: the stream.
  /// - Throws: `DataProblem`: as ``read(path:types:)``; `unknownColumn`; as ``CSVStream``.
  static func stream(
    path: String,
    columns: [String]?,
    types: [String: CSVOptions.ColumnType],
    threads: Int,
    blockSize: Int,
    folder: String
  ) throws(DataProblem) -> CSVStream {
    try inFolder(path, folder) { program, folder in
      let database = isDatabase(path) ? path : nil
      let from = try relation(program, path, folder)
      let known = try columnTypes(program, database, from, folder)
      for name in (columns ?? []) + types.keys.sorted()
      where !known.contains(where: { $0.name == name }) {
        throw DataProblem(
          .unknownColumn(nearest: nearestName(to: name, among: known.map(\.name))),
          column: name
        )
      }
      let kept = known.filter { columns?.contains($0.name) ?? true }
      let names = kept.map { identifier($0.name) }.joined(separator: ", ")
      let texts = kept.filter { $0.type == "VARCHAR" }.map(\.name)
      let quotes =
        texts.isEmpty
        ? "" : ", FORCE_QUOTE (\(texts.map { identifier($0) }.joined(separator: ", ")))"
      let rows = folder.appending(path: "rows.csv")
      try run(
        program,
        database: database,
        "SET memory_limit = '1GB'; SET temp_directory = \(quoted(folder.path)); "
          + "COPY (SELECT \(names) FROM \(from)) TO \(quoted(rows.path)) (FORMAT csv, HEADER\(quotes));",
        folder
      )
      let options = CSVOptions(
        separator: .comma,
        quote: .double,
        decimalMark: .point,
        encoding: .utf8,
        types: types.filter { type in kept.contains { $0.name == type.key } }
      )
      return try CSVReading(
        name: path,
        options: options,
        threads: threads,
        blockSize: blockSize,
        texts: Set(texts)
      ).stream(
        of: .mapped(MappedFile.input(rows.path), keepsPages: false),
        columns: nil,
        maximumLevels: CSVStream.maximumLevels
      )
    }
  }

  /// What `body` makes of a file with the program, in a private folder that is then removed.
  private static func inFolder<Value>(
    _ path: String,
    _ parent: String,
    _ body: (_ program: String, _ folder: URL) throws -> Value
  ) throws(DataProblem) -> Value {
    guard FileManager.default.fileExists(atPath: path) else {
      throw DataProblem(.fileNotFound, file: path)
    }
    guard let program = program("duckdb") else {
      throw DataProblem(.missingProgram(name: "duckdb"), file: path)
    }
    let folder = URL(filePath: parent).appending(path: "vedetta-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }  // the system clears what stays
    do {
      try FileManager.default.createDirectory(
        at: folder,
        withIntermediateDirectories: false,
        attributes: [.posixPermissions: 0o700]
      )
      return try body(program, folder)
    } catch let problem as DataProblem {
      throw DataProblem(problem.cause, file: path, column: problem.column)
    } catch {
      throw DataProblem(.fileUnreadable(reason: error.localizedDescription), file: path)
    }
  }

  /// The columns of a relation with the program's names of their types.
  private static func columnTypes(
    _ program: String,
    _ database: String?,
    _ from: String,
    _ folder: URL
  ) throws -> [(name: String, type: String)] {
    let list = folder.appending(path: "columns.jsonl")
    let query =
      "COPY (SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM \(from))) "
      + "TO \(quoted(list.path)) (FORMAT json);"
    try run(program, database: database, query, folder)
    let columns = try JSONLinesReader.read(
      bytes: [UInt8](try Data(contentsOf: list)),
      source: list.path,
      types: ["column_name": .text, "column_type": .text]
    )
    return (0..<columns.rowCount).compactMap { row in
      guard let name = columns.columns[0].text(at: row), let type = columns.columns[1].text(at: row)
      else { return nil }
      return (name, type)
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
    return identifier(name)
  }

  private static func identifier(_ name: String) -> String {
    "\"" + name.replacing("\"", with: "\"\"") + "\""
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
