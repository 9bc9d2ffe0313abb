import Foundation
import TestSupport
import Testing

/// The shipped example from monthly states to the list, beside figures that R computed.
@Suite(.tags(.reference, .endToEnd)) struct `The NEET example by commands` {
  /// Cohort and model, made once for all tests of the suite.
  private struct Made: Sendable {
    let folder: TemporaryFolder
    let cohort: String
    let model: String
    let training: String
  }

  private static let made = Result { () throws -> Made in
    let folder = try TemporaryFolder()
    let registry = ["--registry", folder.path("registry")]
    let cohort = try VedettaCommand.run(
      [
        "risk", "cohort", "--spec", "Models/neet-mvad/cohort.yaml", "--data",
        "Models/neet-mvad/data/mvad.csv", "--out", folder.path("cohort.csv"),
      ] + registry
    )
    try #require(cohort.status == 0, "\(cohort.errorOutput)")
    let training = try VedettaCommand.run(
      [
        "risk", "train", "--spec", "Models/neet-mvad/spec.yaml", "--data",
        folder.path("cohort.csv"), "--as-of", "1994-07,1995-07,1996-07", "--out",
        folder.path("model"), "--json",
      ] + registry
    )
    try #require(training.status == 0, "\(training.errorOutput)")
    return Made(
      folder: folder,
      cohort: folder.path("cohort.csv"),
      model: folder.path("model"),
      training: training.output
    )
  }

  private static func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func `training on three Julys has R's deviance and coefficients`() throws {
    let fit = try Self.object(try Self.made.get().training)
    #expect(fit["rows"] as? Int == 2136)
    #expect(fit["events"] as? Double == 153)
    expectClose(fit["deviance"] as? Double ?? .nan, 668.589837505, relativeTolerance: 1e-11)
    expectClose(fit["nullDeviance"] as? Double ?? .nan, 1101.46246509, relativeTolerance: 1e-11)
    let rows = try #require(fit["coefficients"] as? [[String: Any]])
    let estimates = Dictionary(
      uniqueKeysWithValues: rows.map { ($0["term"] as? String ?? "", $0["estimate"] as? Double) }
    )
    for (term, value) in [
      ("jobless_1", 2.56690712535), ("jobless_6", 0.38020823231), ("(Intercept)", -3.60038553783),
    ] {
      expectClose((estimates[term] ?? nil) ?? .nan, value, relativeTolerance: 1e-10, term)
    }
  }

  @Test func `July 1997 has R's figures, beside the one-column rule`() throws {
    let made = try Self.made.get()
    let run = try VedettaCommand.run([
      "risk", "evaluate", "--model", made.model, "--data", made.cohort, "--as-of", "1997-07",
      "--top", "36,71", "--replicates", "200", "--out", made.folder.path("evaluation"),
      "--registry", made.folder.path("registry"),
    ])
    #expect(run.status == 0, "\(run.errorOutput)")
    #expect(run.output.contains("rule: jobless_6"))
    let metrics = try Self.object(
      try String(
        contentsOf: made.folder.url.appending(path: "evaluation/metrics.json"),
        encoding: .utf8
      )
    )
    let evaluation = try #require(metrics["evaluation"] as? [String: Any])
    let model = try #require(evaluation["model"] as? [String: Any])
    func value(_ estimate: Any?) -> Double {
      (estimate as? [String: Any])?["value"] as? Double ?? .nan
    }
    expectClose(value(model["auc"]), 0.8828763161, absoluteTolerance: 5e-11)
    expectClose(value(model["brier"]), 0.04109073326, absoluteTolerance: 5e-12)
    let top = try #require(model["top"] as? [[String: Any]])
    // Printed to three digits in the reference.
    for (position, figures) in [(0, [0.806, 0.433, 8.56]), (1, [0.690, 0.731, 7.33])] {
      let estimates = ["precision", "recall", "lift"].map { value(top[position][$0]) }
      expectClose(estimates[0], figures[0], absoluteTolerance: 5.1e-4, "precision")
      expectClose(estimates[1], figures[1], absoluteTolerance: 5.1e-4, "recall")
      expectClose(estimates[2], figures[2], absoluteTolerance: 5.1e-3, "lift")
    }
    let rule = try #require(evaluation["rule"] as? [String: Any])
    #expect((rule["rule"] as? [String: Any])?["column"] as? String == "jobless_6")
  }

  @Test func `scores have reasons that never name a sensitive column`() throws {
    let made = try Self.made.get()
    let file = made.folder.path("scores.csv")
    let run = try VedettaCommand.run([
      "risk", "score", "--model", made.model, "--data", made.cohort, "--as-of", "1997-07",
      "--out", file, "--registry", made.folder.path("registry"),
    ])
    #expect(run.status == 0, "\(run.errorOutput)")
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let lines = text.split(separator: "\n")
    #expect(lines[0] == "id,as_of,probability,band,rank,reason_1,reason_2,reason_3")
    #expect(lines.count == 713)
    #expect(!text.contains("cattolica") && !text.contains("maschio"))
    let ranks = Set(lines.dropFirst().compactMap { Int($0.split(separator: ",")[4]) })
    #expect(ranks == Set(1...712))
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func `the list is in the Italian form and a re-issue has the same bytes`() throws {
    let made = try Self.made.get()
    func list(_ name: String, threads: String) throws -> Data {
      let run = try VedettaCommand.run([
        "risk", "list", "--model", made.model, "--data", made.cohort, "--policy",
        "Models/neet-mvad/policy.yaml", "--out", made.folder.path(name), "--key",
        made.folder.path("list.key"), "--threads", threads, "--registry",
        made.folder.path("registry"),
      ])
      #expect(run.status == 0, "\(run.errorOutput)")
      return try Data(contentsOf: made.folder.url.appending(path: "\(name)/lista.csv"))
    }
    let first = try list("list-1", threads: "1")
    #expect(first == (try list("list-2", threads: "2")))
    let text = String(decoding: first, as: UTF8.self)
    #expect(first.starts(with: [0xEF, 0xBB, 0xBF]))
    let lines = text.components(separatedBy: "\r\n")
    #expect(lines.count == 71 + 2 && lines.last == "")
    let cells = lines[1].components(separatedBy: ";")
    #expect(cells[1] == "1" && cells[5].hasPrefix("0,9"))
    #expect(cells.contains("31/10/1997"))
    #expect(Set(lines[1...71].map { $0.components(separatedBy: ";")[3] }).count == 71)
  }

  @Test func `who is called among equals depends neither on the order of the file nor its bytes`()
    throws
  {
    let folder = try TemporaryFolder()
    let header = "id,as_of,x,neet\n"
    let rows = (0..<40).map { "p\($0),2020-01,\($0 % 3),\($0 % 2)\n" }
    try folder.write(header + rows.joined(), to: "a.csv")
    try folder.write(header + rows.reversed().joined(), to: "b.csv")
    try folder.write(
      "name: t\nid: id\nas_of: as_of\ntarget: {column: neet}\nfeatures:\n  - {column: x, kind: numeric}\n",
      to: "spec.yaml"
    )
    try folder.write("capacity: {total: 5}\npurpose: p\nexpires: 2030-01-01\n", to: "policy.yaml")
    let registry = ["--registry", folder.path("registry")]
    let train = try VedettaCommand.run(
      [
        "risk", "train", "--spec", folder.path("spec.yaml"), "--data", folder.path("a.csv"),
        "--out", folder.path("model"),
      ] + registry
    )
    #expect(train.status == 0, "\(train.errorOutput)")
    let codes = try ["a", "b"].map { name in
      let run = try VedettaCommand.run(
        [
          "risk", "list", "--model", folder.path("model"), "--data", folder.path("\(name).csv"),
          "--policy", folder.path("policy.yaml"), "--out", folder.path("list-\(name)"), "--key",
          folder.path("list.key"),
        ] + registry
      )
      #expect(run.status == 0, "\(run.errorOutput)")
      let file = folder.url.appending(path: "list-\(name)/lista.csv")
      return try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\r\n")
        .dropFirst().prefix(5).map { $0.components(separatedBy: ";")[3] }
    }
    #expect(codes[0] == codes[1] && codes[0].count == 5)
  }
}
