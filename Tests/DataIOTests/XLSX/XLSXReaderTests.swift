internal import DataIO
internal import Datasets
internal import Foundation
internal import TestSupport
internal import Testing

@Suite("Workbooks as tables")
struct XLSXReaderTests {
  private struct Expected: Decodable {
    let header: [String]
    let lines: [Int]
    let rows: [[String?]]
  }

  private static func expected() throws -> Expected {
    let url = Repository.fixtures.appending(path: "workbooks.json")
    return try JSONDecoder().decode(Expected.self, from: Data(contentsOf: url))
  }

  private static func read(_ path: String) throws -> Dataset {
    try DatasetReader.read(path: path, threads: 1).dataset
  }

  @Test(
    "what other programs write is read as it was given to them",
    .tags(.reference),
    arguments: ["openpyxl", "libreoffice", "1904"]
  )
  func otherPrograms(_ program: String) throws {
    let path = Repository.fixtures.appending(path: "workbook_\(program).xlsx").path
    let table = try Self.read(path)
    let expected = try Self.expected()
    #expect(table.columnNames == expected.header)
    #expect((0..<table.rowCount).map(table.line) == expected.lines)
    for (row, cells) in expected.rows.enumerated() {
      for (column, text) in zip(table.columns, cells) {
        // The calendar of 1904 has no day before; the script puts its second in the place.
        let wanted = program == "1904" && text == "1900-01-31" ? "1904-01-02" : text
        let found = column.text(at: row)
        if let wanted, let number = Double(wanted), case .numbers(let values) = column.values {
          #expect(values[row] == number)
        } else {
          #expect(found == wanted, "\(column.name), row \(row)")
        }
      }
    }
  }

  @Test("what is written as a workbook is read back")
  func ownProgram() throws {
    let folder = try TemporaryFolder()
    let table = Dataset(
      source: "t",
      columns: [
        Column(name: "codice", values: .text(TextColumn(["007", "+39 02", nil, "a\nb\"c"]))),
        Column(name: "x", values: .numbers([1.5, .nan, -0.1, 3])),
        Column(
          name: "giorno",
          values: .dates([
            CalendarDate(iso: "2024-02-29"), nil, CalendarDate(iso: "1899-12-31"), nil,
          ])
        ),
      ]
    )
    let workbook = Workbook(
      title: "t",
      created: Workbook.defaultCreated,
      sheets: [Workbook.Sheet(name: "Lista", table)]
    )
    try XLSXWriter.write(workbook, to: folder.path("t.xlsx"))
    let read = try Self.read(folder.path("t.xlsx"))
    #expect(read.columnNames == table.columnNames)
    #expect(read.columns[0].values == table.columns[0].values)
    for row in 0..<4 { #expect(read.columns[1].text(at: row) == table.columns[1].text(at: row)) }
    #expect(read.columns[2].text(at: 0) == "2024-02-29")
  }

  @Test("a wrong cell is named by the row of the sheet, past lines within cells and empty rows")
  func lines() throws {
    let path = Repository.fixtures.appending(path: "workbook_openpyxl.xlsx").path
    var options = CSVOptions()
    options.types["note"] = .number
    #expect {
      try DatasetReader.read(path: path, options: options, threads: 1)
    } throws: { error in
      let problem = error as? DataProblem
      return problem?.cause == .notANumber && problem?.line == 2 && problem?.column == "note"
    }
    options.types = ["codice": .number]
    #expect(throws: DataProblem.self) {
      try DatasetReader.read(path: path, options: options, threads: 1)
    }
  }

  @Test("a file that is no workbook says so in one sentence")
  func notAWorkbook() throws {
    let folder = try TemporaryFolder()
    for (name, text) in [("text.xlsx", "a;b\n1;2\n"), ("short.xlsx", "PK")] {
      let path = try folder.write(text, to: name)
      #expect {
        try Self.read(path)
      } throws: { error in
        guard case .malformedDocument = (error as? DataProblem)?.cause else { return false }
        return (error as? DataProblem)?.file == path
      }
    }
    let empty = try folder.write("", to: "empty.xlsx")
    #expect(throws: DataProblem(.emptyFile, file: empty)) { try Self.read(empty) }
  }

  @Test("a damaged workbook is refused or read, never more than that")
  func damaged() throws {
    let folder = try TemporaryFolder()
    var random = SystemRandomNumberGenerator()
    let seed = UInt64.random(in: .min ... .max, using: &random)
    var state = seed
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    for name in ["openpyxl", "libreoffice"] {
      let whole = try Data(
        contentsOf: Repository.fixtures.appending(path: "workbook_\(name).xlsx")
      )
      for trial in 0..<150 {
        var bytes = whole
        if trial % 5 == 0 {
          bytes = bytes.prefix(next(bytes.count))
        } else {
          for _ in 0..<1 + trial % 4 { bytes[next(bytes.count)] = UInt8(next(256)) }
        }
        let path = folder.path("t.xlsx")
        try bytes.write(to: URL(filePath: path))
        do {
          _ = try Self.read(path)
        } catch is DataProblem {
          continue
        } catch {
          Issue.record("\(error), seed \(seed), trial \(trial)")
        }
      }
    }
  }
}
