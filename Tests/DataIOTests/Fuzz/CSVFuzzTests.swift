import DataIO
import Datasets
import TestSupport
import Testing

/// At least 1,000,000 inputs in an optimised build, with ``SpecFuzzTests``.
@Suite struct CSVFuzzTests {
  static let input = FuzzInput(
    tokens: [
      ",", ",", ",", ";", "\t", "\n", "\n", "\n", "\r\n", "\r", "\"", "\"", "\"\"", "a", "b", "1",
      "1.5", "1,5", "-", "+39", "007", "NA", ".", "2024-03", "2024-03-02", "03/2024", "13/02/2024",
      " ", "\0", "è", "\u{FEFF}", "1e999", "inf", "'", "sep=;", "9007199254740993", "\n\n", "x y",
      "12345678901234567890.123", "1.234", "1.234,5", "a,b\n", "a;b\n",
    ],
    files: [
      "id,ds,y\na,2024-03,1.5\nb,2024-04,2.5\na,2024-05,\nb,2024-06,NA\n",
      "id;mese;y;tel\r\n1;03/2024;1,5;0312345\r\n2;04/2024;-2,25;+39 02\r\n",
      "\"a\",\"b\"\n\"1\",\"x, y\"\n\"2\",\"p\nq\"\n\"3\",\"\"\"z\"\"\"\n",
      "a;b;c\n1.234;1,5;950\n12.345;2;1.234.567\n",
      "sep=;\na;b\n1;2\n", "x\n1\n\n3\n", "a\tb\n1\t2\n", "a,b\r1,2\r3,4\r",
      "\u{FEFF}città,valore\nCantù,1\nForlì,2\n",
      "a,b,c,d,e,f,g,h\n"
        + String(repeating: "0.123456789012345,-12.5,3,100,2024-03-09,text,,\"q\"\n", count: 6),
    ]
  )

  /// What a reading gave, to be compared with that of another.
  private enum Outcome {
    case table(CSVTable)
    case problem(DataProblem)

    init(_ bytes: [UInt8], _ options: CSVOptions, threads: Int, blockSize: Int) {
      do throws(DataProblem) {
        self = .table(
          try CSVReader.read(
            bytes: bytes,
            source: "f.csv",
            options: options,
            threads: threads,
            blockSize: blockSize
          )
        )
      } catch {
        self = .problem(error)
      }
    }

    func isSame(as other: Outcome) -> Bool {
      switch (self, other) {
      case (.table(let left), .table(let right)):
        left.findings == right.findings && areSame(left.dataset, right.dataset)
      case (.problem(let left), .problem(let right)): left == right
      default: false
      }
    }
  }

  @Test(
    "any bytes give a table or a problem, the same for any blocks and threads",
    .tags(.property),
    arguments: 0..<8
  )
  func anyBytes(stream: Int) {
    let count = isRelease ? 75_000 : 1_500
    var tables = 0
    for index in 0..<count {
      let seed = UInt64(stream * 10_000_000 + index)
      var generator = TestGenerator(seed: seed)
      let bytes = Self.input.make(&generator)
      var options = CSVOptions()
      if generator.below(4) == 0 {
        options.separator = generator.pick(CSVOptions.Separator.allCases)
        options.quote = generator.pick(CSVOptions.Quote.allCases)
        options.decimalMark = generator.pick(CSVOptions.DecimalMark.allCases)
        options.encoding = generator.pick(TextEncoding.allCases)
      }
      if generator.below(4) == 0 {
        options.types["a"] = generator.pick(CSVOptions.ColumnType.allCases)
      }
      let whole = Outcome(bytes, options, threads: 1, blockSize: 1 << 20)
      if case .table = whole { tables += 1 }
      // Threads take longer to start than small files to read: every tenth input has two.
      let threads = index.isMultiple(of: 10) ? 2 : 1
      let blocks = Outcome(bytes, options, threads: threads, blockSize: 1 + generator.below(24))
      if !whole.isSame(as: blocks) {
        Issue.record("seed \(seed): \(bytes) gave \(whole) and in blocks \(blocks)")
        return
      }
    }
    // The inputs are worth something only when many of them are tables.
    #expect(tables * 10 > count)
  }

