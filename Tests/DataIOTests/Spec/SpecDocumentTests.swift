import DataIO
import Datasets
import Foundation
import TestSupport
import Testing

@Suite struct SpecDocumentTests {
  private let text = """
    # a comment
    name: neet-mvad
    first: 1993-07
    reference: 1
    answer: no
    version: 1.10
    code: 007
    target: {column: neet, positive: "1"}
    features:
      - {column: jobless_6, kind: numeric}
      - column: age
        kind: spline
        knots: 4
    empty:
    """

  private func root(_ text: String) throws -> SpecMapping {
    try SpecDocument(text: text, file: "s.yaml").root.mapping()
  }

  @Test(
    "a scalar is the text the user wrote",
    arguments: [
      ("first", "1993-07"), ("reference", "1"), ("answer", "no"), ("version", "1.10"),
      ("code", "007"), ("name", "neet-mvad"),
    ]
  )
  func scalarText(key: String, expected: String) throws {
    #expect(try root(text).required(key).string() == expected)
  }

  @Test("the same scalar is read as what is wanted")
  func typedReading() throws {
    let root = try root(text)
    #expect(try root.required("first").month() == Month(year: 1993, month: 7))
    #expect(try root.required("reference").int(in: 1...4) == 1)
    #expect(try root.required("reference").double() == 1)
    #expect(try root.required("answer").bool() == false)
    #expect(try root.required("version").double(in: 1...2) == 1.1)
    let target = try root.required("target").mapping(known: ["column", "positive"])
    #expect(try target.required("positive").string() == "1")
    #expect(root.keys.count == 9)
  }

