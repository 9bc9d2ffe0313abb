internal import Datasets

/// The share of events in each area: what knowing where people live, and nothing else, gives.
struct AreaMean {
  /// Share of events in all training rows; that of an area without any.
  let baseRate: Double
  private let columns: [String]
  private let rates: [String: Double]

  /// Learns the shares.
  ///
  /// - Parameters:
  ///   - columns: their values together name the area; an empty cell is a value.
  ///   - rows: training rows.
  ///   - outcomes: true for an event.
  /// - Throws: `unknownColumn`.
  init(_ columns: [String], rows: Dataset, outcomes: [Bool]) throws(DataProblem) {
    var counts: [String: (events: Int, rows: Int)] = [:]
    for (area, outcome) in zip(try Self.areas(columns, rows), outcomes) {
      counts[area, default: (0, 0)].rows += 1
      if outcome { counts[area, default: (0, 0)].events += 1 }
    }
    self.columns = columns
    rates = counts.mapValues { Double($0.events) / Double($0.rows) }
    baseRate = Double(outcomes.count { $0 }) / Double(outcomes.count)
  }

  /// The share of each row's area.
  func probabilities(_ rows: Dataset) throws(DataProblem) -> [Double] {
    try Self.areas(columns, rows).map { rates[$0] ?? baseRate }
  }

  private static func areas(_ columns: [String], _ rows: Dataset) throws(DataProblem) -> [String] {
    var areas = [String](repeating: "", count: rows.rowCount)
    for name in columns {
      let column = try rows.column(name)
      for row in areas.indices { areas[row] += (column.text(at: row) ?? "") + "\u{1F}" }
    }
    return areas
  }
}
