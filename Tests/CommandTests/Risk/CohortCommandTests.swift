import Foundation
import TestSupport
import Testing

@Suite(.tags(.endToEnd)) struct `The cohort command` {
  private static func cohort(
    _ spec: String,
    _ data: String,
    in folder: TemporaryFolder
  ) throws -> VedettaCommand.Result {
    try VedettaCommand.run([
      "risk", "cohort", "--spec", spec, "--data", data, "--out", folder.path("out.csv"),
      "--registry", folder.path("registry"), "--force",
    ])
  }

  @Test func `the cessation cohort has each dismissed person once, by what was known`() throws {
    let folder = try TemporaryFolder()
    let run = try Self.cohort(
      "Models/cob-cessation/cohort.yaml",
      "Models/cob-cessation/data/cob.csv",
      in: folder
    )
    #expect(run.status == 0, "\(run.errorOutput)")
    #expect(run.output.contains("2024-03  .------------|++++++."))
    let text = try String(contentsOfFile: folder.path("out.csv"), encoding: .utf8)
    #expect(
      text == """
        person,as_of,sex,employed_12,idle_6,changes_12,still_out
        D,2024-02,F,11,1,1,0
        A,2024-03,F,11,1,1,1
        E,2024-04,M,9,2,2,1
        F,2024-04,F,11,1,1,

        """
    )
  }

  @Test func `a carried column is empty at dates that are not after it was known`() throws {
    let folder = try TemporaryFolder()
    let spec = try String(
      contentsOf: Repository.root.appending(path: "Models/neet-mvad/cohort.yaml"),
      encoding: .utf8
    )
    try folder.write(spec + "known_since: {funemp: 1995-06}\n", to: "spec.yaml")
    let run = try Self.cohort(
      folder.path("spec.yaml"),
      "Models/neet-mvad/data/mvad.csv",
      in: folder
    )
    #expect(run.status == 0, "\(run.errorOutput)")
    let lines = try String(contentsOfFile: folder.path("out.csv"), encoding: .utf8)
      .split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let place = try #require(lines[0].firstIndex(of: "funemp"))
    let isRight = lines.dropFirst().allSatisfy { $0[place].isEmpty == ($0[1] == "1994-07") }
    #expect(isRight && lines.count == 1 + 4 * 712)
  }

  struct Fault: CustomStringConvertible, Sendable {
    let description: String
    let from: String
    let to: String
    let message: String
  }

  @Test(arguments: [
    Fault(
      description: "a day that is none",
      from: "2024-02-05",
      to: "soon",
      message: "cob.csv, line 5, \"start\""
    ),
    Fault(
      description: "an end before the start",
      from: "2024-01-31,dimissioni",
      to: "2022-01-31,dimissioni",
      message: "cob.csv, line 6, \"end\""
    ),
    Fault(
      description: "no person",
      from: "G,M,school",
      to: ",M,school",
      message: "cob.csv, line 11, \"person\""
    ),
  ])
  func `a wrong episode is refused with file, line and column`(fault: Fault) throws {
    let folder = try TemporaryFolder()
    let text = try String(
      contentsOf: Repository.root.appending(path: "Models/cob-cessation/data/cob.csv"),
      encoding: .utf8
    )
    try folder.write(text.replacing(fault.from, with: fault.to), to: "cob.csv")
    let run = try Self.cohort(
      "Models/cob-cessation/cohort.yaml",
      folder.path("cob.csv"),
      in: folder
    )
    #expect(run.status == 2)
    #expect(run.errorOutput.contains(fault.message), "\(run.errorOutput)")
    #expect(!run.errorOutput.contains("soon"))
  }

  @Test(arguments: [
    ("where:\n  - {count: joblessness, window: 1}", "where[1]"),
    ("where:\n  - {ended: contract, days: 30}", "where"),
    ("known_since: {nobody: 1995-06}", "known_since.nobody"),
    ("censor: {moves: x}", "did you mean \"moved\""),
    ("episodes: {start: a, end: b, kind: c}", "episodes"),
  ])
  func `a rule that says nothing is refused with its place`(more: (String, String)) throws {
    let folder = try TemporaryFolder()
    let spec = try String(
      contentsOf: Repository.root.appending(path: "Models/neet-mvad/cohort.yaml"),
      encoding: .utf8
    )
    try folder.write(spec + more.0 + "\n", to: "spec.yaml")
    let run = try Self.cohort(
      folder.path("spec.yaml"),
      "Models/neet-mvad/data/mvad.csv",
      in: folder
    )
    #expect(run.status == 2)
    #expect(run.errorOutput.contains(more.1), "\(run.errorOutput)")
  }
}
