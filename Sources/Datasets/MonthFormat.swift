/// The ways in which files write a month.
package enum MonthFormat: String, CaseIterable, Sendable {
  /// `2024-03`
  case iso
  /// `2024-03-01`; the day must be the first.
  case isoFirstDay
  /// `2024M03`
  case eurostat
  /// `03/2024`
  case slash
  /// `202403`
  case compact
  /// `2024 Mar`
  case yearName
  /// `Mar.24` or `Mar.2024`; two digits from 70 on are of the last century.
  case nameYear

  /// March 2024 in this format, for messages.
  package var example: String {
    switch self {
    case .iso: "2024-03"
    case .isoFirstDay: "2024-03-01"
    case .eurostat: "2024M03"
    case .slash: "03/2024"
    case .compact: "202403"
    case .yearName: "2024 Mar"
    case .nameYear: "Mar.2024"
    }
  }

  /// The month a text stands for in this format, or `nil` when it is not written so.
  package func month(_ text: String) -> Month? {
    let bytes = Array(text.utf8)
    switch self {
    case .iso:
      guard bytes.count == 7, bytes[4] == UInt8(ascii: "-") else { return nil }
      return Self.month(year: bytes[0..<4], month: bytes[5..<7])
    case .isoFirstDay:
      guard bytes.count == 10, text.hasSuffix("-01") else { return nil }
      return MonthFormat.iso.month(String(text.prefix(7)))
    case .eurostat:
      guard bytes.count == 7, bytes[4] == UInt8(ascii: "M") else { return nil }
      return Self.month(year: bytes[0..<4], month: bytes[5..<7])
    case .slash:
      guard bytes.count == 7, bytes[2] == UInt8(ascii: "/") else { return nil }
      return Self.month(year: bytes[3..<7], month: bytes[0..<2])
    case .compact:
      guard bytes.count == 6 else { return nil }
      return Self.month(year: bytes[0..<4], month: bytes[4..<6])
    case .yearName:
      guard bytes.count == 8, bytes[4] == UInt8(ascii: " ") else { return nil }
      return Self.month(year: bytes[0..<4], name: text.suffix(3))
    case .nameYear:
      guard bytes.count == 6 || bytes.count == 8, bytes[3] == UInt8(ascii: ".") else { return nil }
      return Self.month(year: bytes[4...], name: text.prefix(3))
    }
  }

  /// The format and month of a text, the first format that fits in the order of the cases.
  package static func detect(_ text: String) -> (format: MonthFormat, month: Month)? {
    for format in allCases {
      if let month = format.month(text) { return (format, month) }
    }
    return nil
  }

  private static let names = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  private static func month(year: ArraySlice<UInt8>, month: ArraySlice<UInt8>) -> Month? {
    guard let year = number(year), let month = number(month), (1...12).contains(month) else {
      return nil
    }
    return Month(year: year, month: month)
  }

  private static func month(year: ArraySlice<UInt8>, name: Substring) -> Month? {
    guard let number = number(year), let position = names.firstIndex(of: name.lowercased()) else {
      return nil
    }
    let full = year.count == 2 ? number + (number >= 70 ? 1900 : 2000) : number
    return Month(year: full, month: position + 1)
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return digits.isEmpty ? nil : value
  }
}
