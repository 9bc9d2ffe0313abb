import DataIO
import Datasets
import Foundation
import TestSupport
import Testing

/// A table from the text of a file.
func readCSV(
  _ text: String,
  _ options: CSVOptions = CSVOptions(),
  threads: Int = 1,
  blockSize: Int = CSVReader.defaultBlockSize
) throws -> CSVTable {
  try CSVReader.read(
    bytes: Array(text.utf8),
    source: "t.csv",
    options: options,
    threads: threads,
    blockSize: blockSize
  )
}

/// The cells of a table as texts, missing ones as `-`, by row.
func cells(_ table: CSVTable) -> [[String]] {
  (0..<table.dataset.rowCount).map { row in
    table.dataset.columns.map { $0.text(at: row) ?? "-" }
  }
}

@Suite struct CSVFormTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let text: String
    let rows: [[String]]
    var separator = CSVOptions.Separator.comma
  }

  @Test(
    "the form of a file is found out",
    arguments: [
      Case(testDescription: "commas", text: "a,b\n1,x\n2,y\n", rows: [["1", "x"], ["2", "y"]]),
      Case(
        testDescription: "semicolons and decimal commas",
        text: "a;b\n1,5;x\n2,25;y\n",
        rows: [["1.5", "x"], ["2.25", "y"]],
        separator: .semicolon
      ),
      Case(
        testDescription: "tabs",
        text: "a\tb\n1.5\tx, y\n2\tz\n",
        rows: [["1.5", "x, y"], ["2", "z"]],
        separator: .tab
      ),
      Case(
        testDescription: "Windows lines",
        text: "a,b\r\n1,x\r\n2,y\r\n",
        rows: [["1", "x"], ["2", "y"]]
      ),
      Case(
        testDescription: "old Mac lines",
        text: "a,b\r1,x\r2,y\r",
        rows: [["1", "x"], ["2", "y"]]
      ),
      Case(testDescription: "no newline at the end", text: "a,b\n1,x", rows: [["1", "x"]]),
      Case(
        testDescription: "blank lines",
        text: "\n\na,b\n\n1,x\n\r\n2,y\n\n\n",
        rows: [["1", "x"], ["2", "y"]]
      ),
      Case(
        testDescription: "quoted separators, newlines and quotes",
        text: "a,b\n\"1\",\"x,\n\"\"y\"\"\"\n2,z\n",
        rows: [["1", "x,\n\"y\""], ["2", "z"]]
      ),
      Case(
        testDescription: "a quote inside a cell",
        text: "a,b\n5\" pipe,x\n6\" pipe,y\n",
        rows: [["5\" pipe", "x"], ["6\" pipe", "y"]]
      ),
      Case(testDescription: "single quotes", text: "'a','b'\n'1,5','x'\n", rows: [["1.5", "x"]]),
      Case(testDescription: "one column", text: "a\n1\n\n3\n\n", rows: [["1"], ["-"], ["3"]]),
      Case(
        testDescription: "one column with commas in its texts",
        text: "name\nRossi, Mario\nVerdi\n",
        rows: [["Rossi, Mario"], ["Verdi"]],
        separator: .semicolon
      ),
      Case(
        testDescription: "a first line for Excel",
        text: "sep=;\na;b\n1;2\n",
        rows: [["1", "2"]],
        separator: .semicolon
      ),
      Case(testDescription: "a byte order mark", text: "\u{FEFF}a,b\n1,x\n", rows: [["1", "x"]]),
      Case(testDescription: "spaces around", text: " a , b\n 1 , x \n", rows: [["1", " x "]]),
      Case(
        testDescription: "empty first and last cells",
        text: "a,b,c\n,x,\n1,,2\n",
        rows: [["-", "x", "-"], ["1", "-", "2"]]
      ),
    ]
  )
  func form(_ item: Case) throws {
    for threads in [1, 2] {
      for blockSize in [1, 2, 3, 5, 8, 1 << 20] {
        let table = try readCSV(item.text, threads: threads, blockSize: blockSize)
        #expect(cells(table) == item.rows, "block size \(blockSize)")
        #expect(table.findings.separator == item.separator)
        #expect(table.findings.rowCount == item.rows.count)
      }
    }
  }

  @Test("what was found out can be said otherwise")
  func options() throws {
    let text = "a;b,c\n1;2,3\n"
    #expect(try readCSV(text, .init(separator: .semicolon)).dataset.columnNames == ["a", "b,c"])
    #expect(try readCSV(text, .init(separator: .comma)).dataset.columnNames == ["a;b", "c"])
    let quotes = try readCSV("a,b\n\"x\",1\n", .init(quote: CSVOptions.Quote.none))
    #expect(cells(quotes) == [["\"x\"", "1"]])
    let mark = try readCSV("a;b\n1,5;2\n", .init(decimalMark: .point))
    #expect(mark.findings.columns.map(\.type) == [.text, .number])
  }

  @Test("the findings are one line for the user")
  func findings() throws {
    let table = try readCSV("\u{FEFF}id;mese;y;giorno\n007;03/2024;1,5;13/03/2024\n")
    #expect(
      table.findings.description
        == "1 row, 4 columns (1 text, 1 number, 1 month, 1 date), separator semicolon, "
        + "decimal comma, UTF-8 with byte order mark, dates as 03/2024, dd/mm/yyyy"
    )
    let stored = try JSONDocument.encode(table.findings)
    #expect(try JSONDocument.decode(CSVFindings.self, from: stored, file: "f") == table.findings)
  }

  @Test("lines are those of the file where rows are not lines")
  func lines() throws {
    #expect(try readCSV("a,b\n1,2\n3,4\n").dataset.lines == nil)
    for blockSize in [1, 4, 1 << 20] {
      let table = try readCSV(
        "a,b\n1,\"x\ny\"\n\n3,z\n4,\"p\n\nq\"\n5,r\n",
        threads: 2,
        blockSize: blockSize
      )
      #expect(table.dataset.lines == [2, 5, 6, 9], "block size \(blockSize)")
    }
  }
}

