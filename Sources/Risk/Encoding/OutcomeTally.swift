internal import Datasets

/// What is to be judged of the outcomes of a table as a whole; tallies of its parts can be added.
struct OutcomeTally: Sendable {
  /// Number of rows, those of unknown outcome included.
  private(set) var rowCount: Int
  /// Values of a binary target.
  var target: LevelTally?
  /// Some row has events, in a target of counts.
  var hasEvents = false
  /// Some row has non-events, in a target of counts.
  var hasOthers = false
  /// Some row has a weight above 0.
  var hasWeight = false

  /// Of rows whose outcomes are still to be counted.
  init(rowCount: Int) {
    self.rowCount = rowCount
  }

  /// Rows left out because their outcome is not known.
  var unknownRows: Int { target?.missingRows ?? 0 }

  /// Adds the tally of further rows.
  mutating func add(_ next: OutcomeTally) {
    rowCount += next.rowCount
    if let other = next.target {
      if target == nil { target = other } else { target?.add(other) }
    }
    hasEvents = hasEvents || next.hasEvents
    hasOthers = hasOthers || next.hasOthers
    hasWeight = hasWeight || next.hasWeight
  }

  /// Refuses outcomes that nothing can be learned from.
  ///
  /// - Throws: `noRows`; `invalidValue` for weights that are all 0; `constantTarget`,
  ///   `tooManyTargetValues` and `unknownLevel` for a target that has not two values, one of them
  ///   the event.
  func check(_ specification: RiskSpecification, file: String) throws(DataProblem) {
    guard rowCount > 0 else { throw DataProblem(.noRows, file: file) }
    guard hasWeight else {
      throw DataProblem(
        .invalidValue(expected: "a weight above 0 in at least one row"),
        file: file,
        column: specification.weights?.column
      )
    }
    switch specification.target {
    case .binary(let column, let positive):
      try checkTarget(positive) { DataProblem($0, file: file, column: column) }
    case .grouped(let successes, _):
      guard hasEvents, hasOthers else {
        throw DataProblem(.constantTarget, file: file, column: successes)
      }
    }
  }

  private func checkTarget(
    _ positive: String,
    problem: (DataProblem.Cause) -> DataProblem
  ) throws(DataProblem) {
    let texts = target?.keys.texts ?? []
    let rows = target?.rows ?? []
    let values = texts.indices.filter { rows[$0] > 0 }
    guard !values.isEmpty else { throw problem(.noRows) }
    guard values.count > 1 else { throw problem(.constantTarget) }
    guard values.count == 2 else { throw problem(.tooManyTargetValues(count: values.count)) }
    guard values.contains(where: { texts[$0] == positive }) else {
      // Rare values may be personal; the nearest of the others is named.
      let common = values.filter { rows[$0] >= 5 }.map { texts[$0] }.sorted()
      throw problem(.unknownLevel(nearest: common.first))
    }
  }
}
