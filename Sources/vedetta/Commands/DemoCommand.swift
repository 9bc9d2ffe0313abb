internal import ArgumentParser
internal import Workflows

/// `vedetta demo`.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Run both jobs on the data that ships with the program.",
    discussion: """
      Fits a risk model on July 1994 to 1996 of 712 young people's histories, judges it on July \
      1997, writes a contact list, and projects 145 series of employment by 24 months.

      Example:
        vedetta demo --out out/demo
      """
  )

  @Option(help: "Folder of the shipped examples.")
  var models = "Models"

  @Option(help: "The folder to write to.")
  var out = "out/demo"

  @OptionGroup(title: "Common options") var common: CommonOptions

  func run() throws {
    let result = try DemoWorkflow(observer: common.observer).run(
      DemoRequest(models: models, output: out, environment: common.environment)
    )
    try Output.print(result, json: common.json) {
      """
      Risk of becoming NEET, on July 1997 after fitting on July 1994 to 1996:

      \(EvaluationText.comparison(result.evaluation))

      Employment by industry: \(result.forecast.seriesCount) series projected \
      \(result.forecast.horizon) months ahead.

      Open these:
        contact list         \(result.listFile)
        the same as workbook \(result.list.output)/lista.xlsx
        report on the model  \(result.riskReport)
        projections          \(result.forecastFile)
        report with charts   \(result.forecastReport)
      """
    }
  }
}
