internal import DataIO
internal import Datasets
internal import Foundation
internal import Registry
internal import Risk
internal import Statistics

/// From scores and rows of known outcome to what they do in groups of people.
package struct RiskAuditWorkflow: Sendable {
  /// A workflow.
  package init() {}

  /// Audits a model, columns of scores, or both, and writes `audit.json`, `audit.csv` and
  /// `report.html` where a folder is asked for.
  ///
  /// - Returns: the audit, also where a limit is broken: see ``RiskAuditResult/refusal``.
  /// - Throws: `DataProblem`, `OutputProblem`.
  package func run(_ request: RiskAuditRequest) throws -> RiskAuditResult {
    let recorder = RunRecorder(request.environment)
    let input = try AuditInput(request)
    let audit = try request.audit(input.specification)
    let environment = request.environment
    let hash = KeyedHash(seed: environment.seed, list: input.specification.name)
    let sample = try FairnessSample(
      input.specification,
      audit,
      input.rows,
      tieKeys: hash.value(of:)
    )
    let plain = try input.modelWithoutSensitive(request, audit)
    let auditor = FairnessAuditor(
      audit,
      capacities: request.capacities.map { $0.count(of: sample.rows.rowCount) },
      replicates: request.replicates,
      seed: environment.seed,
      threads: environment.threads
    )
    let found = auditor.audit(
      try input.scores(request, sample, plain: plain?.model),
      sample,
      comparing: plain == nil ? nil : 1
    )
    var result = RiskAuditResult(found, audit, input, leftOut: plain?.leftOut ?? [])
    if let output = request.output { try write(result, input, request, to: output) }
    result.notRecorded = recorder.record(
      command: "risk audit",
      request: request,
      inputs: input.digests,
      outputs: request.output.map { output in Self.files.map { output + "/" + $0 } } ?? [],
      outcome: result.refusal == nil ? .done : .refused
    )
    result.output = request.output
    return result
  }

  private static let files = ["audit.json", "audit.csv", "report.html"]

  private func write(
    _ result: RiskAuditResult,
    _ input: AuditInput,
    _ request: RiskAuditRequest,
    to output: String
  ) throws {
    try OutputFolder.write(
      to: output,
      force: request.environment.force,
      files: Self.files
    ) { folder in
      try JSONDocument.write(result, to: folder.appending(path: "audit.json").path)
      try CSVWriter.write(result.table, to: folder.appending(path: "audit.csv").path)
      let report = RiskAuditReport(result, input, request)
      try OutputFile.write(to: folder.appending(path: "report.html").path) { file in
        try file.append(report.html)
      }
    }
  }
}

/// The model or specification of an audit, and its rows.
struct AuditInput {
  /// The model; `nil` where columns of scores are audited alone.
  let model: RiskModel?
  /// Names target, person and groups.
  let specification: RiskSpecification
  /// The rows to audit, those of unknown outcome among them.
  let rows: Dataset
  /// As-of dates of the rows.
  let dates: [Month]
  /// True when the model has learned from these rows.
  let seenInTraining: Bool
  /// Digests taken before anything was read.
  let digests: [InputDigest]

