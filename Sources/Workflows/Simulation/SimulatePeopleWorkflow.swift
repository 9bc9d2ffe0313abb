internal import DataIO
package import Datasets
internal import Foundation
internal import Registry
internal import Risk

/// What `simulate people` is asked for.
package struct SimulatePeopleRequest: Codable, Sendable, Equatable {
  /// Number of persons, at least 1.
  package var persons: Int
  /// First month of the tables.
  package var first: Month
  /// Number of months of the tables.
  package var months: Int
  /// Months between two as-of dates.
  package var every: Int
  /// Ages in the last month, in years.
  package var youngest: Int
  /// See ``youngest``.
  package var oldest: Int
  /// Share of persons whose telephone number is known.
  package var phoneShare: Double
  /// Standard deviation of the part of the risk that no table shows.
  package var frailty: Double
  /// Number of features of the cohort and the specification, within ``SimulatedFeatures/range``.
  package var features: Int
  /// Folder to write.
  package var output: String
  /// Threads, seed, force.
  package var environment: RequestEnvironment

  /// A request.
  package init(
    persons: Int,
    first: Month,
    months: Int = 36,
    every: Int = 12,
    youngest: Int = 16,
    oldest: Int = 29,
    phoneShare: Double = 0.7,
    frailty: Double = 0.6,
    features: Int = SimulatedFeatures.range.lowerBound,
    output: String,
    environment: RequestEnvironment
  ) {
    self.persons = persons
    self.first = first
    self.months = months
    self.every = every
    self.youngest = youngest
    self.oldest = oldest
    self.phoneShare = phoneShare
    self.frailty = frailty
    self.features = features
    self.output = output
    self.environment = environment
  }
}

/// What `simulate people` gave.
package struct SimulatePeopleResult: Codable, Sendable, Equatable {
  /// Folder written.
  package let output: String
  /// Its files.
  package let files: [String]
  /// Number of persons.
  package let persons: Int
  /// Number of rows of the table of episodes.
  package let episodes: Int
  /// Persons whose telephone number is known.
  package let phones: Int
  /// What is true at each date.
  package let dates: [Date]
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package let notRecorded: String?

  /// The truth of one date.
  package struct Date: Codable, Sendable, Equatable {
    /// The date, the first month that is not known yet.
    package let asOf: Month
    /// Persons who have not moved away.
    package let persons: Int
    /// Their mean probability of the label.
    package let probability: Double
    /// The same if all of them were contacted at the date.
    package let probabilityIfContacted: Double
  }
}

/// A seeded population with a known truth, in the layouts that the other commands read.
package struct SimulatePeopleWorkflow: Sendable {
  /// Months from a date on that the label looks at.
  static let horizon = 12
  /// Jobless months among them that make a NEET.
  static let atLeast = 6

  private static let files = [
    "people.csv", "episodes.csv", "contacts.csv", "truth.csv", "cohort.yaml", "spec.yaml",
    "policy.yaml", "README.md",
  ]

  /// A workflow.
  package init() {}

  /// Draws the population and writes its folder.
  ///
  /// - Throws: `OutputProblem`; `DataProblem` when the months have no room for a date.
  package func run(_ request: SimulatePeopleRequest) throws -> SimulatePeopleResult {
    let recorder = RunRecorder(request.environment)
    let threads = request.environment.threads
    let features = SimulatedFeatures(count: request.features)
    let dates = stride(
      from: features.history,
      through: request.months - Self.horizon,
      by: request.every
    ).map { request.first.advanced(by: $0) }
    let population = SimulatedPopulation(
      SimulatedPopulation.Plan(
        persons: request.persons,
        first: request.first,
        months: request.months,
        ages: request.youngest...request.oldest,
        phoneShare: request.phoneShare,
        model: PopulationModel(frailtyDeviation: request.frailty),
        seed: request.environment.seed
      ),
      threads: threads
    )
    let truth = population.truth(
      at: dates,
      joblessAtLeast: Self.atLeast,
      ofMonths: Self.horizon,
      threads: threads
    )
    try OutputFolder.write(
      to: request.output,
      permissions: .ownerOnly,
      force: request.environment.force,
      files: Self.files
    ) { folder in
      let tables = SimulatedTables(population, dates: dates, truth: truth, features: features)
      try tables.write(to: SimulationFolder(folder))
    }
    let notRecorded = recorder.record(
      command: "simulate people",
      request: request,
      inputs: [],
      outputs: Self.files.map { request.output + "/" + $0 }
    )
    return SimulatePeopleResult(
      output: request.output,
      files: Self.files,
      persons: population.persons.count,
      episodes: population.persons.reduce(0) { $0 + $1.episodes.count },
      phones: population.persons.count { $0.phone != nil },
      dates: dates.map { date in
        let rows = truth.filter { $0.date == date }
        let count = Double(max(rows.count, 1))
        return .init(
          asOf: date,
          persons: rows.count,
          probability: rows.reduce(0) { $0 + $1.probability } / count,
          probabilityIfContacted: rows.reduce(0) { $0 + $1.probabilityIfContacted } / count
        )
      },
      notRecorded: notRecorded
    )
  }
}
