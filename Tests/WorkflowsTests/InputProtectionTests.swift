internal import Datasets
internal import Foundation
internal import TestSupport
internal import Testing
internal import Workflows

@Suite("Protection of inputs")
struct InputProtectionTests {
  static func problem(_ output: String, _ inputs: [String]) -> OutputProblem? {
    do throws(OutputProblem) {
      try OutputProblem.refuse(output: output, amongInputs: inputs)
      return nil
    } catch {
      return error
    }
  }

  @Test("an input is found however its path is written")
  func same() throws {
    let folder = try TemporaryFolder()
    try folder.write("x\n1\n", to: "a.csv")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link"),
      withDestinationPath: folder.url.path
    )
    let path = folder.path("a.csv")
    for output in [path, folder.path("./b/../a.csv"), folder.path("link/a.csv")] {
      #expect(
        Self.problem(output, ["other.csv", path])
          == OutputProblem(.system(reason: "It is the input"), path: output)
      )
    }
  }

  @Test("a folder that holds an input is refused, a neighbour and a folder beside are not")
  func folder() throws {
    let folder = try TemporaryFolder()
    let inputs = [folder.path("data/a.csv")]
    #expect(
      Self.problem(folder.path("data"), inputs)?.cause == .system(reason: "It holds the input")
    )
    #expect(Self.problem(folder.path("data/b.csv"), inputs) == nil)
    #expect(Self.problem(folder.path("dat"), inputs) == nil)
    #expect(Self.problem("out.csv", []) == nil)
  }
}
