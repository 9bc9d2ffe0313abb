internal import DataIO
package import Datasets
internal import Foundation
internal import Registry
internal import Risk
internal import Statistics

/// What `risk experiment analyse` is asked for.
package struct RiskExperimentAnalyseRequest: Codable, Sendable, Equatable {
  /// Path of the table, one row a person.
  package var data: String
  /// Column that says who was treated.
  package var arm: String
  /// Value of the treated.
  package var treated: String
  /// Value of the controls.
  package var control: String
  /// What makes the outcome; unknown where a cell is empty and no other says no.
  package var outcome: [RowCondition]
  /// Column of the person, each of whom must have one row; not looked at when `nil`.
  package var id: String?
  /// Column of scores from before the experiment; no bands when `nil`.
  package var scores: String?
  /// Number of bands of risk.
  package var bands: Int
  /// Column of subgroups.
  package var subgroups: String?
  /// Columns to make before anything else.
  package var definitions: [DefinedColumn]
  /// What the rows to analyse must have.
  package var conditions: [RowCondition]
  /// Confidence level of intervals.
  package var level: Double
  /// Bootstrap replicates of the uplift curve.
  package var replicates: Int
  /// Language of the report.
  package var language: Language
  /// Folder to write `experiment.json`, `effects.csv`, `uplift.csv` and `report.html` to; none when
  /// `nil`.
  package var output: String?
  /// Threads, seed, force, registry.
  package var environment: RequestEnvironment

  /// A request.
  package init(
    data: String,
    arm: String,
    treated: String,
    control: String,
    outcome: [RowCondition],
    id: String? = nil,
    scores: String? = nil,
    bands: Int = 5,
    subgroups: String? = nil,
    definitions: [DefinedColumn] = [],
    conditions: [RowCondition] = [],
    level: Double = 0.95,
    replicates: Int = 1000,
    language: Language = .italian,
    output: String? = nil,
    environment: RequestEnvironment
  ) {
    self.data = data
    self.arm = arm
    self.treated = treated
    self.control = control
    self.outcome = outcome
    self.id = id
    self.scores = scores
    self.bands = bands
    self.subgroups = subgroups
    self.definitions = definitions
    self.conditions = conditions
    self.level = level
    self.replicates = replicates
    self.language = language
    self.output = output
    self.environment = environment
  }
}

/// What `risk experiment analyse` gave.
///
/// Counts from 1 to 4, and what could be computed back to them, are left out everywhere.
package struct RiskExperimentAnalyseResult: Codable, Sendable, Equatable {
  /// Rows of both arms.
  package let rows: Int
  /// Rows left out since they are in neither arm.
  package let otherArms: Int
  /// Confidence level of intervals.
  package let level: Double
  /// All people.
  package let overall: ExperimentEffect
  /// Bands of risk, the lowest first; empty without scores.
  package let bands: [ExperimentEffect]
  /// Whether their effects differ by more than chance.
  package let bandHeterogeneity: ExperimentHeterogeneity?
  /// Subgroups; empty without a column.
  package let subgroups: [ExperimentEffect]
  /// Whether their effects differ by more than chance.
  package let subgroupHeterogeneity: ExperimentHeterogeneity?
  /// What treating a share of the people does, the riskiest first; empty without scores.
  package let uplift: [UpliftPoint]
  /// Mean distance of that curve from treating at random; below 0 where the riskiest first prevents
  /// more.
  package let upliftArea: Double?
  /// Lower end of its interval at 95 %.
  package let upliftAreaLower: Double?
  /// Upper end.
  package let upliftAreaUpper: Double?
  /// Folder of the outputs; in no artefact.
  package internal(set) var output: String?
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package internal(set) var notRecorded: String?
}

