import DataIO
import Datasets
import TestSupport
import Testing

/// With ``CSVFuzzTests`` at least 1,000,000 inputs in an optimised build.
@Suite struct SpecFuzzTests {
  private static let input = FuzzInput(
    tokens: [
      ":", ": ", "- ", "\n", "\n  ", "\n    ", "[", "]", "{", "}", ",", "\"", "'", "&a ", "*a",
      "!!str ",
      "|\n", ">\n", "#", "? ", "~", "null", "a", "b", "1", "1.5", "1993-07", "no", "\t", "---\n",
      "...\n",
      "%", "@", "`", "\\x", "è", "\0", "<<", "name", "features", "\r\n", "!", "\u{FEFF}",
    ],
    files: [
      "name: neet\nid: id\ntarget: {column: neet, positive: 1}\nfeatures:\n"
        + "  - {column: age, kind: spline, knots: 4}\n  - column: x\n    kind: numeric\n",
      "capacity: {total: 450, per: month}\nquotas: {column: municipio, kind: proportional}\n"
        + "filters:\n  - name: phone\n    rule: known\nexpires: 2024-03-09\n",
      "as_of: [1994-07, 1995-07]\nmissing: indicator\nlabel: >\n  some\n  text\n",
    ]
  )

  /// Reads every place in every way; only problems may come.
  private func visit(_ node: SpecNode) -> Int {
    _ = try? node.string()
    _ = try? node.int(in: 0...9)
    _ = try? node.double(in: 0...1)
    _ = try? node.bool()
    _ = try? node.month()
    _ = try? node.date()
    _ = try? node.strings()
    _ = try? node.mapping(known: ["name", "features", "column"])
    var count = 1
    if let mapping = try? node.mapping() {
      for key in mapping.keys {
        if let value = mapping.optional(key) { count += visit(value) }
      }
    }
    for element in (try? node.sequence()) ?? [] { count += visit(element) }
    return count
  }

  @Test(
    "any bytes give a document or a problem",
    .tags(.property),
    arguments: 0..<4
  )
  func anyBytes(stream: Int) {
    let count = isRelease ? 55_000 : 1_500
    var documents = 0
    for index in 0..<count {
      let seed = UInt64(2_000_000_000 + stream * 10_000_000 + index)
      var generator = TestGenerator(seed: seed)
      let bytes = Self.input.make(&generator)
      do throws(DataProblem) {
        let document = try SpecDocument(bytes: bytes, file: "s.yaml")
        if visit(document.root) > 1 { documents += 1 }
      } catch {
        #expect(error.file == "s.yaml", "seed \(seed)")
      }
    }
    #expect(documents * 10 > count)
  }
}
