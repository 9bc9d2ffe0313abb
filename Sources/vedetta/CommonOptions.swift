internal import ArgumentParser
internal import Workflows

/// The options that every verb takes.
struct CommonOptions: ParsableArguments {
  @Flag(help: "Print one JSON document on standard output.")
  var json = false

  @Option(help: "Largest number of threads (default: all cores).")
  var threads: Int?

  @Option(help: "Seed of every random choice.")
  var seed: UInt64 = 1

  @Flag(help: "Print nothing but the result and errors.")
  var quiet = false

  @Flag(help: "Replace outputs that exist already.")
  var force = false

  @Option(help: "Folder of the registry (default: $VEDETTA_HOME, else the user's data folder).")
  var registry: String?

  func validate() throws {
    guard (1...1024).contains(threads ?? 1) else {
      throw ValidationError("--threads must be from 1 to 1024.")
    }
  }

  /// The part of the options that travels with a request.
  var environment: RequestEnvironment {
    RequestEnvironment(threads: threads, seed: seed, force: force, registry: registry)
  }

  /// The same, for a request that reads tables.
  func environment(reading tables: TableOptions) -> RequestEnvironment {
    var environment = environment
    environment.tables = tables.form
    return environment
  }

  /// Says that the fit of the model in use was refused when it was made.
  func warn(modelFault: ModelFault?) {
    guard let modelFault, !quiet else { return }
    Output.remark(
      "warning: the model's fit was refused when it was trained (\(modelFault.rawValue)); "
        + "its scores can be wrong."
    )
  }

  /// Says that a run could not be recorded, which takes nothing from its result.
  func warn(notRecorded reason: String?) {
    guard let reason, !quiet else { return }
    Output.remark("warning: the run was not recorded in the registry (\(reason)).")
  }

  /// Progress on standard error when that is a terminal and `--quiet` is not given.
  var observer: any ProgressObserver {
    quiet || !TerminalProgress.isAvailable ? SilentProgress() : TerminalProgress()
  }
}