@Suite struct CSVEncodingTests {
  private let text = "città,valore\nSesto San Giovanni,1\nCantù,2\nforlì,3\n"

  private func read(_ bytes: [UInt8], _ options: CSVOptions = .init()) throws -> CSVTable {
    try CSVReader.read(bytes: bytes, source: "t.csv", options: options)
  }

  @Test("UTF-8, UTF-16 and Windows-1252 give the same table")
  func encodings() throws {
    let expected = try read(Array(text.utf8))
    #expect(expected.findings.encoding == .utf8)
    let utf16 = Array(text.utf16)
    let little = utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    let windows = text.unicodeScalars.map { UInt8($0.value) }
    let cases: [([UInt8], TextEncoding, Bool)] = [
      ([0xEF, 0xBB, 0xBF] + Array(text.utf8), .utf8, true),
      ([0xFF, 0xFE] + little, .utf16LittleEndian, true),
      ([0xFE, 0xFF] + big, .utf16BigEndian, true),
      (little, .utf16LittleEndian, false),
      (big, .utf16BigEndian, false),
      (windows, .windows1252, false),
    ]
    for (bytes, encoding, hasMark) in cases {
      let table = try read(bytes)
      #expect(table.dataset == expected.dataset, "\(encoding)")
      #expect(table.findings.encoding == encoding)
      #expect(table.findings.hasByteOrderMark == hasMark)
      #expect(try read(bytes, .init(encoding: encoding)).dataset == expected.dataset)
    }
  }

  @Test("Windows-1252 is found out by a byte anywhere in the file")
  func late() throws {
    let rows = String(repeating: "abc,1\n", count: 100_000)
    let bytes = Array("a,b\n".utf8) + Array(rows.utf8) + [0x80, 0x2C, 0x32, 0x0A]
    let table = try read(bytes)
    #expect(table.findings.encoding == .windows1252)
    #expect(table.dataset.columns[0].text(at: 100_000) == "€")
  }

