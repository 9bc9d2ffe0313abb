import DataIO
import Datasets
import TestSupport
import Testing

/// A stream against the reading of the whole file.
@Suite struct CSVStreamFuzzTests {
  /// What a reading gave, to be compared with that of another.
  private enum Outcome {
    case table(Dataset, CSVFindings)
    case problem(DataProblem)

    init(_ read: () throws(DataProblem) -> (Dataset, CSVFindings)) {
      do throws(DataProblem) {
        let (dataset, findings) = try read()
        self = .table(dataset, findings)
      } catch {
        self = .problem(error)
      }
    }

    func isSame(as other: Outcome) -> Bool {
      switch (self, other) {
      case (.table(let left, let found), .table(let right, let other)):
        found == other && areSame(left, right)
      case (.problem(let left), .problem(let right)): left == right
      default: false
      }
    }
  }

  private static func whole(_ bytes: [UInt8], _ options: CSVOptions) -> Outcome {
    Outcome { () throws(DataProblem) in
      let table = try CSVReader.read(bytes: bytes, source: "f.csv", options: options)
      let dataset = table.dataset
      return (
        Dataset(
          source: "f.csv",
          columns: dataset.columns,
          lines: (0..<dataset.rowCount).map { dataset.line(ofRow: $0) }
        ), table.findings
      )
    }
  }

  private static func streamed(
    _ bytes: [UInt8],
    _ options: CSVOptions,
    _ columns: [String]? = nil,
    threads: Int,
    blockSize: Int
  ) -> Outcome {
    Outcome { () throws(DataProblem) in
      let stream = try CSVStream(
        bytes: bytes,
        source: "f.csv",
        columns: columns,
        options: options,
        threads: threads,
        blockSize: blockSize
      )
      var parts: [Dataset] = []
      for index in 0..<stream.blockCount { parts.append(try stream.dataset(ofBlock: index)) }
      let joined = joined(parts)
      let whole = try stream.dataset(threads: threads)
      let isWhole = areSame(
        joined,
        Dataset(
          source: "f.csv",
          columns: whole.columns,
          lines: (0..<whole.rowCount).map { whole.line(ofRow: $0) }
        )
      )
      if !isWhole { Issue.record("\(whole) is not its blocks, \(joined)") }
      return (joined, stream.findings)
    }
  }

  /// The tables of blocks as one; texts by code, so that the codes are compared too.
  private static func joined(_ parts: [Dataset]) -> Dataset {
    let columns = parts[0].columns.indices.map { column in
      parts.dropFirst().reduce(parts[0].columns[column]) { joined($0, $1.columns[column]) }
    }
    return Dataset(
      source: "f.csv",
      columns: columns,
      lines: parts.flatMap { part in (0..<part.rowCount).map { part.line(ofRow: $0) } }
    )
  }

  private static func joined(_ left: Column, _ right: Column) -> Column {
    let values: Column.Values =
      switch (left.values, right.values) {
      case (.numbers(let left), .numbers(let right)): .numbers(left + right)
      case (.months(let left), .months(let right)): .months(left + right)
      case (.dates(let left), .dates(let right)): .dates(left + right)
      case (.text(let left), .text(let right)) where left.levels == right.levels:
        .text(TextColumn(codes: left.codes + right.codes, levels: left.levels))
      default: .numbers([])
      }
    return Column(name: left.name, values: values)
  }

  private static func options(_ generator: inout TestGenerator) -> CSVOptions {
    var options = CSVOptions()
    if generator.below(4) == 0 {
      options.separator = generator.pick(CSVOptions.Separator.allCases)
      options.quote = generator.pick(CSVOptions.Quote.allCases)
      options.decimalMark = generator.pick(CSVOptions.DecimalMark.allCases)
      options.encoding = generator.pick(TextEncoding.allCases)
    }
    if generator.below(3) == 0 {
      options.types["a"] = generator.pick(CSVOptions.ColumnType.allCases)
    }
    return options
  }

