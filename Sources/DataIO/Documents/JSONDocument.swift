internal import Concurrency
package import Datasets
internal import Foundation

/// JSON documents of the program: model files, metrics, manifests, results of `--json`.
///
/// The bytes are the same for equal values: keys are sorted, numbers have the shortest digits that
/// read back the same, slashes stand unescaped, and a newline ends the document. JSON has no NaN
/// and no infinity: each is written as `null`, so a property that may be one is declared `Double?`
/// where the document is to be read back (an infinite estimate reads as `nil`; its status says
/// why), and decoding `null` into `Double` is refused.
package enum JSONDocument {
  /// The document of a value.
  ///
  /// - Parameters:
  ///   - value: what to write.
  ///   - pretty: one key a line, indented by two spaces.
  /// - Returns: UTF-8 text, ended by a newline.
  /// - Throws: what the value's own encoding throws.
  package static func encode(_ value: some Encodable, pretty: Bool = true) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
    encoder.dateEncodingStrategy = .iso8601
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: Self.notFinite,
      negativeInfinity: Self.notFinite,
      nan: Self.notFinite
    )
    var bytes = Self.withNulls([UInt8](try encoder.encode(value)))
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  /// Writes a value as a file.
  ///
  /// - Throws: `OutputProblem` as ``OutputFile``.
  package static func write(
    _ value: some Encodable,
    to path: String,
    pretty: Bool = true,
    permissions: OutputPermissions = .ordinary,
    force: Bool = false
  ) throws {
    let bytes = try encode(value, pretty: pretty)
    try OutputFile.write(to: path, permissions: permissions, force: force) { file in
      try file.append(bytes)
    }
  }

  /// The value of a document.
  ///
  /// - Parameters:
  ///   - type: what the document holds.
  ///   - bytes: UTF-8 text.
  ///   - file: its path, for messages.
  /// - Returns: the value.
  /// - Throws: `DataProblem`: `malformedDocument` when it is no JSON, `missingKey` and
  ///   `invalidValue` with the key's path when it is not what the type needs; a `DataProblem` that
  ///   an initialiser of the type throws, with the file added.
  package static func decode<Value: Decodable>(
    _ type: Value.Type = Value.self,
    from bytes: [UInt8],
    file: String
  ) throws(DataProblem) -> Value {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    do {
      return try decoder.decode(type, from: Data(bytes))
    } catch {
      throw problem(error, in: bytes, file: file)
    }
  }

  /// Reads a document from a file.
  ///
  /// - Throws: `DataProblem` as ``decode(_:from:file:)``, and `fileNotFound`, `fileUnreadable`.
  package static func read<Value: Decodable>(
    _ type: Value.Type = Value.self,
    path: String
  ) throws(DataProblem) -> Value {
    let bytes = try MappedFile.input(path).bytes()
    guard !bytes.isEmpty else {
      throw DataProblem(.malformedDocument(reason: "it is empty"), file: path)
    }
    return try decode(type, from: bytes, file: path)
  }

  /// Stands for a number that is not finite, until it is replaced by `null`.
  ///
  /// A noncharacter begins it, so that no text of a user is it.
  private static let notFinite = "\u{FFFF}not finite\u{FFFF}"

  private static func withNulls(_ bytes: [UInt8]) -> [UInt8] {
    let token = Array("\"\(notFinite)\"".utf8)
    // Byte EF begins a noncharacter and is rare: look there only.
    guard bytes.contains(0xEF) else { return bytes }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var position = 0
    while position < bytes.count {
      if bytes[position] == token[0], bytes[position...].starts(with: token) {
        result.append(contentsOf: "null".utf8)
        position += token.count
      } else {
        result.append(bytes[position])
        position += 1
      }
    }
    return result
  }

  private static func problem(
    _ error: any Error,
    in bytes: [UInt8],
    file: String
  ) -> DataProblem {
    switch error {
    case let problem as DataProblem:
      return DataProblem(
        problem.cause,
        file: problem.file ?? file,
        line: problem.line,
        column: problem.column
      )
    case DecodingError.keyNotFound(let key, let context):
      return DataProblem(.missingKey, file: file, column: path(context.codingPath + [key]))
    case DecodingError.typeMismatch(let type, let context),
      DecodingError.valueNotFound(let type, let context):
      return DataProblem(
        .invalidValue(expected: name(of: type)),
        file: file,
        column: path(context.codingPath)
      )
    case DecodingError.dataCorrupted(let context):
      guard context.codingPath.isEmpty else {
        return DataProblem(
          .malformedDocument(reason: sentence(context.debugDescription)),
          file: file,
          column: path(context.codingPath)
        )
      }
      return syntaxProblem(in: bytes, file: file)
    default:
      return DataProblem(.malformedDocument(reason: "unexpected content"), file: file)
    }
  }

  /// What is wrong with the form, and on which line; the decoder says neither, so the document is
  /// parsed once more by the part of Foundation that does.
  private static func syntaxProblem(in bytes: [UInt8], file: String) -> DataProblem {
    var words = "not valid JSON"
    var line: Int?
    do {
      _ = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
    } catch {
      let found = (error as NSError).userInfo["NSDebugDescription"] as? String ?? ""
      if let position = found.split(separator: " ").last.flatMap({ Int($0.dropLast()) }) {
        line = 1 + bytes.prefix(position).count { $0 == UInt8(ascii: "\n") }
      } else if found.contains("end of file") {
        words = "it ends in the middle"
      }
    }
    return DataProblem(.malformedDocument(reason: words), file: file, line: line)
  }

  private static func sentence(_ words: String) -> String {
    words.hasSuffix(".") ? String(words.dropLast()) : words
  }

  private static func path(_ keys: [any CodingKey]) -> String? {
    guard !keys.isEmpty else { return nil }
    var path = ""
    for key in keys {
      if let index = key.intValue {
        path += "[\(index)]"
      } else {
        path += path.isEmpty ? key.stringValue : ".\(key.stringValue)"
      }
    }
    return path
  }

  private static func name(of type: any Any.Type) -> String {
    switch type {
    case is Double.Type, is Float.Type: "a number"
    case is Int.Type, is Int64.Type, is UInt64.Type, is Int32.Type: "a whole number"
    case is String.Type: "a text"
    case is Bool.Type: "true or false"
    default: "\(type)".hasPrefix("Array") ? "a list" : "an object"
    }
  }
}
