internal import Datasets
internal import Foundation

/// The registry of a user or a team: what ran and which models there are.
///
/// A folder with the activity log, which is the truth, and an SQLite index of it. Models stay
/// where the user put them; the registry keeps their place and the digest of their manifest.
package struct RegistryStore: Sendable {
  /// What the registry is opened for.
  package enum Access: Sendable {
    /// To read only: nothing is made or written; a registry that is not there is empty.
    case reading
    /// To add to; the folder is made with mode 0700 and its files with 0600.
    case writing
  }

  /// Path of the registry's folder.
  package let folder: String
  /// The log.
  package let log: ActivityLog
  let index: RegistryIndex

  /// Opens a registry and brings its index up to the log.
  ///
  /// - Parameters:
  ///   - folder: path of the registry's folder.
  ///   - access: what it is opened for.
  /// - Throws: `OutputProblem` when it cannot be written and `access` is `.writing`; `DataProblem`
  ///   `.damagedIndex` when the index is no database any more (``rebuildIndex(folder:)`` makes it
  ///   again), `.digestMismatch` when the log is shorter than it was, `.unknownVersion` when a
  ///   newer program made the index.
  package init(folder: String, access: Access) throws {
    self.folder = folder
    log = ActivityLog(folder: folder)
    let database = folder + "/" + RegistryIndex.fileName
    let manager = FileManager.default
    let mayWrite =
      switch access {
      case .writing: true
      case .reading:
        manager.fileExists(atPath: database) && manager.isWritableFile(atPath: database)
          && manager.isWritableFile(atPath: folder)
      }
    do {
      let index =
        mayWrite
        ? try RegistryIndex(folder: folder) : try RegistryIndex(inMemoryInsteadOf: database)
      try index.follow(log)
      self.index = index
    } catch let problem as OutputProblem {
      // A full disk keeps the index from following the log, which can still be read.
      guard access == .reading else { throw problem }
      index = try RegistryIndex(inMemoryInsteadOf: database)
      try index.follow(log)
    }
  }

  /// Records a run.
  ///
  /// - Returns: its number.
  /// - Throws: as `ActivityLog.append`; a run that is in the log and not yet in the index is taken
  ///   over when the registry is next opened.
  @discardableResult
  package func record(_ run: RunRecord, when: Timestamp, actor: String? = nil) throws -> Int {
    try add(.run(run), when: when, actor: actor)
  }

  /// Registers a model folder as it stands.
  ///
  /// An active model that was registered from the same folder becomes `replaced`.
  ///
  /// - Returns: the model's number.
  /// - Throws: `DataProblem` when the folder has no manifest; as `ActivityLog.append`.
  @discardableResult
  package func register(_ model: ModelFolder, when: Timestamp, actor: String? = nil) throws -> Int {
    try add(.registered(ModelRegistration(of: model)), when: when, actor: actor)
  }

  /// Takes the active model of a folder out of use.
  ///
  /// - Throws: as `ActivityLog.append`.
  package func retire(_ model: RegisteredModel, when: Timestamp, actor: String? = nil) throws {
    try add(.retired(folder: model.registration.folder), when: when, actor: actor)
  }

  /// Every model, in the order of registration.
  package func models() throws -> [RegisteredModel] {
    try index.models()
  }

  /// The model in use under a name.
  ///
  /// - Returns: the active one registered last, else the last one of the name; `nil` without any.
  package func model(named name: String) throws -> RegisteredModel? {
    let candidates = try models().filter { $0.registration.name == name }
    return candidates.last { $0.status == .active } ?? candidates.last
  }

  /// The model in use in a folder.
  ///
  /// - Returns: the one registered last from it; `nil` without any.
  package func model(in folder: ModelFolder) throws -> RegisteredModel? {
    let path = folder.absolutePath
    return try models().last { $0.registration.folder == path }
  }

  /// The last runs.
  ///
  /// - Parameter limit: how many at most.
  /// - Returns: the runs, newest first.
  /// - Throws: `DataProblem` `.damagedIndex`.
  package func runs(limit: Int = 100) throws -> [RecordedRun] {
    try index.runs(limit: limit)
  }

  /// Makes the index of a registry again from its log; a damaged one is kept under another name.
  ///
  /// - Parameter folder: path of the registry's folder.
  /// - Returns: the registry, with the new index.
  /// - Throws: `DataProblem` `.fileNotFound` without a log, `.digestMismatch` when a line of it is
  ///   no entry; `OutputProblem` when the index cannot be written.
  package static func rebuildIndex(folder: String) throws -> RegistryStore {
    let log = ActivityLog(folder: folder)
    guard FileManager.default.fileExists(atPath: log.path) else {
      throw DataProblem(.fileNotFound, file: log.path)
    }
    do {
      try RegistryIndex(folder: folder).rebuild(from: log)
    } catch let problem as DataProblem {
      guard case .damagedIndex = problem.cause else { throw problem }
      try putAside(folder + "/" + RegistryIndex.fileName)
      try RegistryIndex(folder: folder).rebuild(from: log)
    }
    return try RegistryStore(folder: folder, access: .writing)
  }

  /// Adds to the log, and lets the index follow.
  @discardableResult
  func add(_ event: ActivityEvent, when: Timestamp, actor: String?) throws -> Int {
    let entry = try log.append(event, when: when, actor: actor)
    try index.follow(log)
    return entry.sequence
  }

  /// Renames a damaged index, and a journal of it, to the first free name.
  private static func putAside(_ path: String) throws {
    let manager = FileManager.default
    var number = 1
    while manager.fileExists(atPath: "\(path).damaged-\(number)") { number += 1 }
    do {
      try manager.moveItem(atPath: path, toPath: "\(path).damaged-\(number)")
      if manager.fileExists(atPath: path + "-journal") {
        try manager.moveItem(
          atPath: path + "-journal",
          toPath: "\(path).damaged-\(number)-journal"
        )
      }
    } catch {
      throw SystemRefusal(error).problem(writing: path)
    }
  }
}