/// Share with the outcome of the treated minus that of the controls, in some people.
package struct ExperimentEffect: Codable, Sendable, Equatable {
  /// `all`, the number of the band, or the value of the subgroup; `nil` for an empty cell.
  package let name: String?
  /// Lowest score, in a band.
  package let lowestScore: Double?
  /// Highest score, in a band.
  package let highestScore: Double?
  /// Treated people of known outcome; `nil` for a count that must not be shown.
  package let treated: Int?
  /// Share of them with the outcome.
  package let treatedShare: Double?
  /// Treated people whose outcome is not known.
  package let treatedUnknown: Int?
  /// Controls of known outcome.
  package let controls: Int?
  /// Share of them with the outcome.
  package let controlShare: Double?
  /// Controls whose outcome is not known.
  package let controlsUnknown: Int?
  /// The effect; `nil` where an arm is missing or must not be shown.
  package let effect: Double?
  /// Neyman's standard error; `nil` where an arm has fewer than two people.
  package let standardError: Double?
  /// Lower end of the interval.
  package let lower: Double?
  /// Upper end of the interval.
  package let upper: Double?
  /// How far to trust it.
  package let mark: Mark

  /// How far to trust an effect.
  package enum Mark: String, Codable, Sendable {
    /// As the interval says.
    case estimated
    /// Not shown, since it would tell of fewer than five people.
    case suppressed
    /// There is none: an arm has nobody of known outcome.
    case missingArm = "missing_arm"
  }

  init(
    _ effect: ExperimentAnalysis.Effect,
    name: String?,
    scores: (lowest: Double, highest: Double)? = nil,
    level: Double
  ) {
    let shares = effect.shares
    let hidesTreated =
      SmallCount.shown(shares.firstPositives, of: shares.firstCount) == nil
    let hidesControls =
      SmallCount.shown(shares.secondPositives, of: shares.secondCount) == nil
    let isHidden = hidesTreated || hidesControls
    self.name = name
    lowestScore = scores?.lowest
    highestScore = scores?.highest
    treated = SmallCount.shown(shares.firstCount)
    treatedShare = hidesTreated ? nil : shares.firstShare
    treatedUnknown = SmallCount.shown(effect.unknownTreated)
    controls = SmallCount.shown(shares.secondCount)
    controlShare = hidesControls ? nil : shares.secondShare
    controlsUnknown = SmallCount.shown(effect.unknownControls)
    self.effect = isHidden ? nil : shares.difference
    standardError = isHidden ? nil : shares.standardError
    // Newcombe's interval holds where Neyman's standard error is 0 or there is none.
    let interval = isHidden ? nil : shares.interval(level: level)
    lower = interval?.lower
    upper = interval?.upper
    mark = shares.difference == nil ? .missingArm : isHidden ? .suppressed : .estimated
  }
}

/// Whether some effects differ by more than chance.
package struct ExperimentHeterogeneity: Codable, Sendable, Equatable {
  /// Cochran's Q.
  package let statistic: Double
  /// Number of effects minus one.
  package let degreesOfFreedom: Int
  /// Probability of at least that if they are equal.
  package let pValue: Double

  init(_ test: ExperimentAnalysis.Heterogeneity) {
    statistic = test.statistic
    degreesOfFreedom = test.degreesOfFreedom
    pValue = test.pValue
  }
}

/// What treating a share of the people does, the riskiest first.
package struct UpliftPoint: Codable, Sendable, Equatable {
  /// Share of people.
  package let share: Double
  /// People of known outcome among them.
  package let rows: Int
  /// Effect among them.
  package let effect: Double?
  /// The effect times the share: the change over all people.
  package let total: Double?
  /// Lower end of its interval at 95 %.
  package let lower: Double?
  /// Upper end.
  package let upper: Double?
}

/// From a table of an experiment to what the treatment did.
package struct RiskExperimentAnalyseWorkflow: Sendable {
  /// A workflow.
  package init() {}

  private static let files = ["experiment.json", "effects.csv", "uplift.csv", "report.html"]

  /// Analyses the experiment.
  ///
  /// - Throws: `DataProblem`, `OutputProblem`.
  package func run(
    _ request: RiskExperimentAnalyseRequest
  ) throws -> RiskExperimentAnalyseResult {
    let recorder = RunRecorder(request.environment)
    if let output = request.output {
      try OutputProblem.refuse(output: output, amongInputs: [request.data])
    }
    let digest = try InputDigest(role: "data", path: request.data)
    let environment = request.environment
    let table = try TableInput.read(
      request.data,
      numbers: [request.scores].compactMap(\.self),
      environment: environment
    )
    let rows = try table.dataset.defining(request.definitions)
      .selecting(where: request.conditions)
    let (sample, otherArms) = try request.sample(rows)
    let analysis = ExperimentAnalysis(
      sample,
      bands: request.bands,
      replicates: request.replicates,
      seed: environment.seed,
      threads: environment.threads
    )
    var result = RiskExperimentAnalyseResult(
      analysis,
      sample,
      otherArms: otherArms,
      level: request.level
    )
    if let output = request.output {
      let written = result
      try OutputFolder.write(to: output, force: environment.force, files: Self.files) { folder in
        try JSONDocument.write(written, to: folder.appending(path: "experiment.json").path)
        try CSVWriter.write(written.effects, to: folder.appending(path: "effects.csv").path)
        try CSVWriter.write(written.curve, to: folder.appending(path: "uplift.csv").path)
        let report = RiskExperimentReport(written, request, data: digest)
        try OutputFile.write(to: folder.appending(path: "report.html").path) { file in
          try file.append(report.html)
        }
      }
    }
    result.notRecorded = recorder.record(
      command: "risk experiment analyse",
      request: request,
      inputs: [digest.counting(rows: table.dataset.rowCount)],
      outputs: request.output.map { output in Self.files.map { output + "/" + $0 } } ?? []
    )
    result.output = request.output
    return result
  }
}

