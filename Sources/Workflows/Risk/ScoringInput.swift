internal import Datasets
internal import Registry
internal import Risk

/// A model and the table it is to be used on, read for a request.
struct ScoringInput {
  /// The model.
  let model: RiskModel
  /// The table, its numeric inputs read as numbers.
  let dataset: Dataset
  /// Digests taken before anything was read: model, data, and the others in their order.
  let digests: [InputDigest]

  /// Reads a model folder and a table.
  ///
  /// - Parameters:
  ///   - folder: folder of the model.
  ///   - data: path of the table.
  ///   - others: further files that the run reads, by role.
  ///   - output: what the run writes, which must be none of these; `nil` for nothing.
  ///   - isJudged: true where the rivals of the specification are scored too.
  ///   - environment: threads, and how the table is written.
  /// - Throws: `DataProblem`; `OutputProblem` when the output is an input.
  init(
    model folder: String,
    data: String,
    others: [(role: String, path: String)] = [],
    output: String?,
    isJudged: Bool = false,
    environment: RequestEnvironment
  ) throws {
    if let output {
      try OutputProblem.refuse(output: output, amongInputs: [folder, data] + others.map(\.path))
    }
    let digests =
      try [InputDigest(role: "model", path: folder + "/model.json")]
      + [InputDigest(role: "data", path: data)]
      + others.map { try InputDigest(role: $0.role, path: $0.path) }
    let model = try RiskModel(folder: folder)
    let rivals = isJudged ? model.specification.baselines?.numericColumns ?? [] : []
    let table = try model.specification.explainingEmptyCells(in: .scoring) {
      try TableInput.read(
        data,
        numbers: model.specification.numericInputs + rivals,
        environment: environment
      )
    }
    self.model = model
    dataset = table.dataset
    self.digests = digests.map { digest in
      digest.role == "data" ? digest.counting(rows: table.dataset.rowCount) : digest
    }
  }
}
