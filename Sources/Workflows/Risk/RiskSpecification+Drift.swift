internal import DataIO
internal import Datasets
internal import Risk

extension RiskSpecification.DriftLimits {
  /// Reads `drift`; the habitual limits where it says nothing.
  init(_ node: SpecNode?) throws(DataProblem) {
    self.init()
    guard let node else { return }
    let mapping = try node.mapping(known: ["psi", "score_psi", "missing", "unseen", "base_rate"])
    if let node = mapping.optional("psi") { stability = try node.double(in: 0...100) }
    if let node = mapping.optional("score_psi") { score = try node.double(in: 0...100) }
    if let node = mapping.optional("missing") { missing = try node.double(in: 0...1) }
    if let node = mapping.optional("unseen") { unseen = try node.double(in: 0...1) }
    if let node = mapping.optional("base_rate") { baseRate = try node.double(in: 0...1) }
  }
}
