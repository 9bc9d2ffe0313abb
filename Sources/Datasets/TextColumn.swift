/// Text values of the rows of a column, each distinct text kept once.
///
/// Row i has the text `levels[codes[i]]`, or none when the code is negative. The texts lie end to
/// end in one array of bytes, so that a column of a million cells holds no million strings.
package struct TextColumn: Sendable, Equatable {
  /// Index of each row's text among the levels; ``missing`` where the row has none.
  package let codes: [Int32]
  /// The distinct texts, in order of first appearance.
  package let levels: Levels

  /// The code of a row without a value.
  package static let missing: Int32 = -1

  /// Distinct texts, stored end to end as UTF-8.
  package struct Levels: Sendable, Equatable, RandomAccessCollection {
    /// All texts, one after the other.
    package let bytes: [UInt8]
    /// Position in `bytes` where each text ends.
    package let ends: [Int]

    /// Texts from their bytes and ends, which must ascend and stay within the bytes.
    package init(bytes: [UInt8], ends: [Int]) {
      precondition(ends.last ?? 0 == bytes.count, "the texts do not fill the bytes")
      self.bytes = bytes
      self.ends = ends
    }

    /// Texts from strings.
    package init(_ texts: [String]) {
      var bytes: [UInt8] = []
      var ends: [Int] = []
      for text in texts {
        bytes.append(contentsOf: text.utf8)
        ends.append(bytes.count)
      }
      self.init(bytes: bytes, ends: ends)
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { ends.count }

    /// The text with an index, made anew at each call.
    package subscript(index: Int) -> String {
      let start = index == 0 ? 0 : ends[index - 1]
      return String(decoding: bytes[start..<ends[index]], as: UTF8.self)
    }
  }

  /// A column from codes and levels.
  ///
  /// - Parameters:
  ///   - codes: one a row, each below the number of levels.
  ///   - levels: the distinct texts.
  package init(codes: [Int32], levels: Levels) {
    precondition(codes.allSatisfy { $0 < levels.count }, "a code has no level")
    self.codes = codes
    self.levels = levels
  }

  /// A column from one optional text a row; levels in order of first appearance.
  package init(_ texts: [String?]) {
    var index: [String: Int32] = [:]
    var levels: [String] = []
    let codes = texts.map { text -> Int32 in
      guard let text else { return Self.missing }
      if let code = index[text] { return code }
      let code = Int32(levels.count)
      index[text] = code
      levels.append(text)
      return code
    }
    self.init(codes: codes, levels: Levels(levels))
  }

  /// Number of rows.
  package var count: Int { codes.count }

  /// The text of row `row`, or `nil` when it has none.
  package subscript(row: Int) -> String? {
    let code = codes[row]
    return code < 0 ? nil : levels[Int(code)]
  }
}