  @Test("text that is not in the encoding asked for is refused")
  func invalid() throws {
    let windows = text.unicodeScalars.map { UInt8($0.value) }
    #expect(throws: DataProblem(.invalidEncoding(name: "UTF-8"), file: "t.csv", line: 1)) {
      try read(windows, .init(encoding: .utf8))
    }
    let utf8 = Array("a,b\n1,2\n".utf8) + [0xC3, 0x28, 0x2C, 0x31]
    #expect(throws: DataProblem(.invalidEncoding(name: "UTF-8"), file: "t.csv", line: 3)) {
      try read([0xEF, 0xBB, 0xBF] + utf8)
    }
    #expect(
      throws: DataProblem(.invalidEncoding(name: "UTF-16 little-endian"), file: "t.csv")
    ) { try read([0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00, 0x00, 0xD8]) }
  }
}

@Suite struct CSVTypeTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let cells: [String]
    let type: CSVOptions.ColumnType
    let values: [String]
    var testDescription: String { cells.joined(separator: " | ") }
  }

  @Test(
    "the type of a column is that of all its cells",
    arguments: [
      Case(
        cells: ["1", "-2.5", "1e3", ".5", "3.", "+0"],
        type: .text,
        values: ["1", "-2.5", "1e3", ".5", "3.", "+0"]
      ),
      Case(
        cells: ["1", "-2.5", "1e3", ".5", "3.", "0"],
        type: .number,
        values: ["1", "-2.5", "1000", "0.5", "3", "0"]
      ),
      Case(
        cells: ["", "NA", "NaN", "null", "N/A", ".", "#N/D", "7"],
        type: .number,
        values: ["-", "-", "-", "-", "-", "-", "-", "7"]
      ),
      Case(cells: ["inf", "-inf", "1e999"], type: .number, values: ["inf", "-inf", "inf"]),
      Case(cells: ["007", "8"], type: .text, values: ["007", "8"]),
      Case(cells: ["8", "-01"], type: .text, values: ["8", "-01"]),
      Case(cells: ["0312345678", ""], type: .text, values: ["0312345678", "-"]),
      Case(cells: ["+39021234567"], type: .text, values: ["+39021234567"]),
      Case(cells: ["9007199254740992", "1"], type: .number, values: ["9007199254740992.0", "1"]),
      Case(cells: ["9007199254740993", "1"], type: .text, values: ["9007199254740993", "1"]),
      Case(cells: ["12345678901234567890123"], type: .text, values: ["12345678901234567890123"]),
      Case(cells: ["1 234"], type: .text, values: ["1 234"]),
      Case(cells: ["1", "x"], type: .text, values: ["1", "x"]),
      Case(
        cells: ["1e", "e5", "-", "0x1p3", "1_0", "--1", "1.2.3"],
        type: .text,
        values: ["1e", "e5", "-", "0x1p3", "1_0", "--1", "1.2.3"]
      ),
      Case(cells: ["2024-03", "2024-04", ""], type: .month, values: ["2024-03", "2024-04", "-"]),
      Case(cells: ["2024-03-01", "2024-04-01"], type: .month, values: ["2024-03", "2024-04"]),
      Case(
        cells: ["2024-03-01", "2024-04-02"],
        type: .date,
        values: ["2024-03-01", "2024-04-02"]
      ),
      Case(cells: ["2024M03", "NA"], type: .month, values: ["2024-03", "-"]),
      Case(cells: ["03/2024", "12/2024"], type: .month, values: ["2024-03", "2024-12"]),
      Case(cells: ["2024 Mar"], type: .month, values: ["2024-03"]),
      Case(cells: ["Mar.24"], type: .month, values: ["2024-03"]),
      Case(cells: ["202403", "202404"], type: .number, values: ["202403", "202404"]),
      Case(cells: ["2024-03", "03/2024"], type: .text, values: ["2024-03", "03/2024"]),
      Case(cells: ["2024-13"], type: .text, values: ["2024-13"]),
      Case(
        cells: ["13/02/2024", "01/02/2024"],
        type: .date,
        values: ["2024-02-13", "2024-02-01"]
      ),
      Case(
        cells: ["02/13/2024", "01/02/2024"],
        type: .date,
        values: ["2024-02-13", "2024-01-02"]
      ),
      Case(cells: ["3.4.2024"], type: .date, values: ["2024-04-03"]),
      Case(
        cells: ["13/02/2024", "02/13/2024"],
        type: .text,
        values: ["13/02/2024", "02/13/2024"]
      ),
      Case(
        cells: ["13/02/2024", "13.02.2024"],
        type: .text,
        values: ["13/02/2024", "13.02.2024"]
      ),
      Case(cells: ["31/02/2024"], type: .text, values: ["31/02/2024"]),
      Case(cells: ["", "NA"], type: .number, values: ["-", "-"]),
    ]
  )
  func types(_ item: Case) throws {
    let text = "k,v\n" + item.cells.map { "a,\($0)\n" }.joined()
    for (threads, blockSize) in [(1, 1 << 20), (2, 1), (2, 7)] {
      let table = try readCSV(text, threads: threads, blockSize: blockSize)
      #expect(table.findings.columns[1].type == item.type)
      #expect(cells(table).map { $0[1] } == item.values)
    }
    // The same in quotes, where a mark of a missing value is one only in columns of numbers.
    let quoted = "k,v\n" + item.cells.map { "a,\"\($0)\"\n" }.joined()
    #expect(try readCSV(quoted).findings.columns[1].type == item.type)
  }

  @Test("what contradicts the first rows is found wherever it stands", arguments: [300, 5000])
  func lateContradiction(rows: Int) throws {
    for (early, late, type) in [
      ("1", "x", CSVOptions.ColumnType.text), ("2024-03", "1", .text), ("", "007", .text),
      ("", "2024-03", .month), ("1", "1.5", .number), ("2024-03-01", "2024-03-02", .date),
      ("NA", "13/02/2024", .date), ("02/03/2024", "02/13/2024", .date),
    ] {
      let text = "k,v\n" + String(repeating: "a,\(early)\n", count: rows) + "b,\(late)\n"
      let tables = try [(1, 1 << 22), (2, 1 << 22), (2, 100)].map {
        try readCSV(text, threads: $0.0, blockSize: $0.1)
      }
      for table in tables {
        #expect(table.findings.columns[1].type == type, "\(early) then \(late)")
        #expect(table.dataset == tables[0].dataset)
        #expect(table.findings == tables[0].findings)
      }
    }
  }

  @Test("the decimal mark is that of the file, also when it comes late")
  func decimalMark() throws {
    let late = "a;b\n" + String(repeating: "1;2\n", count: 500) + "1,5;2\n"
    let table = try readCSV(late)
    #expect(table.findings.decimalMark == .comma)
    #expect(table.dataset.columns[0].text(at: 500) == "1.5")
    #expect(table.findings.columns.map(\.type) == [.number, .number])
  }

  @Test("where columns need both decimal marks the separator decides, and a note says so")
  func bothMarks() throws {
    let italian = try readCSV("a;b;c\n1,5;1.25;7\n2,5;2.5;8\n")
    #expect(italian.findings.columns.map(\.type) == [.number, .text, .number])
    #expect(italian.findings.notes.count == 1)
    let late = "a;b\n" + String(repeating: "1;1.25\n", count: 500) + "1,5;2.5\n"
    #expect(try readCSV(late).findings.columns.map(\.type) == [.number, .text])
    let plain = try readCSV("a,b\n\"1,5\",1.5\n")
    #expect(plain.findings.columns.map(\.type) == [.text, .number])
  }

  @Test("a separator is never a decimal mark, also where both are commas")
  func markIsSeparator() throws {
    let rows = String(repeating: "3,100,1\n", count: 30)
    let table = try readCSV(
      "a,b,c\n\"2,5\",7,1\n" + rows,
      .init(separator: .comma, decimalMark: .comma)
    )
    #expect(cells(table).prefix(2) == [["2.5", "7", "1"], ["3", "100", "1"]])
  }

  @Test(
    "numbers with thousands separators are texts among commas, and a note says so",
    arguments: [
      ("1.234,56", 1), ("-12.345.678", 1), ("1 234", 1), ("950", 1), ("1.2345,6", 0),
      ("1.234,5x", 0),
    ]
  )
  func thousands(text: String, notes: Int) throws {
    let table = try readCSV("a,b\n\"\(text)\",1\n\"1.234.567,8\",2\n")
    #expect(table.findings.columns.map(\.type) == [.text, .number])
    #expect(table.findings.notes.count == notes)
  }

  @Test("a mark of a missing value in quotes is a text among texts")
  func quotedMarks() throws {
    let table = try readCSV("a,b\nx,1\n\"NA\",\"NA\"\nNA,NA\n\"\",\"\"\n")
    #expect(cells(table) == [["x", "1"], ["NA", "-"], ["-", "-"], ["-", "-"]])
  }

  @Test("a mark is a text in a column that the user says is one of texts")
  func forcedTextMarks() throws {
    let text = "id;prov\nNA;NA\n2;MI\n3;\n4;\"\"\n5; NA\n6;.\n"
    let table = try readCSV(text, .init(types: ["prov": .text]))
    #expect(cells(table).map { $0[1] } == ["NA", "MI", "-", "-", " NA", "."])
    #expect(cells(table)[0][0] == "-")
    #expect(table.findings.notes.isEmpty)
  }

  @Test("a note counts the marks taken as missing in columns of texts, and in no others")
  func notedMarks() throws {
    let text = "x,prov,n,m,q\na,NA,NA,2024-03,\"NA\"\n,NA,1,NA,b\n\"NA\",N/A,2,,c\nNA,MI,3,.,d\n"
    for blockSize in [1, 9, 1 << 20] {
      let table = try readCSV(text, threads: 2, blockSize: blockSize)
      #expect(
        table.findings.notes == [
          "cells of texts taken as missing: 1 NA in x, 2 NA and 1 N/A in prov"
        ]
      )
    }
    let names = (1...12).map { "c\($0)" }.joined(separator: ",")
    let row = { (cell: String) in Array(repeating: cell, count: 12).joined(separator: ",") }
    let notes = try readCSV("\(names)\n\(row("NA"))\n\(row("x"))\n").findings.notes
    #expect(notes.count == 1 && notes[0].hasSuffix("1 NA in c8, and others in 4 further columns"))
  }

  @Test("days that can be read two ways are day first, and a note says so")
  func ambiguousDays() throws {
    let table = try readCSV("a,b\nx,03/04/2024\n")
    #expect(cells(table) == [["x", "2024-04-03"]])
    #expect(table.findings.notes.count == 1)
    let american = try readCSV("a,b\nx,03/04/2024\n", .init(dateFormat: .monthFirst))
    #expect(cells(american) == [["x", "2024-03-04"]])
    #expect(american.findings.notes.isEmpty)
    let mixed = "a,b\n2024-03-09,03/04/2024\n"
    for format in [CSVOptions.DateFormat.dayFirst, .monthFirst] {
      let table = try readCSV(mixed, .init(dateFormat: format))
      #expect(table.findings.columns.map(\.type) == [.date, .date])
    }
    let iso = try readCSV(mixed, .init(dateFormat: .iso))
    #expect(iso.findings.columns.map(\.type) == [.date, .text])
  }

  @Test("the type of a column can be given")
  func forced() throws {
    let text = "a,b,c,d\n007,202403,2024-03-01,5\n8,202404,2024-04-01,6\n"
    let table = try readCSV(
      text,
      .init(types: ["a": .number, "b": .month, "c": .date, "d": .text])
    )
    #expect(table.findings.columns.map(\.type) == [.number, .month, .date, .text])
    #expect(
      cells(table) == [
        ["7", "2024-03", "2024-03-01", "5"], ["8", "2024-04", "2024-04-01", "6"],
      ]
    )
  }

  @Test("a cell that is not of the given type is refused with line and column")
  func forcedProblems() throws {
    let text = "k,v\na,\nb,1\nc,2024-03\nd,03/2024\n"
    func refusal(_ type: CSVOptions.ColumnType, _ text: String) -> DataProblem? {
      #expect(throws: DataProblem.self) { try readCSV(text, .init(types: ["v": type])) }
    }
    #expect(
      refusal(.number, text) == DataProblem(.notANumber, file: "t.csv", line: 4, column: "v")
    )
    #expect(refusal(.month, text) == DataProblem(.notAMonth, file: "t.csv", line: 3, column: "v"))
    #expect(
      refusal(.month, "k,v\na,2024-03\nc,2024-03\nd,03/2024\n")
        == DataProblem(
          .mixedMonthFormats(first: "2024-03", other: "03/2024"),
          file: "t.csv",
          line: 4,
          column: "v"
        )
    )
    let date = refusal(.date, "k,v\na,2024-03-02\nb,2024-02-31\n")
    #expect(date?.line == 3)
    #expect(date?.column == "v")
  }
}

