internal import ArgumentParser
internal import Foundation
internal import Workflows

/// The command: arguments become a request, its result becomes text or JSON, an error becomes a
/// sentence and an exit code.
@main
struct Vedetta: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vedetta",
    abstract: "Predictive analytics of a city's labour-market observatory.",
    version: Program.version,
    subcommands: [
      DataCommand.self, RiskCommand.self, VacanciesCommand.self, ModelsCommand.self,
      SimulateCommand.self, DemoCommand.self,
    ]
  )

  static func main() async {
    // Writing past a limit or into a closed pipe is answered with an error, not with a signal.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      if exitCode(for: error) == .success || isUsage(error) { exit(withError: error) }
      let message = ErrorMessage(error)
      Output.remark("vedetta: \(message.text)")
      Foundation.exit(message.exitCode)
    }
  }

  /// True for errors of the argument parser: wrong use, help and version.
  private static func isUsage(_ error: any Error) -> Bool {
    error is ValidationError || error is CleanExit || error is ExitCode
      || String(reflecting: type(of: error)).hasPrefix("ArgumentParser.")
  }
}
