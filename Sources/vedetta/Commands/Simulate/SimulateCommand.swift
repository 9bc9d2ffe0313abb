internal import ArgumentParser

/// `vedetta simulate`.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Make seeded data with a known truth, for power studies and trials.",
    subcommands: [
      SimulatePeopleCommand.self, SimulateCessationsCommand.self, SimulateOutcomesCommand.self,
    ]
  )
}
