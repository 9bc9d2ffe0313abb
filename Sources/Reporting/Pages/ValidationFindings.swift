package import Datasets

/// What a reader should take home from a comparison with rivals, in whole sentences.
package struct ValidationFindings: Sendable {
  private let input: ValidationReportInput
  private let language: Language

  /// The findings of an input in a language.
  package init(_ input: ValidationReportInput, _ language: Language) {
    self.input = input
    self.language = language
  }

  private var words: ValidationWords { .words(language) }

  /// The sentences: the model's AUC over the folds, then where rivals do better.
  package var sentences: [String] { [areas].compactMap(\.self) + wins }

  private var areas: String? {
    let values = input.folds.compactMap { $0.scores.first?.auc.value }.filter(\.isFinite)
    guard values.count > 1, let lowest = values.min(), let highest = values.max() else {
      return nil
    }
    return words.areas.filled([
      "folds": language.number(Double(values.count)),
      "lowest": language.number(lowest, decimals: 3),
      "highest": language.number(highest, decimals: 3),
      "mean": language.number(values.reduce(0, +) / Double(values.count), decimals: 3),
    ])
  }

  /// Where a rival does better than the first model; says so where none does.
  package var wins: [String] {
    let found = input.folds.flatMap { fold in
      fold.scores.dropFirst().flatMap { sentences($0, fold) }
    }
    return found.isEmpty ? [words.noWin] : found
  }

  private func sentences(
    _ rival: ValidationReportInput.Score,
    _ fold: ValidationReportInput.Fold
  ) -> [String] {
    guard let model = fold.scores.first, let difference = rival.difference else { return [] }
    let place = fold.name.isEmpty ? "" : "\(fold.name): "
    var found: [String] = []
    if rival.auc.value > model.auc.value {
      found.append(
        place
          + words.winArea.filled([
            "rival": rival.name, "value": language.number(rival.auc.value, decimals: 3),
            "model": language.number(model.auc.value, decimals: 3),
          ]) + verdict(difference.auc, decimals: 3)
      )
    }
    for (position, list) in rival.lists.enumerated() {
      let own = model.lists[position]
      guard list.found > own.found else { continue }
      found.append(
        place
          + words.winFound.filled([
            "rival": rival.name, "capacity": language.number(Double(list.capacity)),
            "value": SmallCells.count(list.found, language),
            "model": SmallCells.count(own.found, language),
          ]) + verdict(difference.found[position], decimals: 0)
      )
    }
    return found
  }

  /// The difference, its interval and whether it can be chance.
  private func verdict(_ difference: Estimate, decimals: Int) -> String {
    let value = language.number(difference.value, decimals: decimals, signed: true)
    let text = words.difference.filled(["difference": value])
    guard let upper = difference.upper,
      let interval = language.interval(of: difference, decimals: decimals)
    else { return text + "." }
    return text
      + (upper < 0 ? words.beyondChance : words.withinChance).filled([
        "interval": interval
      ])
  }

  /// What has moved since training, fold by fold.
  package var drift: [String] {
    input.folds.filter { !$0.drift.isEmpty }.map { fold in
      let place = fold.name.isEmpty ? "" : "\(fold.name), "
      return "\(place)\(words.drift): \(fold.drift.joined(separator: "; "))"
    }
  }
}
