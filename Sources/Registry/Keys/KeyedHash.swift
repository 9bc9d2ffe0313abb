internal import Crypto
internal import Foundation

/// HMAC-SHA256 (RFC 2104, FIPS 198-1) of identifiers: an order that cannot be chosen and names
/// that do not lead back.
///
/// Without the key nobody can compute the hash of a known identifier, so trying all possible codes
/// (there are few enough fiscal codes to do that with a plain hash) reveals nothing. Texts that
/// are canonically equal in Unicode have the same hash.
package struct KeyedHash: Sendable {
  private let key: SymmetricKey
  private let tieKey: SymmetricKey
  private let pseudonymKey: SymmetricKey

  /// A hash under a key.
  ///
  /// - Parameter key: any number of bytes; ``SecretKey`` has 32.
  package init(key: [UInt8]) {
    // Ties and pseudonyms have keys of their own, so that a published rank says nothing of a
    // pseudonym.
    let root = SymmetricKey(data: key)
    self.key = root
    tieKey = Self.derived(from: root, for: "vedetta tie order")
    pseudonymKey = Self.derived(from: root, for: "vedetta pseudonym")
  }

  /// A hash under the secret of a key file.
  package init(key: SecretKey) {
    self.init(key: key.bytes)
  }

  /// A hash under a key that everybody can derive: it makes an order that follows neither the rows
  /// nor the names and is the same each time, but it keeps nothing secret.
  ///
  /// - Parameters:
  ///   - seed: seed of the run.
  ///   - list: what tells one list from another, such as its name and date; two lists then break
  ///     their ties differently, so that nobody comes last in each.
  package init(seed: UInt64, list: String) {
    let seedBytes = (0..<8).map { UInt8(truncatingIfNeeded: seed >> (56 - 8 * $0)) }
    self.init(key: Array(SHA256.hash(data: seedBytes + Self.canonical(list))))
  }

  /// The place of an identifier among equals.
  ///
  /// - Parameter identifier: the identifier as it stands in the data; any text.
  /// - Returns: 64 bits, uniform over identifiers.
  /// - Complexity: two SHA-256 blocks for identifiers of up to 55 bytes.
  package func value(of identifier: String) -> UInt64 {
    HMAC<SHA256>.authenticationCode(for: Self.canonical(identifier), using: tieKey)
      .prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// A name that stands for an identifier and does not lead back to it.
  ///
  /// - Parameter identifier: the identifier as it stands in the data; any text.
  /// - Returns: 128 bits as 26 characters of `a-z2-7` (RFC 4648 base 32 without padding). Two of a
  ///   million identifiers agree with probability 1.5e-27.
  package func pseudonym(of identifier: String) -> String {
    let code = HMAC<SHA256>.authenticationCode(
      for: Self.canonical(identifier),
      using: pseudonymKey
    )
    return Self.base32(code.prefix(16))
  }

  /// True for a text that ``pseudonym(of:)`` could have given under some key.
  package static func isPseudonym(_ text: String) -> Bool {
    text.utf8.count == 26
      && text.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "2")...UInt8(ascii: "7")).contains(byte)
      }
  }

  /// A short name of the key itself, which says nothing of it: what was kept under one key can be
  /// told from what was kept under another.
  ///
  /// - Returns: 80 bits as 16 characters of `a-z2-7`.
  package var fingerprint: String {
    let code = HMAC<SHA256>.authenticationCode(
      for: Array("vedetta key fingerprint".utf8),
      using: pseudonymKey
    )
    return Self.base32(code.prefix(10))
  }

  /// The plain HMAC-SHA256 of bytes under the key, 32 bytes.
  package func code(of message: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: message, using: key))
  }

  /// Five bits a character, most significant first, without padding.
  static func base32(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
    var text: [UInt8] = []
    var (buffer, bits) = (0, 0)
    for byte in bytes {
      buffer = (buffer << 8 | Int(byte)) & 0xFFFF
      bits += 8
      while bits >= 5 {
        bits -= 5
        text.append(digits[buffer >> bits & 31])
      }
    }
    if bits > 0 { text.append(digits[buffer << (5 - bits) & 31]) }
    return String(decoding: text, as: UTF8.self)
  }

  private static func derived(from key: SymmetricKey, for purpose: String) -> SymmetricKey {
    SymmetricKey(
      data: Array(HMAC<SHA256>.authenticationCode(for: Array(purpose.utf8), using: key))
    )
  }

  private static func canonical(_ text: String) -> [UInt8] {
    text.utf8.allSatisfy { $0 < 128 }
      ? Array(text.utf8) : Array(text.precomposedStringWithCanonicalMapping.utf8)
  }
}
