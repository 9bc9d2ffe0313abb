import Foundation
import TestSupport
import Testing

/// Expected values of `fairness_reference.json`, by R.
enum FairnessReference {
  static let values = Result {
    let text = try Data(contentsOf: Repository.fixtures.appending(path: "fairness_reference.json"))
    let object = try JSONSerialization.jsonObject(with: text) as? [String: Any]
    return (object ?? [:]).compactMapValues { $0 as? [Double] }
  }

  /// The numbers of a name.
  static func numbers(_ name: String) throws -> [Double] {
    try #require(try values.get()[name], "\(name)")
  }

  /// Names of the numbers of a group after rows and positives, as the command calls them.
  static let measures = [
    "recall", "selection_rate", "selection_to_base_rate", "precision", "false_positive_rate",
    "observed_to_expected", "calibration_slope", "calibration_in_the_large",
  ]
}

/// An audit as the command printed it.
struct AuditOutput {
  let object: [String: Any]

  init(_ text: String) throws {
    object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  func list(_ name: String) -> [[String: Any]] { object[name] as? [[String: Any]] ?? [] }

  func measure(
    _ measure: String,
    _ column: String,
    _ level: String,
    score: String
  ) -> [String: Any] {
    list("measures").first {
      $0["measure"] as? String == measure && $0["column"] as? String == column
        && $0["level"] as? String == level && $0["score"] as? String == score
    } ?? [:]
  }

  /// Compares every measure of a group with R's.
  func expect(_ name: String, _ column: String, _ level: String, score: String, tolerance: Double)
    throws
  {
    let expected = try FairnessReference.numbers(name)
    let group = list("groups").first {
      $0["column"] as? String == column && $0["level"] as? String == level
    }
    #expect(group?["rows"] as? Double == expected[0], "\(name)")
    #expect(group?["positives"] as? Double == expected[1], "\(name)")
    for (measure, value) in zip(FairnessReference.measures, expected.dropFirst(2)) {
      let found = self.measure(measure, column, level, score: score)
      expectClose(
        found["value"] as? Double ?? .nan,
        value,
        relativeTolerance: tolerance,
        absoluteTolerance: tolerance,
        "\(name) \(measure)"
      )
    }
  }
}

@Suite(.tags(.endToEnd)) struct `risk audit` {
  private static let model = Repository.root.appending(path: "Models/neet-mvad/model").path

  private static let cohort = Result { () throws -> TemporaryFolder in
    let folder = try TemporaryFolder()
    let run = try VedettaCommand.run([
      "risk", "cohort", "--spec", "Models/neet-mvad/cohort.yaml", "--data",
      "Models/neet-mvad/data/mvad.csv", "--out", folder.path("cohort.csv"),
      "--registry", folder.path("registry"),
    ])
    try #require(run.status == 0, "\(run.errorOutput)")
    return folder
  }

  private static func audit(_ arguments: [String]) throws -> VedettaCommand.Result {
    let folder = try cohort.get()
    return try VedettaCommand.run(
      [
        "risk", "audit", "--model", model, "--data", folder.path("cohort.csv"), "--as-of",
        "1997-07", "--registry", folder.path("registry"),
      ] + arguments
    )
  }

  @Test(.tags(.reference)) func `July 1997 has R's figures, with and without sensitive columns`()
    throws
  {
    let folder = try Self.cohort.get()
    let run = try Self.audit([
      "--groups", "male,catholic", "--top", "76", "--replicates", "100", "--json", "--training",
      folder.path("cohort.csv"),
    ])
    #expect(run.status == 0, "\(run.errorOutput)")
    let audit = try AuditOutput(run.output)
    for column in ["male", "catholic"] {
      for level in ["0", "1"] {
        // R's glm stops at 1e-14 of the deviance, which leaves the logits about 1e-8 apart.
        try audit.expect(
          "mvad_model_\(column)_\(level)",
          column,
          level,
          score: "model",
          tolerance: 1e-7
        )
        try audit.expect(
          "mvad_plain_\(column)_\(level)",
          column,
          level,
          score: "model without sensitive columns",
          tolerance: 1e-7
        )
      }
    }
    let areas = audit.list("scores").map { $0["auc"] as? Double ?? .nan }
    for (area, name) in zip(areas, ["mvad_model_auc", "mvad_plain_auc"]) {
      expectClose(area, try FairnessReference.numbers(name)[0], absoluteTolerance: 1e-12)
    }
    #expect(
      audit.object["leftOut"] as? [String]
        == ["male", "catholic", "Belfast", "N.Eastern", "Southern", "S.Eastern"]
    )
    // What leaving the columns out changes is the one recall minus the other.
    for change in audit.list("changes") {
      let (column, level) = (change["column"] as? String ?? "", change["level"] as? String ?? "")
      let measure = change["measure"] as? String ?? ""
      func value(_ score: String) -> Double {
        audit.measure(measure, column, level, score: score)["value"] as? Double ?? .nan
      }
      let found = change["value"] as? Double ?? .nan
      expectClose(
        found,
        value("model without sensitive columns") - value("model"),
        absoluteTolerance: 1e-15
      )
      #expect(change["lower"] as? Double ?? .nan <= found)
      #expect(change["upper"] as? Double ?? .nan >= found)
    }
    #expect(audit.list("changes").count == 8)
    // The ratio to the largest group, men, with an interval around it.
    let recall = audit.measure("recall", "male", "0", score: "model")
    let women = try FairnessReference.numbers("mvad_model_male_0")[2]
    let men = try FairnessReference.numbers("mvad_model_male_1")[2]
    let ratio = recall["ratio"] as? Double ?? .nan
    expectClose(ratio, women / men, relativeTolerance: 1e-12)
    #expect(recall["ratioLower"] as? Double ?? .nan < ratio)
    #expect(recall["ratioUpper"] as? Double ?? .nan > ratio)
  }

