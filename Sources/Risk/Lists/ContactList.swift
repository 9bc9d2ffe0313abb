package import Datasets
internal import Statistics

/// The people to be invited first: the highest scores, as many as can be contacted.
package struct ContactList: Sendable, Equatable {
  /// The places in order of position, the highest score first.
  package let entries: [Entry]
  /// Held places of people who are not in the data, or cannot be scored.
  package let absent: [ListContext.HeldPlace]
  /// People in the data.
  package let people: Int
  /// People who could have been on the list: those whom no filter leaves out and who can be scored.
  package let candidates: Int
  /// People left out whose score equals that of the last place that was open to them.
  package let equalsLeftOut: Int
  /// How people became fewer, filter by filter in the order of the policy, and at the end those who
  /// cannot be scored.
  package let waterfall: [Step]
  /// People left out by a filter, in the order of the data.
  package let excluded: [Exclusion]
  /// People whom the model cannot score, in the order of the data.
  package let notScorable: [NotScorable]
  /// Places and candidates of each group of the quotas' column, by name; empty without quotas.
  package let groups: [Group]
  /// Places that would be other people's if quotas were not.
  package let movedByQuotas: Int

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
    /// Place within the group of the quotas' column, from 1; `nil` without quotas.
    package let groupPosition: Int?
    /// True for a place of an earlier issue that is kept.
    package let isHeld: Bool
  }

  /// One filter, counted.
  package struct Step: Sendable, Equatable, Codable {
    /// Name of the filter; ``ContactList/notScorableName`` for those who cannot be scored.
    package let name: String
    /// People left out.
    package let removed: Int
    /// People left.
    package let remaining: Int
    /// Of those left out, how many have one of the highest scores, as many as there are places.
    package let removedFromTop: Int
  }

  /// A person left out.
  package struct Exclusion: Sendable, Equatable {
    /// Row of the person in the data.
    package let row: Int
    /// Name of the first filter that leaves the person out.
    package let filter: String
  }

  /// A person who cannot be scored.
  package struct NotScorable: Sendable, Equatable {
    /// Row of the person in the data.
    package let row: Int
    /// What stands in the way.
    package let problem: DataProblem
  }

  /// A group of the quotas' column.
  package struct Group: Sendable, Equatable, Codable {
    /// Text of its cells; `nil` where they are empty.
    package let name: String?
    /// People who could have been on the list.
    package let candidates: Int
    /// People on the list.
    package let places: Int
  }

  /// Name under which people who cannot be scored are counted.
  package static let notScorableName = "non_valutabile"

  /// Name under which people who are not to be contacted are counted.
  package static let suppressedName = "non_contattare"
  /// Name of the step that leaves out people whom operators took off the list that is corrected.
  package static let removedName = "rimozione"

  /// Makes a list.
  ///
  /// - Parameters:
  ///   - model: the score.
  ///   - dataset: one row a person.
  ///   - policy: capacity, quotas, filters and reasons.
  ///   - context: the day, other tables, telephone numbers, places held already.
  ///   - tieKeys: settles the order of equal scores, from the text of the person's id.
  /// - Throws: `DataProblem`; `duplicateKey` when a person has two rows, `tooFewPeople` for a
  ///   capacity beyond the people in the data.
  package init(
    _ model: RiskModel,
    _ dataset: Dataset,
    policy: ListPolicy,
    context: ListContext = ListContext(),
    tieKeys: (String) -> UInt64
  ) throws(DataProblem) {
    guard let id = model.specification.id else { throw DataProblem(.missingKey, column: "id") }
    let persons = try dataset.identifiers(id)
    let places = policy.capacity.places
    guard places <= dataset.rowCount else {
      throw DataProblem(.tooFewPeople(found: dataset.rowCount), file: dataset.source)
    }
    let (rows, others) = try model.scorable(dataset)
    let scored = dataset.selecting(rows: rows)
    let (probabilities, ranking) = try model.scores(model.encode(scored))
    let ranked = RankedOutcomes(
      scores: ranking,
      outcomes: probabilities.map { _ in false },
      tieKeys: rows.map { tieKeys(persons[$0]) }
    )
    // From here on in the order of scores: rows of the data, and their rank scores.
    let order = ranked.order.map { rows[$0] }
    var placeInScored = Array(repeating: -1, count: dataset.rowCount)
    for (index, row) in rows.enumerated() { placeInScored[row] = index }

    let held = HeldPlaces(context, persons: persons, placeInScored: placeInScored)
    let sieve = try ListSieve(
      dataset,
      persons: persons,
      policy: policy,
      context: context,
      top: Set(order.prefix(places)),
      notScorable: others.map { NotScorable(row: $0.row, problem: $0.problem) },
      held: held.rows
    )
    waterfall = sieve.steps
    excluded = sieve.excluded
    notScorable = sieve.notScorable

    let open = order.filter { sieve.isLeft[$0] && held.positions[$0] == nil }
    let grouping = try ListGrouping(
      dataset,
      policy: policy,
      rows: order.filter { sieve.isLeft[$0] }
    )
    func rankScore(_ row: Int) -> Double { RankedOutcomes.rounded(ranking[placeInScored[row]]) }
    let pool = open.map {
      PlaceAllocation.Candidate(score: rankScore($0), group: grouping.group[$0])
    }
    func allocate(_ kind: ListPolicy.Quotas.Kind) -> PlaceAllocation {
      var taken = grouping.names.map { _ in 0 }
      for row in held.rows { taken[grouping.group[row]] += 1 }
      return PlaceAllocation(
        pool,
        // Of people who are not in the data no group is known.
        places: places - held.absent.count,
        held: taken,
        minimum: grouping.minimum,
        weights: grouping.weights,
        kind: kind
      )
    }
    let allocation = allocate(policy.quotas?.kind ?? .none)
    let unbound = Set(allocate(.none).chosen)
    movedByQuotas = allocation.chosen.count { !unbound.contains($0) }
    equalsLeftOut = allocation.equalsLeftOut
    absent = held.absent
    people = dataset.rowCount
    candidates = sieve.isLeft.count { $0 }

    let free = held.freePositions(count: allocation.chosen.count)
    var listed = zip(allocation.chosen, free).map { (row: open[$0], position: $1, isHeld: false) }
    listed += held.rows.map { (row: $0, position: held.positions[$0] ?? 0, isHeld: true) }
    listed.sort { $0.position < $1.position }
    let sheet = dataset.selecting(rows: listed.map(\.row))
    let reasons = try model.reasons(sheet, model.encode(sheet), limit: policy.reasons)
    var inGroup = grouping.names.map { _ in 0 }
    var shared: (score: Double, position: Int)?
    var entries: [Entry] = []
    for (index, place) in listed.enumerated() {
      let score = rankScore(place.row)
      if !place.isHeld, shared?.score != score { shared = (score, place.position) }
      let group = grouping.group[place.row]
      inGroup[group] += 1
      let probability = probabilities[placeInScored[place.row]]
      let texts = reasons[index].map { $0.text(model.specification, language: policy.language) }
      entries.append(
        Entry(
          row: place.row,
          position: place.position,
          sharedPosition: place.isHeld ? place.position : shared?.position ?? place.position,
          probability: RankedOutcomes.rounded(probability),
          band: model.band(probability),
          reasons: texts.isEmpty ? [Reason.none(policy.language)] : texts,
          groupPosition: policy.quotas == nil ? nil : inGroup[group],
          isHeld: place.isHeld
        )
      )
    }
    self.entries = entries
    groups = policy.quotas == nil ? [] : grouping.counted(inGroup)
  }
}
