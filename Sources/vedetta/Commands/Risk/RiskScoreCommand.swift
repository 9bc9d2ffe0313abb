internal import ArgumentParser
internal import Datasets
internal import Workflows

/// `vedetta risk score`.
struct RiskScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Score people, with the reasons of each.",
    discussion: """
      Writes id, as-of date, probability, band, rank and up to three reasons; the file can be read \
      by its owner alone.

      Example:
        vedetta risk score --model model --data cohort.csv --as-of 1997-07 --out scores.csv
      """
  )

  @Option(help: "The folder of the model.")
  var model: String

  @Option(help: "The table of people.")
  var data: String

  @Option(help: "Months to score (default: all).", transform: ListArgument.months)
  var asOf: ListArgument<Month>?

  @Option(help: "Language of the reasons: it or en.")
  var language: Language = .italian

  @Option(help: "The table to write.")
  var out: String

  @OptionGroup(title: "How tables are written") var tables: TableOptions

  @OptionGroup(title: "Common options") var common: CommonOptions

  func run() throws {
    let result = try RiskScoreWorkflow().run(
      RiskScoreRequest(
        model: model,
        data: data,
        asOf: asOf?.values ?? [],
        language: language,
        output: out,
        environment: common.environment(reading: tables)
      )
    )
    common.warn(modelFault: result.modelFault)
    common.warn(notRecorded: result.notRecorded)
    try Output.print(result, json: common.json) {
      let bands = result.bands.enumerated().map { "band \($0 + 1): \($1)" }
      return
        "\(result.rows) rows scored; \(bands.joined(separator: ", ")).\nWritten: \(result.output)"
    }
  }
}
