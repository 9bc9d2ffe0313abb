internal import DataIO
internal import Datasets
internal import Risk

extension ListPolicy {
  /// Reads a `POLICY.yaml`.
  ///
  /// - Throws: `DataProblem` with file, line and key.
  init(path: String) throws(DataProblem) {
    let root = try SpecDocument.read(path: path).root.mapping(known: [
      "capacity", "reasons", "purpose", "expires", "language", "columns",
    ])
    let capacity = try root.required("capacity").mapping(known: ["total"])
    self.init(
      capacity: try capacity.required("total").int(in: 1...Int(Int32.max)),
      reasons: try root.optional("reasons")?.int(in: 0...10) ?? 3,
      purpose: try root.required("purpose").string(),
      expires: try root.required("expires").date(),
      language: try root.optional("language")?.choice(Language.self) ?? .italian,
      columns: try root.optional("columns")?.strings() ?? []
    )
  }
}
