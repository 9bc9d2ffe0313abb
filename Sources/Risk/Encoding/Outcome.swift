package import Datasets

/// Response and weight of the rows of a table, and which rows have them.
package struct Outcome: Sendable, Equatable {
  /// Rows whose outcome is known, ascending.
  package let rows: [Int]
  /// Share of events of each of these rows.
  package let response: [Double]
  /// Number of trials or of equal rows that each stands for.
  package let weights: [Double]
  /// Number of equal rows that each stands for.
  package let frequencies: [Double]

  /// Reads the outcomes of a table.
  ///
  /// Rows with an empty target are left out: their label is not known. Rows that stand for no
  /// observation (frequency 0) stay, with weight 0.
  ///
  /// - Parameters:
  ///   - specification: target and weights.
  ///   - dataset: the rows.
  /// - Throws: `DataProblem`; `constantTarget` and `tooManyTargetValues` for a target that does
  ///   not have two values.
  package init(_ specification: RiskSpecification, _ dataset: Dataset) throws(DataProblem) {
    guard dataset.rowCount > 0 else { throw DataProblem(.noRows, file: dataset.source) }
    let counts = try Self.frequencies(specification, dataset)
    switch specification.target {
    case .binary(let name, let positive):
      let column = try dataset.column(name)
      var rows: [Int] = []
      var response: [Double] = []
      var values: [String: Int] = [:]
      for row in 0..<dataset.rowCount {
        guard let text = column.text(at: row) else { continue }
        values[text, default: 0] += 1
        rows.append(row)
        response.append(text == positive ? 1 : 0)
      }
      let problem = { (cause: DataProblem.Cause) in
        DataProblem(cause, file: dataset.source, column: name)
      }
      guard !rows.isEmpty else { throw problem(.noRows) }
      guard values.count > 1 else { throw problem(.constantTarget) }
      guard values.count == 2 else { throw problem(.tooManyTargetValues(count: values.count)) }
      guard values[positive] != nil else {
        // Rare values may be personal; the nearest of the others is named.
        let common = values.keys.filter { values[$0, default: 0] >= 5 }.sorted()
        throw problem(.unknownLevel(nearest: common.first))
      }
      self.rows = rows
      self.response = response
      weights = counts.map { all in rows.map { all[$0] } } ?? rows.map { _ in 1 }
      frequencies = weights
    case .grouped(let successes, let failures):
      let events = try Self.counts(successes, dataset)
      let others = try Self.counts(failures, dataset)
      rows = Array(0..<dataset.rowCount)
      response = zip(events, others).map { $0 + $1 > 0 ? $0 / ($0 + $1) : 0 }
      frequencies = counts ?? rows.map { _ in 1 }
      weights = rows.map { (events[$0] + others[$0]) * (counts?[$0] ?? 1) }
      let eventCount = events.reduce(0, +)
      guard eventCount > 0, others.reduce(0, +) > 0 else {
        throw DataProblem(.constantTarget, file: dataset.source, column: successes)
      }
    }
  }

  private static func frequencies(
    _ specification: RiskSpecification,
    _ dataset: Dataset
  ) throws(DataProblem) -> [Double]? {
    guard case .frequency(let name) = specification.weights else { return nil }
    return try counts(name, dataset)
  }

  /// Numbers of a column that must not be negative.
  private static func counts(_ name: String, _ dataset: Dataset) throws(DataProblem) -> [Double] {
    let values = try NumericSource(dataset.column(name), dataset, missing: .refuse).values
    if let row = values.firstIndex(where: { $0 < 0 }) {
      throw DataProblem(
        .invalidValue(expected: "a number that is not negative"),
        file: dataset.source,
        line: dataset.line(ofRow: row),
        column: name
      )
    }
    return values
  }
}
