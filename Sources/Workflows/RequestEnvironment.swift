internal import Datasets
internal import Foundation

/// What every request carries beside its own fields: nothing is taken from globals.
package struct RequestEnvironment: Codable, Sendable, Equatable {
  /// Largest number of workers, at least 1.
  package var threads: Int
  /// Seed of every random choice.
  package var seed: UInt64
  /// Replace outputs that exist already.
  package var force: Bool
  /// Folder of the registry (index, log, lists).
  package var registry: String
  /// How the request's tables are written.
  package var tables: TableForm

  /// An environment.
  ///
  /// - Parameters:
  ///   - threads: largest number of workers; all cores when `nil`.
  ///   - seed: seed of every random choice.
  ///   - force: replace outputs that exist already.
  ///   - registry: folder of the registry; `$VEDETTA_HOME`, else the user's data folder, when `nil`.
  ///   - tables: how the request's tables are written, where it is not to be found out.
  package init(
    threads: Int? = nil,
    seed: UInt64 = 1,
    force: Bool = false,
    registry: String? = nil,
    tables: TableForm = TableForm()
  ) {
    self.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
    self.seed = seed
    self.force = force
    self.registry = registry ?? Self.defaultRegistry
    self.tables = tables
  }

  /// The same, for further tables of a request: the form it names is that of its data alone.
  var findingTableForms: RequestEnvironment {
    var environment = self
    environment.tables = TableForm()
    return environment
  }

  /// Where the pseudonym key is when the request does not say: `$VEDETTA_KEY`, else
  /// `vedetta/pseudonym.key` in the user's settings, whose folder is made.
  ///
  /// - Throws: `OutputProblem` when the folder cannot be made.
  static func defaultKeyFile() throws -> String {
    let environment = ProcessInfo.processInfo.environment
    if let file = environment["VEDETTA_KEY"], !file.isEmpty { return file }
    var settings = NSHomeDirectory() + "/.config"
    if let named = environment["XDG_CONFIG_HOME"], !named.isEmpty { settings = named }
    let folder = settings + "/vedetta"
    do {
      try FileManager.default.createDirectory(
        atPath: folder,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
      )
    } catch {
      throw OutputProblem(.system(reason: error.localizedDescription), path: folder)
    }
    return folder + "/pseudonym.key"
  }

  /// Who runs the program, for the log: `$VEDETTA_ACTOR`; `nil` when it is not set.
  package static var actor: String? {
    ProcessInfo.processInfo.environment["VEDETTA_ACTOR"].flatMap { $0.isEmpty ? nil : $0 }
  }

  private static var defaultRegistry: String {
    let environment = ProcessInfo.processInfo.environment
    if let home = environment["VEDETTA_HOME"], !home.isEmpty { return home }
    if let data = environment["XDG_DATA_HOME"], !data.isEmpty { return data + "/vedetta" }
    return NSHomeDirectory() + "/.local/share/vedetta"
  }
}
