package import Datasets

/// The share of events in each area: what knowing where people live, and nothing else, gives.
package struct AreaMean: Sendable {
  /// Share of events in all training rows; that of an area without any.
  let baseRate: Double
  /// Columns whose values together name the area.
  let columns: [String]
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

  /// Learns the shares from rows that a model was trained on.
  ///
  /// - Parameters:
  ///   - specification: names target and areas.
  ///   - rows: the rows; those of unknown outcome are left out.
  /// - Throws: `DataProblem`, also where the specification has no area.
  package init(_ specification: RiskSpecification, trainedOn rows: Dataset) throws(DataProblem) {
    guard let columns = specification.baselines?.area, !columns.isEmpty else {
      throw DataProblem(.missingKey, column: "baselines.area")
    }
    let outcome = try Outcome(specification, rows)
    let known = outcome.knownRows.map { rows.selecting(rows: $0) } ?? rows
    try self.init(
      columns,
      rows: known,
      outcomes: outcome.response.array(count: known.rowCount).map { $0 == 1 }
    )
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
