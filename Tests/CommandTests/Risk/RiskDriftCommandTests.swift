import Foundation
import TestSupport
import Testing

@Suite(.tags(.endToEnd)) struct `The command risk drift` {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    var rows = "months,neet\n"
    for row in 0..<400 { rows += "\(row * 7 % 12),\((row * 7 % 12 + row % 5) > 8 ? 1 : 0)\n" }
    try folder.write(rows, to: "training.csv")
    try folder.write(
      "name: test\ntarget: {column: neet, positive: 1}\ndrift: {psi: 0.2}\n"
        + "features:\n  - {column: months, kind: numeric}\n",
      to: "spec.yaml"
    )
    let run = try command([
      "train", "--spec", "spec.yaml", "--data", "training.csv", "--out", "model",
    ])
    try #require(run.status == 0, "\(run.errorOutput)")
  }

  private func command(_ arguments: [String]) throws -> VedettaCommand.Result {
    let files = ["spec.yaml", "training.csv", "moved.csv", "model"]
    return try VedettaCommand.run(
      ["risk"] + arguments.map { files.contains($0) ? folder.path($0) : $0 }
        + ["--registry", folder.path("registry"), "--threads", "1"]
    )
  }

  @Test func `ends with 0 on the rows of training`() throws {
    let run = try command(["drift", "--model", "model", "--data", "training.csv"])
    #expect(run.status == 0, "\(run.errorOutput)")
    #expect(run.output.contains("months   0.0000"), "\(run.output)")
  }

  @Test func `prints the figures, names the limit that is broken and ends with 1`() throws {
    try folder.write(
      "months\n" + (0..<400).map { "\(9 + $0 % 3)\n" }.joined(),
      to: "moved.csv"
    )
    let run = try command(["drift", "--model", "model", "--data", "moved.csv", "--json"])
    #expect(run.status == 1)
    #expect(run.errorOutput.contains("psi of months is"), "\(run.errorOutput)")
    #expect(run.errorOutput.contains("allowed 0.200"), "\(run.errorOutput)")
    let document = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    let breaches = try #require(document?["breaches"] as? [[String: Any]])
    #expect(breaches.first?["limit"] as? String == "psi")
  }
}
