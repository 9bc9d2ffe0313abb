internal import Datasets
internal import GRDB

extension RegistryIndex {
  /// Every list, in the order of first issue.
  func lists() throws -> [RegisteredList] {
    try Self.translating(path) {
      try queue.read { db in
        try Row.fetchAll(db, sql: "SELECT * FROM lists ORDER BY entry").map { row in
          guard let status = RegisteredList.Status(rawValue: row["status"]) else {
            throw damaged("a list's row")
          }
          return RegisteredList(
            list: try decode(IssuedList.self, row["document"]),
            status: status,
            approval: try (row["approval"] as String?).map {
              try decode(ListApproval.self, $0)
            },
            contacts: row["contacts"],
            changes: row["changes"]
          )
        }
      }
    }
  }

  /// The suppression list, by code.
  func suppressions() throws -> [Suppression] {
    try Self.translating(path) {
      try queue.read { db in
        try Row.fetchAll(db, sql: "SELECT * FROM suppressions ORDER BY code, key").map { row in
          guard let day = CalendarDate(iso: row["day"]) else {
            throw damaged("a row of the suppression list")
          }
          return Suppression(
            code: row["code"],
            key: row["key"],
            reason: row["reason"],
            day: day,
            list: row["list"]
          )
        }
      }
    }
  }

  /// Writes the rows of an entry about lists or the suppression list; twice is as once.
  static func applyToLists(_ entry: ActivityEntry, _ db: Database) throws {
    switch entry.event {
    case .issued(let list):
      // The same list issued again is the same row; what was given back stays, and what was erased
      // is there again.
      try db.execute(
        sql: """
          INSERT INTO lists VALUES (?, ?, ?, 'current', NULL, NULL, NULL)
          ON CONFLICT (list) DO UPDATE SET document = excluded.document, status = 'current',
            contacts = CASE status WHEN 'erased' THEN NULL ELSE contacts END,
            changes = CASE status WHEN 'erased' THEN NULL ELSE changes END
          """,
        arguments: [list.id, entry.sequence, try json(list)]
      )
      if let corrected = list.corrects {
        // Of two corrections of a list the later one stands.
        try db.execute(
          sql: """
            UPDATE lists SET status = 'replaced' WHERE status = 'current' AND list <> ?
              AND (list = ? OR json_extract(document, '$.corrects') = ?)
            """,
          arguments: [list.id, corrected, corrected]
        )
      }
    case .approved(let approval):
      try db.execute(
        sql: "UPDATE lists SET approval = ? WHERE list = ?",
        arguments: [try json(approval), approval.list]
      )
    case .list(let deed):
      let change =
        switch deed.kind {
        case .outcomes: "contacts = ?"
        case .changes: "changes = ?"
        case .erased: "status = 'erased', contacts = NULL, changes = NULL"
        }
      try db.execute(
        sql: "UPDATE lists SET \(change) WHERE list = ?",
        arguments: deed.kind == .erased ? [deed.list] : [deed.digest, deed.list]
      )
    case .suppressed(let change):
      for code in change.codes {
        if change.isLifted {
          try db.execute(
            sql: "DELETE FROM suppressions WHERE code = ? AND key = ?",
            arguments: [code, change.key]
          )
        } else {
          // The first reason and day stand.
          try db.execute(
            sql: "INSERT OR IGNORE INTO suppressions VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [
              code, change.key, change.reason, change.day.description, change.list,
              entry.sequence,
            ]
          )
        }
      }
    case .run, .registered, .retired: break
    }
  }
}
