internal import RealModule
package import Statistics

/// The known truth behind simulated calls: who is reached, and who says yes, by band of risk.
///
/// A number is wrong with probability ``wrongNumber``. Else up to three attempts are made, each
/// more likely to succeed than the one before: ``attempts``. Who is reached says yes with a probability
/// that rises with the band (``acceptance``), else refuses, or has found work
/// (``employed``, which falls with the band), or asks never to be contacted (``doNotContact``).
package struct ContactOutcomeModel: Sendable {
  /// Probability that a number is wrong.
  package static let wrongNumber = 0.04
  /// Probability of an answer at the first, second and third attempt.
  package static let attempts = [0.45, 0.50, 0.55]
  /// Share of those never reached with whom another call was agreed.
  package static let callBack = 0.25
  /// Probability of yes of a person reached, by band of risk from the lowest.
  package static let acceptance = [0.44, 0.52, 0.60, 0.68]
  /// Share of those who say yes that are taken in charge at once.
  package static let takenInCharge = 0.4
  /// Probability, of those who do not say yes, of having found work, by band.
  package static let employed = [0.40, 0.30, 0.22, 0.15]
  /// Probability, of those who do not say yes, of asking never to be contacted.
  package static let doNotContact = 0.04

  /// A model.
  package init() {}

  /// Probability that somebody is reached in all attempts together.
  package static var reach: Double {
    (1 - wrongNumber) * (1 - attempts.reduce(1) { $0 * (1 - $1) })
  }

  /// Probability of yes of a person reached, by band.
  package static func acceptance(band: Int) -> Double { value(acceptance, band) }

  private static func value(_ values: [Double], _ band: Int) -> Double {
    values[min(max(band, 1), values.count) - 1]
  }

  /// How many persons must be reached and say yes.
  package struct Margins: Sendable, Equatable {
    /// Persons reached; as the model has it when `nil`.
    package let reached: Int?
    /// Persons who say yes; as the model has it when `nil`.
    package let available: Int?

    /// Margins, the second at most the first.
    package init(reached: Int?, available: Int?) {
      self.reached = reached
      self.available = available
    }
  }

  /// What became of one place of a list.
  package struct Call: Sendable, Equatable {
    /// What the last attempt brought.
    package let outcome: ContactOutcome
    /// Attempts made, at least 1.
    package let attempts: Int
  }

  /// Plays the calls of a list.
  ///
  /// Margins are met exactly by drawing so many persons without replacement, the more likely ones
  /// with the larger weight (Efraimidis and Spirakis 2006, Information Processing Letters 97:181).
  ///
  /// - Parameters:
  ///   - bands: band of risk of each person called, from 1.
  ///   - margins: what must come out, each at most the number of persons.
  ///   - generator: decides all.
  /// - Returns: a call a person.
  package func calls(
    bands: [Int],
    margins: Margins,
    _ generator: inout SeededGenerator
  ) -> [Call] {
    let all = Array(bands.indices)
    let reaching = all.map { _ in attempt(&generator) }
    var isReached = reaching.map { $0.isReached }
    let needed = margins.reached ?? max(isReached.count { $0 }, margins.available ?? 0)
    if needed != isReached.count(where: { $0 }) {
      let chosen = Self.draw(needed, of: all, weights: all.map { _ in Self.reach }, &generator)
      for person in all { isReached[person] = chosen.contains(person) }
    }
    let reached = all.filter { isReached[$0] }
    let acceptance = reached.map { Self.acceptance(band: bands[$0]) }
    let accepting =
      margins.available.map { Self.draw($0, of: reached, weights: acceptance, &generator) }
      ?? Set(zip(reached, acceptance).filter { generator.uniform() < $0.1 }.map { $0.0 })
    return all.map { person in
      let attempt = reaching[person]
      guard isReached[person] else {
        return Call(outcome: Self.failure(attempt, &generator), attempts: attempt.failures)
      }
      return Call(
        outcome: Self.answer(accepting.contains(person), band: bands[person], &generator),
        attempts: attempt.successes
      )
    }
  }

  /// The attempts of one person, whatever they came to.
  private struct Attempts {
    let isWrong: Bool
    /// The attempt that succeeded; `nil` where none did.
    let success: Int?
    var isReached: Bool { !isWrong && success != nil }
    /// Attempts of a person who is reached after all.
    var successes: Int { success ?? ContactOutcomeModel.attempts.count }
    /// Attempts of a person who is not.
    var failures: Int { isWrong ? 1 : ContactOutcomeModel.attempts.count }
  }

  private func attempt(_ generator: inout SeededGenerator) -> Attempts {
    let isWrong = generator.uniform() < Self.wrongNumber
    let draws = Self.attempts.map { _ in generator.uniform() }
    let success = zip(draws, Self.attempts).enumerated().first { $1.0 < $1.1 }.map { $0.offset + 1 }
    return Attempts(isWrong: isWrong, success: success)
  }

  private static func failure(
    _ attempts: Attempts,
    _ generator: inout SeededGenerator
  ) -> ContactOutcome {
    let isAgreed = generator.uniform() < callBack
    return attempts.isWrong ? .wrongNumber : isAgreed ? .callBack : .noAnswer
  }

  private static func answer(
    _ isYes: Bool,
    band: Int,
    _ generator: inout SeededGenerator
  ) -> ContactOutcome {
    let draw = generator.uniform()
    if isYes { return draw < takenInCharge ? .takenInCharge : .available }
    let employed = value(employed, band)
    return draw < doNotContact
      ? .doNotContact : draw < doNotContact + employed ? .employed : .refused
  }

  private static func draw(
    _ count: Int,
    of persons: [Int],
    weights: [Double],
    _ generator: inout SeededGenerator
  ) -> Set<Int> {
    var keys: [(key: Double, person: Int)] = []
    for (person, weight) in zip(persons, weights) {
      keys.append((.log(generator.uniform()) / weight, person))
    }
    keys.sort { ($0.key, $0.person) > ($1.key, $1.person) }
    return Set(keys.prefix(count).map(\.person))
  }
}
