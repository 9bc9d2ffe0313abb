internal import Datasets
internal import Registry
internal import Reporting

extension Provenance {
  /// What a run was made from, for the foot of its page.
  ///
  /// - Parameters:
  ///   - inputs: digests of the files read.
  ///   - seed: of draws and bootstrap.
  ///   - replicates: of the bootstrap.
  ///   - language: of the page.
  init(_ inputs: [InputDigest], seed: UInt64, replicates: Int, _ language: Language) {
    let isItalian = language == .italian
    self.init(
      program: "Vedetta \(Program.version)",
      entries: inputs.map { input in
        .init(
          name: Self.name(input.role, isItalian) + " (SHA-256)",
          value: input.file.sha256
        )
      } + [
        .init(name: isItalian ? "Seme" : "Seed", value: "\(seed)"),
        .init(
          name: isItalian ? "Repliche bootstrap" : "Bootstrap replicates",
          value: "\(replicates)"
        ),
      ]
    )
  }

  private static func name(_ role: String, _ isItalian: Bool) -> String {
    switch role {
    case "model": "model.json"
    case "data": isItalian ? "Dati" : "Data"
    case "spec": isItalian ? "Specifica" : "Specification"
    case "training": isItalian ? "Righe di stima" : "Training rows"
    default: role
    }
  }
}
