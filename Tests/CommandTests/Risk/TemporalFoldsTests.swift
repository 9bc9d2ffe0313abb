import Foundation
import TestSupport
import Testing

/// Temporal folds of the shipped records by commands, beside figures that R computed.
@Suite(.tags(.reference, .endToEnd)) struct `Temporal folds by commands` {
  /// Cohorts, made once for all tests of the suite.
  private static let made = Result { () throws -> TemporaryFolder in
    let folder = try TemporaryFolder()
    for name in ["folds", "onset"] {
      let run = try VedettaCommand.run([
        "risk", "cohort", "--spec", "Models/neet-mvad/\(name)-cohort.yaml", "--data",
        "Models/neet-mvad/data/mvad.csv", "--out", folder.path("\(name).csv"), "--registry",
        folder.path("registry"),
      ])
      try #require(run.status == 0, "\(run.errorOutput)")
    }
    return folder
  }

  private static func evaluate(
    _ name: String,
    _ more: [String],
    spec: String? = nil
  ) throws -> VedettaCommand.Result {
    let folder = try made.get()
    return try VedettaCommand.run(
      [
        "risk", "evaluate", "--spec", spec ?? "Models/neet-mvad/\(name)-spec.yaml", "--data",
        folder.path("\(name).csv"), "--out", folder.path(UUID().uuidString), "--registry",
        folder.path("registry"), "--replicates", "20",
      ] + more
    )
  }

  private static func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private static func reference(_ study: String) throws -> [[String: Any]] {
    let url = Repository.fixtures.appending(path: "temporal_folds_reference.json")
    let all = try object(try String(contentsOf: url, encoding: .utf8))
    return try #require(all[study] as? [[String: Any]])
  }

  private static func value(_ score: [String: Any], _ key: String) -> Double {
    (score[key] as? [String: Any])?["value"] as? Double ?? .nan
  }

  @Test(arguments: ["persistence", "onset"])
  func `each July, predicted from all earlier ones, has R's figures`(study: String) throws {
    let isOnset = study == "onset"
    let expected = try Self.reference(study)
    let names = isOnset ? "onset" : "folds"
    // The onset study takes one person in ten, of a number that changes from fold to fold.
    let sizes = Set(expected.compactMap { $0["k"] as? Int }).sorted()
    let run = try Self.evaluate(
      names,
      [
        "--folds", "expanding", "--top", sizes.map(String.init).joined(separator: ","), "--json",
        "--allow", "separation",
      ]
    )
    #expect(run.status == 0, "\(run.errorOutput)")
    let folds = try #require(try Self.object(run.output)["folds"] as? [[String: Any]])
    #expect(folds.map { $0["name"] as? String } == ["1995-07", "1996-07", "1997-07", "1998-07"])
    for (fold, expected) in zip(folds, expected) {
      for (key, known) in [
        ("rows", "rows"), ("positives", "positives"), ("trainingRows", "training_rows"),
        ("trainingPositives", "training_positives"),
      ] { #expect(fold[key] as? Int == expected[known] as? Int, "\(key)") }
      let scores = try #require(fold["scores"] as? [[String: Any]])
      func figure(_ key: String) -> Double { expected[key] as? Double ?? .nan }
      let isSeparated = (fold["fits"] as? [String]) == ["separated"]
      #expect(isSeparated == (isOnset && fold["name"] as? String == "1995-07"))
      // Probabilities that tie within 1e-12 in one program can differ in another: one pair in
      // forty thousand. Estimates that are infinite have no order of their own.
      expectClose(
        Self.value(scores[0], "auc"),
        isSeparated ? figure("early_auc") : figure("auc"),
        absoluteTolerance: isSeparated ? 1e-3 : 3e-5,
        "AUC"
      )
      if !isSeparated {
        expectClose(Self.value(scores[0], "brier"), figure("brier"), relativeTolerance: 1e-7)
      }
      expectClose(Self.value(scores[1], "auc"), figure("rule_auc"), absoluteTolerance: 1e-12)
      expectClose(Self.value(scores[2], "auc"), figure("tied_rule_auc"), absoluteTolerance: 1e-12)
      expectClose(Self.value(scores[4], "auc"), figure("area_auc"), absoluteTolerance: 1e-12)
      expectClose(Self.value(scores[4], "brier"), figure("area_brier"), relativeTolerance: 1e-12)
      expectClose(
        Self.value(scores[5], "brier"),
        figure("base_rate_brier"),
        relativeTolerance: 1e-12
      )
      let k = try #require(expected["k"] as? Int)
      for (place, key) in [(0, "top"), (1, "rule_top"), (2, "tied_rule_top")] {
        if place == 0, isSeparated { continue }
        let tops = try #require(scores[place]["top"] as? [[String: Any]])
        let top = try #require(tops.first { $0["capacity"] as? Int == k })
        let known = try #require(expected[key] as? [String: Any])
        #expect(top["fewestFound"] as? Int == known["fewest"] as? Int, "\(key)")
        #expect(top["mostFound"] as? Int == known["most"] as? Int, "\(key)")
      }
    }
    // The published figures, to their three digits.
    let areas = folds.compactMap { ($0["scores"] as? [[String: Any]])?.first }
      .map { Self.value($0, "auc") }
    let published = isOnset ? [0.535, 0.628, 0.646, 0.683] : [0.842, 0.844, 0.884, 0.873]
    for (area, known) in zip(areas, published) {
      expectClose(area, known, absoluteTolerance: 0.00061, study)
    }
  }

  @Test func `the text says by itself where the rule wins`() throws {
    let run = try Self.evaluate("folds", ["--folds", "expanding", "--top", "71"])
    #expect(run.status == 0, "\(run.errorOutput)")
    #expect(run.output.contains("Where a rival does better than neet-mvad-folds:"))
    #expect(run.output.contains("1996-07, rule: jobless_6: finds 41 at 71, model 39"))
    #expect(!run.output.contains("1997-07, rule"))
    #expect(run.output.contains("the share of positives from 7.7 % to 12.2 %"))
  }

  @Test func `the table has a row a fold, score and metric, with the figures of the text`() throws {
    let run = try Self.evaluate(
      "folds",
      ["--folds", "sliding", "--history", "1", "--as-of", "1996-07", "--top", "36,71"]
    )
    #expect(run.status == 0, "\(run.errorOutput)")
    #expect(run.output.contains("1996-07: trained on 712 rows of 1995-07 (57 positive)"))
    let place = try #require(run.output.firstMatch(of: /Written: (.*)\/metrics.json/)?.1)
    let lines = try String(contentsOfFile: place + "/folds.csv", encoding: .utf8)
      .split(separator: "\n")
    #expect(lines[0] == "fold,score,kind,metric,capacity,value,lower,upper")
    #expect(lines.contains { $0.hasPrefix("1996-07,jobless_6,rule,auc,,0.827") })
    #expect(lines.contains { $0.hasPrefix("1996-07,neet-mvad-folds,model,precision,36,") })
    #expect(lines.count { $0.contains(",auc,") } == 6)
  }

  @Test func `a column that is left out of a sum is named, and the figures are written`() throws {
    let folder = try Self.made.get()
    let text = try String(
      contentsOf: Repository.root.appending(path: "Models/neet-mvad/folds-spec.yaml"),
      encoding: .utf8
    )
    let spec = try folder.write(
      text.replacing("features:", with: "features:\n  - {column: school_6, kind: numeric}"),
      to: "aliased.yaml"
    )
    let run = try Self.evaluate("folds", ["--folds", "expanding", "--top", "71"], spec: spec)
    #expect(run.status == 1)
    #expect(run.errorOutput.contains("school_6") && run.errorOutput.contains("--allow aliasing"))
  }

  @Test func `a random split is printed with a warning`() throws {
    let run = try Self.evaluate("folds", ["--folds", "random", "--count", "3", "--top", "71"])
    #expect(run.status == 0, "\(run.errorOutput)")
    #expect(run.errorOutput.contains("a random split hides change over time"))
  }

  @Test func `a column known only later is refused by name, and can be accepted`() throws {
    let folder = try Self.made.get()
    let text = try String(
      contentsOf: Repository.root.appending(path: "Models/neet-mvad/folds-spec.yaml"),
      encoding: .utf8
    )
    let spec = try folder.write(text + "known_since: {livboth: 1995-06}\n", to: "later.yaml")
    let arguments = ["--folds", "expanding", "--top", "71"]
    let run = try Self.evaluate("folds", arguments, spec: spec)
    #expect(run.status == 1)
    #expect(run.errorOutput.contains("\"livboth\" is known since 1995-06 and used at 1994-07;"))
    let accepted = try Self.evaluate("folds", arguments + ["--allow", "leakage"], spec: spec)
    #expect(accepted.status == 0)
    #expect(accepted.errorOutput.contains("warning: \"livboth\" is known since 1995-06"))
  }

  @Test func `a model is not judged on a date inside its training labels' window`() throws {
    let folder = try Self.made.get()
    let text = try String(
      contentsOf: Repository.root.appending(path: "Models/neet-mvad/folds-spec.yaml"),
      encoding: .utf8
    )
    let spec = try folder.write(text.replacing("months: 12", with: "months: 13"), to: "long.yaml")
    let registry = ["--registry", folder.path("registry")]
    let train = try VedettaCommand.run(
      [
        "risk", "train", "--spec", spec, "--data", folder.path("folds.csv"), "--as-of",
        "1994-07,1995-07", "--out", folder.path("long"),
      ] + registry
    )
    #expect(train.status == 0, "\(train.errorOutput)")
    let run = try VedettaCommand.run(
      [
        "risk", "evaluate", "--model", folder.path("long"), "--data", folder.path("folds.csv"),
        "--as-of", "1996-07", "--top", "71", "--out", folder.path("long-judged"),
      ] + registry
    )
    #expect(run.status == 1)
    #expect(run.errorOutput.contains("the labels of 1995-07"))
  }

  @Test func `a trained model stands beside the declared rivals, which have R's figures`() throws {
    let folder = try Self.made.get()
    let registry = ["--registry", folder.path("registry")]
    let train = try VedettaCommand.run(
      [
        "risk", "train", "--spec", "Models/neet-mvad/folds-spec.yaml", "--data",
        folder.path("folds.csv"), "--as-of", "1994-07,1995-07", "--out", folder.path("trained"),
      ] + registry
    )
    #expect(train.status == 0, "\(train.errorOutput)")
    func judge(_ more: [String]) throws -> VedettaCommand.Result {
      try VedettaCommand.run(
        [
          "risk", "evaluate", "--model", folder.path("trained"), "--data",
          folder.path("folds.csv"), "--as-of", "1996-07", "--top", "71", "--replicates", "20",
          "--out", folder.path(UUID().uuidString),
        ] + registry + more
      )
    }
    let run = try judge(["--training", folder.path("folds.csv"), "--json"])
    #expect(run.status == 0, "\(run.errorOutput)")
    let rivals = try #require(try Self.object(run.output)["rivals"] as? [[String: Any]])
    func rival(_ name: String) throws -> [String: Any] {
      try #require(rivals.first { $0["name"] as? String == name })
    }
    let (rule, tied) = (try rival("jobless_6"), try rival("jobless_6, then jobless_share"))
    let area = try rival("Belfast, N.Eastern, Southern, S.Eastern")
    let expected = try #require(
      try Self.reference("persistence").first { $0["date"] as? Int == 1996 }
    )
    func figure(_ key: String) -> Double { expected[key] as? Double ?? .nan }
    expectClose(Self.value(rule, "auc"), figure("rule_auc"), absoluteTolerance: 1e-12)
    expectClose(Self.value(tied, "auc"), figure("tied_rule_auc"), absoluteTolerance: 1e-12)
    expectClose(Self.value(area, "auc"), figure("area_auc"), absoluteTolerance: 1e-12)
    expectClose(Self.value(area, "brier"), figure("area_brier"), relativeTolerance: 1e-12)

    let without = try judge([])
    #expect(without.status == 0, "\(without.errorOutput)")
    #expect(without.errorOutput.contains("the area mean of the specification was left out"))
    #expect(!without.output.contains("area: Belfast") && without.output.contains("points as RONI"))
    #expect(without.output.contains("rule: jobless_6, then jobless_share: AUC 0.8732"))
  }

  @Test(arguments: [
    ["--folds", "expanding", "--top", "71", "--training", "x.csv"],
    ["--folds", "groups", "--top", "71"],
    ["--top", "71"],
    ["--folds", "random", "--as-of", "1995-07", "--top", "71"],
    ["--folds", "expanding", "--model", "x", "--top", "71"],
  ])
  func `options that do not go together are wrong use`(more: [String]) throws {
    #expect(try Self.evaluate("folds", more).status == 64)
  }
}
