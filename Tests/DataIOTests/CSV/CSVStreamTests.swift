import DataIO
import Datasets
import Foundation
import TestSupport
import Testing

@Suite struct CSVStreamTests {
  private func stream(
    _ text: String,
    _ columns: [String]? = nil,
    _ options: CSVOptions = CSVOptions(),
    threads: Int = 1,
    blockSize: Int = 1,
    maximumLevels: Int = CSVStream.maximumLevels
  ) throws -> CSVStream {
    try CSVStream(
      bytes: Array(text.utf8),
      source: "t.csv",
      columns: columns,
      options: options,
      threads: threads,
      blockSize: blockSize,
      maximumLevels: maximumLevels
    )
  }

  @Test("each block is a table with the lines of the file and the codes of all its texts")
  func blocks() throws {
    let text = "x;sesso;nota\n1,5;F;\"a\nb\"\n\n2;M;c\n3;F;d\n"
    let stream = try stream(text, ["sesso", "x"])
    #expect(stream.rowCount == 3 && stream.blockCount == 3)
    #expect(stream.findings.columns.map(\.name) == ["x", "sesso"])
    #expect(stream.findings.decimalMark == .comma)
    #expect(stream.columns.map(\.type) == [.number, .text])
    #expect(stream.columns[1].levels.map { Array($0) } == ["F", "M"])
    #expect(stream.columns[1].counts == [2, 1])
    #expect(stream.tableBytes == 3 * (8 + 4))
    let numbers = [1.5, 2, 3]
    let codes: [Int32] = [0, 1, 0]
    let lines = [2, 5, 6]
    for index in 0..<3 {
      let block = try stream.dataset(ofBlock: index)
      #expect(stream.rows(ofBlock: index) == index..<index + 1)
      #expect(block.columnNames == ["x", "sesso"] && block.source == "t.csv")
      #expect(block.columns[0].values == .numbers([numbers[index]]))
      #expect(block.line(ofRow: 0) == lines[index])
      guard case .text(let texts) = block.columns[1].values else {
        Issue.record("no texts")
        continue
      }
      #expect(texts.codes == [codes[index]] && Array(texts.levels) == ["F", "M"])
    }
  }

  @Test("a wide file is read in parts of its columns")
  func wide() throws {
    let names = (0..<1500).map { "c\($0)" }
    let row = (0..<1500).map { $0.isMultiple(of: 2) ? "\($0)" : "t\($0)" }.joined(separator: ",")
    let text = names.joined(separator: ",") + "\n" + row + "\n" + row + "\n"
    let table = try CSVReader.read(bytes: Array(text.utf8), source: "t.csv")
    let stream = try stream(text, threads: 2)
    #expect(try stream.dataset(threads: 2) == table.dataset && stream.findings == table.findings)
    #expect(try stream.dataset(ofBlock: 1).columns.last?.text(at: 0) == "t1499")
    #expect(try self.stream(text, ["c1499"]).dataset(ofBlock: 0).columnNames == ["c1499"])
  }

  @Test("a mark that a column not asked for needs is the mark of the file")
  func otherColumn() throws {
    let text = "a;b\n1.234;7\n2.345;1,5\n"
    let stream = try stream(text, ["a"])
    let values = try (0..<2).map { try stream.dataset(ofBlock: $0).columns[0].values }
    #expect(values == [.numbers([1234]), .numbers([2345])])
  }

