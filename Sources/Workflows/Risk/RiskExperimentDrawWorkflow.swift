internal import DataIO
internal import Datasets
internal import Registry
internal import Risk

/// What `risk experiment draw` is asked for.
package struct RiskExperimentDrawRequest: Codable, Sendable, Equatable {
  /// Path of the table, one row a person.
  package var data: String
  /// Column of the person.
  package var id: String
  /// How many are held out.
  package var heldOut: AuditCapacity
  /// Columns of the strata; none for a simple draw.
  package var strata: [String]
  /// Name of the experiment, on which the draw depends with the seed.
  package var name: String
  /// What the rows to draw from must have.
  package var conditions: [RowCondition]
  /// Expected share with the outcome without contact; no power when neither this nor `scores` is
  /// given.
  package var rate: Double?
  /// Column of probabilities whose mean is that share.
  package var scores: String?
  /// Expected change by contact.
  package var effect: Double?
  /// Confidence level of the test.
  package var level: Double
  /// Probability with which an effect is to be found.
  package var target: Double
  /// Path of the table to write.
  package var output: String
  /// Threads, seed, force, registry.
  package var environment: RequestEnvironment

  /// A request.
  package init(
    data: String,
    id: String,
    heldOut: AuditCapacity,
    strata: [String] = [],
    name: String = "experiment",
    conditions: [RowCondition] = [],
    rate: Double? = nil,
    scores: String? = nil,
    effect: Double? = nil,
    level: Double = 0.95,
    target: Double = 0.8,
    output: String,
    environment: RequestEnvironment
  ) {
    self.data = data
    self.id = id
    self.heldOut = heldOut
    self.strata = strata
    self.name = name
    self.conditions = conditions
    self.rate = rate
    self.scores = scores
    self.effect = effect
    self.level = level
    self.target = target
    self.output = output
    self.environment = environment
  }
}

/// What `risk experiment draw` gave.
package struct RiskExperimentDrawResult: Codable, Sendable, Equatable {
  /// Path of the table written.
  package let output: String
  /// People drawn from.
  package let rows: Int
  /// People held out.
  package let heldOut: Int
  /// The strata; one, without columns.
  package let strata: [Stratum]
  /// What the experiment can find; `nil` where no share is expected.
  package let power: ExperimentPower?
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package let notRecorded: String?

  /// A stratum.
  package struct Stratum: Codable, Sendable, Equatable {
    /// Value of each column of strata; `nil` for an empty cell.
    package let levels: [String?]
    /// People; `nil` for a count that must not be shown.
    package let rows: Int?
    /// People held out; likewise.
    package let heldOut: Int?
  }
}

/// From people to those who are contacted and those who are held out.
package struct RiskExperimentDrawWorkflow: Sendable {
  /// A workflow.
  package init() {}

  /// Draws the hold-out and writes id, strata and `arm`: `contact` or `hold_out`.
  ///
  /// - Throws: `DataProblem`, `OutputProblem`.
  package func run(_ request: RiskExperimentDrawRequest) throws -> RiskExperimentDrawResult {
    let recorder = RunRecorder(request.environment)
    try OutputProblem.refuse(output: request.output, amongInputs: [request.data])
    let digest = try InputDigest(role: "data", path: request.data)
    let environment = request.environment
    let table = try TableInput.read(
      request.data,
      numbers: [request.scores].compactMap(\.self),
      environment: environment
    )
    let rows = try table.dataset.selecting(where: request.conditions)
    let hash = KeyedHash(seed: environment.seed, list: request.name)
    let draw = try HoldOutDraw(
      rows,
      id: request.id,
      strata: request.strata,
      size: request.heldOut.size,
      key: hash.value(of:)
    )
    let heldOut = draw.isHeldOut.count { $0 }
    let power = try request.expectedRate(rows).map { rate in
      ExperimentPower(
        contacted: rows.rowCount - heldOut,
        heldOut: heldOut,
        rate: rate,
        effect: try request.possibleEffect(rate),
        level: request.level,
        target: request.target
      )
    }
    let columns = [try rows.column(request.id)] + (try request.strata.map { try rows.column($0) })
    let arms = draw.isHeldOut.map { $0 ? "hold_out" : "contact" }
    let drawn = try Dataset(source: request.data, columns: columns)
      .adding(Column(name: "arm", values: .text(TextColumn(arms))))
    try CSVWriter.write(
      drawn,
      to: request.output,
      permissions: .ownerOnly,
      force: environment.force
    )
    let notRecorded = recorder.record(
      command: "risk experiment draw",
      request: request,
      inputs: [digest.counting(rows: table.dataset.rowCount)],
      outputs: [request.output]
    )
    return RiskExperimentDrawResult(
      output: request.output,
      rows: rows.rowCount,
      heldOut: heldOut,
      strata: draw.strata.map { stratum in
        .init(
          levels: stratum.levels,
          rows: SmallCount.shown(stratum.rows),
          heldOut: SmallCount.shown(stratum.heldOut, of: stratum.rows)
        )
      },
      power: power,
      notRecorded: notRecorded
    )
  }
}

extension AuditCapacity {
  fileprivate var size: HoldOutDraw.Size {
    switch self {
    case .count(let count): .count(count)
    case .share(let share): .share(share)
    }
  }
}

extension RiskExperimentDrawRequest {
  /// The share expected without contact: as given, or the mean of the probabilities.
  fileprivate func expectedRate(_ rows: Dataset) throws(DataProblem) -> Double? {
    guard rate == nil, let scores else { return rate }
    guard case .numbers(let values) = try rows.column(scores).values else {
      throw DataProblem(.notANumber, file: rows.source, column: scores)
    }
    if let row = values.firstIndex(where: { !(0...1).contains($0) }) {
      throw DataProblem(
        .invalidValue(expected: "a probability"),
        file: rows.source,
        line: rows.line(ofRow: row),
        column: scores
      )
    }
    let mean = values.reduce(0, +) / Double(values.count)
    guard mean > 0, mean < 1 else {
      throw DataProblem(
        .invalidValue(expected: "probabilities between 0 and 1"),
        file: rows.source,
        column: scores
      )
    }
    return mean
  }

  /// The expected change, which must leave a share.
  fileprivate func possibleEffect(_ rate: Double) throws(DataProblem) -> Double? {
    guard let effect else { return nil }
    guard (0...1).contains(rate + effect) else {
      throw DataProblem(
        .invalidValue(expected: "an effect that leaves a share between 0 and 1"),
        column: "effect"
      )
    }
    return effect
  }
}
