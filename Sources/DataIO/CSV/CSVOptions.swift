/// What to take for granted in a CSV file instead of finding it out; nothing by default.
package struct CSVOptions: Codable, Sendable, Equatable {
  /// What stands between cells.
  package var separator: Separator?
  /// What encloses cells that hold separators or newlines.
  package var quote: Quote?
  /// What stands before the fraction of a number.
  package var decimalMark: DecimalMark?
  /// How the bytes stand for characters.
  package var encoding: TextEncoding?
  /// How days are written that are not in the ISO form; `iso` when none is written otherwise.
  package var dateFormat: DateFormat?
  /// Types of columns by name; the others are found out.
  package var types: [String: ColumnType]

  /// Options; what is `nil` is found out.
  package init(
    separator: Separator? = nil,
    quote: Quote? = nil,
    decimalMark: DecimalMark? = nil,
    encoding: TextEncoding? = nil,
    dateFormat: DateFormat? = nil,
    types: [String: ColumnType] = [:]
  ) {
    self.separator = separator
    self.quote = quote
    self.decimalMark = decimalMark
    self.encoding = encoding
    self.dateFormat = dateFormat
    self.types = types
  }

  /// What stands between cells.
  package enum Separator: String, Codable, CaseIterable, Sendable {
    case comma, semicolon, tab

    var byte: UInt8 {
      switch self {
      case .comma: UInt8(ascii: ",")
      case .semicolon: UInt8(ascii: ";")
      case .tab: UInt8(ascii: "\t")
      }
    }
  }

  /// What encloses cells that hold separators or newlines.
  package enum Quote: String, Codable, CaseIterable, Sendable {
    case double, single
    /// Nothing does: quotes are text.
    case none

    var byte: UInt8? {
      switch self {
      case .double: UInt8(ascii: "\"")
      case .single: UInt8(ascii: "'")
      case .none: nil
      }
    }
  }

  /// What stands before the fraction of a number.
  package enum DecimalMark: String, Codable, CaseIterable, Sendable {
    case point, comma

    var byte: UInt8 { self == .point ? UInt8(ascii: ".") : UInt8(ascii: ",") }
    var other: DecimalMark { self == .point ? .comma : .point }
  }

  /// How days are written; months are always the second number in ISO.
  package enum DateFormat: String, Codable, CaseIterable, Sendable {
    /// `2024-03-09`
    case iso
    /// `09/03/2024`, also with `.` or `-`, the same in the whole column
    case dayFirst
    /// `03/09/2024`, also with `.` or `-`, the same in the whole column
    case monthFirst
  }

  /// What the cells of a column are.
  package enum ColumnType: String, Codable, CaseIterable, Sendable {
    case text, number, month, date
  }
}

/// How the bytes of a text file stand for characters.
package enum TextEncoding: String, Codable, CaseIterable, Sendable {
  case utf8 = "UTF-8"
  case utf16LittleEndian = "UTF-16 little-endian"
  case utf16BigEndian = "UTF-16 big-endian"
  case windows1252 = "Windows-1252"
}
