internal import ArgumentParser
internal import Workflows

/// `vedetta models show`.
struct ModelsShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show how a model came to be: inputs, request, program, figures, files.",
    discussion: """
      Example:
        vedetta models show Models/neet-mvad/model
      """
  )

  @Argument(help: "The name of a registered model, or a model folder.")
  var model: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    let result = try ModelsShowWorkflow().run(
      ModelsShowRequest(model: model, environment: common.environment)
    )
    try Output.print(result, json: common.json) { Self.text(result) }
  }

  private static func text(_ result: ModelsShowResult) -> String {
    let state = result.registered.map { "\($0.status), registered \($0.registeredAt)" }
    let inputs = result.inputs.map { input in
      [
        "\(input.role): \(input.name)", input.rows.map { "\($0) rows" } ?? "",
        "\(input.bytes) bytes", input.sha256,
      ]
    }
    let artefacts = result.artefacts.map { [$0.path, "", "\($0.bytes) bytes", $0.sha256] }
    let facts =
      result.facts.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
      + result.metrics.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    return """
      \(result.name) (\(result.kind)), in \(result.folder)
      \(state ?? "not registered")

      made by: vedetta \(result.programVersion), \(result.command), seed \(result.seed)
      linear algebra: \(result.blas)
      request: \(result.request)
      \(facts.joined(separator: "\n"))

      \(TextTable(header: ["input or file", "rows", "size", "SHA-256"], rows: inputs + artefacts).text)
      """
  }
}
