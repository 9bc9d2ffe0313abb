internal import DataIO
package import Datasets
internal import Registry
internal import Risk

/// What `risk cohort` is asked for.
package struct RiskCohortRequest: Codable, Sendable, Equatable {
  /// Path of the `COHORT.yaml`.
  package var specification: String
  /// Path of the table of persons and monthly states.
  package var data: String
  /// Path of the table to write.
  package var output: String
  /// Threads, seed, force, registry.
  package var environment: RequestEnvironment

  /// A request.
  package init(
    specification: String,
    data: String,
    output: String,
    environment: RequestEnvironment
  ) {
    self.specification = specification
    self.data = data
    self.output = output
    self.environment = environment
  }
}

/// What `risk cohort` gave.
package struct RiskCohortResult: Codable, Sendable, Equatable {
  /// Path of the table written.
  package let output: String
  /// How the data file was read, in one line.
  package let findings: String
  /// What each date gave.
  package let dates: [Date]
  /// The windows around each date, as a picture in text.
  package let picture: String
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package let notRecorded: String?

  /// What one as-of date gave.
  package struct Date: Codable, Sendable, Equatable {
    /// The date, the first month that is not known yet.
    package let asOf: Month
    /// Number of rows.
    package let rows: Int
    /// Rows whose label is positive.
    package let positives: Int
    /// Rows whose label is not known, because states are missing in its window.
    package let unknown: Int
    /// Rows whose label is not known, because the person is away within its window.
    package let moved: Int
    /// Rows whose label is not known, because its window reaches beyond the data.
    package let notClosed: Int
    /// Persons who are not in the cohort at the date, by its rule.
    package let outside: Int
    /// Persons left out because missing values leave open whether the rule holds.
    package let undecided: Int
  }
}

/// From monthly states to one row a person and date.
package struct RiskCohortWorkflow: Sendable {
  /// A workflow.
  package init() {}

  /// Builds the cohort and writes it.
  ///
  /// - Throws: `DataProblem`, `OutputProblem`.
  package func run(_ request: RiskCohortRequest) throws -> RiskCohortResult {
    let recorder = RunRecorder(request.environment)
    try OutputProblem.refuse(
      output: request.output,
      amongInputs: [request.specification, request.data]
    )
    let inputs = [
      try InputDigest(role: "spec", path: request.specification),
      try InputDigest(role: "data", path: request.data),
    ]
    let specification = try CohortSpecification(path: request.specification)
    let table = try TableInput.read(request.data, environment: request.environment)
    let threads = request.environment.threads
    let cohort = try Cohort(specification, from: table.dataset, threads: threads)
    try CSVWriter.write(
      cohort.dataset,
      to: request.output,
      permissions: .ownerOnly,
      force: request.environment.force,
      threads: threads
    )
    let notRecorded = recorder.record(
      command: "risk cohort",
      request: request,
      inputs: [inputs[0], inputs[1].counting(rows: table.dataset.rowCount)],
      outputs: [request.output]
    )
    return RiskCohortResult(
      output: request.output,
      findings: table.findings,
      dates: cohort.dates.map {
        .init(
          asOf: $0.asOf,
          rows: $0.rows,
          positives: $0.positives,
          unknown: $0.unknown,
          moved: $0.moved,
          notClosed: $0.notClosed,
          outside: $0.outside,
          undecided: $0.undecided
        )
      },
      picture: WindowPicture(specification).text,
      notRecorded: notRecorded
    )
  }
}
