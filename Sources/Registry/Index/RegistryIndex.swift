internal import Datasets
internal import Foundation
internal import GRDB

/// The log's events as SQLite tables, to be asked with SQL.
///
/// The log is the truth and the index a copy of it: it reads on from where it stopped, and can be
/// made again from nothing. It keeps a rollback journal rather than a write-ahead log: writes are
/// few, one file is left when nobody writes, and it works on shared folders, where a write-ahead
/// log does not.
struct RegistryIndex: Sendable {
  /// File name in the registry's folder.
  static let fileName = "registry.sqlite"

  /// Path of the database as messages name it.
  let path: String
  let queue: DatabaseQueue

  /// Opens the index of a registry, made when it is not there.
  ///
  /// - Parameter folder: folder of the registry.
  /// - Throws: `OutputProblem` when it cannot be written, `DataProblem` `.damagedIndex` when it is
  ///   no database any more, `.unknownVersion` when a newer program made it.
  init(folder: String) throws {
    path = folder + "/" + Self.fileName
    try PrivateFile.createFolder(folder)
    // SQLite would make the file for everybody to read; its journal takes the file's mode.
    try PrivateFile.create(path, contents: Data())
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.label = "vedetta registry"
    let database = path
    queue = try Self.translating(path) {
      try DatabaseQueue(path: database, configuration: configuration)
    }
    try migrate()
  }

  /// An index in memory, for a registry that may only be read.
  ///
  /// - Parameter path: path of the database it stands for, for messages.
  /// - Throws: `OutputProblem` when SQLite cannot make it.
  init(inMemoryInsteadOf path: String) throws {
    self.path = path
    queue = try DatabaseQueue()
    try migrate()
  }

  private func migrate() throws {
    let migrator = RegistryMigrations.migrator
    try Self.translating(path) {
      var applied = try queue.read { try migrator.appliedIdentifiers($0) }
      let known = migrator.migrations
      guard applied.isSubset(of: known) else {
        throw DataProblem(
          .unknownVersion(found: applied.count, newest: known.count),
          file: path
        )
      }
      while applied.count < known.count {
        do {
          try migrator.migrate(queue)
          return
        } catch {
          // Another process may migrate at the same time: what it has done stands in the way, once.
          let found = try queue.read { try migrator.appliedIdentifiers($0) }
          guard found.count > applied.count else { throw error }
          applied = found
        }
      }
    }
  }

  /// Takes over what the log holds beyond the index's position.
  ///
  /// - Throws: as the log reads; `OutputProblem` or `DataProblem` as `init(folder:)`.
  func follow(_ log: ActivityLog) throws {
    try Self.translating(path) {
      try queue.write { db in
        let position = try Int.fetchOne(db, sql: "SELECT bytes FROM log_position") ?? 0
        let (entries, end) = try log.entries(from: position)
        for entry in entries { try Self.apply(entry, to: db) }
        if end != position {
          try db.execute(sql: "UPDATE log_position SET bytes = ?", arguments: [end])
        }
      }
    }
  }

  /// Forgets everything and takes over the whole log, in one transaction.
  ///
  /// - Throws: as ``follow(_:)``; the index is then as it was.
  func rebuild(from log: ActivityLog) throws {
    try Self.translating(path) {
      try queue.write { db in
        try db.execute(
          sql: "DELETE FROM models; DELETE FROM runs; DELETE FROM lists; DELETE FROM suppressions"
        )
        let (entries, end) = try log.entries()
        for entry in entries { try Self.apply(entry, to: db) }
        try db.execute(sql: "UPDATE log_position SET bytes = ?", arguments: [end])
      }
    }
  }

  /// Every model, in the order of registration.
  func models() throws -> [RegisteredModel] {
    try Self.translating(path) {
      try queue.read { db in
        try Row.fetchAll(db, sql: "SELECT * FROM models ORDER BY id").map { row in
          guard let kind = ModelKind(rawValue: row["kind"]),
            let status = RegisteredModel.Status(rawValue: row["status"]),
            let registeredAt = Timestamp(row["registered_at"] as String)
          else { throw damaged("a model's row") }
          return RegisteredModel(
            id: row["id"],
            registration: ModelRegistration(
              name: row["name"],
              kind: kind,
              folder: row["folder"],
              manifestDigest: row["manifest_sha256"]
            ),
            status: status,
            registeredAt: registeredAt
          )
        }
      }
    }
  }

  /// The last runs.
  ///
  /// - Parameter limit: how many at most.
  /// - Returns: the runs, newest first.
  /// - Throws: `DataProblem` `.damagedIndex`.
  func runs(limit: Int) throws -> [RecordedRun] {
    try Self.translating(path) {
      try queue.read { db in
        try Row.fetchAll(
          db,
          sql: "SELECT * FROM runs ORDER BY id DESC LIMIT ?",
          arguments: [limit]
        ).map { row in
          guard let outcome = RunRecord.Outcome(rawValue: row["outcome"]),
            let started = Timestamp(row["started"] as String),
            let finished = Timestamp(row["finished"] as String)
          else { throw damaged("a run's row") }
          return RecordedRun(
            id: row["id"],
            run: RunRecord(
              command: row["command"],
              request: row["request"],
              started: started,
              finished: finished,
              outcome: outcome,
              inputs: try decode([InputDigest].self, row["inputs"]),
              outputs: try decode([FileDigest].self, row["outputs"])
            )
          )
        }
      }
    }
  }

  func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
    try StoredJSON.decode(type, from: Data(text.utf8), file: path)
  }

  func damaged(_ reason: String) -> DataProblem {
    DataProblem(.damagedIndex(reason: reason), file: path)
  }

  /// Writes an entry's rows; the entry's number is the row's, so that twice is as once.
  private static func apply(_ entry: ActivityEntry, to db: Database) throws {
    switch entry.event {
    case .run(let run):
      try db.execute(
        sql: "INSERT OR IGNORE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        arguments: [
          entry.sequence, run.command, run.request, run.started.description,
          run.finished.description, run.outcome.rawValue, try json(run.inputs),
          try json(run.outputs),
        ]
      )
    case .registered(let model):
      try db.execute(
        sql: "UPDATE models SET status = 'replaced' WHERE folder = ? AND status = 'active'",
        arguments: [model.folder]
      )
      try db.execute(
        sql: "INSERT OR IGNORE INTO models VALUES (?, ?, ?, ?, ?, 'active', ?)",
        arguments: [
          entry.sequence, model.name, model.kind.rawValue, model.folder, model.manifestDigest,
          entry.when.description,
        ]
      )
    case .retired(let folder):
      try db.execute(
        sql: "UPDATE models SET status = 'retired' WHERE folder = ? AND status = 'active'",
        arguments: [folder]
      )
    case .issued, .approved, .list, .suppressed: try applyToLists(entry, db)
    }
  }

  static func json(_ value: some Encodable) throws -> String {
    String(decoding: try StoredJSON.encode(value), as: UTF8.self)
  }

  /// Runs `body` and says what a refusal of the database means to the user.
  static func translating<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DatabaseError {
      let reason = error.message ?? "\(error.resultCode)"
      switch error.resultCode {
      case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR, .SQLITE_FORMAT, .SQLITE_CONSTRAINT,
        .SQLITE_MISMATCH, .SQLITE_SCHEMA:
        throw DataProblem(.damagedIndex(reason: reason), file: path)
      default:
        throw OutputProblem(.system(reason: reason), path: path)
      }
    }
  }
}