extension RiskExperimentAnalyseRequest {
  /// The people of both arms, and how many rows are in neither.
  ///
  /// - Throws: `DataProblem`: a column that is not there, an arm or an outcome that no row has, an
  ///   empty score, a person with two rows.
  fileprivate func sample(
    _ dataset: Dataset
  ) throws(DataProblem) -> (sample: ExperimentSample, otherArms: Int) {
    let isTreated = try [RowCondition(column: arm, value: treated)].hold(in: dataset)
    let isControl = try [RowCondition(column: arm, value: control)].hold(in: dataset)
    for (value, holds) in [(treated, isTreated), (control, isControl)]
    where !holds.contains(true) {
      throw DataProblem(.valueNotFound(value: value), file: dataset.source, column: arm)
    }
    let places = isTreated.indices.filter { isTreated[$0] == true || isControl[$0] == true }
    let rows = dataset.selecting(rows: places)
    if let id { _ = try rows.identifiers(id) }
    for condition in outcome {
      guard try condition.holds(in: rows).contains(true) else {
        throw DataProblem(
          .valueNotFound(value: condition.value),
          file: dataset.source,
          column: condition.column
        )
      }
    }
    let values = try scores.map { name throws(DataProblem) in
      guard case .numbers(let values) = try rows.column(name).values else {
        throw DataProblem(.notANumber, file: dataset.source, column: name)
      }
      if let row = values.firstIndex(where: \.isNaN) {
        throw DataProblem(
          .missingValue,
          file: dataset.source,
          line: rows.line(ofRow: row),
          column: name
        )
      }
      return values
    }
    let groups = try subgroups.map { name throws(DataProblem) in
      let column = try rows.column(name)
      let texts = (0..<rows.rowCount).map { column.text(at: $0) }
      guard Set(texts).count <= 50 else {
        throw DataProblem(
          .invalidValue(expected: "a column of at most 50 values; cut it into bands first"),
          file: dataset.source,
          column: name
        )
      }
      return texts
    }
    return (
      ExperimentSample(
        isTreated: places.map { isTreated[$0] == true },
        outcomes: try outcome.hold(in: rows),
        scores: values,
        subgroups: groups
      ), dataset.rowCount - places.count
    )
  }
}

extension RiskExperimentAnalyseResult {
  fileprivate init(
    _ analysis: ExperimentAnalysis,
    _ sample: ExperimentSample,
    otherArms: Int,
    level: Double
  ) {
    rows = sample.count
    self.otherArms = otherArms
    self.level = level
    overall = ExperimentEffect(analysis.overall, name: "all", level: level)
    bands = analysis.bands.map {
      ExperimentEffect(
        $0.effect,
        name: String($0.number),
        scores: ($0.lowest, $0.highest),
        level: level
      )
    }
    bandHeterogeneity = analysis.bandHeterogeneity.map(ExperimentHeterogeneity.init)
    subgroups = analysis.subgroups.map {
      ExperimentEffect($0.effect, name: $0.level, level: level)
    }
    subgroupHeterogeneity = analysis.subgroupHeterogeneity.map(ExperimentHeterogeneity.init)
    uplift = (analysis.uplift?.points ?? []).map {
      UpliftPoint(
        share: $0.share,
        rows: $0.rows,
        effect: $0.effect,
        total: $0.total,
        lower: $0.interval?.lower,
        upper: $0.interval?.upper
      )
    }
    upliftArea = analysis.uplift?.area
    upliftAreaLower = analysis.uplift?.areaInterval?.lower
    upliftAreaUpper = analysis.uplift?.areaInterval?.upper
    output = nil
    notRecorded = nil
  }

  /// The effects as a table.
  fileprivate var effects: Dataset {
    let all =
      [("all", overall)] + bands.map { ("band", $0) } + subgroups.map { ("subgroup", $0) }
    func numbers(_ name: String, _ value: (ExperimentEffect) -> Double?) -> Column {
      Column(name: name, values: .numbers(all.map { value($0.1) ?? .nan }))
    }
    return Dataset(
      source: "effects.csv",
      columns: [
        Column(name: "kind", values: .text(TextColumn(all.map(\.0)))),
        Column(name: "name", values: .text(TextColumn(all.map(\.1.name)))),
        numbers("lowest_score", \.lowestScore), numbers("highest_score", \.highestScore),
        numbers("treated") { $0.treated.map(Double.init) },
        numbers("treated_share", \.treatedShare),
        numbers("treated_unknown") { $0.treatedUnknown.map(Double.init) },
        numbers("controls") { $0.controls.map(Double.init) },
        numbers("control_share", \.controlShare),
        numbers("controls_unknown") { $0.controlsUnknown.map(Double.init) },
        numbers("effect", \.effect), numbers("std_error", \.standardError),
        numbers("lower", \.lower), numbers("upper", \.upper),
        Column(name: "mark", values: .text(TextColumn(all.map(\.1.mark.rawValue)))),
      ]
    )
  }

  /// The uplift curve as a table.
  fileprivate var curve: Dataset {
    func numbers(_ name: String, _ value: (UpliftPoint) -> Double?) -> Column {
      Column(name: name, values: .numbers(uplift.map { value($0) ?? .nan }))
    }
    return Dataset(
      source: "uplift.csv",
      columns: [
        numbers("share", \.share), numbers("rows") { Double($0.rows) },
        numbers("effect", \.effect), numbers("total", \.total), numbers("lower", \.lower),
        numbers("upper", \.upper),
      ]
    )
  }
}
