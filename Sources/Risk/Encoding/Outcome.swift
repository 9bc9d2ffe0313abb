package import Datasets

/// Response and weight of the rows of a table, and which rows have them.
package struct Outcome: Sendable, Equatable {
  /// Rows whose outcome is known, ascending; `nil` when all are.
  package let knownRows: [Int]?
  /// Share of events of each of these rows.
  package let response: RowValues
  /// Weight of each in the fit: number of trials, times frequency or sampling weight.
  package let weights: RowValues
  /// Number of equal rows that each stands for; 1 under sampling weights.
  package let frequencies: RowValues
  /// Number of observations that each stands for: trials times frequency.
  package let counts: RowValues

  /// Reads the outcomes of a table.
  ///
  /// Rows with an empty target are left out: their label is not known. Rows that stand for no
  /// observation (weight 0) stay, with weight 0.
  ///
  /// - Parameters:
  ///   - specification: target and weights.
  ///   - dataset: the rows.
  /// - Throws: `DataProblem`; `constantTarget` and `tooManyTargetValues` for a target that does
  ///   not have two values; `invalidValue` for weights that are negative or all 0.
  package init(_ specification: RiskSpecification, _ dataset: Dataset) throws(DataProblem) {
    guard dataset.rowCount > 0 else { throw DataProblem(.noRows, file: dataset.source) }
    let factors = try Self.weights(specification, dataset)
    let isFrequency = specification.weights?.isFrequency ?? true
    let one = RowValues(constant: 1)
    switch specification.target {
    case .binary(let name, let positive):
      let target = try BinaryTarget(dataset.column(name), dataset, positive: positive)
      knownRows = target.knownRows
      response = RowValues(flags: target.flags)
      if let factors {
        let known = target.knownRows.map { $0.map { factors[$0] } } ?? factors
        weights = RowValues(known)
        frequencies = isFrequency ? weights : one
      } else {
        weights = one
        frequencies = one
      }
      counts = frequencies
    case .grouped(let successes, let failures):
      let events = try Self.amounts(successes, dataset)
      let others = try Self.amounts(failures, dataset)
      guard events.contains(where: { $0 > 0 }), others.contains(where: { $0 > 0 }) else {
        throw DataProblem(.constantTarget, file: dataset.source, column: successes)
      }
      let trials = zip(events, others).map { $0 + $1 }
      let weighted = factors.map { zip(trials, $0).map { $0 * $1 } } ?? trials
      knownRows = nil
      response = RowValues(zip(events, trials).map { $1 > 0 ? $0 / $1 : 0 })
      weights = RowValues(weighted)
      frequencies = isFrequency ? factors.map { RowValues($0) } ?? one : one
      counts = isFrequency ? weights : RowValues(trials)
    }
  }

  /// The column of weights; `nil` without one.
  private static func weights(
    _ specification: RiskSpecification,
    _ dataset: Dataset
  ) throws(DataProblem) -> [Double]? {
    guard let name = specification.weights?.column else { return nil }
    let values = try amounts(name, dataset)
    guard values.contains(where: { $0 > 0 }) else {
      throw DataProblem(
        .invalidValue(expected: "a weight above 0 in at least one row"),
        file: dataset.source,
        column: name
      )
    }
    return values
  }

  /// Numbers of a column that must not be negative.
  private static func amounts(_ name: String, _ dataset: Dataset) throws(DataProblem) -> [Double] {
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

/// A target of two values.
private struct BinaryTarget {
  /// Rows with a value, ascending; `nil` when all have one.
  let knownRows: [Int]?
  /// 1 for the positive value, 0 for the other, one a known row.
  let flags: [UInt8]

  init(_ column: Column, _ dataset: Dataset, positive: String) throws(DataProblem) {
    let rows = LevelColumn(column)
    let counts = rows.rowCounts
    let values = rows.texts.indices.filter { counts[$0] > 0 }
    let problem = { (cause: DataProblem.Cause) in
      DataProblem(cause, file: dataset.source, column: column.name)
    }
    guard !values.isEmpty else { throw problem(.noRows) }
    guard values.count > 1 else { throw problem(.constantTarget) }
    guard values.count == 2 else { throw problem(.tooManyTargetValues(count: values.count)) }
    guard let event = values.first(where: { rows.texts[$0] == positive }) else {
      // Rare values may be personal; the nearest of the others is named.
      let common = values.filter { counts[$0] >= 5 }.map { rows.texts[$0] }.sorted()
      throw problem(.unknownLevel(nearest: common.first))
    }
    let code = Int32(event)
    if counts[rows.texts.count] == 0 {
      knownRows = nil
      flags = rows.codes.map { $0 == code ? 1 : 0 }
    } else {
      knownRows = rows.codes.indices.filter { rows.codes[$0] >= 0 }
      flags = rows.codes.filter { $0 >= 0 }.map { $0 == code ? 1 : 0 }
    }
  }
}
