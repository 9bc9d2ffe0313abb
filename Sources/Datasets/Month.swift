/// A calendar month.
///
/// Ordered and countable: the difference of two months is a number of months.
package struct Month: Hashable, Comparable, Sendable, Strideable {
  /// Months since January of year 0.
  package let index: Int

  /// The month with the given index, months since January of year 0.
  package init(index: Int) {
    self.index = index
  }

  /// A month of a year.
  ///
  /// - Parameters:
  ///   - year: such as 2024.
  ///   - month: 1 to 12.
  package init(year: Int, month: Int) {
    precondition((1...12).contains(month), "no such month")
    index = year * 12 + month - 1
  }

  /// The year, such as 2024.
  package var year: Int { index >= 0 ? index / 12 : (index - 11) / 12 }
  /// The month of the year, 1 to 12.
  package var month: Int { index - year * 12 + 1 }

  package static func < (left: Month, right: Month) -> Bool { left.index < right.index }

  /// Number of months from this one to another; negative when that is earlier.
  package func distance(to other: Month) -> Int { other.index - index }

  /// The month `n` months later.
  package func advanced(by n: Int) -> Month { Month(index: index + n) }
}

extension Month: CustomStringConvertible {
  /// As `2024-03`.
  package var description: String {
    let digits = String(year)
    let padding = String(repeating: "0", count: max(0, 4 - digits.count))
    return "\(padding)\(digits)-\(month < 10 ? "0" : "")\(month)"
  }
}

extension Month: Codable {
  /// Decodes from `2024-03`.
  package init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let month = MonthFormat.iso.month(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not a month: \(text)")
      )
    }
    self = month
  }

  /// Encodes as `2024-03`.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
