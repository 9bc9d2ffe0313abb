internal import Foundation

/// A Python with the peers of the benchmarks: that of the environment variable
/// `VEDETTA_PEERS_PYTHON`, else of `make peers`, else the one on the PATH.
package enum PeerPython {
  /// True when a Python has a module and the PATH a program that it needs; says on standard error
  /// when a test is skipped for lack of them.
  package static func has(_ module: String, with program: String) -> Bool {
    let check = "import shutil, sys, \(module); sys.exit(shutil.which('\(program)') is None)"
    if (try? run(["-c", check]))?.status == 0 { return true }
    FileHandle.standardError.write(
      Data("skipped: needs the Python module \(module) and \(program)\n".utf8)
    )
    return false
  }

  /// Runs Python to its end.
  ///
  /// - Parameter arguments: a script of the repository and its arguments.
  /// - Returns: status and what was printed.
  /// - Throws: when Python cannot be started.
  package static func run(
    _ arguments: [String]
  ) throws -> (status: Int32, output: String, errors: String) {
    let folder = try TemporaryFolder()
    for name in ["out", "err"] { try folder.write("", to: name) }
    let process = Process()
    let own = Repository.root.appending(path: "Benchmarks/.venv/bin/python").path
    let chosen = ProcessInfo.processInfo.environment["VEDETTA_PEERS_PYTHON"]
    let program = chosen ?? (FileManager.default.fileExists(atPath: own) ? own : "python3")
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.currentDirectoryURL = Repository.root
    process.standardInput = FileHandle.nullDevice
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
