internal import ArgumentParser
internal import Workflows

/// `vedetta models verify`.
struct ModelsVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Find any file of a model, and any line of the log, that was changed.",
    discussion: """
      Every file is digested again and compared with the model's manifest, the manifest with the \
      registry, and the log's chain is followed to its end. The exit code is 2 when something is \
      missing or changed.

      Example:
        vedetta models verify Models/neet-mvad/model
      """
  )

  @Argument(help: "The name of a registered model, or a model folder (default: all in use).")
  var model: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let result = try ModelsVerifyWorkflow().run(
      ModelsVerifyRequest(model: model, environment: common.environment)
    )
    try Output.print(result, json: common.json) { Self.text(result) }
    if let problem = result.problem { throw problem }
  }

  private static func text(_ result: ModelsVerifyResult) -> String {
    let models = result.models.map { model in
      let files = model.files.map { "  \($0.path): \(words(for: $0.status))" }
      let verdict = model.isIntact ? "intact" : "NOT INTACT"
      return (["\(model.name), in \(model.folder): \(verdict)"] + files).joined(separator: "\n")
    }
    let lists = result.damagedListFiles.map { "\($0): NOT INTACT" }
    return (models + lists + [text(result.log)]).joined(separator: "\n\n")
  }

  private static func words(for status: String) -> String {
    switch status {
    case "unexpected": "not part of the model"
    case "unrecorded": "not registered, so nothing to compare with"
    default: status
    }
  }

  private static func text(_ log: ModelsVerifyResult.Log) -> String {
    let torn = log.endsTorn ? " (a last line was cut short by a crash and does not count)" : ""
    guard let line = log.brokenLine, let cause = log.cause else {
      return "log: intact, \(log.lines) lines\(torn)\nhead: \(log.head)"
    }
    let words =
      switch cause {
      case "altered": "line \(line) was altered"
      case "outOfPlace": "line \(line) is not the one that was written there"
      case "missing": "line \(line) is missing"
      case "unreadable": "line \(line) is not an entry"
      default: "its head, \(log.path.replacing(".jsonl", with: ".head")), is missing or damaged"
      }
    return "log: NOT INTACT, \(words)"
  }
}
