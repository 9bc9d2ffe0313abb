internal import Crypto
internal import Foundation

/// SHA-256 digests as 64 lower-case hexadecimal digits.
package enum ContentDigest {
  /// The digest of nothing before it: what the first entry of a chain carries.
  package static let none = String(repeating: "0", count: 64)

  /// SHA-256 (FIPS 180-4) of bytes in memory.
  ///
  /// - Parameter bytes: any number of bytes; of none the digest is that of the empty message.
  /// - Returns: 64 lower-case hexadecimal digits.
  package static func sha256(of bytes: some Sequence<UInt8>) -> String {
    var hash = SHA256()
    hash.update(data: Array(bytes))
    return hexadecimal(hash.finalize())
  }

  /// Two lower-case hexadecimal digits a byte.
  package static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// True for 64 lower-case hexadecimal digits.
  static func isDigest(_ text: String) -> Bool {
    text.utf8.count == 64
      && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }
}
