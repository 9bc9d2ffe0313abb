import DataIO
import Datasets
import TestSupport
import Testing

/// Numbers read together, and each on its own.
///
/// Cells without quotes are read together where they are written in the most common form; in quotes
/// each is looked at with all care. Both must give the same.
@Suite struct NumberRunTests {
  private static let odd = [
    "", "NA", "nan", ".", "-", "--1", "-.5", ".5", "5.", "5..", "1.2.3", "-0", "-0.0", "00", "007",
    "0.5", "01.5", "+3", "1e5", "1E-7", "1e", "inf", "-Inf", " 1.5", "1.5 ", "\t7", "1 2", "12a4",
    "x", "1/2", "1:5", "12345678", "123456789", "1234567.8", "12345678.12345678", "0.12345678",
    "0.123456789", "-12345678.123456", "99999999.99999999", "90071992.54740992",
    "90071992.54740993", "123456789012345", "1234567890123456", "12345678901234567890", "-9.999999",
    "0.1234567890123456789", "9007199254740993", "3.14159265358979", "è",
  ]

  private func cell(_ generator: inout TestGenerator, oddOnes: Int) -> String {
    if generator.below(100) < oddOnes { return generator.pick(Self.odd) }
    let sign = generator.below(2) == 0 ? "-" : ""
    let whole = "\(generator.next() % [1, 10, 1000, 100_000_000][generator.below(4)])"
    var fraction = ""
    for _ in 0..<generator.below(10) { fraction.append(String(generator.below(10))) }
    return sign + whole + (fraction.isEmpty ? "" : ".") + fraction
  }

  private enum Outcome {
    case columns(Dataset)
    case problem(DataProblem)

    init(_ text: String, _ options: CSVOptions, _ generator: inout TestGenerator) {
      do throws(DataProblem) {
        let table = try CSVReader.read(
          bytes: Array(text.utf8),
          source: "n.csv",
          options: options,
          threads: 1 + generator.below(3),
          blockSize: generator.below(4) == 0 ? 1 << 20 : 1 + generator.below(400)
        )
        self = .columns(table.dataset)
      } catch {
        self = .problem(error)
      }
    }

    func isSame(as other: Outcome) -> Bool {
      switch (self, other) {
      case (.columns(let left), .columns(let right)): areSame(left, right)
      case (.problem(let left), .problem(let right)): left == right
      default: false
      }
    }
  }

  @Test(
    "numbers read together are those of cells in quotes, and so are the problems",
    .tags(.property),
    arguments: [(CSVOptions.Separator.comma, false), (.semicolon, true), (.tab, false)]
  )
  func quoted(separator: CSVOptions.Separator, comma: Bool) {
    let between = [.comma: ",", .semicolon: ";", .tab: "\t"][separator] ?? ""
    var tables = 0
    for seed in 0..<UInt64(isRelease ? 6_000 : 600) {
      var generator = TestGenerator(seed: seed)
      let width = 1 + generator.below(12)
      let names = (0..<width).map { "c\($0)" }
      let newline = generator.below(3) == 0 ? "\r\n" : "\n"
      let oddOnes = generator.pick([0, 0, 1, 5, 40])
      // One column has words, here and there.
      let word = generator.below(3) == 0 ? generator.below(width) : width
      var options = CSVOptions(separator: separator, decimalMark: comma ? .comma : .point)
      for (column, name) in names.enumerated() {
        options.types[name] = column == word ? .text : .number
      }
      var plain = names.joined(separator: between) + newline
      var quoted = plain
      let rows = 1 + generator.below(100)
      for row in 0..<rows {
        var cells = names.indices.map { column in
          column == word
            ? "w\(generator.below(9))"
            : String(cell(&generator, oddOnes: oddOnes).map { comma && $0 == "." ? "," : $0 })
        }
        // Rows are too long or too short in some files.
        if oddOnes == 1, generator.below(40) == 0 { cells.append("1") }
        if oddOnes == 5, generator.below(40) == 0 { cells.removeLast() }
        // A line without bytes is no row.
        if cells.count < 2, cells.first ?? "" == "" { cells = ["1"] }
        let isLast = row == rows - 1 && generator.below(2) == 0
        let end = isLast ? "" : newline
        plain += cells.joined(separator: between) + end
        quoted += cells.map { "\"\($0)\"" }.joined(separator: between) + end
      }
      // Where tabs separate cells none can hold one.
      if separator == .tab, quoted.contains("\"\t7\"") { continue }
      let found = Outcome(plain, options, &generator)
      let expected = Outcome(quoted, options, &generator)
      if case .columns = found { tables += 1 }
      if !found.isSame(as: expected) {
        Issue.record("seed \(seed): \(found) instead of \(expected)\n\(plain)")
        return
      }
    }
    // The inputs are worth something only when many of them are tables.
    #expect(tables > 100)
  }
}