  /// Reads what an audit needs.
  ///
  /// - Throws: `DataProblem`; `OutputProblem` when the output is an input.
  init(_ request: RiskAuditRequest) throws {
    let folder = request.model
    let files: [(role: String, path: String?)] = [
      ("model", folder.map { $0 + "/model.json" }), ("spec", request.specification),
      ("data", request.data), ("training", request.training),
    ]
    if let output = request.output {
      try OutputProblem.refuse(
        output: output,
        amongInputs: files.compactMap(\.path) + [folder].compactMap(\.self)
      )
    }
    let digests = try files.compactMap { role, path in
      try path.map { try InputDigest(role: role, path: $0) }
    }
    let model = try folder.map { try RiskModel(folder: $0) }
    var specification = model?.specification
    if let path = request.specification {
      let named = try RiskSpecification(path: path)
      // A model keeps what it was fitted on; the file says what to audit.
      if specification == nil { specification = named } else { specification?.audit = named.audit }
    }
    guard let specification else { throw DataProblem(.missingKey, column: "spec") }
    let table = try specification.explainingEmptyCells(in: .scoring) {
      try TableInput.read(
        request.data,
        numbers: (model?.specification.numericInputs ?? []) + request.scores,
        environment: request.environment
      )
    }
    let selected = try table.dataset.defining(request.definitions)
      .selecting(asOf: request.asOf, specification)
    rows = try selected.rows.selecting(where: request.conditions)
    dates = selected.dates
    self.model = model
    self.specification = specification
    self.digests = digests.map { digest in
      digest.role == "data" ? digest.counting(rows: table.dataset.rowCount) : digest
    }
    if let model, let folder {
      let trained = try ModelFolder(folder).readManifest().inputs
      let data = digests.first { $0.role == "data" }
      let isSameFile = trained.contains { $0.file.sha256 == data?.file.sha256 }
      seenInTraining =
        dates.isEmpty
        ? isSameFile : selected.dates.contains { model.seenDates.contains($0.description) }
    } else {
      seenInTraining = false
    }
  }

  /// What was read and scored for something else.
  init(
    _ specification: RiskSpecification,
    model: RiskModel? = nil,
    rows: Dataset = Dataset(source: "", columns: []),
    dates: [Month],
    seenInTraining: Bool
  ) {
    self.model = model
    self.specification = specification
    self.rows = rows
    self.dates = dates
    self.seenInTraining = seenInTraining
    digests = []
  }

  /// The scores to audit: the model, the model without its sensitive columns, and columns.
  ///
  /// - Throws: `DataProblem` for a cell that the model cannot take, or an empty score.
  func scores(
    _ request: RiskAuditRequest,
    _ sample: FairnessSample,
    plain: RiskModel?
  ) throws(DataProblem) -> [FairnessAuditor.Score] {
    var scores: [FairnessAuditor.Score] = []
    for (name, model) in [("model", model), ("model without sensitive columns", plain)] {
      guard let model else { continue }
      let found = model.scores(try model.encode(sample.rows))
      scores.append(
        .init(name: name, ranking: found.uncalibrated, probabilities: found.probabilities)
      )
    }
    for name in request.scores {
      guard case .numbers(let values) = try sample.rows.column(name).values else {
        throw DataProblem(.notANumber, file: sample.rows.source, column: name)
      }
      if let row = values.firstIndex(where: \.isNaN) {
        throw DataProblem(
          .missingValue,
          file: sample.rows.source,
          line: sample.rows.line(ofRow: row),
          column: name
        )
      }
      let areProbabilities = values.allSatisfy { (0...1).contains($0) }
      scores.append(
        .init(name: name, ranking: values, probabilities: areProbabilities ? values : nil)
      )
    }
    return scores
  }

  /// The model fitted again to its training rows without its sensitive columns.
  ///
  /// - Returns: the model and the columns left out; `nil` where no training table is given.
  /// - Throws: `DataProblem`, also where no other column is left.
  func modelWithoutSensitive(
    _ request: RiskAuditRequest,
    _ audit: RiskSpecification.Audit
  ) throws -> (model: RiskModel, leftOut: [String])? {
    guard let path = request.training, let model else { return nil }
    let (specification, leftOut) = model.specification.withoutSensitive(groups: audit.groups)
    guard !specification.features.isEmpty else {
      throw DataProblem(
        .invalidValue(expected: "a feature that is not sensitive, to fit the model without those"),
        file: request.model,
        column: "features"
      )
    }
    let environment = request.environment
    let table = try TableInput.read(
      path,
      numbers: specification.numericColumns,
      environment: environment
    )
    let dates = model.training.asOf.compactMap { MonthFormat.iso.month($0) }
    let training = try table.dataset.defining(request.definitions)
      .selecting(asOf: dates, specification)
    return (
      try RiskModel(
        fitting: specification,
        to: training.rows,
        asOf: training.dates.map(\.description),
        seed: environment.seed,
        threads: environment.threads
      ), leftOut
    )
  }
}

