internal import Statistics

/// What contact lists brought, by group, with small counts hidden.
package struct OutcomeReport: Sendable, Equatable {
  /// The groups, in the order of their names.
  package let groups: [Group]
  /// All people.
  package let total: Group
  /// People by outcome, in the order of ``ContactOutcome``; `nil` where hidden.
  package let outcomes: [Int?]

  /// What the people of a group answered.
  package struct Group: Sendable, Equatable {
    /// Name of the group.
    package let name: String
    /// People on the lists; `nil` where hidden, as all counts.
    package let listed: Int?
    /// People by ``ContactAnswer``.
    package let answers: [Int?]

    /// People who were called.
    package var called: Int? { sum(of: [.unknown, .negative, .positive]) }
    /// People whose answer is known.
    package var reached: Int? { sum(of: [.negative, .positive]) }
    /// People who said yes.
    package var positive: Int? { answers[ContactAnswer.positive.rawValue] }
    /// Of those called, the share whose answer is known.
    package var contactRate: Share? { Share(reached, of: called) }
    /// Of those whose answer is known, the share who said yes.
    package var positiveRate: Share? { Share(positive, of: reached) }
    /// Of those on the list, the share who said yes so far: whoever has not answered may still.
    package var listedRate: Share? { Share(positive, of: listed) }
    /// Between which shares of those called the yeses lie, whatever the unknown answers are.
    package var bounds: (lower: Double, upper: Double)? {
      guard let called, called > 0, let positive,
        let unknown = answers[ContactAnswer.unknown.rawValue]
      else { return nil }
      return (Double(positive) / Double(called), Double(positive + unknown) / Double(called))
    }

    private func sum(of kinds: [ContactAnswer]) -> Int? {
      var sum = 0
      for kind in kinds {
        guard let count = answers[kind.rawValue] else { return nil }
        sum += count
      }
      return sum
    }
  }

  /// A share with Wilson's 95 % interval.
  package struct Share: Sendable, Equatable {
    /// The share.
    package let value: Double
    /// Lower end of the interval.
    package let lower: Double
    /// Upper end of the interval.
    package let upper: Double

    /// A share, or `nil` where a count is hidden or there is nobody.
    init?(_ count: Int?, of total: Int?) {
      guard let count, let total, total > 0 else { return nil }
      let interval = wilsonInterval(successes: count, trials: total, level: 0.95)
      value = Double(count) / Double(total)
      (lower, upper) = (interval.lower, interval.upper)
    }
  }

  /// Somebody on a list.
  package struct Person: Sendable, Equatable {
    /// The person's group.
    package let group: String
    /// What the call brought; `nil` without an outcome.
    package let outcome: ContactOutcome?
    /// True when a day of contact is noted.
    package let hasDay: Bool

    /// Somebody.
    package init(group: String, outcome: ContactOutcome?, hasDay: Bool) {
      self.group = group
      self.outcome = outcome
      self.hasDay = hasDay
    }

    /// What is known of the answer.
    package var answer: ContactAnswer { outcome?.answer ?? (hasDay ? .unknown : .notCalled) }
  }

  /// Counts people.
  ///
  /// Counts under the limit are hidden, and as many others as it takes that none of them follows
  /// from those shown; the sums of all groups are shown wherever they are not small themselves.
  ///
  /// - Parameters:
  ///   - people: everybody on the lists.
  ///   - limit: counts under it are hidden.
  package init(_ people: [Person], limit: Int = CellSuppression.defaultLimit) {
    let names = Set(people.map(\.group)).sorted {
      (Int($0) ?? .max, $0) < (Int($1) ?? .max, $1)
    }
    var row: [String: Int] = [:]
    for (index, name) in names.enumerated() { row[name] = index }
    let kinds = ContactAnswer.allCases
    var counts = names.map { _ in kinds.map { _ in 0 } }
    var byOutcome = ContactOutcome.allCases.map { _ in 0 }
    for person in people {
      counts[row[person.group] ?? 0][person.answer.rawValue] += 1
      if let outcome = person.outcome, let index = ContactOutcome.allCases.firstIndex(of: outcome) {
        byOutcome[index] += 1
      }
    }
    let sums = kinds.indices.map { kind in counts.reduce(0) { $0 + $1[kind] } }
    let large = (sums + [people.count]).indices.filter { column in
      !(1..<limit).contains(column < sums.count ? sums[column] : people.count)
    }
    let shown =
      counts.isEmpty
      ? []
      : CellSuppression(counts, limit: limit, publicColumns: Set(large), hidesZeros: false).shown
    func group(_ name: String, _ counts: [Int?]) -> Group {
      Group(name: name, listed: counts[kinds.count], answers: Array(counts.prefix(kinds.count)))
    }
    groups =
      names.count < 2 ? [] : zip(names, shown).map { name, counts in group(name, counts) }
    total = group("", shown.last ?? Array(repeating: 0, count: kinds.count + 1))
    outcomes = Self.hiding(byOutcome, answers: total.answers, limit: limit)
  }

  /// Counts by outcome, hidden where they are small, and where the sum of an answer would give a
  /// single hidden one away.
  private static func hiding(_ counts: [Int], answers: [Int?], limit: Int) -> [Int?] {
    var shown: [Int?] = counts.map { (1..<limit).contains($0) ? nil : $0 }
    for answer in ContactAnswer.allCases {
      let members = ContactOutcome.allCases.indices.filter {
        ContactOutcome.allCases[$0].answer == answer
      }
      if answers[answer.rawValue] == nil {
        // Their sum is hidden, so they are.
        for member in members where counts[member] > 0 { shown[member] = nil }
      }
      let hidden = members.filter { shown[$0] == nil }
      guard hidden.count == 1, answers[answer.rawValue] != nil else { continue }
      // The smallest of the others goes with it.
      if let other = members.filter({ shown[$0] != nil && counts[$0] > 0 })
        .min(by: { counts[$0] < counts[$1] })
      {
        shown[other] = nil
      }
    }
    return shown
  }
}
