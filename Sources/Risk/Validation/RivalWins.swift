extension RiskValidation.RivalWin {
  /// Where rivals do better than the first of some scores, in AUC or positives found.
  ///
  /// - Parameters:
  ///   - scores: the model and what it is compared with.
  ///   - fold: name of the fold; `nil` without folds.
  /// - Returns: the wins, rival by rival, in AUC first.
  static func all(in scores: [RiskValidation.Score], fold: String?) -> [Self] {
    guard let model = scores.first else { return [] }
    var wins: [Self] = []
    for rival in scores.dropFirst() {
      guard let difference = rival.difference else { continue }
      if rival.auc.value > model.auc.value {
        wins.append(
          .init(
            fold: fold,
            rival: rival.name,
            kind: rival.kind,
            capacity: nil,
            model: model.auc.value,
            value: rival.auc.value,
            tie: nil,
            difference: difference.auc
          )
        )
      }
      for (position, top) in rival.top.enumerated() where top.found > model.top[position].found {
        wins.append(
          .init(
            fold: fold,
            rival: rival.name,
            kind: rival.kind,
            capacity: top.capacity,
            model: Double(model.top[position].found),
            value: Double(top.found),
            tie: top.tie,
            difference: difference.found[position]
          )
        )
      }
    }
    return wins
  }
}
