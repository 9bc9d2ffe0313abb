internal import Concurrency
internal import Datasets

/// The distinct texts of a column and their codes, in order of first appearance.
///
/// An open-addressing table over texts that lie end to end, compared and hashed eight bytes at a
/// time, so that a cell becomes a code without a `String`.
struct LevelIndex: Sendable {
  /// All texts end to end, and at least eight more bytes so that whole words can be read.
  private var bytes: [UInt8] = Array(repeating: 0, count: 64)
  private(set) var ends: [Int] = []
  private var hashes: [UInt32] = []
  /// Code of the text in each slot, or -1; a power of two of them, at most half in use.
  private var slots: [Int32] = Array(repeating: -1, count: 32)
  /// The code of a long text given last: tables are often sorted, so the next is likely the same.
  private var last: Int32 = -1
  /// Short texts met before, each in the one place that its bytes give: of a category's few texts
  /// nearly every cell is found here by two comparisons.
  private var recents: [Recent] = Array(repeating: Recent(), count: Self.recentCount)

  private static let recentCount = 256

  /// A text of at most sixteen bytes, zeros after them, and its code.
  private struct Recent: Sendable {
    var first: UInt64 = 0
    var second: UInt64 = 0
    /// Number of bytes; negative when there is no text.
    var count: Int32 = -1
    var code: Int32 = -1
  }

  /// Number of distinct texts.
  var count: Int { ends.count }

  /// The texts as levels of a column.
  var levels: TextColumn.Levels {
    TextColumn.Levels(bytes: Array(bytes.prefix(ends.last ?? 0)), ends: ends)
  }

  /// The range of a level's bytes.
  func range(of code: Int) -> Range<Int> {
    (code == 0 ? 0 : ends[code - 1])..<ends[code]
  }

  /// The text of a level, made anew at each call.
  func text(of code: Int) -> String { String(decoding: bytes[range(of: code)], as: UTF8.self) }

  /// Calls `body` with the texts end to end, and some bytes after them.
  func withBytes<Value>(_ body: (Span<UInt8>) -> Value) -> Value { body(bytes.span) }

  /// The code of a text, which is a new level when it was not seen before.
  @inline(__always)
  mutating func code(of text: Span<UInt8>, _ range: Range<Int>) -> Int32 {
    guard range.count <= 16 else { return searchedCode(of: text, range) }
    let first = Self.word(text, range.lowerBound, range.count)
    let second = range.count > 8 ? Self.word(text, range.lowerBound &+ 8, range.count &- 8) : 0
    let product = (first ^ 0x9E37_79B9_7F4A_7C15)
      .multipliedFullWidth(by: second ^ 0xD6E8_FEB8_6659_FD93)
    let place = Int(truncatingIfNeeded: product.high ^ product.low) & (Self.recentCount &- 1)
    let recent = recents[place]
    if recent.first == first, recent.second == second, Int(recent.count) == range.count {
      return recent.code
    }
    let code = searchedCode(of: text, range)
    recents[place] = Recent(first: first, second: second, count: Int32(range.count), code: code)
    return code
  }

  private mutating func searchedCode(of text: Span<UInt8>, _ range: Range<Int>) -> Int32 {
    if last >= 0, isLevel(Int(last), text, range) { return last }
    let hash = Self.hash(text, range)
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let code = slots[slot]
      if hashes[Int(code)] == hash, isLevel(Int(code), text, range) {
        last = code
        return code
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    let code = Int32(ends.count)
    slots[slot] = code
    hashes.append(hash)
    append(text, range)
    if ends.count * 2 > slots.count { grow() }
    last = code
    return code
  }

  /// The codes of another index's levels in this one; those it does not have are added.
  mutating func codes(of other: LevelIndex) -> [Int32] {
    let source = other.bytes.span
    var codes: [Int32] = []
    codes.reserveCapacity(other.count)
    for code in 0..<other.count { codes.append(self.code(of: source, other.range(of: code))) }
    return codes
  }

  private mutating func append(_ text: Span<UInt8>, _ range: Range<Int>) {
    var end = ends.last ?? 0
    let needed = end + range.count + 8
    if needed > bytes.count {
      bytes.append(contentsOf: repeatElement(0, count: max(bytes.count, needed - bytes.count)))
    }
    var target = bytes.mutableSpan
    for index in range {
      target[end] = text[index]
      end &+= 1
    }
    ends.append(end)
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 4)
    for (code, hash) in hashes.enumerated() {
      var slot = Int(hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(code)
    }
  }

  @inline(__always)
  private func isLevel(_ code: Int, _ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let level = self.range(of: code)
    guard level.count == range.count else { return false }
    let levels = bytes.span
    var offset = 0
    while offset < range.count {
      let left = Self.word(levels, level.lowerBound + offset, range.count - offset)
      let right = Self.word(text, range.lowerBound + offset, range.count - offset)
      if left != right { return false }
      offset += 8
    }
    return true
  }

  private static func hash(_ text: Span<UInt8>, _ range: Range<Int>) -> UInt32 {
    var state = UInt64(range.count) &* 0x9E37_79B9_7F4A_7C15
    var offset = 0
    while offset < range.count {
      let word = word(text, range.lowerBound + offset, range.count - offset)
      let product = (state ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
      state = product.high ^ product.low
      offset += 8
    }
    let product = state.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return UInt32(truncatingIfNeeded: product.high ^ product.low)
  }

  /// Up to eight bytes from a position on, zeros after `count` of them.
  @inline(__always)
  private static func word(_ bytes: Span<UInt8>, _ position: Int, _ count: Int) -> UInt64 {
    if position &+ 8 <= bytes.count {
      let word = bytes.word(at: position)
      return count >= 8 ? word : word & (1 << UInt64(count &* 8) &- 1)
    }
    var word: UInt64 = 0
    for offset in 0..<min(count, 8) {
      word |= UInt64(bytes[position + offset]) << UInt64(offset * 8)
    }
    return word
  }
}
