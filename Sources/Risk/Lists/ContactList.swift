package import Datasets
internal import Statistics

/// The people to be invited first: the highest scores, as many as can be contacted.
package struct ContactList: Sendable, Equatable {
  /// The places in order, the highest score first.
  package let entries: [Entry]
  /// People who could have been on the list.
  package let candidates: Int
  /// People left out whose score equals that of the last place.
  package let equalsLeftOut: Int

  /// One person on the list.
  package struct Entry: Sendable, Equatable {
    /// Row of the person in the data.
    package let row: Int
    /// Place, from 1.
    package let position: Int
    /// First place that the same score has.
    package let sharedPosition: Int
    /// Probability, rounded to the 12 digits that ranks are taken on.
    package let probability: Double
    /// Band of risk, from 1.
    package let band: Int
    /// What raises the score, strongest first, in words.
    package let reasons: [String]
  }

  /// Makes a list.
  ///
  /// - Parameters:
  ///   - model: the score.
  ///   - dataset: one row a person.
  ///   - policy: capacity and reasons.
  ///   - tieKeys: settles the order of equal scores, from the text of the person's id.
  /// - Throws: `DataProblem`; `duplicateKey` when a person has two rows.
  package init(
    _ model: RiskModel,
    _ dataset: Dataset,
    policy: ListPolicy,
    tieKeys: (String) -> UInt64
  ) throws(DataProblem) {
    guard let id = model.specification.id else { throw DataProblem(.missingKey, column: "id") }
    let persons = try dataset.identifiers(id)
    let rows = try model.encode(dataset)
    let (probabilities, ranking) = model.scores(rows)
    let ranked = RankedOutcomes(
      scores: ranking,
      outcomes: probabilities.map { _ in false },
      tieKeys: persons.map(tieKeys)
    )
    let places = min(policy.capacity, ranked.count)
    let chosen = Array(ranked.order.prefix(places))
    let listed = dataset.selecting(rows: chosen)
    let reasons = try model.reasons(listed, model.encode(listed), limit: policy.reasons)
    var shared = 1
    entries = chosen.enumerated().map { place, row in
      if place > 0, ranked.tieEnds[place - 1] != ranked.tieEnds[place] { shared = place + 1 }
      let texts = reasons[place].map { reason in
        reason.text(model.specification, language: policy.language)
      }
      return Entry(
        row: row,
        position: place + 1,
        sharedPosition: shared,
        probability: RankedOutcomes.rounded(probabilities[row]),
        band: model.band(probabilities[row]),
        reasons: texts.isEmpty ? [Reason.none(policy.language)] : texts
      )
    }
    candidates = ranked.count
    equalsLeftOut = places > 0 ? ranked.tieEnds[places - 1] - places : 0
  }
}
