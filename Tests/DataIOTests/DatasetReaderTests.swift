import DataIO
import Datasets
import Foundation
import TestSupport
import Testing

@Suite struct DatasetReaderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(
    "the extension tells the format",
    arguments: [
      ("t.csv", "a;b\n1,5;x\n"), ("t.TSV", "a\tb\n1.5\tx\n"), ("t.txt", "a,b\n1.5,x\n"),
      ("t.jsonl", "{\"a\": 1.5, \"b\": \"x\"}\n"), ("t.ndjson", "{\"a\": 1.5, \"b\": \"x\"}\n"),
    ]
  )
  func extensions(name: String, text: String) throws {
    let file = try DatasetReader.read(path: folder.write(text, to: name), threads: 1)
    #expect(file.dataset.columnNames == ["a", "b"])
    #expect(file.dataset.columns.map { $0.text(at: 0) } == ["1.5", "x"])
    #expect(file.description.hasPrefix("1 row, 2 columns"))
  }

  @Test("an unknown extension is refused with the known ones")
  func unknown() throws {
    let path = try folder.write("x", to: "t.xyz")
    #expect(
      throws: DataProblem(.unknownFormat(known: DatasetReader.extensions), file: path)
    ) { try DatasetReader.read(path: path, threads: 1) }
    #expect(throws: DataProblem(.fileNotFound, file: folder.path("no.xyz"))) {
      try DatasetReader.read(path: folder.path("no.xyz"), threads: 1)
    }
    #expect(throws: DataProblem(.fileNotFound, file: folder.path("no.parquet"))) {
      try DatasetReader.read(path: folder.path("no.parquet"), threads: 1)
    }
  }

  @Test("what is no regular file is refused as such, with every extension")
  func notAFile() throws {
    let pipe = folder.path("t.csv")
    let mkfifo = try Process.run(URL(filePath: "/usr/bin/env"), arguments: ["mkfifo", pipe])
    mkfifo.waitUntilExit()
    let link = folder.path("link.csv")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: pipe)
    for path in ["/dev/stdin", "/dev/null", pipe, link, folder.url.path] {
      #expect(throws: DataProblem(.notARegularFile, file: path)) {
        try DatasetReader.read(path: path, threads: 1)
      }
    }
    let target = try folder.write("a,b\n1,x\n", to: "target.csv")
    let good = folder.path("good.csv")
    try FileManager.default.createSymbolicLink(atPath: good, withDestinationPath: target)
    #expect(try DatasetReader.read(path: good, threads: 1).dataset.rowCount == 1)
  }

  private static var hasDuckDB: Bool {
    let places = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let found = places.contains { FileManager.default.isExecutableFile(atPath: "\($0)/duckdb") }
    if !found { FileHandle.standardError.write(Data("skipped: needs the program duckdb\n".utf8)) }
    return found
  }

  @Test("JSON and Parquet are read through duckdb", .enabled(if: hasDuckDB))
  func duckDB() throws {
    let json = try folder.write(
      "[{\"a\": 1.5, \"m\": \"2024-03\"}, {\"a\": null}]",
      to: "it's.json"
    )
    let dataset = try DatasetReader.read(path: json, threads: 1).dataset
    #expect(dataset.columnNames == ["a", "m"])
    #expect(dataset.columns[1].text(at: 0) == "2024-03")
    #expect(dataset.columns[0].text(at: 1) == nil)
    let broken = try folder.write("not parquet", to: "t.parquet")
    let problem = #expect(throws: DataProblem.self) {
      try DatasetReader.read(path: broken, threads: 1)
    }
    #expect(problem?.file == broken)
  }

  @Test("a Parquet file is streamed as it is read whole", .enabled(if: hasDuckDB))
  func streamedParquet() throws {
    let path = folder.path("t.parquet")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "duckdb", "-c",
      "COPY (SELECT i AS id, (i % 7) / 4 AS x, '0' || (i % 3) AS cod, "
        + "CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN 'NA' WHEN 2 THEN 'a, \"b\"' ELSE '' END AS s, "
        + "DATE '2024-01-01' + (i % 5)::INT AS d, i % 2 = 0 AS f, NULL::VARCHAR AS v, "
        + "'2024-0' || (1 + i % 9) AS m FROM range(1000) t(i)) TO '\(path)' (FORMAT parquet);",
    ]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let whole = try DatasetReader.read(path: path, threads: 1)
    let before = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    let opened = try DatasetReader.stream(
      path: path,
      threads: 2,
      temporaryFolder: folder.url.path
    )
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == before)
    #expect(areSame(try opened.stream.dataset(threads: 2), whole.dataset))
    #expect(opened.description == whole.description && opened.stream.source == path)
    #expect(
      opened.stream.columns.map(\.type)
        == [.number, .number, .text, .text, .date, .text, .number, .month]
    )
    let some = try DatasetReader.stream(
      path: path,
      columns: ["cod", "x"],
      options: CSVOptions(types: ["cod": .number, "id": .number]),
      threads: 1
    )
    #expect(some.stream.columns.map(\.name) == ["x", "cod"])
    #expect(some.stream.columns.map(\.type) == [.number, .number])
    #expect(throws: DataProblem(.unknownColumn(nearest: "cod"), file: path, column: "code")) {
      try DatasetReader.stream(path: path, columns: ["code"], threads: 1)
    }
    #expect(throws: DataProblem(.notANumber, file: path, column: "s")) {
      try DatasetReader.stream(path: path, options: .init(types: ["s": .number]), threads: 1)
    }
    try FileManager.default.removeItem(atPath: path)
    #expect(throws: DataProblem(.fileNotFound, file: path)) {
      try DatasetReader.stream(path: path, threads: 1)
    }
  }

  @Test("files that cannot be read in parts are refused by their format")
  func notStreamed() throws {
    let path = try folder.write("{\"a\": 1}\n", to: "t.jsonl")
    #expect(
      throws: DataProblem(
        .unknownFormat(known: ["csv", "tsv", "txt", "parquet", "json", "duckdb"]),
        file: path
      )
    ) {
      try DatasetReader.stream(path: path, threads: 1)
    }
    let table = try folder.write("a\tb\n1\tx\n", to: "s.tsv")
    #expect(try DatasetReader.stream(path: table, threads: 1).stream.columns.count == 2)
  }

  @Test("without duckdb a Parquet file is refused by the program's name", .enabled(if: !hasDuckDB))
  func withoutDuckDB() throws {
    let path = try folder.write("x", to: "t.parquet")
    #expect(throws: DataProblem(.missingProgram(name: "duckdb"), file: path)) {
      try DatasetReader.read(path: path, threads: 1)
    }
  }
}
