internal import ArgumentParser

/// `vedetta models`: what was trained, how, and whether it is still what it was.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "List, explain and verify the models of the registry.",
    subcommands: [
      ModelsListCommand.self, ModelsShowCommand.self, ModelsVerifyCommand.self,
      ModelsRetireCommand.self, ModelsRebuildCommand.self,
    ]
  )
}
