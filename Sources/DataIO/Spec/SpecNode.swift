package import Datasets

/// A place in a specification: a scalar, a list, or keys with values.
///
/// The readers below say what is wanted; what is there instead is refused with line and key path
/// (`features[2].knots`), never with the value.
package struct SpecNode: Sendable, Equatable {
  /// Path of the file, for messages.
  package let file: String
  /// Line on which it begins, from 1.
  package let line: Int
  /// Keys from the root, as `features[2].knots` with list positions from 1; `nil` for the root.
  package let keyPath: String?
  let content: Content

  indirect enum Content: Sendable, Equatable {
    case scalar(String, isPlain: Bool)
    case sequence([SpecNode])
    case mapping([Entry])
  }

  struct Entry: Sendable, Equatable {
    let key: String
    let line: Int
    let value: SpecNode
  }

  /// What kind of place it is.
  package enum Kind: Equatable, Sendable {
    /// Nothing after the key, or `~` or `null` without quotes.
    case null
    case scalar, sequence, mapping
  }

  /// What kind of place it is, for keys that take more than one.
  package var kind: Kind {
    switch content {
    case .scalar(let text, let isPlain):
      isPlain && ["", "~", "null", "Null", "NULL"].contains(text) ? .null : .scalar
    case .sequence: .sequence
    case .mapping: .mapping
    }
  }

  /// The problem that the value is not what is wanted.
  ///
  /// - Parameter expected: what would be right, as a noun phrase: "a whole number from 1 to 9".
  /// - Returns: the problem, to be thrown.
  package func invalid(expected: String) -> DataProblem {
    problem(.invalidValue(expected: expected))
  }

  /// A problem at this place.
  package func problem(_ cause: DataProblem.Cause) -> DataProblem {
    DataProblem(cause, file: file, line: line, column: keyPath)
  }

  /// Keys and values, all keys being known.
  ///
  /// - Parameter known: the keys there may be.
  /// - Returns: keys and values in the order of the file.
  /// - Throws: `invalidValue` when it is no mapping; `unknownKey` with the nearest known key at
  ///   the first that is not known.
  package func mapping(known: [String]) throws(DataProblem) -> SpecMapping {
    let mapping = try mapping()
    for entry in mapping.entries where !known.contains(entry.key) {
      throw DataProblem(
        .unknownKey(nearest: nearestName(to: entry.key, among: known)),
        file: file,
        line: entry.line,
        column: entry.value.keyPath
      )
    }
    return mapping
  }

  /// Keys and values with keys of the user's own, such as names of columns.
  ///
  /// - Throws: `invalidValue` when it is no mapping.
  package func mapping() throws(DataProblem) -> SpecMapping {
    guard case .mapping(let entries) = content else { throw invalid(expected: "keys with values") }
    return SpecMapping(node: self, entries: entries)
  }

  /// The elements of a list.
  ///
  /// - Throws: `invalidValue` when it is no list.
  package func sequence() throws(DataProblem) -> [SpecNode] {
    guard case .sequence(let elements) = content else { throw invalid(expected: "a list") }
    return elements
  }

  /// The texts of a list.
  ///
  /// - Throws: `invalidValue` when it is no list, or at the first element that is no text.
  package func strings() throws(DataProblem) -> [String] {
    guard case .sequence(let elements) = content else {
      throw invalid(expected: "a list of texts")
    }
    var texts: [String] = []
    for element in elements { texts.append(try element.string()) }
    return texts
  }

  /// The text as the user wrote it, quotes and escapes undone; `1`, `no` and `1993-07` are texts.
  ///
  /// - Throws: `invalidValue` for a list, a mapping, and for nothing.
  package func string() throws(DataProblem) -> String { try scalar("a text") }

  /// A whole number.
  ///
  /// - Parameter range: the numbers that are right.
  /// - Returns: the number.
  /// - Throws: `invalidValue` for anything else, a number with a point among it.
  package func int(in range: ClosedRange<Int> = .min ... .max) throws(DataProblem) -> Int {
    let expected = "a whole number" + Self.words(range.lowerBound, range.upperBound, .min, .max)
    guard let value = Int(try scalar(expected)), range.contains(value) else {
      throw invalid(expected: expected)
    }
    return value
  }

  /// A finite number with a decimal point.
  ///
  /// - Parameter range: the numbers that are right.
  /// - Returns: the number.
  /// - Throws: `invalidValue` for anything else: a decimal comma, `inf`, `nan`, hexadecimals.
  package func double(
    in range: ClosedRange<Double> = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
  ) throws(DataProblem) -> Double {
    let limit = Double.greatestFiniteMagnitude
    let expected =
      "a number with a decimal point"
      + Self.words(range.lowerBound, range.upperBound, -limit, limit)
    let text = try scalar(expected)
    guard text.utf8.allSatisfy({ Self.numberBytes.contains($0) }), let value = Double(text),
      range.contains(value)
    else { throw invalid(expected: expected) }
    return value
  }

  /// `true` or `false`, also written `yes` and `no`.
  ///
  /// - Throws: `invalidValue` for anything else.
  package func bool() throws(DataProblem) -> Bool {
    switch try scalar("true or false").lowercased() {
    case "true", "yes": return true
    case "false", "no": return false
    default: throw invalid(expected: "true or false")
    }
  }

  /// A month in any of the forms of `MonthFormat`.
  ///
  /// - Throws: `invalidValue` for anything else.
  package func month() throws(DataProblem) -> Month {
    let expected = "a month such as 2024-03"
    guard let found = MonthFormat.detect(try scalar(expected)) else {
      throw invalid(expected: expected)
    }
    return found.month
  }

  /// A day such as `2024-03-09`.
  ///
  /// - Throws: `invalidValue` for anything else.
  package func date() throws(DataProblem) -> CalendarDate {
    let expected = "a day such as 2024-03-09"
    guard let day = CalendarDate(iso: try scalar(expected)) else {
      throw invalid(expected: expected)
    }
    return day
  }

  /// One of a few words.
  ///
  /// - Throws: `invalidValue`, which names them all, for anything else.
  package func choice<Choice: RawRepresentable & CaseIterable>(
    _ type: Choice.Type = Choice.self
  ) throws(DataProblem) -> Choice where Choice.RawValue == String {
    let expected = "one of " + Choice.allCases.map(\.rawValue).joined(separator: ", ")
    guard let value = Choice(rawValue: try scalar(expected)) else {
      throw invalid(expected: expected)
    }
    return value
  }

  private func scalar(_ expected: String) throws(DataProblem) -> String {
    guard kind == .scalar, case .scalar(let text, _) = content else {
      throw invalid(expected: expected)
    }
    return text
  }

  private static let numberBytes = Set("+-.0123456789eE".utf8)

  private static func words<Value: Comparable>(
    _ lower: Value,
    _ upper: Value,
    _ lowest: Value,
    _ highest: Value
  ) -> String {
    switch (lower > lowest, upper < highest) {
    case (true, true): " from \(lower) to \(upper)"
    case (true, false): " of at least \(lower)"
    case (false, true): " of at most \(upper)"
    case (false, false): ""
    }
  }
}

/// Keys with values, in the order of the file.
package struct SpecMapping: Sendable {
  /// Where the mapping stands.
  package let node: SpecNode
  let entries: [SpecNode.Entry]

  /// The keys in the order of the file.
  package var keys: [String] { entries.map(\.key) }

  /// The value of a key; `nil` when the key is not there or has nothing after it.
  package func optional(_ key: String) -> SpecNode? {
    guard let value = entries.first(where: { $0.key == key })?.value, value.kind != .null else {
      return nil
    }
    return value
  }

  /// The value of a key.
  ///
  /// - Throws: `missingKey` when the key is not there or has nothing after it.
  package func required(_ key: String) throws(DataProblem) -> SpecNode {
    if let value = optional(key) { return value }
    let there = entries.first { $0.key == key }
    throw DataProblem(
      .missingKey,
      file: node.file,
      line: there?.line ?? node.line,
      column: node.keyPath.map { "\($0).\(key)" } ?? key
    )
  }
}
