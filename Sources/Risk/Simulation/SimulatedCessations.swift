internal import Concurrency
package import Datasets
internal import Statistics

/// A seeded register of dismissed persons, so large that an exact number of them is to be called.
///
/// Everybody in it has been dismissed in the two years before the latest date. What happens after
/// is the Markov chain of ``PopulationModel``.
package struct SimulatedCessations: Sendable {
  /// What it was drawn from.
  package let plan: Plan
  /// The months shown and how they follow each other.
  package let population: SimulatedPopulation.Plan
  /// The persons, by number.
  package let people: [RegisteredPerson]

  /// Months before the latest date in which persons are dismissed.
  package static let dismissalMonths = 24
  /// Months from the latest date on that are shown.
  package static let laterMonths = 6
  /// Days before a date in which a hire may not be known yet, with room.
  package static let hireDays = 60
  /// Days since the end of the contract after which somebody is called.
  package static let noticeDays = 30
  /// Ages of those who are called.
  package static let ages = 30...44

  /// What is drawn.
  package struct Plan: Sendable {
    /// Women of ``SimulatedCessations/ages``, dismissed ``SimulatedCessations/noticeDays`` ago and
    /// not re-employed, at the latest date.
    package let eligible: Int
    /// The latest date.
    package let latest: Month
    /// Share of persons whose telephone number is known.
    package let phoneShare: Double
    /// How months follow each other.
    package let model: PopulationModel
    /// Determines everything.
    package let seed: UInt64

    /// A plan.
    package init(
      eligible: Int,
      latest: Month,
      phoneShare: Double,
      model: PopulationModel,
      seed: UInt64
    ) {
      self.eligible = eligible
      self.latest = latest
      self.phoneShare = phoneShare
      self.model = model
      self.seed = seed
    }
  }

  private static let blockSize = 512
  private static let blocksAtOnce = 16

  /// Draws persons until the number is reached; the same for any number of threads.
  package init(_ plan: Plan, threads: Int) {
    self.plan = plan
    let population = SimulatedPopulation.Plan(
      persons: 0,
      first: plan.latest.advanced(by: -Self.dismissalMonths),
      months: Self.dismissalMonths + Self.laterMonths,
      ages: 19...64,
      phoneShare: plan.phoneShare,
      model: plan.model,
      seed: plan.seed
    )
    var people: [RegisteredPerson] = []
    var missing = plan.eligible
    while missing > 0 {
      let start = people.count
      let blocks = parallelMap(count: Self.blocksAtOnce, threads: threads) { block in
        (0..<Self.blockSize).map { place in
          RegisteredPerson(
            SimulatedPerson(
              number: start + block * Self.blockSize + place + 1,
              dismissedInFirst: Self.dismissalMonths,
              population
            ),
            population
          )
        }
      }
      for person in blocks.joined() where missing > 0 {
        people.append(person)
        if person.isEligible(at: plan.latest) { missing -= 1 }
      }
    }
    self.people = people
    self.population = population
  }
}

/// A dismissed person, with what other registers know.
package struct RegisteredPerson: Sendable {
  /// The person.
  package let person: SimulatedPerson
  /// The contracts, and the day on which the hire was communicated.
  package let contracts: [(episode: SimulatedPerson.Episode, recorded: CalendarDate)]
  /// Since when the person lives elsewhere.
  package let moved: Month?
  /// Since when an office cares for the person already.
  package let inCharge: CalendarDate?
  /// When the person was called before.
  package let called: CalendarDate?
  /// True when the person asked not to be called.
  package let isOptedOut: Bool
  /// True when the person is in the hold-out.
  package let isControl: Bool

  /// Share of hires that are communicated late.
  package static let lateShare = 0.15
  /// Shares of persons in charge, called before, opted out and held out.
  package static let shares = (inCharge: 0.12, called: 0.10, optedOut: 0.02, control: 0.05)

  init(_ person: SimulatedPerson, _ plan: SimulatedPopulation.Plan) {
    self.person = person
    var generator = SeededGenerator(seed: ~plan.seed, stream: UInt64(person.number))
    contracts = person.episodes.filter(\.kind.isEmployed).map { episode in
      let isLate = generator.uniform() < Self.lateShare
      let delay = isLate ? 6 + generator.index(below: 25) : generator.index(below: 6)
      return (episode, episode.start.advanced(by: delay))
    }
    moved = person.months.firstIndex(of: nil).map { plan.first.advanced(by: $0) }
    let end = plan.first.advanced(by: plan.months)
    let days = plan.first.firstDay.dayNumber..<end.firstDay.dayNumber
    func day(_ share: Double) -> CalendarDate? {
      let draw = generator.uniform()
      let day = CalendarDate(dayNumber: days.lowerBound + generator.index(below: days.count))
      return draw < share ? day : nil
    }
    inCharge = day(Self.shares.inCharge)
    called = day(Self.shares.called)
    isOptedOut = generator.uniform() < Self.shares.optedOut
    isControl = generator.uniform() < Self.shares.control
  }

  /// True for somebody whom the list of a date is for: a woman of the age, dismissed long enough ago,
  /// without a hire that is known at the date or was in the days before it.
  package func isEligible(at date: Month) -> Bool {
    let day = date.firstDay
    let ages = SimulatedCessations.ages
    let years = (date.year - ages.upperBound)...(date.year - ages.lowerBound)
    guard person.background.isFemale, years.contains(person.background.birth.year) else {
      return false
    }
    let known = contracts.filter { $0.recorded < day }
    guard let last = known.max(by: { $0.episode.start < $1.episode.start })?.episode,
      let end = last.end, end.advanced(by: SimulatedCessations.noticeDays) <= day,
      Dismissal.causeShares.contains(where: { $0.0 == last.cause })
    else { return false }
    let recent = day.advanced(by: -SimulatedCessations.hireDays)...day
    return !contracts.contains { recent.contains($0.episode.start) }
  }
}
