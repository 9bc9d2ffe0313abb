package import Datasets
internal import LinearAlgebra
package import Statistics

/// Training rows, encoded: all that a model is fitted on.
package struct RiskTraining: Sendable {
  /// What to fit.
  package let specification: RiskSpecification
  /// From the table's columns to the design's.
  package let encoding: Encoding
  /// The rows of known outcome.
  package let rows: EncodedRows
  /// Code of the cluster of each; `nil` without clusters.
  let clusters: [Int32]?
  /// What is recorded of them.
  let record: RiskModel.Training
  let rule: OneColumnRule?
  private let source: String
  private let lines: [Int]?

  /// Encodes training rows.
  ///
  /// - Parameters:
  ///   - specification: what to fit.
  ///   - dataset: training rows; those of unknown outcome are left out.
  ///   - asOf: the dates of these rows, for the record.
  ///   - threads: largest number of workers.
  /// - Throws: `DataProblem` with file, line and column.
  package init(
    _ specification: RiskSpecification,
    _ dataset: Dataset,
    asOf: [String],
    threads: Int
  ) throws(DataProblem) {
    if let id = specification.id { _ = try dataset.column(id) }
    let outcome = try Outcome(specification, dataset)
    let known = outcome.knownRows.map { dataset.selecting(rows: $0) } ?? dataset
    encoding = try Encoding(
      specification,
      from: known,
      training: TrainingWeights(weights: outcome.weights, counts: outcome.counts)
    )
    rows = try EncodedRows(
      known,
      encoding: encoding,
      outcome: outcome,
      offset: specification.offset,
      missing: specification.missing
    )
    clusters = try specification.cluster.map { name throws(DataProblem) in
      try Self.clusters(known.column(name), known)
    }
    record = RiskModel.Training(
      asOf: asOf,
      rows: known.rowCount,
      unknownOutcomes: dataset.rowCount - known.rowCount
    )
    rule = OneColumnRule(encoding: encoding, rows: known, outcome: outcome, threads: threads)
    self.specification = specification
    source = dataset.source
    lines = known.lines
  }

  private static func clusters(
    _ column: Column,
    _ dataset: Dataset
  ) throws(DataProblem) -> [Int32] {
    let codes = LevelColumn(column).codes
    if let row = codes.firstIndex(where: { $0 < 0 }) {
      throw DataProblem(
        .missingValue,
        file: dataset.source,
        line: dataset.line(ofRow: row),
        column: column.name
      )
    }
    return codes
  }

  /// Fits the model.
  ///
  /// The model is returned whatever the fit's status: see ``LogisticFit/summary`` and the status of
  /// each coefficient for aliasing and separation, which the caller refuses unless allowed.
  ///
  /// - Parameter threads: largest number of workers; the model does not depend on it.
  /// - Returns: the model.
  /// - Throws: `DataProblem`: `constantTarget` and `noRows` for rows that nothing can be learned
  ///   from, `nonFinite`; `invalidValue` for a covariance that needs more rows or clusters.
  package func fit(threads: Int) throws(DataProblem) -> RiskModel {
    let estimates: RiskEstimates
    do throws(StatisticsError) {
      estimates = try RiskEstimates(self, threads: threads)
    } catch {
      throw problem(error)
    }
    return RiskModel(
      specification: specification,
      encoding: encoding,
      fit: estimates.fit,
      inference: estimates.inference,
      separation: estimates.separation,
      training: record,
      rule: rule
    )
  }

  /// The rows of the largest Cook's distance: how far the estimates move without them.
  ///
  /// - Parameters:
  ///   - model: fitted to these rows.
  ///   - count: how many; all when there are fewer.
  ///   - threads: largest number of workers.
  /// - Returns: the line of the file and the influence of each, largest first.
  package func influence(
    on model: RiskModel,
    count: Int,
    threads: Int
  ) -> [(line: Int, influence: RowInfluence)] {
    guard count > 0 else { return [] }
    return RowInfluence.largest(count, by: .cooksDistance, rows, fit: model.fit, threads: threads)
      .map { (lines?[$0.row] ?? $0.row + 2, $0) }
  }

  private func problem(_ error: StatisticsError) -> DataProblem {
    switch error {
    case .degenerateOutcome:
      DataProblem(.constantTarget, file: source)
    case .tooFewObservations(let required, _) where required > 1:
      DataProblem(
        .invalidValue(
          expected: "at least \(required) rows or clusters for this covariance; take another"
        ),
        file: source,
        column: specification.inference.covariance == .cluster ? specification.cluster : nil
      )
    case .tooFewObservations: DataProblem(.noRows, file: source)
    case .notFinite, .memory: DataProblem(.nonFinite, file: source)
    }
  }
}
