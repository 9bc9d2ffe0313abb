import Foundation
import TestSupport
import Testing

@Suite(.tags(.endToEnd)) struct `risk experiment` {
  /// Sixty people: half treated, two outcomes unknown.
  private static let trial =
    "id,arm,neet,area,p\n"
    + (0..<60).map { row in
      let outcome = row < 2 ? "" : row % 4 == 0 || row % 6 == 1 ? "1" : "0"
      return "secret\(row),\(row % 2),\(outcome),\(row % 3 == 0 ? "a" : "b"),0.\(10 + row)\n"
    }.joined()

  private static func run(_ arguments: [String], data: String = trial) throws -> (
    result: VedettaCommand.Result, folder: TemporaryFolder
  ) {
    let folder = try TemporaryFolder()
    try folder.write(data, to: "trial.csv")
    return (
      try VedettaCommand.run(
        ["risk", "experiment"] + arguments,
        in: folder.url,
        environment: ["VEDETTA_HOME": folder.path("registry")]
      ), folder
    )
  }

  private static let analyse = [
    "analyse", "--data", "trial.csv", "--arm", "arm", "--treated", "1", "--control", "0",
    "--outcome", "neet=1", "--replicates", "20",
  ]

  @Test func `a hold-out is drawn with a seed, in strata, and says what can be found`() throws {
    let arguments = [
      "draw", "--data", "trial.csv", "--hold-out", "20%", "--stratify", "area", "--rate", "0.3",
      "--effect", "-0.2", "--out", "arms.csv", "--seed", "7",
    ]
    let (first, folder) = try Self.run(arguments)
    #expect(first.status == 0, "\(first.errorOutput)")
    #expect(first.output.contains("60 people, 12 held out, 48 to be contacted"))
    #expect(first.output.contains("A change of -20.00 points is found with probability"))
    let arms = try String(contentsOfFile: folder.path("arms.csv"), encoding: .utf8)
    #expect(arms.hasPrefix("id,area,arm\n"))
    #expect(arms.split(separator: "\n").count { $0.hasSuffix(",hold_out") } == 12)
    #expect(arms.split(separator: "\n").count { $0.hasSuffix("a,hold_out") } == 4)
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("arms.csv"))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let (_, again) = try Self.run(arguments)
    #expect(try arms == String(contentsOfFile: again.path("arms.csv"), encoding: .utf8))
    let (_, other) = try Self.run(arguments.dropLast() + ["8"])
    #expect(try arms != String(contentsOfFile: other.path("arms.csv"), encoding: .utf8))
  }

  @Test func `power needs no data`() throws {
    let (run, _) = try Self.run([
      "power", "--rows", "2000", "--hold-out", "50%", "--rate", "0.133", "--effect", "-0.029",
      "--json",
    ])
    #expect(run.status == 0, "\(run.errorOutput)")
    let power = try AuditOutput(run.output).object
    // R: power.prop.test(1000, .133, .104, strict = TRUE)
    expectClose(power["power"] as? Double ?? .nan, 0.518564228249442, relativeTolerance: 1e-9)
    // R: 2 * power.prop.test(p1 = .133, p2 = .104, power = .8, strict = TRUE)$n, rounded up
    #expect(power["neededRows"] as? Int == 3898)
  }

  @Test func `unknown outcomes are counted, small counts are not shown, tables are written`() throws
  {
    let (run, folder) = try Self.run(
      Self.analyse + ["--scores", "p", "--bands", "2", "--by", "area", "--out", "effect"]
    )
    #expect(run.status == 0, "\(run.errorOutput)")
    #expect(run.output.contains("60 people of both arms"))
    #expect(run.output.contains("<5"))
    #expect(!run.output.contains("secret"))
    let effects = try String(contentsOfFile: folder.path("effect/effects.csv"), encoding: .utf8)
    #expect(effects.split(separator: "\n").count == 1 + 1 + 2 + 2)
    let uplift = try String(contentsOfFile: folder.path("effect/uplift.csv"), encoding: .utf8)
    #expect(uplift.split(separator: "\n").count == 21)
    let page = try String(contentsOfFile: folder.path("effect/report.html"), encoding: .utf8)
    #expect(page.contains("Chi trattare per primo") && !page.contains("secret"))
    let json = try AuditOutput(
      String(contentsOfFile: folder.path("effect/experiment.json"), encoding: .utf8)
    ).object
    let overall = try #require(json["overall"] as? [String: Any])
    #expect(overall["treated"] as? Int == 29 && overall["controls"] as? Int == 29)
    // One unknown outcome in each arm is fewer than five.
    #expect(overall["treatedUnknown"] is NSNull || overall["treatedUnknown"] == nil)
  }

  struct Case: CustomTestStringConvertible, Sendable {
    let claim: String
    let arguments: [String]
    let status: Int32
    let words: [String]
    var testDescription: String { claim }
  }

  @Test(arguments: [
    Case(
      claim: "a missing arm",
      arguments: ["--treated", "2"],
      status: 2,
      words: ["trial.csv", "\"arm\"", "no row has the value 2"]
    ),
    Case(
      claim: "an unknown arm column",
      arguments: ["--arm", "arn"],
      status: 2,
      words: ["\"arn\"", "did you mean \"arm\"?"]
    ),
    Case(
      claim: "an outcome that never happens",
      arguments: ["--outcome", "neet=7"],
      status: 2,
      words: ["\"neet\"", "no row has the value 7"]
    ),
    Case(
      claim: "a person with two rows",
      arguments: ["--id", "area"],
      status: 2,
      words: ["trial.csv, line 4", "\"area\"", "line 3"]
    ),
    Case(
      claim: "scores that are text",
      arguments: ["--scores", "area"],
      status: 2,
      words: ["trial.csv, line 2", "\"area\"", "not a number"]
    ),
    Case(
      claim: "the same arm twice",
      arguments: ["--control", "1"],
      status: 64,
      words: ["--treated and --control must be different"]
    ),
  ])
  func `what is wrong is said in one sentence`(_ wrong: Case) throws {
    let (run, _) = try Self.run(Self.analyse + wrong.arguments)
    #expect(run.status == wrong.status, "\(run.errorOutput)")
    for word in wrong.words { #expect(run.errorOutput.contains(word), "\(run.errorOutput)") }
    #expect(!run.errorOutput.contains("secret"))
  }

  @Test(arguments: [
    Case(
      claim: "a hold-out of everybody",
      arguments: ["--hold-out", "60"],
      status: 2,
      words: ["at least one of the 60 people, and not all of them"]
    ),
    Case(
      claim: "an unknown stratum",
      arguments: ["--hold-out", "20%", "--stratify", "areas"],
      status: 2,
      words: ["\"areas\"", "did you mean \"area\"?"]
    ),
    Case(
      claim: "an effect without a rate",
      arguments: ["--hold-out", "20%", "--effect", "-0.1"],
      status: 64,
      words: ["--effect needs --rate or --scores"]
    ),
    Case(
      claim: "a probability that is none",
      arguments: ["--hold-out", "20%", "--scores", "arm", "--effect", "0.9"],
      status: 2,
      words: ["\"effect\"", "leaves a share between 0 and 1"]
    ),
  ])
  func `a draw that cannot be made leaves nothing`(_ wrong: Case) throws {
    let (run, folder) = try Self.run(
      ["draw", "--data", "trial.csv", "--out", "arms.csv"] + wrong.arguments
    )
    #expect(run.status == wrong.status, "\(run.errorOutput)")
    for word in wrong.words { #expect(run.errorOutput.contains(word), "\(run.errorOutput)") }
    #expect(!FileManager.default.fileExists(atPath: folder.path("arms.csv")))
  }
}
