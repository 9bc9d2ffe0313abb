internal import ArgumentParser
internal import Workflows

/// `vedetta models rebuild`.
struct ModelsRebuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Make the registry's index again from its log.",
    discussion: """
      The index only answers questions; the log is what counts. A damaged index is kept beside \
      the new one as registry.sqlite.damaged-1.

      Example:
        vedetta models rebuild
      """
  )

  @OptionGroup var common: CommonOptions

  func run() throws {
    let result = try ModelsRebuildWorkflow().run(common.environment)
    try Output.print(result, json: common.json) {
      "\(result.registry): \(result.models) models and \(result.runs) runs"
    }
  }
}
