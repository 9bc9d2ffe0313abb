internal import Concurrency
internal import Datasets

/// What one reading of training rows in parts tells of them.
struct TrainingSurvey: Sendable {
  /// What the features' columns have.
  private(set) var features: [FeatureTally] = []
  /// What the outcomes are.
  private(set) var outcomes = OutcomeTally(rowCount: 0)
  /// Place of the first row of each part among those of known outcome, and last their number.
  private(set) var starts = [0]

  /// Reads the rows once.
  ///
  /// - Throws: `DataProblem` with file, line and column.
  init(
    _ specification: RiskSpecification,
    _ training: some TrainingParts
  ) throws(DataProblem) {
    self = try training.reduce(
      into: TrainingSurvey(),
      part: { part throws(DataProblem) in
        var survey = TrainingSurvey()
        survey.features = try FeatureTally.all(specification, part)
        survey.outcomes = part.tally
        survey.starts = [part.dataset.rowCount]
        return survey
      },
      join: { total, next throws(DataProblem) in
        FeatureTally.add(next.features, to: &total.features)
        total.outcomes.add(next.outcomes)
        total.starts.append((total.starts.last ?? 0) + next.starts[0])
      }
    )
    try outcomes.check(specification, file: training.source)
  }

  private init() {}
}

extension TrainingParts {
  /// Lines of the file on which some rows of known outcome begin; reads the rows once more.
  ///
  /// - Parameters:
  ///   - rows: places among the rows of known outcome.
  ///   - starts: see ``TrainingSurvey/starts``.
  /// - Returns: the line of each, from 1.
  /// - Throws: `DataProblem` for a table that is no longer what it was.
  func lines(ofRows rows: [Int], starts: [Int]) throws(DataProblem) -> [Int] {
    let found = try reduce(
      into: [(place: Int, line: Int)](),
      part: { part throws(DataProblem) -> [(place: Int, line: Int)] in
        let start = starts[part.index]
        return rows.enumerated().compactMap { place, row in
          guard row >= start, row < start + part.dataset.rowCount else { return nil }
          return (place, part.dataset.line(ofRow: row - start))
        }
      },
      join: { total, next throws(DataProblem) in total += next }
    )
    return found.sorted { $0.place < $1.place }.map(\.line)
  }
}

/// Training rows encoded part by part and kept in a file, and what else is taken from each row.
struct StoredTraining: Sendable {
  /// The encoded rows.
  let rows: StoredRows
  /// Cluster of each row; `nil` without clusters.
  let clusters: [Int32]?
  /// Some of the rows, as they were read.
  let sample: TrainingSample?

  private struct Part: Sendable {
    let rows: StoredPart
    let clusters: ClusterCodes?
    let sample: TrainingSample
  }

  /// Reads the rows once more and writes them to a file.
  ///
  /// - Parameters:
  ///   - specification: what is fitted.
  ///   - learning: the encoding.
  ///   - training: the rows.
  ///   - starts: see ``TrainingSurvey/starts``.
  ///   - folder: where the file is.
  /// - Throws: `DataProblem` with file, line and column; `fileUnreadable` with the reason where
  ///   the rows cannot be kept.
  init(
    _ specification: RiskSpecification,
    _ learning: EncodingLearning,
    _ training: some TrainingParts,
    starts: [Int],
    folder: String
  ) throws(DataProblem) {
    let encoding = learning.encoding
    let tables = learning.tables
    let refused = { (failure: SystemFailure) in
      DataProblem(
        .fileUnreadable(reason: "its rows cannot be kept in \(folder): \(failure.reason)"),
        file: training.source
      )
    }
    var writer: StoredRows.Writer
    do throws(SystemFailure) {
      writer = try StoredRows.Writer(folder: folder)
    } catch {
      throw refused(error)
    }
    var clusters: ClusterCodes?
    var sample: TrainingSample?
    try training.reduce(
      into: (),
      part: { part throws(DataProblem) in
        let rows = try LoadedRows(
          part.dataset,
          encoding: encoding,
          outcome: part.outcome,
          offset: specification.offset,
          missing: specification.missing,
          splines: .tables(tables),
          threads: part.threads
        )
        return Part(
          rows: rows.stored(rowCount: part.dataset.rowCount),
          clusters: try specification.cluster.map { name throws(DataProblem) in
            try ClusterCodes(part.dataset.column(name), part.dataset)
          },
          sample: TrainingSample(
            encoding: encoding,
            rows: part.dataset,
            outcome: part.outcome,
            start: starts[part.index],
            rowCount: starts.last ?? 0
          )
        )
      },
      join: { _, next throws(DataProblem) in
        do throws(SystemFailure) {
          try writer.add(next.rows)
        } catch {
          throw refused(error)
        }
        if let more = next.clusters {
          if clusters == nil { clusters = more } else { clusters?.add(more) }
        }
        if sample == nil { sample = next.sample } else { sample?.add(next.sample) }
      }
    )
    do throws(SystemFailure) {
      rows = try writer.rows()
    } catch {
      throw refused(error)
    }
    self.clusters = clusters?.codes
    self.sample = sample
  }
}
