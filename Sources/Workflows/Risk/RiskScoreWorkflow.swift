internal import DataIO
package import Datasets
internal import Registry
internal import Risk
internal import Statistics

/// What `risk score` is asked for.
package struct RiskScoreRequest: Codable, Sendable, Equatable {
  /// Folder of the model.
  package var model: String
  /// Path of the table to score.
  package var data: String
  /// As-of dates to score; all when empty.
  package var asOf: [Month]
  /// Language of the reasons.
  package var language: Language
  /// Path of the table to write.
  package var output: String
  /// Threads, seed, force, registry.
  package var environment: RequestEnvironment

  /// A request.
  package init(
    model: String,
    data: String,
    asOf: [Month] = [],
    language: Language = .italian,
    output: String,
    environment: RequestEnvironment
  ) {
    self.model = model
    self.data = data
    self.asOf = asOf
    self.language = language
    self.output = output
    self.environment = environment
  }
}

/// What `risk score` gave.
package struct RiskScoreResult: Codable, Sendable, Equatable {
  /// Path of the table written.
  package let output: String
  /// Rows scored.
  package let rows: Int
  /// Rows in each band of risk, the lowest first.
  package let bands: [Int]
  /// Why the model's fit was refused; `nil` for a model in order.
  package let modelFault: ModelFault?
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package let notRecorded: String?
}

/// From a model and rows to probabilities with reasons.
package struct RiskScoreWorkflow: Sendable {
  /// A workflow.
  package init() {}

  /// Scores rows and writes id, as-of date, probability, band, rank and reasons.
  ///
  /// - Throws: `DataProblem`, `OutputProblem`.
  package func run(_ request: RiskScoreRequest) throws -> RiskScoreResult {
    let recorder = RunRecorder(request.environment)
    let input = try ScoringInput(
      model: request.model,
      data: request.data,
      output: request.output,
      environment: request.environment
    )
    let model = input.model
    let (rows, _) = try input.dataset.selecting(asOf: request.asOf, model.specification)
    guard rows.rowCount > 0 else { throw DataProblem(.noRows, file: request.data) }
    let scores = try ScoreTable(model, rows, request)
    try CSVWriter.write(
      scores.dataset,
      to: request.output,
      permissions: .ownerOnly,
      force: request.environment.force
    )
    let notRecorded = recorder.record(
      command: "risk score",
      request: request,
      inputs: input.digests,
      outputs: [request.output]
    )
    return RiskScoreResult(
      output: request.output,
      rows: rows.rowCount,
      bands: scores.bands,
      modelFault: ModelFault(model),
      notRecorded: notRecorded
    )
  }
}

/// The columns that `risk score` writes.
private struct ScoreTable {
  let dataset: Dataset
  let bands: [Int]

  init(_ model: RiskModel, _ rows: Dataset, _ request: RiskScoreRequest) throws {
    let specification = model.specification
    let encoded = try model.encode(rows)
    let scores = model.scores(encoded)
    let probabilities = scores.probabilities.map { RankedOutcomes.rounded($0) }
    var columns: [Column] = []
    if let id = specification.id { columns.append(try rows.column(id)) }
    if let asOf = specification.asOf { columns.append(try rows.column(asOf)) }
    let persons = (0..<rows.rowCount).map { row in
      specification.id == nil ? String(row) : columns[0].text(at: row) ?? String(row)
    }
    let hash = KeyedHash(seed: request.environment.seed, list: specification.name)
    let ranked = RankedOutcomes(
      scores: scores.uncalibrated.map { RankedOutcomes.rounded($0) },
      outcomes: probabilities.map { _ in false },
      tieKeys: persons.map(hash.value(of:))
    )
    var ranks = [Double](repeating: 0, count: rows.rowCount)
    for (position, row) in ranked.order.enumerated() { ranks[row] = Double(position + 1) }
    let rowBands = probabilities.map(model.band)
    let reasons = try model.reasons(rows, encoded, limit: 3)
    columns.append(Column(name: "probability", values: .numbers(probabilities)))
    columns.append(Column(name: "band", values: .numbers(rowBands.map(Double.init))))
    columns.append(Column(name: "rank", values: .numbers(ranks)))
    for place in 0..<3 {
      let texts = reasons.map { found -> String? in
        guard place < found.count else {
          return place == 0 ? Reason.none(request.language) : nil
        }
        return found[place].text(specification, language: request.language)
      }
      columns.append(Column(name: "reason_\(place + 1)", values: .text(TextColumn(texts))))
    }
    var seen: Set<String> = []
    for column in columns where !seen.insert(column.name).inserted {
      throw DataProblem(
        .invalidValue(
          expected: "an id and an as_of named otherwise than the columns of the scores"
        ),
        file: request.data,
        column: column.name
      )
    }
    dataset = Dataset(source: request.data, columns: columns)
    bands = (1...(specification.bands.count + 1)).map { band in rowBands.count { $0 == band } }
  }
}
