import Datasets
import Risk
import Statistics
import TestSupport
import Testing

@Suite struct `A simulated population` {
  private static func plan(persons: Int, seed: UInt64 = 7) -> SimulatedPopulation.Plan {
    SimulatedPopulation.Plan(
      persons: persons,
      first: Month(year: 2022, month: 1),
      months: 36,
      ages: 16...29,
      phoneShare: 0.7,
      model: PopulationModel(),
      seed: seed
    )
  }

  private static let dates = [Month(year: 2023, month: 1), Month(year: 2024, month: 1)]

  @Test func `is the same for any number of threads and another for another seed`() {
    let one = SimulatedPopulation(Self.plan(persons: 1500), threads: 1).persons
    let three = SimulatedPopulation(Self.plan(persons: 1500), threads: 3).persons
    let other = SimulatedPopulation(Self.plan(persons: 1500, seed: 8), threads: 1).persons
    #expect(one.map(\.months) == three.map(\.months))
    #expect(one.map(\.episodes) == three.map(\.episodes))
    #expect(one.map(\.months) != other.map(\.months))
  }

  @Test func `has the stated probabilities of the next month`() {
    let persons = SimulatedPopulation(Self.plan(persons: 50), threads: 1).persons
    let model = PopulationModel()
    for person in persons {
      for situation in Situation.allCases {
        var renewal = 0.0
        let next = model.next(
          after: situation,
          person,
          in: Month(year: 2023, month: 5),
          renewal: &renewal
        )
        #expect(next.allSatisfy { $0 >= 0 && $0 <= 1 })
        expectClose(next.reduce(0, +), 1, absoluteTolerance: 1e-12)
      }
    }
  }

  @Test func `has as many events as the exact probabilities say`() {
    let population = SimulatedPopulation(Self.plan(persons: 20_000), threads: 2)
    for date in Self.dates {
      let truth = population.truth(at: [date], joblessAtLeast: 6, ofMonths: 12, threads: 2)
      var expected = 0.0
      var variance = 0.0
      var events = 0.0
      var score = 0.0
      var scoreVariance = 0.0
      for row in truth {
        let months = population.persons[row.person].months
        let start = population.plan.first.distance(to: date)
        let window = months[start..<(start + 12)]
        // Moving away is independent of the rest.
        guard !window.contains(nil) else { continue }
        let isEvent = window.count { $0 == .jobless } >= 6
        let p = row.probability
        expected += p
        variance += p * (1 - p)
        events += isEvent ? 1 : 0
        // Not only on average: where the probability is high there are more of them.
        score += (p - 0.2) * ((isEvent ? 1 : 0) - p)
        scoreVariance += (p - 0.2) * (p - 0.2) * p * (1 - p)
        #expect(row.probabilityIfContacted <= p + 1e-12)
      }
      #expect(abs(events - expected) < 4 * variance.squareRoot(), "at \(date)")
      #expect(abs(score) < 4 * scoreVariance.squareRoot(), "at \(date)")
    }
  }

  @Test func `signs contracts in the stated shares`() {
    let population = SimulatedPopulation(Self.plan(persons: 5000), threads: 2)
    var counts: [Situation: Double] = [:]
    var total = 0.0
    for person in population.persons {
      for episode in person.episodes
      where episode.kind.isEmployed && episode.start.month >= population.plan.first {
        counts[episode.kind, default: 0] += 1
        total += 1
      }
    }
    for (kind, share) in PopulationModel.contractShares {
      let deviation = (share * (1 - share) / total).squareRoot()
      expectClose((counts[kind] ?? 0) / total, share, absoluteTolerance: 4 * deviation, kind.kind)
    }
  }

  @Test func `has episodes in order that agree with the months`() {
    let population = SimulatedPopulation(Self.plan(persons: 2000), threads: 2)
    for person in population.persons {
      for (first, second) in zip(person.episodes, person.episodes.dropFirst()) {
        #expect((first.end ?? second.start) <= second.start)
        #expect(first.start <= first.end ?? first.start)
      }
      // The fifteenth of a month lies in an episode of that month's situation.
      for (index, situation) in person.months.enumerated() {
        guard let situation else { continue }
        let month = population.plan.first.advanced(by: index)
        let day = CalendarDate(year: month.year, month: month.month, day: 15)!
        let found = person.episodes.first { $0.start <= day && day <= $0.end ?? day }
        if let found { #expect(found.kind == situation, "month \(month)") }
      }
    }
  }
}
