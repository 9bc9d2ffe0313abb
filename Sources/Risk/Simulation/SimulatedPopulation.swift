internal import Concurrency
package import Datasets

/// A seeded population of young persons with a known truth, for power studies and for trying the
/// other commands.
package struct SimulatedPopulation: Sendable {
  /// What it was drawn from.
  package let plan: Plan
  /// The persons, by number.
  package let persons: [SimulatedPerson]

  /// What is drawn.
  package struct Plan: Sendable {
    /// Number of persons.
    package let persons: Int
    /// First month shown.
    package let first: Month
    /// Number of months shown.
    package let months: Int
    /// Ages in the last month, in years.
    package let ages: ClosedRange<Int>
    /// Share of persons whose telephone number is known.
    package let phoneShare: Double
    /// How months follow each other.
    package let model: PopulationModel
    /// Determines everything.
    package let seed: UInt64

    /// A plan.
    package init(
      persons: Int,
      first: Month,
      months: Int,
      ages: ClosedRange<Int>,
      phoneShare: Double,
      model: PopulationModel,
      seed: UInt64
    ) {
      self.persons = persons
      self.first = first
      self.months = months
      self.ages = ages
      self.phoneShare = phoneShare
      self.model = model
      self.seed = seed
    }
  }

  /// The truth of one person at one date.
  package struct Truth: Sendable, Equatable {
    /// Index of the person.
    package let person: Int
    /// The date, the first month that is not known yet.
    package let date: Month
    /// Probability of the label.
    package let probability: Double
    /// The same if the person is contacted at the date.
    package let probabilityIfContacted: Double
  }

  private static let blockSize = 512

  /// Draws the persons; the same for any number of threads.
  package init(_ plan: Plan, threads: Int) {
    self.plan = plan
    let blocks = (plan.persons + Self.blockSize - 1) / Self.blockSize
    persons = parallelMap(count: blocks, threads: threads) { block in
      let end = min((block + 1) * Self.blockSize, plan.persons)
      return (block * Self.blockSize..<end).map { SimulatedPerson(number: $0 + 1, plan) }
    }.flatMap(\.self)
  }

  /// Exact probabilities of being jobless in at least some months of a window, for the persons who
  /// have not moved away before each date.
  ///
  /// - Parameters:
  ///   - dates: first months of the windows, after the first month shown.
  ///   - atLeast: jobless months that count as the event.
  ///   - months: length of the window.
  ///   - threads: largest number of workers.
  /// - Returns: one a person and date, by person.
  package func truth(
    at dates: [Month],
    joblessAtLeast atLeast: Int,
    ofMonths months: Int,
    threads: Int
  ) -> [Truth] {
    let blocks = (persons.count + Self.blockSize - 1) / Self.blockSize
    return parallelMap(count: blocks, threads: threads) { block in
      var result: [Truth] = []
      for index in block * Self.blockSize..<min((block + 1) * Self.blockSize, persons.count) {
        let person = persons[index]
        for date in dates {
          let known = plan.first.distance(to: date) - 1
          guard person.months.indices.contains(known), let situation = person.months[known] else {
            continue
          }
          let probabilities = [false, true].map { isContacted in
            plan.model.probability(
              joblessAtLeast: atLeast,
              ofMonths: months,
              from: date,
              after: situation,
              person,
              isContacted: isContacted
            )
          }
          result.append(
            Truth(
              person: index,
              date: date,
              probability: probabilities[0],
              probabilityIfContacted: probabilities[1]
            )
          )
        }
      }
      return result
    }.flatMap(\.self)
  }
}
