internal import DataIO
internal import Datasets
internal import Registry
internal import Risk
internal import Statistics

/// What `simulate outcomes` is asked for.
package struct SimulateOutcomesRequest: Codable, Sendable, Equatable {
  /// Path of a `lista.csv` as `risk list` writes it.
  package var list: String
  /// Persons called, from the first place on; all when `nil`.
  package var called: Int?
  /// Persons reached; as the model has it when `nil`.
  package var reached: Int?
  /// Persons who say yes; as the model has it when `nil`.
  package var available: Int?
  /// Path of the file to write.
  package var output: String
  /// Seed, force.
  package var environment: RequestEnvironment

  /// A request.
  package init(
    list: String,
    called: Int? = nil,
    reached: Int? = nil,
    available: Int? = nil,
    output: String,
    environment: RequestEnvironment
  ) {
    self.list = list
    self.called = called
    self.reached = reached
    self.available = available
    self.output = output
    self.environment = environment
  }
}

/// What `simulate outcomes` gave.
package struct SimulateOutcomesResult: Codable, Sendable, Equatable {
  /// Path of the file written.
  package let output: String
  /// Places of the list.
  package let places: Int
  /// Places with an outcome, those that had one before among them.
  package let called: Int
  /// Persons spoken to.
  package let reached: Int
  /// Persons who said yes.
  package let available: Int
  /// Places by outcome, in the order of the outcomes.
  package let outcomes: [Count]
  /// Persons called by this run and the truth of yes, by band of risk.
  package let bands: [Band]
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package let notRecorded: String?

  /// Places of one outcome.
  package struct Count: Codable, Sendable, Equatable {
    /// The outcome as it is written.
    package let outcome: String
    /// Number of places.
    package let places: Int
  }

  /// The persons of a band.
  package struct Band: Codable, Sendable, Equatable {
    /// Band of risk, from 1.
    package let band: Int
    /// Persons called by this run.
    package let called: Int
    /// Of these, persons reached.
    package let reached: Int
    /// Of these, persons who said yes.
    package let available: Int
    /// True probability that a person reached says yes.
    package let acceptance: Double
  }
}

/// Plays the team that calls the people of a list: the file as it would come back.
package struct SimulateOutcomesWorkflow: Sendable {
  /// A workflow.
  package init() {}

  /// Fills in outcomes, days, attempts, operators and remarks.
  ///
  /// Places that have an outcome keep it; the margins are of the others.
  ///
  /// - Throws: `DataProblem` for a file that is no list, a margin beyond its open places, and a month
  ///   without a working day before the list expires; `OutputProblem`.
  package func run(_ request: SimulateOutcomesRequest) throws -> SimulateOutcomesResult {
    let recorder = RunRecorder(request.environment)
    let digest = try InputDigest(role: "list", path: request.list)
    try OutputProblem.refuse(output: request.output, amongInputs: [request.list])
    let sheet = try ReturnedSheet(path: request.list, environment: request.environment)
    let open = sheet.openRows
    let called = request.called ?? open.count
    let reached = request.reached ?? called
    guard called <= open.count else {
      throw sheet.tooMany("--called", limit: open.count, "the places without an outcome")
    }
    guard reached <= called else {
      throw sheet.tooMany("--reached", limit: called, "the number called")
    }
    guard request.available ?? 0 <= reached else {
      throw sheet.tooMany("--available", limit: reached, "the number reached")
    }
    let rows = Array(open.prefix(called))
    var generator = SeededGenerator(seed: request.environment.seed)
    let calls = ContactOutcomeModel().calls(
      bands: rows.map { sheet.bands[$0] },
      margins: .init(reached: request.reached, available: request.available),
      &generator
    )
    let filled = try sheet.filled(rows, calls)
    try CSVWriter.write(
      filled,
      to: request.output,
      style: .italian,
      permissions: .ownerOnly,
      force: request.environment.force
    )
    let notRecorded = recorder.record(
      command: "simulate outcomes",
      request: request,
      inputs: [digest],
      outputs: [request.output]
    )
    return SimulateOutcomesResult(request, sheet, filled, rows, calls, notRecorded: notRecorded)
  }
}

extension SimulateOutcomesResult {
  fileprivate init(
    _ request: SimulateOutcomesRequest,
    _ sheet: ReturnedSheet,
    _ filled: Dataset,
    _ rows: [Int],
    _ calls: [ContactOutcomeModel.Call],
    notRecorded: String?
  ) {
    let texts =
      filled["esito"].map { column in (0..<column.count).map { column.text(at: $0) } } ?? []
    let found = texts.compactMap { $0.flatMap(ContactOutcome.init(rawValue:)) }
    let pairs = zip(rows, calls).map { (band: sheet.bands[$0], outcome: $1.outcome) }
    self.init(
      output: request.output,
      places: texts.count,
      called: found.count,
      reached: found.count(where: \.answer.isKnown),
      available: found.count { $0.answer == .positive },
      outcomes: ContactOutcome.allCases.map { outcome in
        Count(outcome: outcome.rawValue, places: found.count { $0 == outcome })
      },
      bands: Set(pairs.map(\.band)).sorted().map { band in
        let own = pairs.filter { $0.band == band }.map(\.outcome)
        return Band(
          band: band,
          called: own.count,
          reached: own.count(where: \.answer.isKnown),
          available: own.count { $0.answer == .positive },
          acceptance: ContactOutcomeModel.acceptance(band: band)
        )
      },
      notRecorded: notRecorded
    )
  }
}
