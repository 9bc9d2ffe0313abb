package import Datasets
internal import Statistics

/// A person who does not exist, with all that is known of them and what is not.
package struct SimulatedPerson: Sendable {
  /// Number of the person, from 1.
  package let number: Int
  /// What the registers know.
  package let background: Background
  /// What no register knows: a part of the risk.
  package let frailty: Double
  /// The part of the risk that the background explains.
  package let riskIndex: Double
  /// What the person does in each month; `nil` from the month of moving away on.
  package private(set) var months: [Situation?] = []
  /// Stretches of the same situation, in order; jobs that follow each other are two.
  package private(set) var episodes: [Episode] = []
  /// Telephone number, where the office has it.
  package private(set) var phone: String?

  /// What the registers know of a person.
  package struct Background: Sendable, Equatable {
    package let isFemale: Bool
    package let birth: Month
    package let citizenship: Citizenship
    /// 1 to 9.
    package let municipio: Int
    package let education: Education
  }

  /// Whose citizen a person is.
  package enum Citizenship: String, Sendable {
    case italian = "IT"
    case european = "EU"
    case other = "extra_EU"
  }

  /// The level of schooling that a person reaches.
  package enum Education: String, Sendable {
    case low
    case medium
    case high
  }

  /// A school, a course, a job or a registration as jobless.
  package struct Episode: Sendable, Equatable {
    package let kind: Situation
    package let start: CalendarDate
    /// `nil` when it goes on.
    package let end: CalendarDate?
    /// Why a job ended.
    package let cause: String?
  }

  /// Draws a person and their months.
  ///
  /// - Parameters:
  ///   - number: from 1; with the seed it determines everything.
  ///   - plan: of the population.
  init(number: Int, _ plan: SimulatedPopulation.Plan) {
    self.number = number
    var generator = SeededGenerator(seed: plan.seed, stream: UInt64(number))
    background = Background(plan, &generator)
    frailty = plan.model.frailtyDeviation * generator.normal()
    riskIndex = PopulationModel.riskIndex(background)
    if generator.uniform() < plan.phoneShare { phone = Self.phone(number) }
    live(plan, &generator)
  }

  /// Draws a person who is dismissed in one of the first months shown, and their months after it.
  ///
  /// - Parameters:
  ///   - number: from 1; with the seed it determines everything.
  ///   - dismissals: in so many of the first months.
  ///   - plan: of the population.
  init(number: Int, dismissedInFirst dismissals: Int, _ plan: SimulatedPopulation.Plan) {
    self.number = number
    var generator = SeededGenerator(seed: plan.seed, stream: UInt64(number))
    background = Background(plan, &generator)
    frailty = plan.model.frailtyDeviation * generator.normal()
    riskIndex = PopulationModel.riskIndex(background)
    if generator.uniform() < plan.phoneShare { phone = Self.phone(number) }
    let last = generator.index(below: dismissals)
    let job = Dismissal(in: plan.first.advanced(by: last), background, &generator)
    episodes = job.episodes
    months = Array(repeating: job.kind, count: last + 1)
    follow(.jobless, from: plan.first.advanced(by: last + 1), plan, &generator)
  }

  /// Months before the first one shown in which the chain forgets where it began.
  private static let earlierMonths = 48
  /// Share of persons who move away in a month.
  private static let moving = 0.002

  private mutating func live(_ plan: SimulatedPopulation.Plan, _ generator: inout SeededGenerator) {
    let begin = plan.first.advanced(by: -Self.earlierMonths)
    let situation =
      background.birth.distance(to: begin) < 20 * 12 ? Situation.school : Situation.fixedTerm
    follow(situation, from: begin, plan, &generator)
    episodes.removeAll { episode in episode.end.map { $0.month < plan.first } ?? false }
  }

  /// Months and episodes from a month on, up to the end of the plan.
  ///
  /// - Parameters:
  ///   - earlier: situation of the month before.
  ///   - begin: the first month to be drawn.
  ///   - plan: of the population.
  ///   - generator: decides all.
  private mutating func follow(
    _ earlier: Situation,
    from begin: Month,
    _ plan: SimulatedPopulation.Plan,
    _ generator: inout SeededGenerator
  ) {
    var situation = earlier
    var started: CalendarDate?
    var hasMoved = false
    for step in 0..<begin.distance(to: plan.first.advanced(by: plan.months)) {
      let month = begin.advanced(by: step)
      let isShown = month >= plan.first
      if isShown, !hasMoved, generator.uniform() < Self.moving {
        hasMoved = true
        close(situation, since: started, before: month, to: nil, &generator)
      }
      if hasMoved {
        months.append(nil)
        continue
      }
      var renewal = 0.0
      let probabilities = plan.model.next(after: situation, self, in: month, renewal: &renewal)
      let following = Self.draw(probabilities, &generator)
      // Staying in a job may be another one with the same kind of contract.
      let isSame = following == situation
      let again =
        isSame && situation.isEmployed
        && generator.uniform() < Self.renewed(following, renewal, probabilities, situation)
      if !isSame || again {
        close(situation, since: started, before: month, to: following, &generator)
        started = Self.day(1, within: 10, of: month, &generator)
      }
      situation = following
      if isShown { months.append(situation) }
    }
    if !hasMoved { open(situation, since: started, plan) }
  }

  /// A number under a prefix that no operator has.
  private static func phone(_ number: Int) -> String {
    "+39 399 " + String(repeating: "0", count: max(0, 7 - "\(number)".count)) + "\(number)"
  }

  /// The share of those who stay in a kind of contract that have signed a new one.
  private static func renewed(
    _ following: Situation,
    _ renewal: Double,
    _ probabilities: [Double],
    _ situation: Situation
  ) -> Double {
    let share = PopulationModel.contractShares.first { $0.0 == following }?.1 ?? 0
    let staying = probabilities[situation.rawValue]
    return staying > 0 ? share * renewal / staying : 0
  }

  private static func draw(
    _ probabilities: [Double],
    _ generator: inout SeededGenerator
  ) -> Situation {
    var left = generator.uniform()
    for kind in Situation.allCases {
      left -= probabilities[kind.rawValue]
      if left < 0 { return kind }
    }
    return .jobless
  }

  private static func day(
    _ first: Int,
    within days: Int,
    of month: Month,
    _ generator: inout SeededGenerator
  ) -> CalendarDate? {
    CalendarDate(year: month.year, month: month.month, day: first)?
      .advanced(by: generator.index(below: days))
  }

  private mutating func close(
    _ situation: Situation,
    since start: CalendarDate?,
    before month: Month,
    to following: Situation?,
    _ generator: inout SeededGenerator
  ) {
    let back = 1 + generator.index(below: 6)
    let cause = Self.cause(of: situation, followedBy: following, &generator)
    // What was there before the first change has no known beginning.
    guard let start,
      let end = CalendarDate(year: month.year, month: month.month, day: 1)?.advanced(by: -back)
    else { return }
    episodes.append(Episode(kind: situation, start: start, end: max(start, end), cause: cause))
  }

  private mutating func open(
    _ situation: Situation,
    since start: CalendarDate?,
    _ plan: SimulatedPopulation.Plan
  ) {
    let begin = CalendarDate(year: plan.first.year - 4, month: plan.first.month, day: 1)
    // Somebody dismissed before needs no episode for being without work.
    guard let start = start ?? (episodes.isEmpty ? begin : nil) else { return }
    episodes.append(Episode(kind: situation, start: start, end: nil, cause: nil))
  }

  /// Why jobs end, by contract, as a share of the ends.
  private static func cause(
    of situation: Situation,
    followedBy following: Situation?,
    _ generator: inout SeededGenerator
  ) -> String? {
    guard situation.isEmployed, following != nil else { return nil }
    let shares: [(String, Double)] =
      switch situation {
      case .permanent:
        [
          ("dimissioni", 0.50), ("licenziamento_individuale", 0.33),
          ("licenziamento_collettivo", 0.07), ("cessazione_attivita", 0.10),
        ]
      case .apprenticeship:
        [("dimissioni", 0.6), ("licenziamento_individuale", 0.3), ("fine_formazione", 0.1)]
      default:
        [("fine_termine", 0.85), ("dimissioni", 0.10), ("licenziamento_individuale", 0.05)]
      }
    var left = generator.uniform()
    for (cause, share) in shares {
      left -= share
      if left < 0 { return cause }
    }
    return shares[0].0
  }
}

extension SimulatedPerson.Background {
  fileprivate init(_ plan: SimulatedPopulation.Plan, _ generator: inout SeededGenerator) {
    isFemale = generator.uniform() < 0.5
    // Ages are those of the last month, spread evenly.
    let last = plan.first.advanced(by: plan.months - 1)
    let span = 12 * (plan.ages.upperBound - plan.ages.lowerBound + 1)
    birth = last.advanced(by: -(12 * plan.ages.lowerBound + generator.index(below: span)))
    let origin = generator.uniform()
    citizenship = origin < 0.76 ? .italian : origin < 0.81 ? .european : .other
    municipio = 1 + generator.index(below: 9)
    let schooling = generator.uniform()
    let low = citizenship == .other ? 0.35 : 0.15
    education = schooling < low ? .low : schooling < low + 0.5 ? .medium : .high
  }
}
