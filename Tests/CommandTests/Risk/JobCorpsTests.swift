import Foundation
import TestSupport
import Testing

/// The randomised trial of Job Corps by commands, beside R.
@Suite(
  .tags(.reference, .endToEnd),
  .enabled(if: Repository.hasSharedData("neet/job_corps.csv"))
)
struct `Job Corps by commands` {
  private struct Made: Sendable {
    let folder: TemporaryFolder
    let folds: String
  }

  /// Out-of-fold probabilities, made once for all tests of the suite.
  private static let made = Result { () throws -> Made in
    let folder = try TemporaryFolder()
    let data = try #require(Repository.sharedData).appending(path: "neet/job_corps.csv")
    let header = try String(contentsOf: data, encoding: .utf8).prefix { $0 != "\n" }
      .split(separator: ",").map { $0.filter { $0 != "\"" } }
    let first = try #require(header.firstIndex(of: "female"))
    let last = try #require(header.firstIndex(of: "alcoholmis"))
    let features = header[first...last]
    try #require(features.count == 28)
    try folder.write(
      "name: job-corps\nid: id\ntarget: {column: neet, positive: 1}\nfeatures:\n"
        + features.map { "  - {column: \($0), kind: numeric}\n" }.joined()
        + "audit: {groups: [black, female, haschild], limits: {recall_ratio: 0.8}}\n",
      to: "spec.yaml"
    )
    let run = try VedettaCommand.run([
      "risk", "folds", "--spec", folder.path("spec.yaml"), "--data", data.path, "--folds", "5",
      "--by", "row", "--define", "neet:pworky2=0,trainy2=0", "--train-where", "assignment=0",
      "--out", folder.path("scored.csv"), "--json", "--registry", folder.path("registry"),
    ])
    try #require(run.status == 0, "\(run.errorOutput)")
    return Made(folder: folder, folds: run.output)
  }

  @Test func `out-of-fold probabilities have R's area, and only controls are learned from`() throws
  {
    let made = try Self.made.get()
    let folds = try AuditOutput(made.folds)
    #expect(folds.object["rows"] as? Int == 9240)
    #expect(folds.list("folds").map { $0["rows"] as? Int } == Array(repeating: 1848, count: 5))
    #expect(folds.list("folds").allSatisfy { $0["trainingRows"] as? Int ?? 0 < 3663 })
    expectClose(
      folds.object["auc"] as? Double ?? .nan,
      try FairnessReference.numbers("job_corps_auc")[0],
      absoluteTolerance: 1e-12
    )
    let attributes = try FileManager.default.attributesOfItem(
      atPath: made.folder.path("scored.csv")
    )
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func `the audit at the top tenth of the controls fails on Black, with R's figures`() throws
  {
    let made = try Self.made.get()
    let run = try VedettaCommand.run([
      "risk", "audit", "--spec", made.folder.path("spec.yaml"), "--data",
      made.folder.path("scored.csv"), "--scores", "probability", "--where", "assignment=0",
      "--top", "10%", "--replicates", "200", "--json", "--registry", made.folder.path("registry"),
    ])
    #expect(run.status == 1)
    #expect(
      run.errorOutput.contains("recall_ratio 0.80, black=1 beside black=0, top 366 by probability")
    )
    let audit = try AuditOutput(run.output)
    #expect(audit.object["capacities"] as? [Int] == [366])
    for column in ["black", "female", "haschild"] {
      for level in ["0", "1"] {
        try audit.expect(
          "job_corps_\(column)_\(level)",
          column,
          level,
          score: "probability",
          tolerance: 1e-8
        )
      }
    }
    // 17.8 % against 2.6 %, and the missed are those who are not Black.
    let black = audit.measure("selection_rate", "black", "1", score: "probability")
    expectClose(black["value"] as? Double ?? .nan, 0.178, absoluteTolerance: 5e-4)
    expectClose(black["ratio"] as? Double ?? .nan, 6.93, absoluteTolerance: 5e-3)
    #expect(black["ratioLower"] as? Double ?? .nan > 1.25)
  }

  @Test func `the effect is R's, overall and by fifth of risk, and grows with it`() throws {
    let made = try Self.made.get()
    let run = try VedettaCommand.run([
      "risk", "experiment", "analyse", "--data", made.folder.path("scored.csv"), "--arm",
      "assignment", "--treated", "1", "--control", "0", "--outcome", "pworky2=0,trainy2=0", "--id",
      "id", "--scores", "probability", "--bands", "5", "--replicates", "100", "--json",
      "--registry", made.folder.path("registry"),
    ])
    #expect(run.status == 0, "\(run.errorOutput)")
    let found = try AuditOutput(run.output)
    func check(_ effect: [String: Any], _ name: String) throws {
      let expected = try FairnessReference.numbers(name)
      #expect(effect["treated"] as? Double == expected[0], "\(name)")
      #expect(effect["controls"] as? Double == expected[2], "\(name)")
      for (key, value) in [
        ("treatedShare", expected[1] / expected[0]), ("controlShare", expected[3] / expected[2]),
        ("effect", expected[4]), ("standardError", expected[5]),
      ] {
        expectClose(
          effect[key] as? Double ?? .nan,
          value,
          relativeTolerance: 1e-12,
          "\(name) \(key)"
        )
      }
    }
    let overall = try #require(found.object["overall"] as? [String: Any])
    try check(overall, "job_corps_overall")
    // 13.3 % of the controls, 10.4 % of the treated, -2.94 points (0.69).
    expectClose(overall["effect"] as? Double ?? .nan, -0.0294, absoluteTolerance: 5e-5)
    expectClose(overall["standardError"] as? Double ?? .nan, 0.0069, absoluteTolerance: 5e-5)
    let bands = found.list("bands")
    #expect(bands.count == 5)
    for (place, band) in bands.enumerated() {
      try check(band, "job_corps_fifth_\(place + 1)")
      let published = [0.008, -0.014, -0.021, -0.052, -0.074][place]
      expectClose(band["effect"] as? Double ?? .nan, published, absoluteTolerance: 5e-4)
    }
    let test = try #require(found.object["bandHeterogeneity"] as? [String: Any])
    let expected = try FairnessReference.numbers("job_corps_heterogeneity")
    for (key, value) in zip(["statistic", "degreesOfFreedom", "pValue"], expected) {
      expectClose(test[key] as? Double ?? .nan, value, relativeTolerance: 1e-10, key)
    }
    // Steps of 5 %: the fourth and the tenth.
    for (place, name) in [(3, "job_corps_uplift_20"), (9, "job_corps_uplift_50")] {
      expectClose(
        found.list("uplift")[place]["total"] as? Double ?? .nan,
        try FairnessReference.numbers(name)[0],
        relativeTolerance: 1e-9,
        name
      )
    }
    // Inviting those of the highest risk first prevents more than inviting at random.
    #expect(found.object["upliftAreaUpper"] as? Double ?? 1 < 0)
  }
}
