package import Datasets

/// A moment in time to the millisecond, as the log and the index write it.
///
/// It comes from a clock that is passed in; nothing here reads one.
package struct Timestamp: Hashable, Comparable, Sendable {
  /// Milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
  package let milliseconds: Int64

  /// A moment.
  ///
  /// - Parameter milliseconds: since 1970-01-01T00:00:00Z; negative before.
  package init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// The day it is in universal time.
  package var day: CalendarDate {
    let (days, rest) = milliseconds.quotientAndRemainder(dividingBy: Self.millisecondsADay)
    return CalendarDate(dayNumber: Int(rest < 0 ? days - 1 : days))
  }

  package static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.milliseconds < right.milliseconds
  }
}

extension Timestamp: CustomStringConvertible {
  private static let millisecondsADay: Int64 = 86_400_000

  /// As `2026-03-09T07:05:02.120Z`, in universal time.
  package var description: String {
    let rest = milliseconds - Int64(day.dayNumber) * Self.millisecondsADay
    func digits(_ value: Int64, _ width: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    let seconds = rest / 1000
    return "\(day)T\(digits(seconds / 3600, 2)):"
      + "\(digits(seconds / 60 % 60, 2)):\(digits(seconds % 60, 2)).\(digits(rest % 1000, 3))Z"
  }

  /// A moment from `2026-03-09T07:05:02.120Z`, or `nil` for anything written otherwise.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 24, bytes[10] == UInt8(ascii: "T"), bytes[23] == UInt8(ascii: "Z"),
      let date = CalendarDate(iso: String(text.prefix(10)))
    else { return nil }
    var fields: [Int64] = []
    for (range, mark) in [(11..<13, ":"), (14..<16, ":"), (17..<19, "."), (20..<23, "Z")] {
      let digits = bytes[range]
      guard digits.allSatisfy({ (48...57).contains($0) }),
        bytes[range.upperBound] == mark.utf8.first
      else { return nil }
      fields.append(digits.reduce(0) { $0 * 10 + Int64($1 - 48) })
    }
    guard fields[0] < 24, fields[1] < 60, fields[2] < 60 else { return nil }
    let seconds = (fields[0] * 60 + fields[1]) * 60 + fields[2]
    self.init(
      milliseconds: Int64(date.dayNumber) * Self.millisecondsADay + seconds * 1000 + fields[3]
    )
  }
}

extension Timestamp: Codable {
  /// Reads the written form.
  ///
  /// - Throws: `DecodingError` for anything else.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let moment = Timestamp(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a moment")
    }
    self = moment
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
