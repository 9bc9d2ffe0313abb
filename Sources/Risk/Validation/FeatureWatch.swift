internal import Datasets
internal import Statistics

/// Looks at features for one that by itself knows the outcome.
struct FeatureWatch {
  let specification: RiskSpecification
  /// From this AUC on, a feature by itself is too good to be true.
  let suspectAUC: Double

  /// A level needs this many training rows to have a share of its own.
  private static let levelRows = 20

  /// Features that by themselves tell the outcomes of rows apart nearly without error.
  func tooGood(_ rows: Dataset, _ outcomes: [Bool]) throws(DataProblem) -> [String: Double] {
    var found: [String: Double] = [:]
    for feature in specification.features {
      let column = try rows.column(feature.column)
      let scores: [Double]
      if case .numbers(let values) = column.values {
        // Empty cells in the middle, where they help neither end.
        let known = values.filter { !$0.isNaN }.sorted()
        let median = known.isEmpty ? 0 : sampleQuantile(sorted: known, 0.5)
        scores = values.map { $0.isNaN ? median : $0 }
      } else {
        scores = try Self.levelRates(column, rows, outcomes)
      }
      let area = RankedOutcomes(scores: scores, outcomes: outcomes).auc()
      let strength = max(area, 1 - area)
      if strength >= suspectAUC { found[feature.column] = strength }
    }
    return found
  }

  /// The training share of events of each row's level; of all rows, for rare levels.
  private static func levelRates(
    _ column: Column,
    _ rows: Dataset,
    _ outcomes: [Bool]
  ) throws(DataProblem) -> [Double] {
    let codes = LevelColumn(column).codes
    var counts: [Int32: (events: Double, rows: Int)] = [:]
    for (code, outcome) in zip(codes, outcomes) {
      counts[code, default: (0, 0)].rows += 1
      counts[code, default: (0, 0)].events += outcome ? 1 : 0
    }
    let base = Double(outcomes.count { $0 }) / Double(max(outcomes.count, 1))
    return codes.map { code in
      guard let count = counts[code], count.rows >= levelRows else { return base }
      return count.events / Double(count.rows)
    }
  }
}
