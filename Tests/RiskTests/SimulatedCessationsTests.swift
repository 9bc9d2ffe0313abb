import Datasets
import Risk
import TestSupport
import Testing

@Suite struct `A simulated register of dismissals` {
  private static func register(eligible: Int, seed: UInt64 = 3, threads: Int = 2)
    -> SimulatedCessations
  {
    SimulatedCessations(
      SimulatedCessations.Plan(
        eligible: eligible,
        latest: Month(year: 2024, month: 5),
        phoneShare: 0.75,
        model: PopulationModel(),
        seed: seed
      ),
      threads: threads
    )
  }

  @Test func `has exactly so many women to be called, for any number of threads`() {
    let one = Self.register(eligible: 137, threads: 1).people
    let three = Self.register(eligible: 137, threads: 3).people
    let latest = Month(year: 2024, month: 5)
    #expect(one.count { $0.isEligible(at: latest) } == 137)
    #expect(one.map { $0.person.episodes } == three.map { $0.person.episodes })
    #expect(one.map(\.contracts.count) == three.map(\.contracts.count))
    #expect(one.last?.isEligible(at: latest) == true)
  }

  @Test func `has contracts in order, none before the age of sixteen, one of them a dismissal`() {
    for person in Self.register(eligible: 60).people {
      let contracts = person.contracts.map(\.episode)
      for (first, second) in zip(contracts, contracts.dropFirst()) {
        #expect(first.end.map { $0 < second.start } == true)
      }
      for contract in person.contracts {
        #expect(contract.recorded >= contract.episode.start)
        #expect(contract.episode.end.map { $0 >= contract.episode.start } ?? true)
        #expect(
          person.person.background.birth.distance(to: contract.episode.start.month) >= 16 * 12
        )
      }
      let causes = ["licenziamento_individuale", "licenziamento_collettivo", "cessazione_attivita"]
      #expect(contracts.contains { $0.cause.map(causes.contains) ?? false })
    }
  }
}