  /// Compares the two readings, of all columns and of some.
  ///
  /// - Returns: the file is a table.
  private static func compare(
    _ bytes: [UInt8],
    _ generator: inout TestGenerator,
    _ seed: UInt64,
    options: CSVOptions,
    threads: Int,
    blockSize: Int
  ) -> Bool {
    let whole = whole(bytes, options)
    let stream = streamed(bytes, options, threads: threads, blockSize: blockSize)
    if !whole.isSame(as: stream) {
      Issue.record(
        "seed \(seed): \(String(decoding: bytes, as: UTF8.self)) gave \(whole), streamed \(stream)"
      )
    }
    guard case .table(let dataset, var findings) = whole else { return false }
    let some = dataset.columnNames.filter { _ in generator.below(2) == 0 }
    guard !some.isEmpty else { return true }
    findings.columns = findings.columns.filter { some.contains($0.name) }
    findings.notes = []
    let part = Dataset(
      source: "f.csv",
      columns: dataset.columns.filter { some.contains($0.name) },
      lines: dataset.lines
    )
    let found = streamed(bytes, options, some, threads: threads, blockSize: blockSize)
    if case .table(let dataset, var other) = found {
      other.notes = []
      // Where it matters for these columns it shows in their values.
      other.decimalMark = findings.decimalMark
      if other == findings, areSame(dataset, part) { return true }
    }
    Issue.record(
      "seed \(seed): \(String(decoding: bytes, as: UTF8.self)) gave \(part), \(some) \(found)"
    )
    return true
  }

  @Test(
    "any bytes give the same table or problem in blocks as whole",
    .tags(.property),
    arguments: 0..<4
  )
  func anyBytes(stream: Int) {
    let count = isRelease ? 15_000 : 800
    var tables = 0
    for index in 0..<count {
      let seed = UInt64(2_000_000_000 + stream * 10_000_000 + index)
      var generator = TestGenerator(seed: seed)
      let bytes = CSVFuzzTests.input.make(&generator)
      let isTable = Self.compare(
        bytes,
        &generator,
        seed,
        options: Self.options(&generator),
        threads: index.isMultiple(of: 10) ? 2 : 1,
        blockSize: 1 + generator.below(24)
      )
      if isTable { tables += 1 }
    }
    #expect(tables * 10 > count)
  }

  /// Cells of one column that go together, by what a reader makes of them.
  private static let pools: [[String]] = [
    ["1", "2", "950", "-3"], ["1.5", "0.25", "7"], ["1,5", "0,25", "7"], ["1.234", "12.345", "7"],
    ["1.234,5", "12.345", "7"], ["2024-03", "2024-04"], ["09/03/2024", "10/04/2024"],
    ["a", "b", "NA", "c"], ["007", "+39", "8"], ["", "NA", "."], ["1.5", "1,5", "1.234"],
    ["1,234", "12,345"], ["\"x\ny\"", "5\"", "z"], ["1.234.567", "1.5e3", "inf"],
  ]

  /// A table whose columns are of one kind for many rows, and then also of another.
  private static func table(_ generator: inout TestGenerator) -> [UInt8] {
    let separator = generator.pick([";", ";", "\t", ","])
    let width = 1 + generator.below(3)
    let kinds = (0..<width).map { _ in (generator.pick(pools), generator.pick(pools)) }
    let early = generator.pick([0, 3, 30, 230])
    let late = 1 + generator.below(6)
    var text = ["a", "b", "c"].prefix(width).joined(separator: separator) + "\n"
    for row in 0..<early + late {
      let cells = kinds.map { first, then in
        let cell = generator.pick(row >= early && generator.below(2) == 0 ? then : first)
        return cell.contains(separator) ? "\"\(cell)\"" : cell
      }
      text += cells.joined(separator: separator) + "\n"
    }
    return Array(text.utf8)
  }

  @Test(
    "tables whose columns change in the middle are the same in blocks as whole",
    .tags(.property),
    arguments: 0..<4
  )
  func tables(stream: Int) {
    let count = isRelease ? 5_000 : 300
    var tables = 0
    for index in 0..<count {
      let seed = UInt64(3_000_000_000 + stream * 10_000_000 + index)
      var generator = TestGenerator(seed: seed)
      let bytes = Self.table(&generator)
      var options = CSVOptions()
      let width = bytes.prefix { $0 != 0x0A }.count / 2 + 1
      for name in ["a", "b", "c"].prefix(width) where generator.below(4) == 0 {
        options.types[name] = generator.pick([.number, .number, .text, .month, .date])
      }
      if generator.below(5) == 0 {
        options.decimalMark = generator.pick(CSVOptions.DecimalMark.allCases)
      }
      let isTable = Self.compare(
        bytes,
        &generator,
        seed,
        options: options,
        threads: index.isMultiple(of: 10) ? 2 : 1,
        blockSize: 1 + generator.below(200)
      )
      if isTable { tables += 1 }
    }
    #expect(tables * 3 > count)
  }
}
