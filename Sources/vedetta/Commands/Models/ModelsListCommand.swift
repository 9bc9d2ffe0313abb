internal import ArgumentParser
internal import Workflows

/// `vedetta models list`.
struct ModelsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the models in use.",
    discussion: """
      Example:
        vedetta models list --all
      """
  )

  @Flag(help: "Also list models that are retired or replaced.")
  var all = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let result = try ModelsListWorkflow().run(
      ModelsListRequest(includesFormer: all, environment: common.environment)
    )
    try Output.print(result, json: common.json) { Self.text(result) }
    if !common.quiet, result.formerCount > 0 {
      Output.remark("\(result.formerCount) retired or replaced; --all lists them too.")
    }
  }

  private static func text(_ result: ModelsListResult) -> String {
    guard !result.models.isEmpty else { return "No models in \(result.registry)." }
    // The folder, of any length, stands last and is not padded.
    let table = TextTable(
      header: ["name", "kind", "status", "registered"],
      rows: result.models.map { model in
        [model.name, model.kind, model.status, String(model.registeredAt.prefix(10))]
      }
    )
    let folders = ["folder"] + result.models.map(\.folder)
    return zip(table.text.split(separator: "\n"), folders).map { "\($0)  \($1)" }
      .joined(separator: "\n")
  }
}
