internal import Datasets
internal import Registry
internal import Risk
internal import Statistics

/// The audit that a model's specification declares, on the rows of an evaluation.
struct RiskAuditOfEvaluation {
  /// The audit; `nil` where none is declared or it cannot be made on these rows.
  let result: RiskAuditResult?
  /// Column that keeps it from being made: not in the table, or of one group.
  let leftOut: String?

  /// Audits the rows at the capacities of the evaluation.
  ///
  /// - Throws: `DataProblem` for a cell that the model cannot take.
  init(
    _ model: RiskModel,
    rows: Dataset,
    dates: [Month],
    seenInTraining: Bool,
    request: RiskEvaluateRequest
  ) throws {
    guard let audit = model.specification.audit else {
      result = nil
      leftOut = nil
      return
    }
    let environment = request.environment
    let hash = KeyedHash(seed: environment.seed, list: model.specification.name)
    let sample: FairnessSample
    do throws(DataProblem) {
      sample = try FairnessSample(model.specification, audit, rows, tieKeys: hash.value(of:))
    } catch {
      // The evaluation has judged target and persons before: only a group is left to be wrong.
      result = nil
      leftOut = error.column
      return
    }
    let input = AuditInput(
      model.specification,
      model: model,
      rows: rows,
      dates: dates,
      seenInTraining: seenInTraining
    )
    let scores = model.scores(try model.encode(sample.rows))
    let found = FairnessAuditor(
      audit,
      capacities: request.capacities,
      replicates: request.replicates,
      seed: environment.seed,
      threads: environment.threads
    ).audit(
      [
        .init(
          name: "model",
          ranking: scores.uncalibrated,
          probabilities: scores.probabilities
        )
      ],
      sample
    )
    result = RiskAuditResult(found, audit, input, leftOut: [])
    leftOut = nil
  }
}
