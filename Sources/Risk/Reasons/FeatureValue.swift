package import Datasets
internal import RealModule

/// A person's value of a feature, to be told.
package enum FeatureValue: Sendable, Equatable, Codable {
  /// The cell is empty.
  case missing
  /// A feature that is 1 or 0.
  case flag(Bool)
  /// A number.
  case number(Double)
  /// A category.
  case level(String)
  /// A month.
  case month(Month)

  /// The value of a row.
  ///
  /// - Parameters:
  ///   - column: the feature's column.
  ///   - row: the row.
  ///   - isBinary: true for a feature whose training values are all 1 or 0.
  package init(_ column: Column, row: Int, isBinary: Bool) {
    switch column.values {
    case .numbers(let values):
      let value = values[row]
      if value.isNaN {
        self = .missing
      } else {
        self = isBinary && (value == 0 || value == 1) ? .flag(value == 1) : .number(value)
      }
    case .months(let values):
      self = values[row].map { .month($0) } ?? .missing
    case .text, .dates:
      self = column.text(at: row).map { .level($0) } ?? .missing
    }
  }

  /// The value in words: numbers that are not whole with three significant digits and the decimal
  /// mark of the language, months as `marzo 2024`.
  ///
  /// - Returns: `sì` or `no` for 1 or 0, `non noto` for an empty cell, and the same in English.
  package func text(_ language: Language) -> String {
    let isItalian = language == .italian
    switch self {
    case .missing: return isItalian ? "non noto" : "not known"
    case .flag(let isSet): return isSet ? (isItalian ? "sì" : "yes") : "no"
    case .level(let level): return level
    case .month(let month): return language.month(month)
    case .number(let number):
      let digits = Column.text(of: Self.rounded(number)) ?? ""
      return isItalian ? String(digits.map { $0 == "." ? "," : $0 }) : digits
    }
  }

  /// True for the value that a specification writes as `text`: a level, a month as `2024-03`, or a
  /// number, which is 1 or 0 for a flag.
  package func isWritten(as text: String) -> Bool {
    switch self {
    case .missing: false
    case .flag(let isSet): Double(text) == (isSet ? 1 : 0)
    case .number(let number): Double(text) == number
    case .level(let level): level == text
    case .month(let month): month.description == text
    }
  }

  /// Three significant digits, of a number from 100 up all before the decimal mark.
  private static func rounded(_ number: Double) -> Double {
    guard number.isFinite, number != number.rounded() else { return number }
    let magnitude = Double.log10(abs(number)).rounded(.down)
    let scale = Double.pow(10, min(max(0, 2 - magnitude), 300))
    return (number * scale).rounded() / scale
  }
}