  @Test(
    "a cell that is no number is refused with its line, in whichever block it stands",
    arguments: [1, 1000, 100_000],
    [1, 2]
  )
  func notANumber(blockSize: Int, threads: Int) throws {
    let rows = (1...5000).map { $0 == 4321 ? "\($0),\"x\nx\",trenta\n" : "\($0),y,\($0)\n" }
    let text = "id,nota,eta\n" + rows.joined()
    #expect(throws: DataProblem(.notANumber, file: "t.csv", line: 4322, column: "eta")) {
      try stream(
        text,
        ["eta"],
        .init(types: ["eta": .number]),
        threads: threads,
        blockSize: blockSize
      )
    }
  }

  @Test("columns that are not there, and ones with too many texts, are refused by name")
  func refusals() throws {
    #expect(throws: DataProblem(.unknownColumn(nearest: "eta"), file: "t.csv", column: "etta")) {
      try stream("id,eta\n1,2\n", ["id", "etta"])
    }
    let rows = (0..<20).map { "k\($0),\($0 % 10)x\n" }
    let text = "id,classe\n" + rows.joined()
    #expect(throws: DataProblem(.tooManyLevels(limit: 10), file: "t.csv", column: "id")) {
      try stream(text, maximumLevels: 10)
    }
    #expect(try stream(text, ["classe"], maximumLevels: 10).columns[0].counts.count == 10)
    // What counts is the type of the column: numbers may differ in every row.
    let numbers = "v;id\n" + (0..<300).map { $0 < 250 ? "x;7\n" : "y;\($0),5\n" }.joined()
    #expect(try stream(numbers, ["id"], maximumLevels: 10).columns[0].type == .number)
  }

  @Test("a quote that is text does not make one block of the file")
  func quoteAsText() throws {
    let rows = (0..<1000).map { "5\" tubo,\($0)\n" }
    let text = "nome,n\ntubo 5\",7\n" + rows.joined()
    let stream = try stream(text, blockSize: 100)
    #expect(stream.rowCount == 1001 && stream.blockCount > 50)
    let last = try stream.dataset(ofBlock: stream.blockCount - 1)
    #expect(last.columns[1].text(at: last.rowCount - 1) == "999")
  }

  @Test("parts are joined in the order of the blocks", arguments: [1, 2, 3])
  func reduce(threads: Int) throws {
    let text = "n\n" + (0..<2000).map { "\($0)\n" }.joined()
    let stream = try stream(text, threads: threads, blockSize: 64)
    let all = try stream.reduce(threads: threads, into: [Double]()) { _, block in
      guard case .numbers(let values) = block.columns[0].values else { return [Double]() }
      return values
    } join: {
      $0 += $1
    }
    #expect(all == (0..<2000).map(Double.init))
  }

  @Test("a file that is changed while it is read is refused, not misread")
  func changed() throws {
    let folder = try TemporaryFolder()
    let text = "n,s\n" + (0..<1000).map { "\($0),a\n" }.joined()
    let path = try folder.write(text, to: "t.csv")
    let stream = try CSVStream(path: path, threads: 1)
    let handle = try FileHandle(forUpdating: URL(filePath: path))
    try handle.truncate(atOffset: 100)
    try handle.close()
    #expect(
      throws: DataProblem(.fileUnreadable(reason: "it changed while it was read"), file: path)
    ) {
      try stream.dataset(ofBlock: 0)
    }
  }

  @Test("texts that are not UTF-8 are kept in the temporary folder, and nothing stays there")
  func otherEncodings() throws {
    let folder = try TemporaryFolder()
    // Longer than the part that is decoded at a time, and a character of two units across it.
    let rows = 520_000
    func units(_ text: String) -> [UInt8] {
      text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    }
    func latin(_ text: String) -> [UInt8] { text.unicodeScalars.map { UInt8($0.value) } }
    func repeated(_ row: [UInt8]) -> [UInt8] { Array(repeatElement(row, count: rows).joined()) }
    let utf16 = [0xFF, 0xFE] + units("città,n\n") + repeated(units("Forlì𝄞,7\n"))
    let windows = latin("città,n\n") + repeated(latin("Forlìé,7\n"))
    for (bytes, encoding, name) in [
      (utf16, TextEncoding.utf16LittleEndian, "Forlì𝄞"),
      (windows, .windows1252, "Forlìé"),
    ] {
      let path = folder.path("t.csv")
      try Data(bytes).write(to: URL(filePath: path))
      let stream = try CSVStream(path: path, threads: 2, temporaryFolder: folder.url.path)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["t.csv"])
      #expect(stream.findings.encoding == encoding && stream.rowCount == rows)
      #expect(stream.columns.map(\.name) == ["città", "n"])
      #expect(stream.columns[0].levels.map { Array($0) } == [name])
      let last = try stream.dataset(ofBlock: stream.blockCount - 1)
      #expect(last.columns[1].text(at: last.rowCount - 1) == "7")
    }
    #expect(
      throws: DataProblem(
        .fileUnreadable(
          reason: "its text cannot be kept in /nowhere/at/all: No such file or directory"
        ),
        file: folder.path("t.csv")
      )
    ) {
      try CSVStream(path: folder.path("t.csv"), threads: 1, temporaryFolder: "/nowhere/at/all")
    }
  }

  @Test("a forced column of numbers whose points can be of thousands is refused with its line")
  func ambiguous() throws {
    #expect(throws: DataProblem(.ambiguousThousands, file: "t.csv", line: 4, column: "b")) {
      try stream("a;b\nx;1\nx;\ny;1.234\n", ["b"], .init(types: ["b": .number]))
    }
  }
}
