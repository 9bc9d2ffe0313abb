package import Datasets
internal import LinearAlgebra
package import Statistics

/// A fitted risk score: everything that is needed to score, explain and document it, and no row of
/// the data it was fitted on.
package struct RiskModel: Sendable, Equatable, Codable {
  /// Version of the format of `model.json`; older ones are read for ever.
  package let formatVersion: Int
  /// What was asked for.
  package let specification: RiskSpecification
  /// From the table's columns to the design's.
  package let encoding: Encoding
  /// Names of the coefficients, in the order of the fit's: `(Intercept)`, `column`,
  /// `column=level`, `column[1]`, `a:b`.
  package let terms: [String]
  /// Estimates and how the fit went.
  package let fit: LogisticFit
  /// Standard errors, intervals and tests as asked for; `nil` in files of format 1, which have those
  /// of the likelihood alone.
  package let inference: RiskInference?
  /// What shrank the estimates; `nil` for a model without a penalty.
  package let penalty: RiskPenalty?
  /// Why some estimates are infinite; `nil` where none is.
  package let separation: RiskSeparation?
  /// The levels of categories all of whose training rows have one outcome; `nil` where there are
  /// none, and in models written before they were looked for.
  package let oneOutcomeLevels: [OneOutcomeLevel]?
  /// What it was fitted on.
  package let training: Training
  /// The best single column, for comparison.
  package let rule: OneColumnRule?
  /// What later rows are compared with; `nil` in models written before it was kept.
  package internal(set) var reference: TrainingReference?
  /// What puts the probabilities right; `nil` for a model that was not calibrated.
  package internal(set) var calibration: RiskCalibration?

  /// The newest format version.
  package static let currentFormatVersion = 2

  /// What a model was fitted on, in numbers.
  package struct Training: Sendable, Equatable, Codable {
    /// The as-of dates, ascending; empty without an as-of column.
    package let asOf: [String]
    /// Rows of known outcome.
    package let rows: Int
    /// Rows left out because their outcome is not known.
    package let unknownOutcomes: Int
  }

  /// A model from its parts.
  init(
    specification: RiskSpecification,
    encoding: Encoding,
    fit: LogisticFit,
    inference: RiskInference,
    penalty: RiskPenalty?,
    separation: RiskSeparation?,
    oneOutcomeLevels: [OneOutcomeLevel],
    training: Training,
    rule: OneColumnRule?
  ) {
    formatVersion = Self.currentFormatVersion
    self.specification = specification
    self.encoding = encoding
    terms = encoding.columnNames
    self.fit = fit
    self.inference = inference
    self.penalty = penalty
    self.separation = separation
    self.oneOutcomeLevels = oneOutcomeLevels.isEmpty ? nil : oneOutcomeLevels
    self.training = training
    self.rule = rule
    reference = nil
    calibration = nil
  }

  /// Fits a model: see ``RiskTraining``.
  ///
  /// - Parameters:
  ///   - specification: what to fit.
  ///   - dataset: training rows.
  ///   - asOf: the dates of these rows, for the record.
  ///   - seed: of the folds, where a penalty is chosen by cross-validation.
  ///   - threads: largest number of workers; the model does not depend on it.
  /// - Throws: `DataProblem` with file, line and column.
  package init(
    fitting specification: RiskSpecification,
    to dataset: Dataset,
    asOf: [String],
    seed: UInt64 = 1,
    threads: Int
  ) throws(DataProblem) {
    if let id = specification.id { _ = try dataset.column(id) }
    let training = try RiskTraining(
      specification,
      dataset,
      asOf: asOf,
      seed: seed,
      threads: threads
    )
    self = try training.fit(threads: threads)
  }

  /// Encodes rows for scoring.
  ///
  /// - Throws: `DataProblem` for a cell that the model cannot take.
  package func encode(_ dataset: Dataset) throws(DataProblem) -> EncodedRows {
    try EncodedRows(
      dataset,
      encoding: encoding,
      outcome: nil,
      offset: specification.offset,
      missing: specification.missing
    )
  }

  /// Probabilities of rows, in [0, 1], calibrated where the model is: see ``scores(_:)``.
  package func probabilities(_ rows: EncodedRows) -> [Double] { scores(rows).probabilities }

  /// Probabilities of rows, in [0, 1]: the ends where the linear predictor is beyond what a double
  /// can tell from certainty.
  ///
  /// A row's probability does not depend on its place: terms are added in the order of the design
  /// columns, for each row alone.
  ///
  /// - Parameters:
  ///   - rows: as ``encode(_:)`` gives them.
  ///   - blocks: indices of the blocks that count; all when `nil`.
  /// - Returns: probabilities as they are given out, and before calibration, which some maps make
  ///   equal: what rows are ranked by.
  package func scores(
    _ rows: EncodedRows,
    blocks: [Int]? = nil
  ) -> (probabilities: [Double], uncalibrated: [Double]) {
    let values = fit.values
    var result: [Double] = []
    result.reserveCapacity(rows.rowCount)
    var block = DesignBlock(
      capacity: rows.blocks.map(\.count).max() ?? 0,
      layout: rows.layout
    )
    for index in blocks ?? Array(rows.blocks.indices) {
      rows.fill(index, into: &block)
      var predictors = Array(block.offsets.prefix(block.rows))
      for (column, value) in values.enumerated() {
        for i in 0..<block.rows { predictors[i] += block.design[i, column] * value }
      }
      result += predictors.map(LogisticLoss.probability)
    }
    guard let map = calibration?.map else { return (result, result) }
    return (result.map { map($0) }, result)
  }

  /// Band of risk of a probability, from 1, the lowest.
  package func band(_ probability: Double) -> Int {
    1 + specification.bands.count { probability >= $0 }
  }

  /// The combination of other terms that gives an aliased one, as `3 wt - hp + 7`.
  package func combination(_ terms: [LogisticFit.AliasTerm]) -> String {
    let names = encoding.columnNames
    var text = ""
    for term in terms {
      let name = names[term.column]
      let size = abs(term.coefficient)
      let number = Column.text(of: size) ?? ""
      let part = term.column == 0 ? number : size == 1 ? name : "\(number) \(name)"
      let sign = term.coefficient < 0 ? "-" : "+"
      text += text.isEmpty ? (sign == "-" ? "-\(part)" : part) : " \(sign) \(part)"
    }
    return text.isEmpty ? "0" : text
  }
}
