internal import ArgumentParser
internal import Datasets

/// Values separated by commas, as `36,71` or `1994-07,1995-07`.
struct ListArgument<Element: Sendable>: Sendable {
  let values: [Element]
}

extension ListArgument<Month> {
  /// Months in any of the ways that files write them.
  static func months(_ text: String) throws -> ListArgument {
    ListArgument(
      values: try text.split(separator: ",").map { part in
        guard let found = MonthFormat.detect(String(part)) else {
          throw ValidationError("\"\(part)\" is not a month; write it as 2024-03.")
        }
        return found.month
      }
    )
  }
}

extension ListArgument<Int> {
  /// Whole numbers from 1.
  static func counts(_ text: String) throws -> ListArgument {
    let values = try text.split(separator: ",").map { part in
      guard let value = Int(part), value > 0 else {
        throw ValidationError("\"\(part)\" is not a whole number above 0.")
      }
      return value
    }
    guard !values.isEmpty else { throw ValidationError("the list is empty.") }
    return ListArgument(values: values)
  }
}

extension ListArgument<Never> {
  /// A day, as `2024-03-09`.
  static func day(_ text: String) throws -> CalendarDate {
    guard let day = CalendarDate(iso: text) else {
      throw ValidationError("\"\(text)\" is not a day; write it as 2024-03-09.")
    }
    return day
  }
}
