internal import DataIO

/// How the tables of a request are written, where the user says so instead of having it found out.
package struct TableForm: Codable, Sendable, Equatable {
  /// What stands between cells.
  package var separator: Separator?
  /// What stands before the fraction of a number.
  package var decimalMark: DecimalMark?
  /// How the bytes stand for characters.
  package var encoding: Encoding?
  /// How days are written that are not in the ISO form.
  package var dateOrder: DateOrder?
  /// Columns to be read as text whatever they look like: codes, identifiers.
  package var textColumns: [String]

  /// A form; what is `nil` is found out.
  package init(
    separator: Separator? = nil,
    decimalMark: DecimalMark? = nil,
    encoding: Encoding? = nil,
    dateOrder: DateOrder? = nil,
    textColumns: [String] = []
  ) {
    self.separator = separator
    self.decimalMark = decimalMark
    self.encoding = encoding
    self.dateOrder = dateOrder
    self.textColumns = textColumns
  }

  /// What stands between cells.
  package enum Separator: String, Codable, Sendable, CaseIterable {
    case comma
    case semicolon
    case tab
  }

  /// What stands before the fraction of a number.
  package enum DecimalMark: String, Codable, Sendable, CaseIterable {
    case point
    case comma
  }

  /// How the bytes stand for characters.
  package enum Encoding: String, Codable, Sendable, CaseIterable {
    case utf8 = "utf-8"
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"
    case windows1252 = "windows-1252"
  }

  /// Which of the first two numbers of a day such as `03/04/2024` is the day of the month.
  package enum DateOrder: String, Codable, Sendable, CaseIterable {
    case dayFirst = "day-first"
    case monthFirst = "month-first"
  }

  /// The form as the readers take it.
  var options: CSVOptions {
    var options = CSVOptions()
    options.separator =
      switch separator {
      case .comma: .comma
      case .semicolon: .semicolon
      case .tab: .tab
      case nil: nil
      }
    options.decimalMark = decimalMark.map { $0 == .point ? .point : .comma }
    options.encoding =
      switch encoding {
      case .utf8: .utf8
      case .utf16LittleEndian: .utf16LittleEndian
      case .utf16BigEndian: .utf16BigEndian
      case .windows1252: .windows1252
      case nil: nil
      }
    options.dateFormat = dateOrder.map { $0 == .dayFirst ? .dayFirst : .monthFirst }
    for column in textColumns { options.types[column] = .text }
    return options
  }
}
