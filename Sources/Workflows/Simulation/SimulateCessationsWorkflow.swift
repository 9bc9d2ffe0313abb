internal import DataIO
package import Datasets
internal import Foundation
internal import Registry
internal import Risk

/// What `simulate cessations` is asked for.
package struct SimulateCessationsRequest: Codable, Sendable, Equatable {
  /// Women of 30 to 44 to be called at the latest date, exactly.
  package var eligible: Int
  /// The latest date.
  package var latest: Month
  /// Number of monthly lists that end with it.
  package var lists: Int
  /// Places of a list.
  package var capacity: Int
  /// Share of persons whose telephone number is known.
  package var phoneShare: Double
  /// Standard deviation of the part of the risk that no table shows.
  package var frailty: Double
  /// Folder to write.
  package var output: String
  /// Threads, seed, force.
  package var environment: RequestEnvironment

  /// A request.
  package init(
    eligible: Int,
    latest: Month,
    lists: Int = 5,
    capacity: Int = 450,
    phoneShare: Double = 0.75,
    frailty: Double = 0.6,
    output: String,
    environment: RequestEnvironment
  ) {
    self.eligible = eligible
    self.latest = latest
    self.lists = lists
    self.capacity = capacity
    self.phoneShare = phoneShare
    self.frailty = frailty
    self.output = output
    self.environment = environment
  }
}

/// What `simulate cessations` gave.
package struct SimulateCessationsResult: Codable, Sendable, Equatable {
  /// Folder written.
  package let output: String
  /// Its files.
  package let files: [String]
  /// Persons dismissed in the two years before the latest date.
  package let persons: Int
  /// Their contracts.
  package let contracts: Int
  /// Persons whose telephone number is known.
  package let phones: Int
  /// Women of 30 to 44 to be called at each date of a list.
  package let dates: [Date]
  /// Dates to train on, whose labels are known at the first list.
  package let training: [Month]
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package let notRecorded: String?

  /// One date of a list.
  package struct Date: Codable, Sendable, Equatable {
    /// The date.
    package let asOf: Month
    /// Women of 30 to 44, dismissed 30 days ago and not re-employed.
    package let eligible: Int
  }
}

/// The monthly calls after dismissals, on persons who do not exist, in the layouts that the other
/// commands read.
package struct SimulateCessationsWorkflow: Sendable {
  private static let files = [
    "cob.csv", "contacts.csv", "hires.csv", "in_charge.csv", "calls.csv", "opted_out.csv",
    "control.csv", "cohort.yaml", "spec.yaml", "policy.yaml", "policy-campaign.yaml", "README.md",
  ]

  /// A workflow.
  package init() {}

  /// Draws the register and writes its folder.
  ///
  /// - Throws: `OutputProblem`.
  package func run(_ request: SimulateCessationsRequest) throws -> SimulateCessationsResult {
    let recorder = RunRecorder(request.environment)
    let register = SimulatedCessations(
      SimulatedCessations.Plan(
        eligible: request.eligible,
        latest: request.latest,
        phoneShare: request.phoneShare,
        model: PopulationModel(frailtyDeviation: request.frailty),
        seed: request.environment.seed
      ),
      threads: request.environment.threads
    )
    let tables = CessationTables(register, lists: request.lists, capacity: request.capacity)
    try OutputFolder.write(
      to: request.output,
      permissions: .ownerOnly,
      force: request.environment.force,
      files: Self.files
    ) { folder in
      try tables.write(to: SimulationFolder(folder))
    }
    let notRecorded = recorder.record(
      command: "simulate cessations",
      request: request,
      inputs: [],
      outputs: Self.files.map { request.output + "/" + $0 }
    )
    return SimulateCessationsResult(
      output: request.output,
      files: Self.files,
      persons: register.people.count,
      contracts: register.people.reduce(0) { $0 + $1.contracts.count },
      phones: register.people.count { $0.person.phone != nil },
      dates: tables.dates.map { date in
        .init(asOf: date, eligible: register.people.count { $0.isEligible(at: date) })
      },
      training: tables.trainingDates,
      notRecorded: notRecorded
    )
  }
}
