import DataIO
import Datasets
import Foundation
import TestSupport
import Testing

@Suite struct JSONDocumentTests {
  private struct Model: Codable, Equatable {
    var zeta: [Double]
    var alpha: Double?
    var name: String
    var first: Month
    var nested: [String: Int]
  }

  private let model = Model(
    zeta: [0.1, 1e-300, 5.1e-304, -0.0, 3, 1.797_693_134_862_315_7e308],
    alpha: nil,
    name: "perché no/sì \"x\"",
    first: Month(year: 2024, month: 3),
    nested: ["b": 2, "a": 1]
  )

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test("keys are sorted, slashes stand, and a newline ends the document")
  func form() throws {
    let bytes = try JSONDocument.encode(model, pretty: false)
    #expect(
      text(bytes) == """
        {"first":"2024-03","name":"perché no/sì \\"x\\"","nested":{"a":1,"b":2},\
        "zeta":[0.1,1e-300,5.1e-304,-0,3,1.7976931348623157e+308]}

        """
    )
  }

  @Test("a document reads back as the same value", arguments: [true, false])
  func roundTrip(pretty: Bool) throws {
    let bytes = try JSONDocument.encode(model, pretty: pretty)
    #expect(try JSONDocument.decode(Model.self, from: bytes, file: "m.json") == model)
  }

  @Test("random doubles read back bit for bit", .tags(.property))
  func doubles() throws {
    // A multiplicative sequence from seed 1 covers all exponents.
    let values = (1...10_000).map { Double(bitPattern: UInt64($0) &* 0x9E37_79B9_7F4A_7C15) }
      .filter(\.isFinite)
    let bytes = try JSONDocument.encode(values)
    let read = try JSONDocument.decode([Double].self, from: bytes, file: "d.json")
    for (value, again) in zip(values, read) {
      #expect(value.bitPattern == again.bitPattern, "\(value.bitPattern)")
    }
  }

  @Test("numbers that are not finite are written as null and read as none")
  func notFinite() throws {
    let values: [Double?] = [.nan, .infinity, -.infinity, 1]
    let bytes = try JSONDocument.encode(values, pretty: false)
    #expect(text(bytes) == "[null,null,null,1]\n")
    let read = try JSONDocument.decode([Double?].self, from: bytes, file: "d.json")
    #expect(read == [nil, nil, nil, 1])
  }

  @Test("a file that is no JSON is refused with its line")
  func malformed() throws {
    #expect(throws: DataProblem(.malformedDocument(reason: "not valid JSON"), file: "m", line: 2)) {
      try JSONDocument.decode(Model.self, from: Array("{\"a\": 1,\n x}".utf8), file: "m")
    }
    #expect(throws: DataProblem(.malformedDocument(reason: "it ends in the middle"), file: "m")) {
      try JSONDocument.decode(Model.self, from: Array("{\"a\": [1, ".utf8), file: "m")
    }
  }

  @Test("a missing key and a wrong value are refused with their path")
  func wrongContent() throws {
    #expect(throws: DataProblem(.missingKey, file: "m.json", column: "[1].a")) {
      try JSONDocument.decode(
        [HasA].self,
        from: Array("[{\"a\": 1}, {}]".utf8),
        file: "m.json"
      )
    }
    #expect(
      throws: DataProblem(
        .invalidValue(expected: "a whole number"),
        file: "m.json",
        column: "[0].a"
      )
    ) {
      try JSONDocument.decode(
        [HasA].self,
        from: Array("[{\"a\": \"x\"}]".utf8),
        file: "m.json"
      )
    }
  }

  @Test("missing and empty files are refused")
  func missingFile() throws {
    let folder = try TemporaryFolder()
    #expect(throws: DataProblem(.fileNotFound, file: folder.path("no.json"))) {
      try JSONDocument.read(Model.self, path: folder.path("no.json"))
    }
    let path = try folder.write("", to: "empty.json")
    #expect(throws: DataProblem(.malformedDocument(reason: "it is empty"), file: path)) {
      try JSONDocument.read(Model.self, path: path)
    }
  }

  @Test("an initialiser's own problem gets the file")
  func ownProblem() throws {
    #expect(throws: DataProblem(.unknownVersion(found: 9, newest: 1), file: "m.json")) {
      try JSONDocument.decode(Refusing.self, from: Array("{}".utf8), file: "m.json")
    }
  }
}

private struct Refusing: Decodable {
  init(from decoder: any Decoder) throws {
    throw DataProblem(.unknownVersion(found: 9, newest: 1))
  }
}

private struct HasA: Decodable {
  let a: Int
}