  @Test(
    "the cells are those of an independent parser",
    .tags(.property),
    arguments: 0..<4
  )
  func reference(stream: Int) {
    let count = isRelease ? 50_000 : 1_500
    var compared = 0
    for index in 0..<count {
      let seed = UInt64(1_000_000_000 + stream * 10_000_000 + index)
      var generator = TestGenerator(seed: seed)
      let bytes = Self.input.make(&generator)
      // What the two read differently on purpose: lone carriage returns, byte order marks, blank
      // first lines, the line for Excel, texts that are not UTF-8.
      guard let first = bytes.first, first > 0x20, first != 0xEF,
        !bytes.prefix(3).map({ $0 | 0x20 }).elementsEqual("sep".utf8), !bytes.contains(0),
        String(validating: bytes, as: UTF8.self) != nil,
        !bytes.indices.contains(where: {
          bytes[$0] == 0x0D && ($0 + 1 == bytes.count || bytes[$0 + 1] != 0x0A)
        })
      else { continue }
      compared += 1
      let separator = generator.pick(CSVOptions.Separator.allCases)
      compare(bytes, separator, seed)
    }
    #expect(compared * 10 > count)
  }

  private func compare(_ bytes: [UInt8], _ separator: CSVOptions.Separator, _ seed: UInt64) {
    let byte: UInt8 =
      switch separator {
      case .comma: 0x2C
      case .semicolon: 0x3B
      case .tab: 0x09
      }
    let expected = Self.expected(bytes, byte)
    var options = CSVOptions(separator: separator, quote: .double, encoding: .utf8)
    for name in expected?.names ?? [] { options.types[name] = .text }
    let found = Outcome(bytes, options, threads: 1, blockSize: 1 << 20)
    switch (expected, found) {
    case (nil, .problem): return
    case (let expected?, .table(let table)):
      let rows = (0..<table.dataset.rowCount).map { row in
        table.dataset.columns.map { $0.text(at: row) }
      }
      if table.dataset.columnNames == expected.names, rows == expected.rows { return }
    default: break
    }
    Issue.record("seed \(seed): \(bytes) gave \(found), expected \(String(describing: expected))")
  }

  /// The table by the plain parser, all cells texts; `nil` when it is none.
  private static func expected(
    _ bytes: [UInt8],
    _ separator: UInt8
  ) -> (names: [String], rows: [[String?]])? {
    var content = bytes
    while let last = content.last, last == 0x0A || last == 0x0D { content.removeLast() }
    guard let rows = try? ReferenceCSVParser.rows(content, separator: separator),
      let header = rows.first
    else { return nil }
    let names = header.map { cell in
      let text = String(decoding: cell.text, as: UTF8.self)
      return cell.isQuoted ? text : text.trimmingSpaces
    }
    guard !names.contains(""), Set(names).count == names.count else { return nil }
    let body = rows.dropFirst().filter { row in
      names.count == 1 || row.count > 1 || row[0].isQuoted || !row[0].text.isEmpty
    }
    guard !body.isEmpty, body.allSatisfy({ $0.count == names.count }) else { return nil }
    let texts = body.map { row in
      row.map { cell -> String? in
        let text = String(decoding: cell.text, as: UTF8.self)
        return text.isEmpty ? nil : text
      }
    }
    return (names, texts)
  }
}

extension String {
  /// Without spaces and tabs at both ends.
  fileprivate var trimmingSpaces: String {
    var scalars = unicodeScalars[...]
    while let first = scalars.first, first == " " || first == "\t" { scalars.removeFirst() }
    while let last = scalars.last, last == " " || last == "\t" { scalars.removeLast() }
    return String(scalars)
  }
}
