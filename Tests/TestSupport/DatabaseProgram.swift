internal import Foundation

/// A database that tests run statements in, through its own program and on data of the script alone.
package enum DatabaseProgram: String, Sendable, CaseIterable, CustomStringConvertible {
  case sqlite
  case duckdb
  case postgresql

  /// The database's name for test output.
  package var description: String { rawValue }

  /// A run that failed.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// True when the program is installed; says on standard error when tests are skipped for lack of
  /// it.
  package var isAvailable: Bool {
    let check =
      switch self {
      case .sqlite: "command -v sqlite3"
      case .duckdb: "command -v duckdb"
      case .postgresql: Self.postgreSQLPath + "command -v initdb && command -v psql"
      }
    if (try? Self.run(check))?.status == 0 { return true }
    FileHandle.standardError.write(Data("skipped: needs the program of \(rawValue)\n".utf8))
    return false
  }

  /// Runs a script in a new database.
  ///
  /// - Parameter script: statements; the program's text of the last ones is returned.
  /// - Returns: standard output, columns separated by `|`, without headers.
  /// - Throws: `Failure` with the program's words; the first error ends the script.
  package func run(_ script: String) throws -> String {
    let command =
      switch self {
      case .sqlite: "sqlite3 -bail -batch -noheader -list"
      case .duckdb: "duckdb -bail -batch -noheader -list"
      case .postgresql: Self.postgreSQL
      }
    let result = try Self.run(command, input: script)
    guard result.status == 0 else { throw Failure(description: result.errors + result.output) }
    return result.output
  }

  private static let postgreSQLPath =
    "PATH=\"$PATH:$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1)\"; "

  /// A server of its own in a temporary folder, reached by a socket there; as the user `postgres`
  /// for the superuser, who may not run one.
  private static let postgreSQL =
    postgreSQLPath + """
      as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- env PATH="$PATH" "$@"; else "$@"; fi; }
      cd /tmp
      folder=$(as mktemp -d /tmp/vedetta-pg-XXXXXX) || exit 1
      trap 'as pg_ctl -D "$folder/data" -m immediate stop >/dev/null 2>&1; as rm -rf "$folder"' EXIT
      as initdb -D "$folder/data" -A trust -U tester -E UTF8 --locale=C.UTF-8 -N \
        >"/dev/null" || exit 1
      as pg_ctl -D "$folder/data" -o "-k $folder -c listen_addresses= -F" -w start >/dev/null || exit 1
      psql -h "$folder" -U tester -d postgres -X -q -A -t -v ON_ERROR_STOP=1 -f -
      """

  private static func run(
    _ command: String,
    input: String = ""
  ) throws -> (status: Int32, output: String, errors: String) {
    let folder = try TemporaryFolder()
    for name in ["out", "err"] { try folder.write("", to: name) }
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", command]
    process.standardInput = try FileHandle(
      forReadingFrom: URL(filePath: folder.write(input, to: "in"))
    )
    process.standardOutput = try FileHandle(forWritingTo: folder.url.appending(path: "out"))
    process.standardError = try FileHandle(forWritingTo: folder.url.appending(path: "err"))
    try process.run()
    process.waitUntilExit()
    func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: folder.url.appending(path: name)), as: UTF8.self)
    }
    return (process.terminationStatus, try text("out"), try text("err"))
  }
}
