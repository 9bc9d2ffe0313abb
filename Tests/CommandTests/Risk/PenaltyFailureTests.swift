import Foundation
import TestSupport
import Testing

/// What a user sees when a penalty makes no sense: one sentence with the place, nothing written.
@Suite(.tags(.endToEnd)) struct `When a penalty makes no sense` {
  struct Case: CustomTestStringConvertible, Sendable {
    let claim: String
    let penalty: String
    var more = ""
    let words: [String]
    var testDescription: String { claim }
  }

  static let cases = [
    Case(
      claim: "an unknown kind",
      penalty: "kind: rigde",
      words: ["spec.yaml, line 11", "penalty.kind", "none, ridge, lasso, elastic_net"]
    ),
    Case(
      claim: "an unknown key",
      penalty: "kind: lasso, lamda: 1",
      words: ["penalty.lamda", "did you mean \"lambda\""]
    ),
    Case(
      claim: "a negative lambda",
      penalty: "kind: ridge, lambda: -0.1",
      words: ["penalty.lambda", "auto, or a number of at least 0"]
    ),
    Case(
      claim: "a lambda with a decimal comma",
      penalty: "kind: ridge, lambda: \"0,1\"",
      words: ["penalty.lambda", "decimal point"]
    ),
    Case(
      claim: "an l1 ratio above 1",
      penalty: "kind: elastic_net, l1_ratio: 1.5",
      words: ["penalty.l1_ratio", "from 0.0 to 1.0"]
    ),
    Case(
      claim: "an l1 ratio of a ridge",
      penalty: "kind: ridge, l1_ratio: 0.5",
      words: ["penalty.l1_ratio", "which is 0 for a ridge"]
    ),
    Case(
      claim: "a lambda without a penalty",
      penalty: "kind: none, lambda: 1",
      words: ["penalty.lambda", "no such key where the penalty is none"]
    ),
    Case(
      claim: "a factor of a column that is no feature",
      penalty: "kind: lasso, factors: {lwtt: 0}",
      words: ["\"lwtt\"", "did you mean \"lwt\""]
    ),
    Case(
      claim: "a negative factor",
      penalty: "kind: lasso, factors: {lwt: -1}",
      words: ["penalty.factors.lwt", "from 0.0"]
    ),
    Case(
      claim: "factors that leave nothing penalised",
      penalty: "kind: lasso, factors: {age: 0, lwt: 0, race: 0, smoke: 0, ptl: 0, ht: 0, ui: 0}",
      words: ["penalty.factors", "above 0 for some term"]
    ),
    Case(
      claim: "folds with a lambda that is given",
      penalty: "kind: lasso, lambda: 0.1, folds: 5",
      words: ["penalty.folds", "set lambda: auto"]
    ),
    Case(
      claim: "one fold",
      penalty: "kind: lasso, folds: 1",
      words: ["penalty.folds", "2 to 100"]
    ),
    Case(
      claim: "more folds than persons",
      penalty: "kind: lasso, folds: 100",
      more: "id: ptl\n",
      words: ["\"ptl\"", "at least 100 rows or persons"]
    ),
    Case(
      claim: "folds by date without dates",
      penalty: "kind: lasso, folds_by: as_of",
      words: ["penalty.folds_by", "a key as_of"]
    ),
    Case(
      claim: "a number of folds by date",
      penalty: "kind: lasso, folds_by: as_of, folds: 3",
      more: "as_of: age\n",
      words: ["penalty.folds", "no number of folds"]
    ),
    Case(
      claim: "a penalty on Firth's estimates",
      penalty: "kind: lasso",
      more: "estimator: firth\n",
      words: ["estimator", "a penalty of their own"]
    ),
    Case(
      claim: "clusters with a penalty",
      penalty: "kind: lasso",
      more: "cluster: race\n",
      words: ["cluster", "no covariance"]
    ),
    Case(
      claim: "a robust covariance with a penalty",
      penalty: "kind: lasso",
      more: "inference: {covariance: hc1}\n",
      words: ["inference.covariance", "no standard errors"]
    ),
    Case(
      claim: "profile intervals with a penalty",
      penalty: "kind: lasso",
      more: "inference: {intervals: profile}\n",
      words: ["inference.intervals", "no standard errors"]
    ),
    Case(
      claim: "tests of terms with a penalty",
      penalty: "kind: lasso",
      more: "inference: {tests: wald}\n",
      words: ["inference.tests", "no standard errors"]
    ),
    Case(
      claim: "rows of influence with a penalty",
      penalty: "kind: lasso",
      more: "inference: {influence: 3}\n",
      words: ["inference.influence", "no standard errors"]
    ),
  ]

  @Test(arguments: cases) func `is named in one sentence and leaves nothing`(_ example: Case) throws
  {
    let files = try PenaltyFiles()
    let run = try files.run(
      "train",
      PenaltyFiles.plain + "penalty: {\(example.penalty)}\n" + example.more,
      out: "model"
    )
    #expect(run.status == 2, "\(run.errorOutput)")
    for word in example.words {
      #expect(run.errorOutput.contains(word), "\(run.errorOutput) lacks \(word)")
    }
    #expect(run.output.isEmpty)
    #expect(run.errorOutput.split(separator: "\n").count == 1, "\(run.errorOutput)")
    let left = try FileManager.default.contentsOfDirectory(atPath: files.folder.url.path)
    #expect(left == ["spec.yaml"], "\(left)")
  }

  @Test func `a path needs a penalty`() throws {
    let files = try PenaltyFiles()
    for penalty in ["", "penalty: {kind: none}\n"] {
      let run = try files.run("path", PenaltyFiles.plain + penalty, out: "path.csv")
      #expect(run.status == 2, "\(run.errorOutput)")
      #expect(run.errorOutput.contains("kind ridge, lasso or elastic_net"), "\(run.errorOutput)")
    }
  }

  @Test(arguments: ["ridge", "lasso"])
  func `an unpenalised column that separates the outcomes is named`(_ kind: String) throws {
    let folder = try TemporaryFolder()
    let lines = (0..<40).map { "\($0 % 2),\(($0 * 7) % 11),\($0 % 2 * 3 + $0 % 3)\n" }
    try folder.write("y,a,b\n" + lines.joined(), to: "data.csv")
    let files = try PenaltyFiles(data: folder.url.appending(path: "data.csv"))
    let features = "features: [{column: a, kind: numeric}, {column: b, kind: numeric}]\n"
    let run = try files.run(
      "train",
      "name: s\ntarget: {column: y}\n\(features)"
        + "penalty: {kind: \(kind), lambda: 0.1, factors: {b: 0}}\n",
      out: "model"
    )
    #expect(run.status == 1, "\(run.errorOutput)")
    #expect(run.errorOutput.contains("separated by"), "\(run.errorOutput)")
    #expect(run.errorOutput.contains("b, whose estimates are infinite"), "\(run.errorOutput)")
  }
}
