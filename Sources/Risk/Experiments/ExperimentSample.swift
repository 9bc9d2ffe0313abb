/// People of an experiment: who was treated, what happened, and the score they had before.
package struct ExperimentSample: Sendable, Equatable {
  /// True for the treated.
  package let isTreated: [Bool]
  /// What happened; `nil` where it is not known, which is never a failure.
  package let outcomes: [Bool?]
  /// The score; `nil` where none is given.
  package let scores: [Double]?
  /// Value of the column that subgroups are made of; `nil` for an empty cell.
  package let subgroups: [String?]?

  /// People of an experiment.
  ///
  /// - Parameters:
  ///   - isTreated: n, with some of each.
  ///   - outcomes: n.
  ///   - scores: n finite numbers; higher is riskier.
  ///   - subgroups: n.
  package init(
    isTreated: [Bool],
    outcomes: [Bool?],
    scores: [Double]? = nil,
    subgroups: [String?]? = nil
  ) {
    precondition(isTreated.count == outcomes.count, "sizes differ")
    precondition(scores.map { $0.count == outcomes.count } ?? true, "sizes differ")
    precondition(subgroups.map { $0.count == outcomes.count } ?? true, "sizes differ")
    self.isTreated = isTreated
    self.outcomes = outcomes
    self.scores = scores
    self.subgroups = subgroups
  }

  /// Number of people.
  package var count: Int { outcomes.count }

  /// Band of each person, from 1: equal shares of the average ranks of the scores, lowest first, so
  /// that equal scores are in one band.
  ///
  /// `⌈k rank / n⌉`, as R's `ceiling(k * rank(score) / n)`.
  package static func bands(_ scores: [Double], count: Int) -> [Int] {
    let n = scores.count
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    var bands = [Int](repeating: 1, count: n)
    var start = 0
    while start < n {
      var end = start + 1
      while end < n, scores[order[end]] == scores[order[start]] { end += 1 }
      // Twice the average rank of the places start + 1 ... end, in whole numbers.
      let doubled = start + 1 + end
      let band = (count * doubled + 2 * n - 1) / (2 * n)
      for place in start..<end { bands[order[place]] = band }
      start = end
    }
    return bands
  }
}
