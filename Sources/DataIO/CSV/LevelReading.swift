internal import Datasets

/// What all the distinct texts of a column can be read as.
///
/// Months and days are few and repeated, so they are read once a text and not once a cell.
enum LevelReading {
  /// The texts as numbers, NaN for a mark of a missing value in quotes.
  ///
  /// - Parameters:
  ///   - levels: the texts.
  ///   - parser: reads numbers with one decimal mark.
  ///   - acceptsCodes: `007` is the number 7.
  ///   - acceptsThousands: `1.234` and `1.234,5` are numbers with thousands points; for a parser
  ///     whose mark is the comma.
  /// - Returns: one number a level and what stands in any, or the first level that is no number.
  static func numbers(
    _ levels: LevelIndex,
    _ parser: NumberParser,
    acceptsCodes: Bool,
    acceptsThousands: Bool = false
  ) -> Result<Numbers, FirstFailure> {
    levels.withBytes { bytes in
      var numbers = Numbers()
      for level in 0..<levels.count {
        let range = bytes.trimmed(levels.range(of: level))
        if MissingMarks.contains(bytes, range) {
          numbers.values.append(.nan)
          continue
        }
        var cell = parser.parse(bytes, range)
        if acceptsThousands, cell == .other,
          let plain = NumberParser.withoutThousandsPoints(bytes, range)
        {
          cell = parser.parse(plain.span, 0..<plain.count)
          if numbers.firstThousand == nil { numbers.firstThousand = level }
        }
        switch cell {
        case .number(let value, let hasMark):
          numbers.values.append(value)
          numbers.hasMark = numbers.hasMark || hasMark
        case .code(let value) where acceptsCodes: numbers.values.append(value)
        case .code, .other: return .failure(FirstFailure(level: level))
        }
      }
      return .success(numbers)
    }
  }

  /// The texts of a column as numbers.
  struct Numbers {
    /// One a level.
    var values: [Double] = []
    /// A decimal mark stands in one of them.
    var hasMark = false
    /// The first level with thousands points.
    var firstThousand: Int?
  }

  /// True when all texts are numbers, some with thousands separators, such as `1.234,56` or
  /// `1,234`.
  static func areGrouped(_ levels: LevelIndex) -> Bool {
    var hasGroups = false
    for level in 0..<levels.count {
      let text = levels.text(of: level)
      if MissingMarks.texts.contains(text) || isPlain(text) { continue }
      guard isGrouped(text) else { return false }
      hasGroups = true
    }
    return hasGroups
  }

  /// Digits after an optional minus, as the small numbers among those with separators.
  private static func isPlain(_ text: String) -> Bool {
    let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
    return (1...3).contains(digits.count) && digits.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
  }

  private static func isGrouped(_ text: String) -> Bool {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    guard digits.utf8.count < 40, let mark = digits.first(where: { !$0.isNumber }),
      ".,' ".contains(mark)
    else { return false }
    let groups = digits.split(separator: mark, omittingEmptySubsequences: false)
    guard groups.count > 1, let first = groups.first, (1...3).contains(first.count) else {
      return false
    }
    return groups.dropFirst().enumerated().allSatisfy { index, group in
      // After the last group may come the other mark and a fraction.
      let isLast = index == groups.count - 2
      let parts = group.split(
        maxSplits: 1,
        omittingEmptySubsequences: false,
        whereSeparator: { isLast && (mark == "," ? $0 == "." : $0 == ",") }
      )
      return parts[0].count == 3 && parts.allSatisfy { $0.allSatisfy(\.isNumber) }
    }
  }

  /// The first level that is not as it should be, in order of appearance.
  struct FirstFailure: Error {
    let level: Int
  }

  /// A text without spaces around it.
  static func trimmed(_ text: String) -> String {
    guard text.first == " " || text.last == " " else { return text }
    return String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  /// The texts as months, all in one form.
  ///
  /// - Parameters:
  ///   - levels: the texts.
  ///   - formats: the forms there may be, the first that fits all is it.
  /// - Returns: the form and one month a level, or `nil` when no form fits.
  static func months(
    _ levels: LevelIndex,
    formats: [MonthFormat]
  ) -> (format: MonthFormat, values: [Month?])? {
    for format in formats {
      var values: [Month?] = []
      for level in 0..<levels.count {
        let text = trimmed(levels.text(of: level))
        if let month = format.month(text) {
          values.append(month)
        } else if MissingMarks.texts.contains(text) {
          values.append(nil)
        } else {
          break
        }
      }
      if values.count == levels.count, values.contains(where: { $0 != nil }) {
        return (format, values)
      }
    }
    return nil
  }

  /// The texts as days, all in one form.
  ///
  /// - Returns: the form, one day a level, and whether the other order of day and month would
  ///   have been possible too.
  static func dates(
    _ levels: LevelIndex,
    formats: [CSVOptions.DateFormat]
  ) -> (format: CSVOptions.DateFormat, values: [CalendarDate?], isAmbiguous: Bool)? {
    var found: [(format: CSVOptions.DateFormat, values: [CalendarDate?])] = []
    for format in formats {
      if let values = dates(levels, format: format) { found.append((format, values)) }
    }
    return found.first.map { ($0.format, $0.values, found.count > 1) }
  }

  /// True when a text is a day in a form.
  static func isDate(_ text: String, _ format: CSVOptions.DateFormat) -> Bool {
    date(text, format) != nil
  }

  private static func dates(
    _ levels: LevelIndex,
    format: CSVOptions.DateFormat
  ) -> [CalendarDate?]? {
    var mark: Character?
    var values: [CalendarDate?] = []
    for level in 0..<levels.count {
      let text = levels.text(of: level)
      if MissingMarks.texts.contains(text) {
        values.append(nil)
        continue
      }
      guard let found = date(text, format), mark == nil || mark == found.mark else { return nil }
      mark = found.mark
      values.append(found.day)
    }
    return values.contains { $0 != nil } ? values : nil
  }

  /// The day a text stands for, and what stands between its numbers.
  private static func date(
    _ text: String,
    _ format: CSVOptions.DateFormat
  ) -> (day: CalendarDate, mark: Character)? {
    guard text.utf8.count <= 10 else { return nil }
    if format == .iso { return CalendarDate(iso: text).map { ($0, "-") } }
    guard let mark = text.first(where: { "/.-".contains($0) }) else { return nil }
    let parts = text.split(separator: mark, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].utf8.count <= 2, parts[1].utf8.count <= 2,
      parts[2].utf8.count == 4, !text.utf8.contains(UInt8(ascii: "+")),
      let first = Int(parts[0]), let second = Int(parts[1]), let year = Int(parts[2]),
      let day = format == .dayFirst
        ? CalendarDate(year: year, month: second, day: first)
        : CalendarDate(year: year, month: first, day: second)
    else { return nil }
    return (day, mark)
  }
}

extension MonthFormat {
  /// March 2024 in this form.
  var example: String {
    switch self {
    case .iso: "2024-03"
    case .isoFirstDay: "2024-03-01"
    case .eurostat: "2024M03"
    case .slash: "03/2024"
    case .compact: "202403"
    case .yearName: "2024 Mar"
    case .nameYear: "Mar.24"
    }
  }
}

extension CSVOptions.DateFormat {
  /// The form in the usual letters.
  var pattern: String {
    switch self {
    case .iso: "yyyy-mm-dd"
    case .dayFirst: "dd/mm/yyyy"
    case .monthFirst: "mm/dd/yyyy"
    }
  }
}
