internal import Datasets

extension CalendarDate {
  /// A day as people type it: `2024-03-09`, `09/03/2024`, `9.3.2024` or `9-3-2024`, the day first.
  init?(typed text: String) {
    let text = text.trimmingPrefix { $0.isWhitespace }
    if let day = CalendarDate(iso: String(text)) {
      self = day
      return
    }
    let parts = text.split(omittingEmptySubsequences: false) { "/.-".contains($0) }
    guard parts.count == 3, let day = Int(parts[0]), let month = Int(parts[1]),
      parts[2].count == 4, let year = Int(parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// As `09/03/2024`.
  var italian: String {
    let (year, month, day) = components
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(day))/\(two(month))/\(year)"
  }
}
