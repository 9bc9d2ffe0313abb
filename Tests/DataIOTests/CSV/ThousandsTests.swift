import DataIO
import Datasets
import TestSupport
import Testing

@Suite struct ThousandsTests {
  /// The cells of one column between two others that say nothing of decimal marks.
  private func text(_ cells: [String], separator: String = ";") -> String {
    let rows = cells.enumerated().map { "k\($0)\(separator)\($1)\(separator)7\n" }
    return "a\(separator)b\(separator)c\n" + rows.joined()
  }

  private func column(_ table: CSVTable) -> [String] { cells(table).map { $0[1] } }

  @Test(
    "points that can be of thousands or of decimals are not read as either, and a note says so",
    arguments: [
      ["1.234", "345", "12.345"], ["950", "1.234.567"], ["-1.234", "", "NA"], ["100.000"],
      Array(repeating: "7", count: 500) + ["1.234"],
      Array(repeating: "1.234", count: 500) + ["1.234.567"],
    ]
  )
  func ambiguous(cells: [String]) throws {
    for (threads, blockSize) in [(1, 1 << 20), (2, 1), (2, 50)] {
      let table = try readCSV(text(cells), threads: threads, blockSize: blockSize)
      #expect(table.findings.columns.map(\.type) == [.text, .text, .number])
      #expect(column(table) == cells.map { $0.isEmpty || $0 == "NA" ? "-" : $0 })
      #expect(
        table.findings.notes.first
          == "text because its points can be of thousands or of decimals: b"
      )
    }
  }

  @Test(
    "points of which one can be of decimals only are decimal points",
    arguments: [
      ["1.234", "0.5"], ["0.123", "1.234"], ["1.234", "1.2345"], ["1234.567"], ["1.234", "1.5e3"],
      ["1.", "2.345"], [".123"], Array(repeating: "1.234", count: 500) + ["1.5"],
    ]
  )
  func decimals(cells: [String]) throws {
    for (threads, blockSize) in [(1, 1 << 20), (2, 1), (2, 50)] {
      let table = try readCSV(text(cells), threads: threads, blockSize: blockSize)
      #expect(table.findings.columns.map(\.type) == [.text, .number, .number])
      #expect(table.findings.decimalMark == .point && table.findings.notes.isEmpty)
      guard case .numbers(let values) = table.dataset.columns[1].values else { continue }
      #expect(values == cells.map { Double($0.hasSuffix(".") ? $0 + "0" : $0) })
    }
  }

  @Test("what the user says decides")
  func said() throws {
    let cells = ["1.234", "345", "12.345"]
    let point = try readCSV(text(cells), .init(decimalMark: .point))
    #expect(column(point) == ["1.234", "345", "12.345"])
    #expect(point.findings.columns[1].type == .number && point.findings.notes.isEmpty)
    let comma = try readCSV(text(cells), .init(decimalMark: .comma))
    #expect(column(comma) == ["1234", "345", "12345"])
    #expect(comma.findings.columns[1].type == .number && comma.findings.notes.isEmpty)
    let quoted = try readCSV(
      "a,b\nx,\"1.234,5\"\ny,\"950\"\n",
      .init(decimalMark: .comma)
    )
    #expect(column(quoted) == ["1234.5", "950"])
  }

  @Test("thousands points are read where a decimal comma is found", arguments: [";", "\t"])
  func found(separator: String) throws {
    let own = try readCSV(text(["1.234,56", "-1.234.567", "950", "0,5"], separator: separator))
    #expect(column(own) == ["1234.56", "-1234567", "950", "0.5"])
    #expect(own.findings.decimalMark == .comma && own.findings.notes.isEmpty)
    for rows in [1, 500] {
      let early = String(repeating: "1\(separator)1.234\n", count: rows)
      let late = try readCSV("a\(separator)b\n\(early)1,5\(separator)2.345\n")
      #expect(column(late) == Array(repeating: "1234", count: rows) + ["2345"])
      #expect(late.findings.decimalMark == .comma && late.findings.notes.isEmpty)
    }
  }

  @Test(
    "where the mark is a comma one cell that is no thousand keeps the column from being numbers",
    arguments: ["1.5", "0.123", "1.2345", "1234.567", "1.234.56", "1.234,", "1..234", "1.234,5,6"]
  )
  func misfit(cell: String) throws {
    let table = try readCSV(text(["1.234", cell]), .init(decimalMark: .comma))
    #expect(column(table) == ["1.234", cell])
    #expect(table.findings.columns[1].type == .text)
    #expect(throws: DataProblem(.notANumber, file: "t.csv", line: 3, column: "b")) {
      try readCSV(text(["1.234", cell]), .init(decimalMark: .comma, types: ["b": .number]))
    }
  }

  @Test("a column that must be numbers is refused with the line while the mark is not known")
  func forced() throws {
    let forced = ["b": CSVOptions.ColumnType.number]
    for cells in [["950", "1.234"], ["950", "1.234.567"]] {
      #expect(throws: DataProblem(.ambiguousThousands, file: "t.csv", line: 3, column: "b")) {
        try readCSV(text(cells), .init(types: forced))
      }
    }
    let options = CSVOptions(decimalMark: .comma, types: forced)
    #expect(column(try readCSV(text(["950", "1.234"]), options)) == ["950", "1234"])
    #expect(column(try readCSV(text(["950", "1.5"]), .init(types: forced))) == ["950", "1.5"])
  }

  @Test(
    "a word among numbers with commas is what is refused, wherever the mark is to be found",
    arguments: [
      "id;eta;esito\n007;21,5;1\n008;trenta;0\n", "id\teta\n7\t21,5\n8\ttrenta\n",
      "id,eta\n7,\"21,5\"\n8,trenta\n9,\"22,5\"\n", "id;eta\n007;1.021,5\n008;trenta\n",
      "id;eta\n7;21.5\n8;trenta\n9;22.5\n",
    ]
  )
  func word(text: String) throws {
    for (threads, blockSize) in [(1, 1 << 20), (2, 1)] {
      #expect(throws: DataProblem(.notANumber, file: "t.csv", line: 3, column: "eta")) {
        try readCSV(
          text,
          .init(types: ["eta": .number]),
          threads: threads,
          blockSize: blockSize
        )
      }
    }
  }

  @Test("a column that must be numbers says nothing of the mark where another column does")
  func otherColumn() throws {
    #expect(throws: DataProblem(.notANumber, file: "t.csv", line: 2, column: "eta")) {
      try readCSV("eta;x\n21,5;1.5\ntrenta;2\n", .init(types: ["eta": .number]))
    }
  }

  @Test(
    "files separated by commas are read as before, and by tabs without a comma",
    arguments: [",", "\t"]
  )
  func others(separator: String) throws {
    let table = try readCSV(text(["1.234", "12.345"], separator: separator))
    #expect(table.findings.columns[1].type == .number)
    #expect(column(table) == ["1.234", "12.345"])
  }
}
