internal import DataIO

/// The JSON document of a result, for `--json`.
package enum ResultDocument {
  /// One document with sorted keys; numbers that do not exist are `null`.
  ///
  /// - Throws: what the result's own encoding throws.
  package static func text(of result: some Encodable) throws -> String {
    String(decoding: try JSONDocument.encode(result).dropLast(), as: UTF8.self)
  }
}
