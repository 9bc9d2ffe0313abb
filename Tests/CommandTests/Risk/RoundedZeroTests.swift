import Foundation
import TestSupport
import Testing

@Suite(.tags(.endToEnd)) struct `Numbers printed` {
  @Test func `a negative number that rounds to zero has no sign, in tables and in the card`() throws
  {
    let folder = try TemporaryFolder()
    // The slope is about -1e-9.
    let rows = [(1, 1), (2, 1), (3, 0), (4, 1), (5, 0), (6, 0)]
    let lines = rows.map { "\($0.0)000000000,\($0.1)\n" }
    try folder.write("far,neet\n" + lines.joined(), to: "data.csv")
    try folder.write(
      "name: test\ntarget: {column: neet, positive: 1}\n"
        + "features:\n  - {column: far, kind: numeric}\n",
      to: "spec.yaml"
    )
    let run = try VedettaCommand.run([
      "risk", "train", "--spec", folder.path("spec.yaml"), "--data", folder.path("data.csv"),
      "--out", folder.path("model"), "--registry", folder.path("registry"), "--threads", "1",
    ])
    #expect(run.status == 0, "\(run.errorOutput)")
    #expect(run.output.contains(" 0.000000 ") && !run.output.contains("-0.000000"), "\(run.output)")
    let card = try String(contentsOfFile: folder.path("model") + "/card.md", encoding: .utf8)
    #expect(card.contains("| far | 0,0000 |"), "\(card)")
    let table = try VedettaCommand.run([
      "risk", "coefficients", "--model", folder.path("model"), "--format", "csv",
    ])
    #expect(table.output.contains("\nfar,-"), "\(table.output)")
  }
}
