import DataIO
import Datasets
import Foundation
import TestSupport
import Testing

@Suite struct CSVWriterTests {
  private let day = CalendarDate(year: 2024, month: 3, day: 9)
  private let names = ["id", "y", "mese", "giorno"]

  @Test("the plain style is comma, line feed and ISO dates")
  func plain() throws {
    let writer = CSVWriter(names: names)
    let day = try #require(day)
    #expect(writer.header == "id,y,mese,giorno\n")
    #expect(
      writer.row([.text("a"), .number(1.5), .month(Month(year: 2024, month: 3)), .date(day)])
        == "a,1.5,2024-03,2024-03-09\n"
    )
    #expect(writer.row([.missing, .number(.nan), .missing, .missing]) == ",,,\n")
    #expect(writer.row([.text("=1+1"), .number(-3), .missing, .missing]) == "=1+1,-3,,\n")
  }

  @Test("the Italian style opens right in an Italian Excel")
  func italian() throws {
    let writer = CSVWriter(names: names, style: .italian)
    let day = try #require(day)
    #expect(writer.header == "\u{FEFF}id;y;mese;giorno\r\n")
    #expect(
      writer.row([.text("a;b"), .number(-1.5), .month(Month(year: 2024, month: 3)), .date(day)])
        == "\"a;b\";-1,5;03/2024;09/03/2024\r\n"
    )
  }

  @Test(
    "texts that Excel would take for formulas are made harmless",
    arguments: [
      ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"),
      ("\tx", "'\tx"), ("\rx", "\"'\rx\""), ("=\"x\"", "\"'=\"\"x\"\"\""),
      ("+39 02 1234567", "0039 02 1234567"), ("+393331234567", "00393331234567"),
      ("a=1", "a=1"), ("perché", "perché"), ("+39;x", "\"'+39;x\""), ("x\ny", "\"x\ny\""),
    ]
  )
  func formulas(text: String, expected: String) {
    let writer = CSVWriter(names: ["a", "b"], style: .italian)
    #expect(writer.row([.text(text), .missing]) == expected + ";\r\n")
  }

  @Test("cells are quoted only when they must be")
  func quoting() {
    let writer = CSVWriter(names: ["a", "b"])
    for (text, expected) in [
      ("x", "x"), ("x,y", "\"x,y\""), ("\"", "\"\"\"\""), ("x\ny", "\"x\ny\""), ("x;y", "x;y"),
      ("NA", "\"NA\""), (".", "\".\""), ("NAN", "NAN"), ("\"\u{301}", "\"\"\"\u{301}\""),
    ] {
      #expect(writer.row([.text(text), .missing]) == expected + ",\n")
    }
    #expect(CSVWriter(names: [" a", "b"]).header == "\" a\",b\n")
    #expect(CSVWriter(names: ["a"]).row([.missing]) == "\"\"\n")
  }

  /// A table with all types, missing cells and hard texts.
  private func table(_ generator: inout TestGenerator) -> Dataset {
    let rows = 1 + generator.below(40)
    let texts = [
      "x", "Rossi, Mario", "a\nb", "a\r\nb", "\"", "\"\"", "NA", ".", " x ", "007", "+39", "=1",
      "è",
      "日本", "a;b", "\t", "'", "1.5", "2024-03", "null", "\u{1F600}",
    ]
    var columns: [Column] = []
    for index in 0..<(1 + generator.below(5)) {
      let values: Column.Values
      switch generator.below(4) {
      case 0:
        values = .numbers(
          (0..<rows).map { _ in
            switch generator.below(6) {
            case 0: .nan
            case 1: Double(generator.below(2000) - 1000)
            case 2: [.infinity, -.infinity, -0.0, 0x1p53, 1e300, 1e-300][generator.below(6)]
            default:
              Double(bitPattern: generator.next() & 0xBFFF_FFFF_FFFF_FFFF)
            }
          }
        )
      case 1:
        values = .months(
          (0..<rows).map { _ in
            generator.below(5) == 0 ? nil : Month(index: 1900 * 12 + generator.below(2000))
          }
        )
      case 2:
        values = .dates(
          (0..<rows).map { _ in
            generator.below(5) == 0 ? nil : CalendarDate(dayNumber: generator.below(30_000))
          }
        )
      default:
        values = .text(
          TextColumn(
            (0..<rows).map { _ in generator.below(5) == 0 ? nil : generator.pick(texts) }
          )
        )
      }
      columns.append(
        Column(name: generator.pick(["n", "a b", "x,y", " s", "è"]) + "\(index)", values: values)
      )
    }
    return Dataset(source: "t.csv", columns: columns)
  }

  private func types(_ dataset: Dataset) -> [String: CSVOptions.ColumnType] {
    var types: [String: CSVOptions.ColumnType] = [:]
    for column in dataset.columns {
      switch column.values {
      case .numbers: types[column.name] = .number
      case .text: types[column.name] = .text
      case .months: types[column.name] = .month
      case .dates: types[column.name] = .date
      }
    }
    return types
  }

  @Test("what is written reads back the same", .tags(.property))
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    for seed in 0..<UInt64(isRelease ? 2000 : 200) {
      var generator = TestGenerator(seed: seed)
      let dataset = table(&generator)
      let path = folder.path("t.csv")
      try CSVWriter.write(dataset, to: path, force: true)
      let options = CSVOptions(separator: .comma, types: types(dataset))
      let read = try CSVReader.read(path: path, options: options, threads: 1).dataset
      let unlined = Dataset(source: read.source, columns: read.columns)
      #expect(areSame(unlined, dataset), "seed \(seed)")
    }
  }

  @Test("the Italian style reads back the same but for what it makes harmless", .tags(.property))
  func italianRoundTrip() throws {
    let folder = try TemporaryFolder()
    for seed in 0..<UInt64(isRelease ? 1000 : 100) {
      var generator = TestGenerator(seed: seed)
      let whole = table(&generator)
      let columns = whole.columns.filter { if case .text = $0.values { false } else { true } }
      guard !columns.isEmpty else { continue }
      let dataset = Dataset(source: "t.csv", columns: columns)
      let path = folder.path("t.csv")
      try CSVWriter.write(dataset, to: path, style: .italian, force: true)
      let options = CSVOptions(
        separator: .semicolon,
        decimalMark: .comma,
        dateFormat: .dayFirst,
        types: types(dataset)
      )
      let read = try CSVReader.read(path: path, options: options, threads: 1).dataset
      #expect(areSame(Dataset(source: read.source, columns: read.columns), dataset), "seed \(seed)")
    }
  }
}