  @Test func `a kept limit exits with 0 and a broken one with 1, the figures written in both`()
    throws
  {
    let folder = try Self.cohort.get()
    for (limit, status) in [("0.8", 0), ("0.95", 1)] {
      let out = folder.path("audit-\(limit)")
      let run = try Self.audit([
        "--groups", "male", "--top", "76", "--replicates", "20", "--limits",
        "recall_ratio=\(limit)", "--out", out, "--language", "en",
      ])
      #expect(run.status == Int32(status))
      #expect(run.output.contains("who is missed") && run.output.contains("male=0"))
      #expect(run.errorOutput.contains("recall_ratio 0.95, male=0 beside male=1") == (status == 1))
      let csv = try String(contentsOfFile: out + "/audit.csv", encoding: .utf8)
      #expect(csv.hasPrefix("score,column,level,reference,capacity,measure,count,of,value,lower,"))
      let page = try String(contentsOfFile: out + "/report.html", encoding: .utf8)
      #expect(page.contains("Who is missed") && page.contains("male") || page.contains("maschio"))
      #expect(page.contains("recall_ratio") == (status == 1))
      #expect(
        try AuditOutput(String(contentsOfFile: out + "/audit.json", encoding: .utf8))
          .object["passed"] as? Bool == (status == 0)
      )
    }
  }

  @Test func `groups and limits come from the specification, and a model keeps them`() throws {
    let folder = try TemporaryFolder()
    let spec = try String(
      contentsOf: Repository.root.appending(path: "Models/neet-mvad/spec.yaml"),
      encoding: .utf8
    )
    let cohort = try Self.cohort.get().path("cohort.csv")
    let path = try folder.write(
      spec + "\naudit: {groups: [male], reference: {male: 0}, limits: {recall_ratio: 0.95}}\n",
      to: "spec.yaml"
    )
    let registry = ["--registry", folder.path("registry")]
    let train = try VedettaCommand.run(
      [
        "risk", "train", "--spec", path, "--data", cohort, "--as-of", "1994-07,1995-07,1996-07",
        "--out", folder.path("model"),
      ] + registry
    )
    #expect(train.status == 0, "\(train.errorOutput)")
    let run = try VedettaCommand.run(
      [
        "risk", "audit", "--model", folder.path("model"), "--data", cohort, "--as-of", "1997-07",
        "--top", "76", "--replicates", "20",
      ] + registry
    )
    #expect(run.status == 1)
    #expect(run.output.contains("Reference: male=0"))
    #expect(run.output.contains("BROKEN: recall_ratio 0.95, male=1 beside male=0"))
    // The report of an evaluation has the same audit.
    let evaluate = try VedettaCommand.run(
      [
        "risk", "evaluate", "--model", folder.path("model"), "--data", cohort, "--as-of",
        "1997-07", "--top", "76", "--replicates", "20", "--out", folder.path("judged"),
      ] + registry
    )
    #expect(evaluate.status == 0)
    #expect(evaluate.errorOutput.contains("recall_ratio 0.95, male=1 beside male=0"))
    let page = try String(contentsOfFile: folder.path("judged/report.html"), encoding: .utf8)
    #expect(page.contains("Chi resta fuori") && page.contains("recall_ratio"))
    let metrics = try AuditOutput(
      String(contentsOfFile: folder.path("judged/metrics.json"), encoding: .utf8)
    )
    #expect((metrics.object["audit"] as? [String: Any])?["passed"] as? Bool == false)
  }

  @Test func `few rows are marked, not judged, and tell of nobody`() throws {
    let folder = try TemporaryFolder()
    let registry = ["--registry", folder.path("registry")]
    // Forty people of "a" and six of "b", of whom two are positive and one is on the list.
    var rows = "id,p,neet,area\n"
    for row in 0..<40 { rows += "a\(row),\(0.9 - Double(row) / 100),\(row % 2),a\n" }
    for row in 0..<6 { rows += "secret\(row),\(0.895 - Double(row) / 7),\(row < 2 ? 1 : 0),b\n" }
    let data = try folder.write(rows, to: "data.csv")
    let spec = try folder.write(
      "name: t\nid: id\ntarget: {column: neet}\nfeatures:\n  - {column: p, kind: numeric}\n"
        + "audit: {groups: [area], limits: {recall_ratio: 0.8}}\n",
      to: "spec.yaml"
    )
    let run = try VedettaCommand.run(
      [
        "risk", "audit", "--spec", spec, "--data", data, "--scores", "p", "--top", "10",
        "--replicates", "20",
      ] + registry
    )
    #expect(run.status == 1)
    #expect(run.output.contains("not judged: recall_ratio 0.80, area=b beside area=a"))
    #expect(run.errorOutput.contains("every limit rests on a group of fewer than 20 rows"))
    #expect(run.output.contains("hidden"))
    #expect(!(run.output + run.errorOutput).contains("secret"))
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
      claim: "an unknown group column",
      arguments: ["--groups", "mael"],
      status: 2,
      words: ["cohort.csv", "\"mael\"", "did you mean \"male\"?"]
    ),
    Case(
      claim: "a column of one group",
      arguments: ["--groups", "catholic", "--where", "catholic=1"],
      status: 2,
      words: ["cohort.csv", "\"catholic\"", "all rows are in one group"]
    ),
    Case(
      claim: "no groups at all",
      arguments: [],
      status: 2,
      words: ["audit.groups", "the key is missing"]
    ),
    Case(
      claim: "an unknown reference",
      arguments: ["--groups", "male", "--reference", "male=7"],
      status: 2,
      words: ["\"male\"", "does not occur"]
    ),
    Case(
      claim: "a column of scores that is not there",
      arguments: ["--groups", "male", "--scores", "probabilty"],
      status: 2,
      words: ["\"probabilty\"", "no such column"]
    ),
    Case(
      claim: "a value that no row has",
      arguments: ["--groups", "male", "--where", "funemp=9"],
      status: 2,
      words: ["\"funemp\"", "no row has the value 9"]
    ),
    Case(
      claim: "an unknown limit",
      arguments: ["--groups", "male", "--limits", "recal_ratio=0.8"],
      status: 64,
      words: ["recal_ratio", "recall_ratio"]
    ),
    Case(
      claim: "no capacity",
      arguments: ["--groups", "male", "--top", "0"],
      status: 64,
      words: ["neither a whole number above 0 nor a share"]
    ),
  ])
  func `what is wrong is said in one sentence`(_ wrong: Case) throws {
    let run = try Self.audit(wrong.arguments)
    #expect(run.status == wrong.status, "\(run.errorOutput)")
    for word in wrong.words { #expect(run.errorOutput.contains(word), "\(run.errorOutput)") }
  }

  @Test func `a specification's audit is strict`() throws {
    let folder = try TemporaryFolder()
    let base = "name: t\ntarget: {column: neet}\nfeatures:\n  - {column: p, kind: numeric}\n"
    try folder.write("p,neet\n0.1,0\n0.2,1\n", to: "data.csv")
    for (audit, words) in [
      ("{groups: [male], limits: {recal_ratio: 0.8}}", "did you mean \"recall_ratio\""),
      ("{groups: [male], limits: {recall_ratio: 0}}", "a ratio above 0"),
      ("{groups: [male], limits: {recall_ratio: 1.2}}", "from 0.0 to 1.0"),
      ("{groups: [], reference: majority}", "at least one column"),
      ("{groups: [male], reference: largest}", "majority, or a value a column"),
      ("{groups: [male], reference: {mael: 1}}", "did you mean \"male\""),
    ] {
      let spec = try folder.write(base + "audit: \(audit)\n", to: "spec.yaml")
      let run = try VedettaCommand.run([
        "risk", "audit", "--spec", spec, "--data", folder.path("data.csv"), "--scores", "p",
        "--registry", folder.path("registry"),
      ])
      #expect(run.status == 2, "\(audit)")
      #expect(run.errorOutput.contains(words), "\(run.errorOutput)")
    }
  }
}
