internal import Datasets

/// The rows of one series put in the order of the months, and what was wrong with some.
struct SeriesRows {
  /// The first month with a row.
  private let start: Month
  /// One value a month; NaN where missing.
  private var values: [Double]
  /// The first row of each month; empty once all rows are taken up.
  private var sources: [Int?]
  /// The rows with a flaw, in the order of the table.
  private var flawed: [SeriesFlaw.Kind: [Int]] = [:]
  /// The first row with an infinite value.
  private(set) var firstInfinite: Int?
  /// The first row whose month stood before, and the row of that.
  private(set) var firstRepeated: (first: Int, second: Int)?

  /// The months that hang together and have the most rows of the table, the later ones of equals;
  /// others are a wrong year.
  static func era(_ months: [Month]) -> ClosedRange<Month>? {
    guard var first = months.first else { return nil }
    var last = first
    for month in months {
      first = min(first, month)
      last = max(last, month)
    }
    guard first.distance(to: last) > Panel.remoteness else { return first...last }
    var counts = [Int](repeating: 0, count: first.distance(to: last) + 1)
    for month in months { counts[first.distance(to: month)] += 1 }
    var best = (months: first...first, rows: 0)
    var current = best
    for (place, count) in counts.enumerated() where count > 0 {
      let month = first.advanced(by: place)
      current =
        current.months.upperBound.distance(to: month) > Panel.remoteness
        ? (month...month, count) : (current.months.lowerBound...month, current.rows + count)
      if current.rows >= best.rows { best = current }
    }
    return best.months
  }

  /// Takes up the rows of a series.
  ///
  /// - Parameters:
  ///   - rows: of the series, in the order of the table; at least one.
  ///   - months: of all rows.
  ///   - numbers: values of all rows; NaN where missing.
  ///   - era: the months that hang together; a series with rows in it is left those only.
  init(_ rows: [Int], _ months: [Month], _ numbers: [Double], era: ClosedRange<Month>?) {
    var kept = rows
    if let era, rows.contains(where: { era.contains(months[$0]) }) {
      kept = rows.filter { era.contains(months[$0]) }
      if kept.count < rows.count {
        flawed[.remoteMonth] = rows.filter { !era.contains(months[$0]) }
      }
    }
    var first = months[kept[0]]
    var last = first
    for row in kept {
      first = min(first, months[row])
      last = max(last, months[row])
    }
    let count = first.distance(to: last) + 1
    start = first
    values = [Double](repeating: .nan, count: count)
    sources = [Int?](repeating: nil, count: count)
    for row in kept { take(row, numbers[row], at: first.distance(to: months[row])) }
    for row in flawed[.contradictedMonth] ?? [] {
      values[first.distance(to: months[row])] = .nan
    }
    sources = []
  }

  private mutating func take(_ row: Int, _ number: Double, at place: Int) {
    if number.isInfinite {
      flawed[.infiniteValue, default: []].append(row)
      if firstInfinite == nil { firstInfinite = row }
    }
    let value = number.isInfinite ? .nan : number
    guard let source = sources[place] else {
      sources[place] = row
      values[place] = value
      return
    }
    if firstRepeated == nil { firstRepeated = (source, row) }
    // A row without value says nothing against another's.
    let isSame = value.isNaN || values[place].isNaN || value == values[place]
    flawed[isSame ? .repeatedMonth : .contradictedMonth, default: []].append(row)
    if values[place].isNaN { values[place] = value }
  }

  /// The series, from its first value on.
  ///
  /// - Parameters:
  ///   - id: its name.
  ///   - line: the line of a row.
  /// - Returns: the series with its flaws.
  func timeSeries(id: String, line: (Int) -> Int) -> TimeSeries {
    let born = values.firstIndex { !$0.isNaN } ?? 0
    return TimeSeries(
      id: id,
      start: start.advanced(by: born),
      values: Array(values[born...]),
      flaws: SeriesFlaw.Kind.allCases.compactMap { kind in
        flawed[kind].map { SeriesFlaw(kind, count: $0.count, line: line($0[0])) }
      }
    )
  }
}