@Suite struct CSVProblemTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let text: String
    let cause: DataProblem.Cause
    var line: Int?
    var testDescription: String { "\(cause)" }
  }

  @Test(
    "a file that is no table is refused with its line, for any blocks and threads",
    arguments: [
      Case(text: "", cause: .emptyFile),
      Case(text: "\n\n\r\n", cause: .emptyFile),
      Case(text: "\u{FEFF}", cause: .emptyFile),
      Case(text: "a,b\n", cause: .headerOnly),
      Case(text: "a,b", cause: .headerOnly),
      Case(text: "a,b\n\n\n", cause: .headerOnly),
      Case(text: "a,b\n1,2\n3\n4,5\n", cause: .raggedRow(expected: 2, found: 1), line: 3),
      Case(text: "a,b\n1,2\n3,4,5,6\n", cause: .raggedRow(expected: 2, found: 4), line: 3),
      Case(text: "a,b\n\"1\n\",2\n3,4,5\n", cause: .raggedRow(expected: 2, found: 3), line: 4),
      Case(text: "a,b,a\n1,2,3\n", cause: .duplicateHeader(name: "a"), line: 1),
      Case(text: "a,,c\n1,2,3\n", cause: .emptyHeader(position: 2), line: 1),
      Case(text: "a,b,\n1,2,\n", cause: .emptyHeader(position: 3), line: 1),
      Case(text: "a,b\n1,2\n3,\u{0}4\n", cause: .nulByte, line: 3),
      Case(text: "a\u{0},b\n1,2\n", cause: .nulByte, line: 1),
      Case(text: "a,b\n1,2\n3,\"4\n5,6\n7,8\n", cause: .unterminatedQuote, line: 3),
      Case(text: "a,\"b\n1,2\n", cause: .unterminatedQuote, line: 1),
      Case(text: "a,b\n1,2\n3,\"4\" x\n5,6\n", cause: .textAfterQuote, line: 3),
    ]
  )
  func refusals(_ item: Case) throws {
    for (threads, blockSize) in [(1, 1 << 20), (1, 1), (2, 1), (2, 3), (2, 6)] {
      #expect(throws: DataProblem(item.cause, file: "t.csv", line: item.line)) {
        try readCSV(item.text, threads: threads, blockSize: blockSize)
      }
    }
  }

  @Test("files that are missing or folders are refused")
  func files() throws {
    let folder = try TemporaryFolder()
    #expect(throws: DataProblem(.fileNotFound, file: folder.path("no.csv"))) {
      try CSVReader.read(path: folder.path("no.csv"), threads: 2)
    }
    #expect(
      throws: DataProblem(.fileUnreadable(reason: "Is a directory"), file: folder.url.path)
    ) { try CSVReader.read(path: folder.url.path, threads: 2) }
  }

  @Test("a type for a column that is not there is refused with the nearest name")
  func unknownColumn() throws {
    #expect(
      throws: DataProblem(.unknownColumn(nearest: "month"), file: "t.csv", column: "mouth")
    ) { try readCSV("month,y\n2024-03,1\n", .init(types: ["mouth": .month])) }
  }

  @Test("a table with very many columns is read", arguments: [1, 2])
  func wide(threads: Int) throws {
    let count = 3000
    let text =
      (0..<count).map { "c\($0)" }.joined(separator: ",") + "\n"
      + (0..<count).map { $0.isMultiple(of: 3) ? "t\($0)" : "\($0)" }.joined(separator: ",") + "\n"
    let table = try readCSV(text, threads: threads)
    #expect(table.dataset.columns.count == count)
    #expect(table.dataset.columns[2999].text(at: 0) == "2999" || 2999 % 3 == 0)
    #expect(table.dataset.columns[2998].text(at: 0) == "2998")
    #expect(table.dataset.columns[2997].text(at: 0) == "t2997")
  }
}
