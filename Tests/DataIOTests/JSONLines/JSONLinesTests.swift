import DataIO
import Datasets
import Foundation
import TestSupport
import Testing

@Suite struct JSONLinesTests {
  private func read(
    _ text: String,
    types: [String: CSVOptions.ColumnType] = [:]
  ) throws -> Dataset {
    try JSONLinesReader.read(bytes: Array(text.utf8), source: "t.jsonl", types: types)
  }

  private func cells(_ dataset: Dataset) -> [[String]] {
    (0..<dataset.rowCount).map { row in dataset.columns.map { $0.text(at: row) ?? "-" } }
  }

  @Test("columns come in order of first appearance, missing keys are missing cells")
  func columns() throws {
    let dataset = try read(
      "{\"b\": 1}\n\n{\"a\": \"x\", \"b\": null}\r\n  {\"c\":true,\"b\":2.5e3}"
    )
    #expect(dataset.columnNames == ["b", "a", "c"])
    #expect(cells(dataset) == [["1", "-", "-"], ["-", "x", "-"], ["2500", "-", "true"]])
    #expect(dataset.lines == [1, 3, 4])
  }

  @Test(
    "types are those of all values, and strings are no numbers",
    arguments: [
      ("1", "2.5", "number"), ("\"1\"", "\"2\"", "text"), ("1", "\"x\"", "text"),
      ("\"2024-03\"", "\"2024-04\"", "month"), ("\"2024-03-02\"", "null", "date"),
      ("12345678901234567890", "1", "text"), ("null", "null", "number"), ("true", "false", "text"),
      ("[1, 2]", "{\"a\": {}}", "text"), ("NaN", "-Infinity", "number"), ("\"\"", "1", "text"),
    ]
  )
  func types(first: String, second: String, type: String) throws {
    let dataset = try read("{\"v\": \(first)}\n{\"v\": \(second)}\n")
    let found =
      switch dataset.columns[0].values {
      case .numbers: "number"
      case .text: "text"
      case .months: "month"
      case .dates: "date"
      }
    #expect(found == type)
  }

  @Test("escapes are undone")
  func escapes() throws {
    let text = #"{"v": "a\"\\\/\n\t\u00e8\ud83d\ude00"}"#
    #expect(cells(try read(text)) == [["a\"\\/\n\tè😀"]])
  }

  @Test(
    "lines that are no objects are refused with their line",
    arguments: [
      "{\"a\": 1}\n[1]\n", "{\"a\": 1}\n{\"a\": }\n", "{\"a\": 1}\n{\"a\": 01}\n",
      "{\"a\": 1}\n{\"a\": 1} x\n", "{\"a\": 1}\n{\"a\": \"\\ud800\"}\n", "{\"a\": 1}\n{\"a\": 1\n",
      "{\"a\": 1}\n{\"a\": \"x\ny\"}\n", "{\"a\": 1}\n{a: 1}\n", "{\"a\": 1}\n{\"a\": nul}\n",
    ]
  )
  func malformed(text: String) throws {
    let problem = #expect(throws: DataProblem.self) { try read(text) }
    #expect(problem?.cause == .malformedDocument(reason: "not one JSON object a line"))
    #expect(problem?.line == 2 || problem?.line == 3)
  }

  @Test("other refusals name file, line and column")
  func refusals() throws {
    #expect(throws: DataProblem(.emptyFile, file: "t.jsonl")) { try read("\n\n") }
    #expect(throws: DataProblem(.duplicateHeader(name: "a"), file: "t.jsonl", line: 2)) {
      try read("{\"a\": 1}\n{\"a\": 1, \"a\": 2}\n")
    }
    #expect(throws: DataProblem(.emptyHeader(position: 1), file: "t.jsonl", line: 1)) {
      try read("{\"\": 1}\n")
    }
    #expect(throws: DataProblem(.notANumber, file: "t.jsonl", line: 3, column: "a")) {
      try read("{\"a\": \"1\"}\n\n{\"a\": \"x\"}\n", types: ["a": .number])
    }
    #expect(throws: DataProblem(.unknownColumn(nearest: "month"), file: "t.jsonl", column: "mont"))
    {
      try read("{\"month\": 1}\n", types: ["mont": .number])
    }
    let deep = "{\"a\": " + String(repeating: "[", count: 100_000) + "}"
    #expect(throws: DataProblem.self) { try read(deep) }
  }

  @Test("what is written reads back the same", .tags(.property))
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    for seed in 0..<UInt64(200) {
      var generator = TestGenerator(seed: seed)
      let rows = 1 + generator.below(20)
      let texts = ["x", "\"", "\\", "a\nb", "\u{1}", "è", "😀", "1.5", "NA", "/"]
      let dataset = Dataset(
        source: folder.path("t.jsonl"),
        columns: [
          Column(
            name: "a \"b\"",
            values: .numbers(
              (0..<rows).map { _ in
                let value = Double(bitPattern: generator.next())
                return value.isFinite ? value : .nan
              }
            )
          ),
          Column(
            name: "t",
            values: .text(
              TextColumn(
                (0..<rows).map { _ in generator.below(4) == 0 ? nil : generator.pick(texts) }
              )
            )
          ),
          Column(
            name: "m",
            values: .months((0..<rows).map { _ in Month(index: 24_000 + generator.below(200)) })
          ),
        ]
      )
      try JSONLinesWriter.write(dataset, to: dataset.source, force: true)
      let read = try JSONLinesReader.read(path: dataset.source, types: ["t": .text, "m": .month])
      #expect(
        areSame(Dataset(source: read.source, columns: read.columns), dataset),
        "seed \(seed)"
      )
    }
  }
}
