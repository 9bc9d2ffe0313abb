/// Who gets the places of a list among people in order of their scores.
struct PlaceAllocation {
  /// Positions in the order that get a place, ascending.
  let chosen: [Int]
  /// People without a place whose score equals the lowest that got a place open to them.
  let equalsLeftOut: Int

  /// Someone who may be on the list.
  struct Candidate {
    /// Rank score, equal for equals.
    let score: Double
    /// Index of the group.
    let group: Int
  }

  /// Chooses.
  ///
  /// - Parameters:
  ///   - candidates: the highest score first.
  ///   - places: places of the whole list.
  ///   - held: places of each group that are taken already.
  ///   - minimum: least places of each group, taken ones included.
  ///   - weights: what places are proportional to, by group.
  ///   - kind: how places are shared.
  init(
    _ candidates: [Candidate],
    places: Int,
    held: [Int],
    minimum: [Int],
    weights: [Int],
    kind: ListPolicy.Quotas.Kind
  ) {
    let open = max(0, min(places - held.reduce(0, +), candidates.count))
    var available = held.map { _ in 0 }
    for candidate in candidates { available[candidate.group] += 1 }
    // What each group gets before the rest goes to the highest scores.
    var reserved = held.map { _ in 0 }
    switch kind {
    case .none: break
    case .floor:
      reserved = held.indices.map { max(0, min(minimum[$0] - held[$0], available[$0])) }
    case .proportional:
      var claims = held.indices.map { group in
        let most = held[group] + available[group]
        return Apportionment.Claim(
          weight: weights[group],
          minimum: max(held[group], min(minimum[group], most)),
          maximum: most
        )
      }
      let whole = open + held.reduce(0, +)
      if claims.map(\.minimum).reduce(0, +) > whole {
        claims = held.indices.map { group in
          Apportionment.Claim(
            weight: weights[group],
            minimum: held[group],
            maximum: held[group] + available[group]
          )
        }
      }
      let seats = Apportionment.share(whole, among: claims)
      reserved = held.indices.map { seats[$0] - held[$0] }
    }
    var isChosen = Array(repeating: false, count: candidates.count)
    var left = open
    // The lowest score with a place: of each group, and among the places open to all.
    var groupCut = held.map { _ in Double.infinity }
    var openCut = Double.infinity
    for (index, candidate) in candidates.enumerated()
    where left > 0 && reserved[candidate.group] > 0 {
      isChosen[index] = true
      reserved[candidate.group] -= 1
      groupCut[candidate.group] = candidate.score
      left -= 1
    }
    for (index, candidate) in candidates.enumerated() where left > 0 && !isChosen[index] {
      isChosen[index] = true
      openCut = candidate.score
      left -= 1
    }
    chosen = candidates.indices.filter { isChosen[$0] }
    equalsLeftOut = candidates.indices.count { index in
      let candidate = candidates[index]
      return !isChosen[index]
        && (candidate.score == openCut || candidate.score == groupCut[candidate.group])
    }
  }
}
