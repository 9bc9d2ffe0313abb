internal import Datasets
internal import Risk

/// The windows of a cohort as a picture in text: one line a date, one character a month.
struct WindowPicture {
  /// The lines of the picture, with a legend.
  let text: String

  /// Draws the windows: `-` months that features look at, `|` before the date, `+` months of the
  /// label, `.` months outside.
  init(_ specification: CohortSpecification) {
    func back(_ date: Month) -> Int {
      specification.features.map { $0.length(before: date) }.max() ?? 0
    }
    let ahead = specification.label.months
    let dates = specification.asOf.sorted()
    guard let earliest = dates.first, let latest = dates.last else {
      text = ""
      return
    }
    let first = dates.map { $0.advanced(by: -back($0)) }.min() ?? earliest
    let end = latest.advanced(by: ahead)
    let lines = dates.map { date in
      let months = (0..<first.distance(to: end)).map { offset -> String in
        let month = first.advanced(by: offset)
        let mark = month == date ? "|" : ""
        if month >= date.advanced(by: -back(date)), month < date { return mark + "-" }
        if month >= date, month < date.advanced(by: ahead) { return mark + "+" }
        return mark + "."
      }
      return "\(date)  \(months.joined())"
    }
    text =
      (["as of    \(first) to \(end.advanced(by: -1)): - features, | date, + label"] + lines)
      .joined(separator: "\n")
  }
}