  @Test("a value of the wrong kind is refused with line, key path and what is wanted")
  func wrongKind() throws {
    let features = try root(text).required("features").sequence()
    let spline = try features[1].mapping(known: ["column", "kind", "knots"])
    #expect(
      throws: DataProblem(
        .invalidValue(expected: "a whole number from 5 to 9"),
        file: "s.yaml",
        line: 13,
        column: "features[2].knots"
      )
    ) { try spline.required("knots").int(in: 5...9) }
    #expect(
      throws: DataProblem(
        .invalidValue(expected: "true or false"),
        file: "s.yaml",
        line: 12,
        column: "features[2].kind"
      )
    ) { try spline.required("kind").bool() }
    #expect(
      throws: DataProblem(
        .invalidValue(expected: "a list of texts"),
        file: "s.yaml",
        line: 8,
        column: "target"
      )
    ) { try root(text).required("target").strings() }
  }

  @Test("an unknown key is refused with the nearest known one and its line")
  func unknownKey() throws {
    let node = try SpecDocument(text: "name: x\nfeature: [a]\n", file: "s.yaml").root
    #expect(
      throws: DataProblem(
        .unknownKey(nearest: "features"),
        file: "s.yaml",
        line: 2,
        column: "feature"
      )
    ) { try node.mapping(known: ["name", "features"]) }
  }

  @Test("a missing key is refused with its path; one without a value counts as missing")
  func missingKey() throws {
    let root = try root(text)
    #expect(root.optional("empty") == nil)
    #expect(throws: DataProblem(.missingKey, file: "s.yaml", line: 14, column: "empty")) {
      try root.required("empty")
    }
    let target = try root.required("target").mapping()
    #expect(
      throws: DataProblem(.missingKey, file: "s.yaml", line: 8, column: "target.successes")
    ) { try target.required("successes") }
  }

  @Test("one of a few words is read, and all of them are named otherwise")
  func choice() throws {
    enum Estimator: String, CaseIterable { case likelihood, firth }
    let root = try root("a: firth\nb: fith\n")
    #expect(try root.required("a").choice(Estimator.self) == .firth)
    #expect(
      throws: DataProblem(
        .invalidValue(expected: "one of likelihood, firth"),
        file: "s.yaml",
        line: 2,
        column: "b"
      )
    ) { try root.required("b").choice(Estimator.self) }
  }

  @Test(
    "numbers in other clothes are refused",
    arguments: [
      "1,5", "nan", ".inf", "inf", "0x1p3", "1_000", "", "1e999", "'1 '", "[1]", "{a: 1}",
    ]
  )
  func notNumbers(text: String) throws {
    let node = try root("a: \(text)\nb: 1\n")
    #expect(throws: DataProblem.self) { try node.required("a").double() }
    #expect(throws: DataProblem.self) { try node.required("a").int() }
  }

  @Test(
    "a document that is not well formed is refused with its line",
    arguments: [
      ("a: 1\na: 2\n", 2), ("a: [1, 2\nb: 3\n", 2), ("a: 1\n\tb: 2\n", 2), ("a: 'x\n", 2),
      ("a: 1\n---\nb: 2\n", 2), ("a: &x 1\n", 1), ("a: *x\n", 1), ("? [a, b]\n: 1\n", 1),
      ("a: {b: 1, b: 2}\n", 1),
    ]
  )
  func malformed(text: String, line: Int) throws {
    let problem = #expect(throws: DataProblem.self) { try SpecDocument(text: text, file: "s") }
    guard case .malformedDocument = problem?.cause else {
      Issue.record("\(String(describing: problem))")
      return
    }
    #expect(abs((problem?.line ?? -9) - line) <= 1, "\(String(describing: problem))")
  }

  @Test("an empty document has no content", arguments: ["", "# nothing\n", "\n\n", "---\n"])
  func empty(text: String) throws {
    do {
      let root = try SpecDocument(text: text, file: "s").root
      #expect(root.kind == .null)
      #expect(throws: DataProblem.self) { try root.mapping(known: []) }
    } catch let problem {
      #expect(problem.cause == .malformedDocument(reason: "it is empty"))
    }
  }

  @Test("aliases that stand for gigabytes are refused at once")
  func bomb() throws {
    let start = ContinuousClock.now
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      bomb += "a\(level): &a\(level) [\(aliases)]\n"
    }
    #expect(throws: DataProblem.self) { try SpecDocument(text: bomb, file: "s") }
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: DataProblem.self) { try SpecDocument(text: deep, file: "s") }
    let keys = String(repeating: "? ", count: 100_000)
    #expect(throws: DataProblem.self) { try SpecDocument(text: keys, file: "s") }
    let blocks = String(repeating: "- ", count: 100_000)
    #expect(throws: DataProblem.self) { try SpecDocument(text: blocks, file: "s") }
    #expect(ContinuousClock.now - start < .seconds(30))
  }

  @Test("files that are missing, empty, folders or not UTF-8 are refused")
  func files() throws {
    let folder = try TemporaryFolder()
    #expect(throws: DataProblem(.fileNotFound, file: folder.path("no"))) {
      try SpecDocument.read(path: folder.path("no"))
    }
    let empty = try folder.write("", to: "e.yaml")
    let isEmpty = DataProblem.Cause.malformedDocument(reason: "it is empty")
    #expect(throws: DataProblem(isEmpty, file: empty)) { try SpecDocument.read(path: empty) }
    let remark = try folder.write("# nothing\n", to: "r.yaml")
    #expect(throws: DataProblem(isEmpty, file: remark)) { try SpecDocument.read(path: remark) }
    #expect(
      throws: DataProblem(.fileUnreadable(reason: "Is a directory"), file: folder.url.path)
    ) { try SpecDocument.read(path: folder.url.path) }
    let path = folder.path("latin.yaml")
    try Data([0x61, 0x3A, 0x20, 0xE8, 0x0A]).write(to: URL(filePath: path))
    #expect(throws: DataProblem(.invalidEncoding(name: "UTF-8"), file: path)) {
      try SpecDocument.read(path: path)
    }
  }

  @Test("a byte order mark and Windows line ends are read over")
  func byteOrderMark() throws {
    let root = try root("\u{FEFF}a: 1\r\nb: due\r\n")
    #expect(try root.required("a").int() == 1)
    #expect(try root.required("b").string() == "due")
  }
}