extension RiskAuditResult {
  /// The result of an audit, without what must not be shown.
  init(
    _ audit: FairnessAudit,
    _ choice: RiskSpecification.Audit,
    _ input: AuditInput,
    leftOut: [String]
  ) {
    name = input.specification.name
    asOf = input.dates.map(\.description)
    seenInTraining = input.seenInTraining
    rows = audit.rows
    positives = audit.positives
    unknownOutcomes = audit.unknownOutcomes
    capacities = audit.capacities
    let disclosure = FairnessDisclosure(audit)
    groups = audit.groups.indices.map { AuditGroup($0, of: audit, disclosure) }
    changes = audit.changes.map { AuditChange($0, of: audit, disclosure) }
    scores = audit.scores.map(AuditScore.init)
    self.leftOut = leftOut
    limits = choice.limits.count
    smallest = choice.smallest
    replicates = audit.replicates
    modelFault = input.model.flatMap { ModelFault($0) }
    output = nil
    notRecorded = nil
    var measures: [AuditMeasure] = []
    var breaches: [AuditBreach] = []
    var notJudged: [AuditBreach] = []
    var judged = 0
    for (number, score) in audit.scores.enumerated() {
      func hides(_ line: FairnessAudit.Line) -> Bool {
        disclosure.hides(line.measure, of: line.group, capacity: line.capacity, score: number)
      }
      for line in score.lines {
        let group = audit.groups[line.group]
        let reference = score.lines.first { other in
          let beside = audit.groups[other.group]
          return beside.isReference && beside.column == group.column
            && other.measure == line.measure && other.capacity == line.capacity
        }
        let measure = AuditMeasure(
          line,
          score: score.name,
          group: group,
          isHidden: hides(line),
          hidesReference: reference.map(hides) ?? true
        )
        measures.append(measure)
        func breach(_ limit: RiskSpecification.Audit.Limit) -> AuditBreach {
          AuditBreach(
            limit: limit.name,
            allowed: limit.value,
            found: limit.comparison == .ratio ? measure.ratio : measure.difference,
            score: score.name,
            column: group.column,
            level: group.level,
            reference: reference.flatMap { audit.groups[$0.group].level },
            capacity: line.capacity
          )
        }
        breaches += line.broken.map(breach)
        notJudged += line.notJudged.map(breach)
        if !group.isReference, !line.isSmall {
          judged += choice.limits.count { $0.measure == line.measure }
        }
      }
      for (group, calibration) in zip(audit.groups, score.calibrations) {
        measures += [
          AuditMeasure(
            calibration: calibration?.slope,
            interval: calibration?.slopeInterval(level: 0.95),
            named: "calibration_slope",
            score: score.name,
            group: group
          ),
          AuditMeasure(
            calibration: calibration?.interceptInTheLarge,
            interval: calibration?.interceptInTheLargeInterval(level: 0.95),
            named: "calibration_in_the_large",
            score: score.name,
            group: group
          ),
        ]
      }
    }
    self.measures = measures
    self.breaches = breaches
    self.notJudged = notJudged
    passed = judged > 0 && breaches.isEmpty
  }

  /// The measures as a table, one a line.
  var table: Dataset {
    func numbers(_ name: String, _ value: (AuditMeasure) -> Double?) -> Column {
      Column(name: name, values: .numbers(measures.map { value($0) ?? .nan }))
    }
    func texts(_ name: String, _ value: (AuditMeasure) -> String?) -> Column {
      Column(name: name, values: .text(TextColumn(measures.map(value))))
    }
    return Dataset(
      source: "audit.csv",
      columns: [
        texts("score", \.score), texts("column", \.column), texts("level", \.level),
        numbers("reference") { $0.isReference ? 1 : 0 },
        numbers("capacity") { $0.capacity.map(Double.init) },
        texts("measure", \.measure), numbers("count", \.count), numbers("of", \.of),
        numbers("value", \.value), numbers("lower", \.lower), numbers("upper", \.upper),
        numbers("ratio", \.ratio), numbers("ratio_lower", \.ratioLower),
        numbers("ratio_upper", \.ratioUpper), numbers("difference", \.difference),
        numbers("difference_lower", \.differenceLower),
        numbers("difference_upper", \.differenceUpper), texts("mark", \.mark.rawValue),
      ]
    )
  }
}
