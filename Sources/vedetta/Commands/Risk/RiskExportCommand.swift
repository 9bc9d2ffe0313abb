internal import ArgumentParser
internal import Workflows

/// `vedetta risk export`.
struct RiskExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the formula of a model for a database or a scoring engine.",
    discussion: """
      The probabilities are those of risk score; what happens to empty cells and unseen levels is \
      part of the formula and said in its header.

      Formats:
      \(RiskExportName.catalogue)

      Example:
        vedetta risk export --model Models/neet-mvad/model --format sql --dialect duckdb \\
          --table people --out score.sql
      """
  )

  @Option(help: "The folder of the model.")
  var model: String

  @Option(
    help: "The language: \(RiskExportName.formats.joined(separator: " or ")).",
    transform: RiskExportCommand.format
  )
  var format: RiskExportName

  @Option(
    help: """
      The database of a query: \(RiskExportName.dialects.joined(separator: ", ")) \
      (default: \(RiskExportName.defaultDialect.name)).
      """,
    transform: RiskExportCommand.dialect
  )
  var dialect: RiskExportName?

  @Option(help: "The table of a query, as people or schema.people (default: people).")
  var table: String?

  @Option(help: "The column of a query that identifies a row (default: the model's own).")
  var id: String?

  @Option(help: "The file to write.")
  var out: String

  @OptionGroup(title: "Common options") var common: CommonOptions

  func validate() throws {
    guard !format.isQuery else { return }
    if dialect != nil { throw ValidationError("--dialect goes with a query, as --format sql.") }
    if id != nil { throw ValidationError("--id goes with a query, as --format sql.") }
    if table != nil { throw ValidationError("--table goes with a query, as --format sql.") }
  }

  func run() throws {
    let result = try RiskExportWorkflow().run(
      RiskExportRequest(
        model: model,
        format: format,
        dialect: dialect ?? .defaultDialect,
        table: table ?? "people",
        id: id,
        output: out,
        environment: common.environment
      )
    )
    common.warn(modelFault: result.modelFault)
    common.warn(notRecorded: result.notRecorded)
    try Output.print(result, json: common.json) { "Written: \(result.output)" }
  }

  private static func format(_ text: String) throws -> RiskExportName {
    guard let name = RiskExportName(format: text) else {
      throw unknown("format", text, RiskExportName.formats)
    }
    return name
  }

  private static func dialect(_ text: String) throws -> RiskExportName {
    guard let name = RiskExportName(dialect: text) else {
      throw unknown("dialect", text, RiskExportName.dialects)
    }
    return name
  }

  private static func unknown(_ kind: String, _ text: String, _ known: [String]) -> ValidationError
  {
    let nearest = RiskExportName.nearest(to: text, among: known)
    return ValidationError(
      "there is no \(kind) \"\(text)\"; " + (nearest.map { "did you mean \($0)? " } ?? "")
        + "Known: \(known.joined(separator: ", "))."
    )
  }
}
