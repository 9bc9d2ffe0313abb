internal import DataIO
internal import Datasets
internal import Foundation
internal import Registry
internal import Risk
internal import Statistics

/// From a model and a table to one person's sheet.
package struct PersonSheetWorkflow: Sendable {
  /// A workflow.
  package init() {}

  /// Makes a person's sheet, and writes it where a path is given, for its owner alone to read.
  ///
  /// The record of the run holds neither the person nor the path.
  ///
  /// - Parameters:
  ///   - request: what to score and how.
  ///   - person: the identifier.
  ///   - output: path of the sheet as text; `nil` to write none.
  /// - Returns: the sheet.
  /// - Throws: `DataProblem`: `personNotFound`, a cell that stands in the way of a score;
  ///   `OutputProblem`.
  package func run(
    _ request: PersonSheetRequest,
    for person: String,
    output: String? = nil
  ) throws -> PersonSheet {
    let recorder = RunRecorder(request.environment)
    let input = try ScoringInput(
      model: request.model,
      data: request.data,
      output: output,
      environment: request.environment
    )
    let found = try FoundPerson(person, input.dataset, input.model.specification, request.asOf)
    let scored = try ScoredPerson(found, input.model)
    let record = try PersonRecord(
      of: person,
      key: request.key,
      environment: request.environment
    )
    let digest = input.digests.first { $0.role == "model" }?.file.sha256 ?? ""
    func sheet(notRecorded: String?) throws -> PersonSheet {
      try PersonSheet(
        scored,
        input.model,
        record,
        digest: digest,
        language: request.language,
        output: output,
        notRecorded: notRecorded
      )
    }
    if let output {
      let text = PersonSheetText(try sheet(notRecorded: nil)).text
      try OutputFile.write(
        to: output,
        permissions: .ownerOnly,
        force: request.environment.force
      ) { file in
        try file.append(text)
      }
    }
    return try sheet(
      notRecorded: recorder.record(
        command: "risk score --person",
        request: request,
        inputs: input.digests,
        outputs: []
      )
    )
  }
}

/// A person's row among the people of one date.
private struct FoundPerson {
  let person: String
  /// The people of the date.
  let people: Dataset
  let row: Int
  let asOf: Month?

  /// Finds a person: at the date asked for, else at the latest that has the person.
  init(
    _ person: String,
    _ dataset: Dataset,
    _ specification: RiskSpecification,
    _ asked: Month?
  ) throws(DataProblem) {
    guard let id = specification.id else { throw DataProblem(.missingKey, column: "id") }
    let (rows, _) = try dataset.selecting(asOf: asked.map { [$0] } ?? [], specification)
    let persons = try rows.column(id)
    let own = (0..<rows.rowCount).filter { persons.text(at: $0) == person }
    guard !own.isEmpty else {
      throw DataProblem(.personNotFound, file: dataset.source, column: id)
    }
    self.person = person
    var ofDate = Array(0..<rows.rowCount)
    if let column = specification.asOf {
      let months = try rows.months(ofColumn: column)
      let latest = own.map { months[$0] }.max()
      asOf = latest
      ofDate = ofDate.filter { months[$0] == latest }
    } else {
      asOf = nil
    }
    let places = ofDate.indices.filter { persons.text(at: ofDate[$0]) == person }
    people = rows.selecting(rows: ofDate)
    row = places[0]
    guard places.count == 1 else {
      throw DataProblem(
        .duplicateKey(otherLine: people.line(ofRow: row)),
        file: dataset.source,
        line: people.line(ofRow: places[1]),
        column: id
      )
    }
  }
}

/// A person's score, and how it stands among those of the date.
private struct ScoredPerson {
  let person: String
  let asOf: Month?
  /// The person's row alone.
  let sheet: Dataset
  let probability: Double
  let topShare: Double
  let reasons: [Reason]

  /// Scores a person and the others of the date, those left out who cannot be scored.
  init(_ found: FoundPerson, _ model: RiskModel) throws(DataProblem) {
    person = found.person
    asOf = found.asOf
    sheet = found.people.selecting(rows: [found.row])
    // First alone: what stands in the way of this person's score is what counts.
    let own = try model.encode(sheet)
    let scores = model.scores(own)
    probability = RankedOutcomes.rounded(scores.probabilities[0])
    reasons = try model.reasons(sheet, own, limit: .max)[0]
    let rows = try model.scorable(found.people).rows
    let all = model.scores(try model.encode(found.people.selecting(rows: rows))).uncalibrated
    let mark = RankedOutcomes.rounded(scores.uncalibrated[0])
    let above = all.count { RankedOutcomes.rounded($0) >= mark }
    let twentieths = (20 * above + rows.count - 1) / rows.count
    topShare = Double(twentieths) / 20
  }
}

extension PersonSheet {
  fileprivate init(
    _ scored: ScoredPerson,
    _ model: RiskModel,
    _ record: PersonRecord,
    digest: String,
    language: Language,
    output: String?,
    notRecorded: String?
  ) throws(DataProblem) {
    let specification = model.specification
    let target =
      switch specification.target {
      case .binary(let column, _): column
      case .grouped(let successes, _): successes
      }
    var inputs: [Input] = []
    for part in model.scoreParts {
      let value = FeatureValue(
        try scored.sheet.column(part.column),
        row: 0,
        isBinary: part.isBinary
      )
      inputs.append(
        Input(
          column: part.column,
          label: specification.label(of: part.column, language),
          value: value == .missing ? nil : value.text(language),
          isSensitive: part.isSensitive
        )
      )
    }
    if let offset = specification.offset {
      let value = FeatureValue(try scored.sheet.column(offset), row: 0, isBinary: false)
      inputs.append(
        Input(column: offset, label: offset, value: value.text(language), isSensitive: false)
      )
    }
    let used = inputs.map(\.column)
    let cuts = [0] + specification.bands + [1]
    self.init(
      person: scored.person,
      asOf: scored.asOf,
      model: Model(
        name: specification.name,
        outcome: specification.targetLabel?.text(language)
          ?? specification.targetLabel?.text(language.other) ?? target,
        trainedOn: model.training.asOf,
        trainingRows: model.training.rows,
        calibratedOn: model.calibration?.asOf,
        digest: digest
      ),
      inputs: inputs,
      probability: scored.probability,
      band: model.band(scored.probability),
      bands: (1..<cuts.count).map { Band(number: $0, from: cuts[$0 - 1], to: cuts[$0]) },
      topShare: scored.topShare,
      reasons: scored.reasons.map { reason in
        Reason(
          column: reason.column,
          text: reason.text(specification, language: language),
          contribution: reason.contribution,
          oddsRatio: exp(reason.contribution)
        )
      },
      auditColumns: specification.audit?.groups.filter { !used.contains($0) } ?? [],
      lists: record.lists,
      objection: record.objection,
      language: language,
      output: output,
      modelFault: ModelFault(model),
      notRecorded: notRecorded
    )
  }
}
