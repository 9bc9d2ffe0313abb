internal import Datasets
internal import Foundation

/// JSON as the registry stores it: the same value always gives the same bytes.
enum StoredJSON {
  /// Keys sorted, numbers in their shortest exact form.
  static func encode(_ value: some Encodable, indented: Bool = false) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if indented { encoder.outputFormatting.insert(.prettyPrinted) }
    return try encoder.encode(value)
  }

  /// Reads a stored document.
  ///
  /// - Throws: `DataProblem` `.malformedDocument` with the place and what is wrong there.
  static func decode<Value: Decodable>(_ type: Value.Type, from data: Data, file: String) throws
    -> Value
  {
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch let error as DecodingError {
      throw DataProblem(.malformedDocument(reason: words(for: error)), file: file)
    }
  }

  private static func words(for error: DecodingError) -> String {
    let context: DecodingError.Context
    let fault: String
    switch error {
    case .keyNotFound(let key, let place):
      (context, fault) = (place, "\(key.stringValue) is missing")
    case .typeMismatch(_, let place): (context, fault) = (place, "a value of the wrong kind")
    case .valueNotFound(_, let place): (context, fault) = (place, "a value is missing")
    case .dataCorrupted(let place): (context, fault) = (place, place.debugDescription)
    @unknown default: return "not readable"
    }
    let path = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
    return path.isEmpty ? fault : "\(fault), at \(path.joined(separator: "."))"
  }
}
