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
  /// The levels of categories all of whose rows have one outcome, found before any fit.
  package let oneOutcomeLevels: [OneOutcomeLevel]
  /// Code of the cluster of each; `nil` without clusters.
  let clusters: [Int32]?
  /// Folds of the cross-validation; `nil` where none is asked for.
  let folds: RiskFolds?
  /// What is recorded of them.
  let record: RiskModel.Training
  let rule: OneColumnRule?
  /// Some of the rows, as they were read.
  private let sample: TrainingSample?
  private let source: String
  /// Lines of the file on which some of the rows begin.
  private let lines: @Sendable ([Int]) throws(DataProblem) -> [Int]

  /// Encodes training rows in memory.
  ///
  /// - Parameters:
  ///   - specification: what to fit.
  ///   - dataset: training rows; those of unknown outcome are left out.
  ///   - asOf: the dates of these rows, for the record.
  ///   - memory: bytes that the fit may take, beside the rows.
  ///   - seed: of the folds, where a penalty is chosen by cross-validation.
  ///   - threads: largest number of workers.
  /// - Throws: `DataProblem` with file, line and column; `memoryLimit` for a fit that needs more.
  package init(
    _ specification: RiskSpecification,
    _ dataset: Dataset,
    asOf: [String],
    memory: Int = .max,
    seed: UInt64 = 1,
    threads: Int
  ) throws(DataProblem) {
    let (outcome, tally) = try Outcome.read(specification, dataset)
    try tally.check(specification, file: dataset.source)
    let known = outcome.knownRows.map { dataset.selecting(rows: $0) } ?? dataset
    let part = TrainingPart(
      index: 0,
      dataset: known,
      weights: TrainingWeights(weights: outcome.weights, counts: outcome.counts),
      outcome: outcome,
      tally: tally,
      threads: threads
    )
    let learning = try EncodingLearning(
      specification,
      FeatureTally.all(specification, part),
      LoadedTraining(rows: part)
    )
    encoding = learning.encoding
    oneOutcomeLevels = learning.oneOutcomeLevels
    try encoding.checkMemory(memory, threads: threads, file: dataset.source)
    rows = try EncodedRows(
      known,
      encoding: encoding,
      outcome: outcome,
      offset: specification.offset,
      missing: specification.missing,
      threads: threads
    )
    clusters = try specification.cluster.map { name throws(DataProblem) in
      try ClusterCodes(known.column(name), known).codes
    }
    if let penalty = specification.penalty, penalty.lambda == nil {
      folds = try RiskFolds(penalty, specification, known, seed: seed)
    } else {
      folds = nil
    }
    record = RiskModel.Training(
      asOf: asOf,
      rows: known.rowCount,
      unknownOutcomes: dataset.rowCount - known.rowCount
    )
    let sample = TrainingSample(
      encoding: encoding,
      rows: known,
      outcome: outcome,
      start: 0,
      rowCount: known.rowCount
    )
    rule = OneColumnRule(sample, threads: threads)
    self.sample = sample
    self.specification = specification
    source = dataset.source
    lines = { rows throws(DataProblem) in rows.map { known.line(ofRow: $0) } }
  }

  /// Encodes training rows part by part, and keeps them in a file.
  ///
  /// The model is that of the rows in memory, but for the rounding of sums; a penalty must have its
  /// lambda, since folds are not drawn. In memory are a few
  /// parts a worker, what is learned of each column, and the cluster of each row.
  ///
  /// - Parameters:
  ///   - specification: what to fit.
  ///   - tables: training rows; those of unknown outcome are left out.
  ///   - asOf: the dates of these rows, for the record.
  ///   - folder: where the encoded rows are kept, in a file without a name that the system
  ///     removes with its last use: about eight bytes a number and one to four a category.
  ///   - memory: bytes that the fit may take.
  ///   - threads: largest number of workers.
  /// - Throws: `DataProblem` with file, line and column; `memoryLimit` for a fit that needs more;
  ///   `fileUnreadable` where the rows cannot be kept.
  /// - Complexity: two readings of the rows, and up to two more for splines of many values and
  ///   interactions.
  package init(
    _ specification: RiskSpecification,
    parts tables: some TableParts,
    asOf: [String],
    folder: String,
    memory: Int = .max,
    threads: Int
  ) throws(DataProblem) {
    let training = StreamedTraining(specification: specification, tables: tables)
    let survey = try TrainingSurvey(specification, training)
    let learning = try EncodingLearning(specification, survey.features, training)
    try learning.encoding.checkMemory(memory, threads: threads, file: tables.source)
    let found = try StoredTraining(
      specification,
      learning,
      training,
      starts: survey.starts,
      folder: folder
    )
    encoding = learning.encoding
    oneOutcomeLevels = learning.oneOutcomeLevels
    rows = EncodedRows(found.rows)
    clusters = found.clusters
    folds = nil
    record = RiskModel.Training(
      asOf: asOf,
      rows: found.rows.rowCount,
      unknownOutcomes: survey.outcomes.unknownRows
    )
    rule = found.sample.flatMap { OneColumnRule($0, threads: threads) }
    sample = found.sample
    self.specification = specification
    source = tables.source
    let starts = survey.starts
    lines = { rows throws(DataProblem) in try training.lines(ofRows: rows, starts: starts) }
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
    var model = RiskModel(
      specification: specification,
      encoding: encoding,
      fit: estimates.fit,
      inference: estimates.inference,
      penalty: estimates.penalty,
      separation: estimates.separation,
      oneOutcomeLevels: oneOutcomeLevels,
      training: record,
      rule: rule
    )
    if let sample {
      // A few blocks, evenly spaced.
      let count = min(rows.blocks.count, 20)
      let blocks = (0..<count).map { $0 * rows.blocks.count / count }
      model.reference = TrainingReference(
        sample,
        scores: model.scores(rows, blocks: blocks).uncalibrated,
        fit: estimates.fit,
        threads: threads
      )
    }
    return model
  }

  /// Fits the path of the specification's penalty: 100 lambdas, whatever lambda it has.
  ///
  /// - Parameter threads: largest number of workers; the path does not depend on it.
  /// - Returns: the path; `nil` without a penalty.
  /// - Throws: as ``fit(threads:)``.
  package func path(threads: Int) throws(DataProblem) -> PenalizedPath? {
    guard let penalty = specification.penalty else { return nil }
    let regression = PenalizedRegression(penalty: penalty.elasticNet(encoding), threads: threads)
    do throws(StatisticsError) {
      return try regression.path(rows)
    } catch {
      throw problem(error)
    }
  }

  /// The rows of the largest Cook's distance: how far the estimates move without them.
  ///
  /// - Parameters:
  ///   - model: fitted to these rows.
  ///   - count: how many; all when there are fewer.
  ///   - threads: largest number of workers.
  /// - Returns: the line of the file and the influence of each, largest first.
  /// - Throws: `fileUnreadable` for a table read in parts that is no longer what it was.
  package func influence(
    on model: RiskModel,
    count: Int,
    threads: Int
  ) throws(DataProblem) -> [(line: Int, influence: RowInfluence)] {
    guard count > 0 else { return [] }
    let found = RowInfluence.largest(
      count,
      by: .cooksDistance,
      rows,
      fit: model.fit,
      threads: threads
    )
    return zip(try lines(found.map(\.row)), found).map { (line: $0, influence: $1) }
  }

  private func problem(_ error: StatisticsError) -> DataProblem {
    switch error {
    case .degenerateOutcome where folds != nil, .tooFewObservations where folds != nil:
      DataProblem(
        .invalidValue(
          expected: "fewer folds or more rows, since the rest of some fold has one outcome only"
        ),
        file: source,
        column: specification.penalty?.foldsBy == .asOf ? specification.asOf : nil
      )
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
