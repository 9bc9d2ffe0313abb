internal import Datasets
internal import Foundation

/// A secret of 32 random bytes in a file of its own, which only its owner can read.
///
/// The file holds 64 hexadecimal digits and a line feed, so that it can be printed and kept in a
/// safe; 32 bytes as they are do as well. It lies outside the registry: a copy of the registry
/// then gives nobody the persons behind its pseudonyms.
package struct SecretKey: Sendable {
  /// Number of bytes.
  package static let byteCount = 32

  /// The key; never printed.
  let bytes: [UInt8]
  /// True when the file was made by this call: pseudonyms under it agree with no earlier ones.
  package let isNew: Bool

  /// Reads the key of a file, which is made with new random bytes when there is none.
  ///
  /// - Parameters:
  ///   - path: path of the key file.
  ///   - registry: folder of the registry, which must not hold the file.
  ///   - mayCreate: false to refuse when there is no file.
  /// - Throws: `DataProblem` `.fileNotFound` without a file when `mayCreate` is false, and
  ///   `.invalidValue` when the file lies inside the registry, others than its owner can read it,
  ///   or it does not hold a key; `OutputProblem` when it cannot be made.
  package init(file path: String, registry: String, mayCreate: Bool = true) throws {
    guard !Self.isInside(path, folder: registry) else {
      throw DataProblem(.invalidValue(expected: "a key file outside the registry"), file: path)
    }
    var isNew = false
    if mayCreate {
      var random = SystemRandomNumberGenerator()
      let fresh = (0..<Self.byteCount).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      let text = ContentDigest.hexadecimal(fresh) + "\n"
      isNew = try PrivateFile.create(path, contents: Data(text.utf8))
    }
    self.isNew = isNew
    let data = try FileAccess.contents(of: path)
    // Without its mode the key is taken to be open to others, and refused below.
    let attributes = try? FileManager.default.attributesOfItem(
      atPath: URL(filePath: path).resolvingSymlinksInPath().path
    )
    guard let mode = attributes?[.posixPermissions] as? Int, mode & 0o077 == 0 else {
      throw DataProblem(
        .invalidValue(expected: "a key file that only its owner can read (chmod 600)"),
        file: path
      )
    }
    guard let bytes = Self.key(in: [UInt8](data)) else {
      throw DataProblem(
        .invalidValue(expected: "a key of 32 bytes, as 64 hexadecimal digits"),
        file: path
      )
    }
    self.bytes = bytes
  }

  private static func key(in content: [UInt8]) -> [UInt8]? {
    if content.count == byteCount { return content }
    var digits = content
    while let last = digits.last, last == 10 || last == 13 { digits.removeLast() }
    guard digits.count == 2 * byteCount else { return nil }
    let values = digits.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
    guard values.count == digits.count else { return nil }
    return stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] * 16 + values[$0 + 1]) }
  }

  private static func isInside(_ path: String, folder: String) -> Bool {
    func resolved(_ path: String) -> [String] {
      URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().pathComponents
    }
    let place = URL(filePath: path)
    // The file may be a link, or not be there yet: its folder counts as well as what it points to.
    let places = [resolved(path), resolved(place.deletingLastPathComponent().path)]
    return places.contains { $0.starts(with: resolved(folder)) }
  }
}

extension SecretKey: CustomStringConvertible, CustomReflectable {
  /// That it is a key, and nothing of it.
  package var description: String { "SecretKey(\(Self.byteCount) bytes)" }
  /// Nothing, so that no dump shows the key.
  package var customMirror: Mirror { Mirror(self, children: []) }
}
