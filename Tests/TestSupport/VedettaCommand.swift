package import Foundation

/// The built command, run as a process.
package struct VedettaCommand {
  /// What a run gave.
  package struct Result: Sendable {
    /// Exit status; negative for a signal.
    package let status: Int32
    /// Standard output.
    package let output: String
    /// Standard error.
    package let errorOutput: String
  }

  /// Path of the command: beside the test bundle, in the same configuration.
  package static var executable: URL {
    Bundle.main.executableURL.map(Self.productsFolder)?.appending(path: "vedetta")
      ?? URL(filePath: ".build/debug/vedetta")
  }

  private static func productsFolder(_ url: URL) -> URL {
    // Tests run either as Vedetta PackageTests.xctest in the products' folder or through a helper
    // of the toolchain, which gets the bundle's path as an argument.
    for argument in CommandLine.arguments where argument.contains(".xctest") {
      return URL(filePath: argument).deletingLastPathComponent()
    }
    return url.deletingLastPathComponent()
  }

  /// Runs the command to its end.
  ///
  /// - Parameters:
  ///   - arguments: after the command's name.
  ///   - folder: working folder; the package's root when `nil`.
  ///   - environment: added to the test's own.
  ///   - input: what it reads from standard input.
  /// - Returns: status and what was printed.
  /// - Throws: when the command cannot be started.
  package static func run(
    _ arguments: [String],
    in folder: URL? = nil,
    environment: [String: String] = [:],
    input: String = ""
  ) throws -> Result {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = folder ?? Repository.root
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let temporary = try TemporaryFolder()
    let output = temporary.url.appending(path: "out")
    let errors = temporary.url.appending(path: "err")
    for url in [output, errors] { try Data().write(to: url) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    let inputFile = temporary.url.appending(path: "in")
    try Data(input.utf8).write(to: inputFile)
    process.standardInput = try FileHandle(forReadingFrom: inputFile)
    try process.run()
    process.waitUntilExit()
    let status = process.terminationStatus
    return Result(
      status: process.terminationReason == .exit ? status : -status,
      output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      errorOutput: String(decoding: try Data(contentsOf: errors), as: UTF8.self)
    )
  }
}
