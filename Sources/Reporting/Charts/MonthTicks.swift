package import Datasets

/// Ticks along an axis of months: Januaries with their year where the range is long, months of
/// the quarter where it is short.
package struct MonthTicks: Sendable {
  /// A tick and the text under it; a tick without text is drawn shorter.
  package struct Tick: Sendable {
    /// Where it stands.
    package let month: Month
    /// What is written under it; empty for nothing.
    package let label: String
  }

  /// Oldest first.
  package let ticks: [Tick]

  /// Ticks within a range of months.
  ///
  /// - Parameters:
  ///   - first: first month.
  ///   - last: last month, not before the first.
  ///   - labels: about how many labels fit, at least 1.
  ///   - language: of the names of months.
  package init(from first: Month, through last: Month, labels: Int, language: Language) {
    let months = first.distance(to: last)
    var ticks: [Tick] = []
    if months > 30 {
      let wanted = Double(months) / 12 / Double(max(1, labels))
      let step = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500].first { Double($0) >= wanted } ?? 1000
      for year in first.year...(last.year + 1) {
        let month = Month(year: year, month: 1)
        guard month >= first && month <= last, step < 10 || year % (step / 5) == 0 else { continue }
        ticks.append(Tick(month: month, label: year % step == 0 ? String(year) : ""))
      }
    } else {
      let wanted = (months + 1 + labels - 1) / max(1, labels)
      let step = [1, 2, 3, 6, 12].first { $0 >= wanted } ?? 12
      for month in stride(from: first, through: last, by: 1) where (month.month - 1) % step == 0 {
        let name = language.shortMonthName(month.month)
        ticks.append(Tick(month: month, label: "\(name) \(month.year)"))
      }
    }
    self.ticks = ticks
  }
}
