internal import Datasets

/// Reads one JSON value after the other from bytes (RFC 8259), without making objects of them.
struct JSONLineScanner {
  /// What a value is; strings with their escapes undone, lists and objects as they stand.
  enum Value: Equatable {
    case string([UInt8])
    case number(Range<Int>)
    case word(String)
    case null
    case nested(Range<Int>)
  }

  /// The bytes are no JSON, from here on.
  struct Malformed: Error {
    let position: Int
  }

  private(set) var position: Int
  private static let depthLimit = 512

  init(at position: Int) {
    self.position = position
  }

  /// The keys and values of the object at the position.
  mutating func object(
    _ bytes: Span<UInt8>,
    _ member: (_ key: [UInt8], _ value: Value) -> Void
  ) throws(Malformed) {
    try take(UInt8(ascii: "{"), bytes)
    skipSpaces(bytes)
    if peek(bytes) == UInt8(ascii: "}") {
      position += 1
      return
    }
    while true {
      skipSpaces(bytes)
      let key = try string(bytes)
      skipSpaces(bytes)
      try take(UInt8(ascii: ":"), bytes)
      skipSpaces(bytes)
      member(key, try value(bytes, depth: 0))
      skipSpaces(bytes)
      if peek(bytes) == UInt8(ascii: ",") {
        position += 1
        continue
      }
      return try take(UInt8(ascii: "}"), bytes)
    }
  }

  /// Moves over spaces, tabs and, where asked, line ends.
  mutating func skipSpaces(_ bytes: Span<UInt8>, lines: Bool = false) {
    while let byte = peek(bytes),
      byte == 0x20 || byte == 0x09 || byte == 0x0D || (lines && byte == 0x0A)
    {
      position += 1
    }
  }

  func peek(_ bytes: Span<UInt8>) -> UInt8? {
    position < bytes.count ? bytes[position] : nil
  }

  private mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) throws(Malformed) {
    guard peek(bytes) == byte else { throw Malformed(position: position) }
    position += 1
  }

  private mutating func value(_ bytes: Span<UInt8>, depth: Int) throws(Malformed) -> Value {
    guard depth < Self.depthLimit, let byte = peek(bytes) else {
      throw Malformed(position: position)
    }
    let start = position
    switch byte {
    case UInt8(ascii: "\""): return .string(try string(bytes))
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      try nested(bytes, depth: depth)
      return .nested(start..<position)
    case UInt8(ascii: "t"): return try word("true", bytes)
    case UInt8(ascii: "f"): return try word("false", bytes)
    case UInt8(ascii: "n"):
      _ = try word("null", bytes)
      return .null
    // Not JSON, but what Python and DuckDB write.
    case UInt8(ascii: "N"):
      _ = try word("NaN", bytes)
      return .null
    case UInt8(ascii: "I"):
      _ = try word("Infinity", bytes)
      return .number(start..<position)
    default:
      try number(bytes)
      return .number(start..<position)
    }
  }

  private mutating func nested(_ bytes: Span<UInt8>, depth: Int) throws(Malformed) {
    let isObject = peek(bytes) == UInt8(ascii: "{")
    let close = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
    position += 1
    skipSpaces(bytes)
    if peek(bytes) == close {
      position += 1
      return
    }
    while true {
      skipSpaces(bytes)
      if isObject {
        _ = try string(bytes)
        skipSpaces(bytes)
        try take(UInt8(ascii: ":"), bytes)
        skipSpaces(bytes)
      }
      _ = try value(bytes, depth: depth + 1)
      skipSpaces(bytes)
      guard peek(bytes) == UInt8(ascii: ",") else { return try take(close, bytes) }
      position += 1
    }
  }

  private mutating func word(_ word: String, _ bytes: Span<UInt8>) throws(Malformed) -> Value {
    for byte in word.utf8 { try take(byte, bytes) }
    return .word(word)
  }

  private mutating func number(_ bytes: Span<UInt8>) throws(Malformed) {
    if peek(bytes) == UInt8(ascii: "-") { position += 1 }
    if peek(bytes) == UInt8(ascii: "I") {
      _ = try word("Infinity", bytes)
      return
    }
    if peek(bytes) == UInt8(ascii: "0") { position += 1 } else { try digits(bytes) }
    if peek(bytes) == UInt8(ascii: ".") {
      position += 1
      try digits(bytes)
    }
    if let byte = peek(bytes), byte | 0x20 == UInt8(ascii: "e") {
      position += 1
      if let sign = peek(bytes), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
        position += 1
      }
      try digits(bytes)
    }
  }

  private mutating func digits(_ bytes: Span<UInt8>) throws(Malformed) {
    let start = position
    while let byte = peek(bytes), byte &- UInt8(ascii: "0") < 10 { position += 1 }
    guard position > start else { throw Malformed(position: position) }
  }

  private mutating func string(_ bytes: Span<UInt8>) throws(Malformed) -> [UInt8] {
    try take(UInt8(ascii: "\""), bytes)
    var text: [UInt8] = []
    while let byte = peek(bytes) {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return text
      case UInt8(ascii: "\\"): text.append(contentsOf: String(try escape(bytes)).utf8)
      case 0..<0x20: throw Malformed(position: position - 1)
      default: text.append(byte)
      }
    }
    throw Malformed(position: position)
  }

  private mutating func escape(_ bytes: Span<UInt8>) throws(Malformed) -> Character {
    guard let byte = peek(bytes) else { throw Malformed(position: position) }
    position += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      return Character(UnicodeScalar(byte))
    case UInt8(ascii: "u"):
      let first = try hexadecimal(bytes)
      if first & 0xFC00 == 0xD800 {
        try take(UInt8(ascii: "\\"), bytes)
        try take(UInt8(ascii: "u"), bytes)
        let second = try hexadecimal(bytes)
        if second & 0xFC00 == 0xDC00,
          let scalar = UnicodeScalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF)
        {
          return Character(scalar)
        }
        throw Malformed(position: position)
      }
      guard let scalar = UnicodeScalar(first) else { throw Malformed(position: position) }
      return Character(scalar)
    default: throw Malformed(position: position - 1)
    }
  }

  private mutating func hexadecimal(_ bytes: Span<UInt8>) throws(Malformed) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek(bytes), let digit = Character(UnicodeScalar(byte)).hexDigitValue else {
        throw Malformed(position: position)
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}
