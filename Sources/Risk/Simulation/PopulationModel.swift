package import Datasets
internal import RealModule

/// What a simulated young person does in a month.
package enum Situation: Int, Sendable, CaseIterable {
  case school
  case training
  case jobless
  case apprenticeship
  case permanent
  case fixedTerm
  case agency

  /// True in a job, whatever its contract.
  package var isEmployed: Bool { rawValue >= Situation.apprenticeship.rawValue }

  /// The state as monthly tables name it.
  package var state: String {
    switch self {
    case .school: "school"
    case .training: "training"
    case .jobless: "jobless"
    case .apprenticeship, .permanent, .fixedTerm, .agency: "employed"
    }
  }

  /// The kind as episode tables name it: a contract as in the Italian communications of work.
  package var kind: String {
    switch self {
    case .school: "school"
    case .training: "training"
    case .jobless: "registration"
    case .apprenticeship: "apprendistato"
    case .permanent: "tempo_indeterminato"
    case .fixedTerm: "tempo_determinato"
    case .agency: "somministrazione"
    }
  }
}

/// The known truth behind a simulated population: how the months of a person follow each other.
///
/// A Markov chain over ``Situation``, a step a month, whose probabilities depend on the person's
/// background, age and a hidden frailty. A risk index
///
/// ```
/// r = 0.5 low education - 0.4 high education + 0.35 not EU + 0.15 EU + 0.15 woman
///     + municipio + frailty
/// ```
///
/// lowers the chance of finding work and raises the one of losing it. Because the next month
/// depends on the last one alone, the probability of any count of jobless months over a window is
/// exact, not estimated.
package struct PopulationModel: Sendable {
  /// Standard deviation of the frailty, a normal variable that no table shows.
  package let frailtyDeviation: Double

  /// A truth.
  package init(frailtyDeviation: Double = 0.6) { self.frailtyDeviation = frailtyDeviation }

  /// Part of each of Milan's nine Municipi in the risk index.
  package static let municipioEffects = [-0.25, 0.05, 0, 0.15, 0.1, -0.05, 0.1, 0.2, 0.25]
  /// Share of each contract among those who are hired.
  package static let contractShares: [(Situation, Double)] = [
    (.apprenticeship, 0.043), (.permanent, 0.258), (.agency, 0.171), (.fixedTerm, 0.528),
  ]
  /// What a contact adds to the log odds of finding work in each of the months after it.
  package static let contactEffect = 0.4
  /// Months that the effect of a contact lasts.
  package static let contactMonths = 6

  /// The risk index of a background, the frailty left out.
  package static func riskIndex(_ background: SimulatedPerson.Background) -> Double {
    var index = municipioEffects[background.municipio - 1]
    switch background.education {
    case .low: index += 0.5
    case .medium: break
    case .high: index -= 0.4
    }
    switch background.citizenship {
    case .italian: break
    case .european: index += 0.15
    case .other: index += 0.35
    }
    return background.isFemale ? index + 0.15 : index
  }

  /// Probabilities of the situations of the next month.
  ///
  /// - Parameters:
  ///   - situation: of this month.
  ///   - person: whose months they are.
  ///   - month: the next month.
  ///   - isContacted: true while a contact has its effect.
  ///   - renewal: probability that the next month is another job after this one ended; part of the
  ///     probabilities too.
  /// - Returns: one probability a situation, in the order of their raw values; they sum to 1.
  package func next(
    after situation: Situation,
    _ person: SimulatedPerson,
    in month: Month,
    isContacted: Bool = false,
    renewal: inout Double
  ) -> [Double] {
    var result = [Double](repeating: 0, count: Situation.allCases.count)
    let risk = person.riskIndex + person.frailty
    let age = Double(person.background.birth.distance(to: month)) / 12
    renewal = 0
    switch situation {
    case .school:
      var ending = -4.2 + 0.33 * (min(age, 26) - 16)
      if person.background.education == .low { ending += 0.4 }
      if person.background.education == .high { ending -= 0.5 }
      let leaves = Self.logistic(ending)
      let finds = Self.logistic(0.1 - risk)
      result[Situation.school.rawValue] = 1 - leaves
      result[Situation.jobless.rawValue] = leaves * (1 - finds)
      hire(leaves * finds, age, &result)
    case .training:
      let leaves = 1.0 / 6
      let finds = Self.logistic(0.4 - risk)
      result[Situation.training.rawValue] = 1 - leaves
      result[Situation.jobless.rawValue] = leaves * (1 - finds)
      hire(leaves * finds, age, &result)
    case .jobless:
      let returns = age < 25 ? 0.01 : 0
      let trains = isContacted ? 0.10 : 0.03
      let finds =
        (1 - returns - trains)
        * Self.logistic(-1.9 - risk + (isContacted ? Self.contactEffect : 0))
      result[Situation.school.rawValue] = returns
      result[Situation.training.rawValue] = trains
      result[Situation.jobless.rawValue] = 1 - returns - trains - finds
      hire(finds, age, &result)
    case .apprenticeship, .permanent, .fixedTerm, .agency:
      let base =
        switch situation {
        case .permanent: -4.6
        case .apprenticeship: -3.6
        case .fixedTerm: -2.7
        default: -2.0
        }
      let ends = Self.logistic(base + 0.6 * risk)
      renewal = 0.35 * ends
      result[situation.rawValue] = 1 - ends
      result[Situation.jobless.rawValue] = ends - renewal
      hire(renewal, age, &result)
    }
    return result
  }

  private func hire(_ probability: Double, _ age: Double, _ result: inout [Double]) {
    for (contract, share) in Self.contractShares {
      // Apprentices are younger than 30.
      let signed = contract == .apprenticeship && age >= 30 ? .fixedTerm : contract
      result[signed.rawValue] += share * probability
    }
  }

  private static func logistic(_ x: Double) -> Double { 1 / (1 + .exp(-x)) }

  /// The probability of being jobless in at least some of the months that start with a date.
  ///
  /// - Parameters:
  ///   - atLeast: jobless months that count as the event.
  ///   - months: length of the window.
  ///   - date: its first month.
  ///   - situation: of the month before the date, the last one known.
  ///   - person: whose months they are.
  ///   - isContacted: true to add a contact at the date.
  /// - Returns: the exact probability, in [0, 1].
  /// - Complexity: `months`² steps for each pair of situations.
  package func probability(
    joblessAtLeast atLeast: Int,
    ofMonths months: Int,
    from date: Month,
    after situation: Situation,
    _ person: SimulatedPerson,
    isContacted: Bool = false
  ) -> Double {
    let kinds = Situation.allCases
    let width = months + 1
    var shares = [Double](repeating: 0, count: kinds.count * width)
    shares[situation.rawValue * width] = 1
    var renewal = 0.0
    for step in 0..<months {
      let month = date.advanced(by: step)
      var following = [Double](repeating: 0, count: shares.count)
      for kind in kinds {
        let start = kind.rawValue * width
        guard shares[start...(start + step)].contains(where: { $0 > 0 }) else { continue }
        let probabilities = next(
          after: kind,
          person,
          in: month,
          isContacted: isContacted && step < Self.contactMonths,
          renewal: &renewal
        )
        for other in kinds where probabilities[other.rawValue] > 0 {
          let shift = other == .jobless ? 1 : 0
          let target = other.rawValue * width + shift
          for count in 0...step {
            following[target + count] += shares[start + count] * probabilities[other.rawValue]
          }
        }
      }
      shares = following
    }
    var result = 0.0
    for kind in kinds {
      for count in min(atLeast, months + 1)..<width {
        result += shares[kind.rawValue * width + count]
      }
    }
    return result
  }
}
