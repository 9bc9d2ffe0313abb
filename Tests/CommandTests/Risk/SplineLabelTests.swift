import Foundation
import TestSupport
import Testing

@Suite("The report of a risk model", .tags(.endToEnd))
struct SplineLabelTests {
  @Test("calls the parts of a spline by the label of its column")
  func label() throws {
    let example = try ListExample()
    let folder = example.folder
    try folder.write(
      """
      name: t
      id: id
      as_of: as_of
      target: {column: neet}
      features:
        - {column: x, kind: spline, knots: 3, label: {it: "mesi senza lavoro"}}

      """,
      to: "spline.yaml"
    )
    let common = ["--data", folder.path("people.csv"), "--registry", folder.path("registry")]
    let train = try VedettaCommand.run(
      ["risk", "train", "--spec", folder.path("spline.yaml"), "--out", folder.path("curve")]
        + common
    )
    try #require(train.status == 0, "\(train.errorOutput)")
    let run = try VedettaCommand.run(
      [
        "risk", "evaluate", "--model", folder.path("curve"), "--top", "20", "--replicates", "20",
        "--out", folder.path("judged"),
      ] + common
    )
    try #require(run.status == 0, "\(run.errorOutput)")
    let page = try String(contentsOfFile: folder.path("judged/report.html"), encoding: .utf8)
    #expect(page.contains("mesi senza lavoro[1] (x[1])"))
    #expect(!page.contains(">x[1]<"))
  }
}
