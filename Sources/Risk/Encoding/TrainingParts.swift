internal import Concurrency
package import Datasets

/// The training table of a model, in parts that are read as often as needed.
///
/// Supplied by the layers above, for tables that are not held in memory.
package protocol TableParts: Sendable {
  /// Name of the table, for messages.
  var source: String { get }

  /// Joins what the parts give, in their order.
  ///
  /// - Parameters:
  ///   - initial: what there is before the first part.
  ///   - part: what a part gives, from its index and rows; called from several threads.
  ///   - join: adds it; called in the order of the parts.
  /// - Returns: all parts joined.
  /// - Throws: what the lowest failing part throws.
  func reduce<Total, Part: Sendable>(
    into initial: Total,
    part: @Sendable (Int, Dataset) throws(DataProblem) -> Part,
    join: (inout Total, Part) throws(DataProblem) -> Void
  ) throws(DataProblem) -> Total
}

/// Some training rows of known outcome.
struct TrainingPart: Sendable {
  /// Position of the part in the table.
  let index: Int
  /// The rows.
  let dataset: Dataset
  /// How much each counts.
  let weights: TrainingWeights
  /// Their outcomes.
  let outcome: Outcome
  /// What is to be judged of the outcomes of all parts.
  let tally: OutcomeTally
  /// Largest number of workers for the part.
  let threads: Int
}

/// Training rows of known outcome, in one part or in many.
protocol TrainingParts: Sendable {
  /// Name of the table, for messages.
  var source: String { get }

  /// Joins what the parts give, in their order: see ``TableParts``.
  func reduce<Total, Part: Sendable>(
    into initial: Total,
    part: @Sendable (TrainingPart) throws(DataProblem) -> Part,
    join: (inout Total, Part) throws(DataProblem) -> Void
  ) throws(DataProblem) -> Total
}

/// Training rows in memory.
struct LoadedTraining: TrainingParts {
  let rows: TrainingPart

  var source: String { rows.dataset.source }

  func reduce<Total, Part: Sendable>(
    into initial: Total,
    part: @Sendable (TrainingPart) throws(DataProblem) -> Part,
    join: (inout Total, Part) throws(DataProblem) -> Void
  ) throws(DataProblem) -> Total {
    var total = initial
    try join(&total, try part(rows))
    return total
  }
}

/// Training rows that are read again for each question.
struct StreamedTraining<Tables: TableParts>: TrainingParts {
  let specification: RiskSpecification
  let tables: Tables

  var source: String { tables.source }

  func reduce<Total, Part: Sendable>(
    into initial: Total,
    part: @Sendable (TrainingPart) throws(DataProblem) -> Part,
    join: (inout Total, Part) throws(DataProblem) -> Void
  ) throws(DataProblem) -> Total {
    try tables.reduce(
      into: initial,
      part: { index, dataset throws(DataProblem) in
        let (outcome, tally) = try Outcome.read(specification, dataset)
        return try part(
          TrainingPart(
            index: index,
            dataset: outcome.knownRows.map { dataset.selecting(rows: $0) } ?? dataset,
            weights: TrainingWeights(weights: outcome.weights, counts: outcome.counts),
            outcome: outcome,
            tally: tally,
            threads: 1
          )
        )
      },
      join: join
    )
  }
}
