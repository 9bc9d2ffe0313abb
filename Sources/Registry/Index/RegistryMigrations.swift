internal import GRDB

/// The forms that the index has had, oldest first; a form once released never changes.
enum RegistryMigrations {
  /// Brings a database of any older form to the newest, keeping its rows.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 models, runs and the position in the log") { db in
      try db.execute(
        sql: """
          CREATE TABLE models (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            kind TEXT NOT NULL,
            folder TEXT NOT NULL,
            manifest_sha256 TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('active', 'retired', 'replaced')),
            registered_at TEXT NOT NULL
          ) STRICT;
          CREATE INDEX models_by_name ON models (name);
          CREATE INDEX models_by_folder ON models (folder);
          CREATE TABLE runs (
            id INTEGER PRIMARY KEY,
            command TEXT NOT NULL,
            request TEXT NOT NULL,
            started TEXT NOT NULL,
            finished TEXT NOT NULL,
            outcome TEXT NOT NULL,
            inputs TEXT NOT NULL,
            outputs TEXT NOT NULL
          ) STRICT;
          CREATE TABLE log_position (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            bytes INTEGER NOT NULL
          ) STRICT;
          INSERT INTO log_position VALUES (1, 0);
          """
      )
    }
    migrator.registerMigration("2 lists and the suppression list") { db in
      try db.execute(
        sql: """
          CREATE TABLE lists (
            list TEXT PRIMARY KEY,
            entry INTEGER NOT NULL,
            document TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('current', 'replaced', 'erased')),
            approval TEXT,
            contacts TEXT,
            changes TEXT
          ) STRICT;
          CREATE TABLE suppressions (
            code TEXT NOT NULL,
            key TEXT NOT NULL,
            reason TEXT NOT NULL,
            day TEXT NOT NULL,
            list TEXT,
            entry INTEGER NOT NULL,
            PRIMARY KEY (key, code)
          ) STRICT;
          """
      )
    }
    return migrator
  }
}
