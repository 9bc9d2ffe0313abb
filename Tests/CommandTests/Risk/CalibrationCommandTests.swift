import Foundation
import TestSupport
import Testing

/// `risk calibrate` on the example's last year.
@Suite(.tags(.endToEnd)) struct `risk calibrate` {
  private static let example = Repository.root.appending(path: "Models/neet-mvad")

  /// A folder with the cohort and the shipped model calibrated by a method.
  private struct Run {
    let folder: TemporaryFolder
    let calibrated: VedettaCommand.Result

    init(_ method: String, options: [String] = ["--as-of", "1997-07"]) throws {
      folder = try TemporaryFolder()
      let cohort = try VedettaCommand.run([
        "risk", "cohort", "--spec", example.appending(path: "cohort.yaml").path,
        "--data", example.appending(path: "data/mvad.csv").path,
        "--out", folder.path("cohort.csv"), "--registry", folder.path("registry"),
      ])
      try #require(cohort.status == 0, "\(cohort.errorOutput)")
      calibrated = try VedettaCommand.run(
        [
          "risk", "calibrate", "--model", example.appending(path: "model").path,
          "--data", folder.path("cohort.csv"), "--method", method, "--out",
          folder.path("calibrated"), "--registry", folder.path("registry"), "--json",
        ] + options
      )
    }

    /// Id and probability, in the order of the file, and ranks.
    func scores(model: String) throws -> (probabilities: [Double], ranks: [Int]) {
      let out = folder.path("scores.csv")
      let scored = try VedettaCommand.run([
        "risk", "score", "--model", model, "--data", folder.path("cohort.csv"), "--as-of",
        "1997-07", "--out", out, "--force", "--registry", folder.path("registry"),
      ])
      try #require(scored.status == 0, "\(scored.errorOutput)")
      let rows = try String(contentsOfFile: out, encoding: .utf8).split(separator: "\n").dropFirst()
        .map { $0.split(separator: ",") }
      return (rows.map { Double($0[2]) ?? .nan }, rows.map { Int($0[4]) ?? 0 })
    }
  }

  // R 4.2.2: glm(neet ~ qlogis(p), binomial), and with qlogis(p) as the offset, on the shipped
  // model's probabilities of July 1997.
  @Test(arguments: [
    ("platt", 0.224718824874039, 1.029829376670980), ("intercept", 0.168155610417402, 1.0),
  ])
  func `moves the logits as R's glm does, and ranks as before`(
    method: String,
    intercept: Double,
    slope: Double
  ) throws {
    let run = try Run(method)
    #expect(run.calibrated.status == 0, "\(run.calibrated.errorOutput)")
    let before = try run.scores(model: Self.example.appending(path: "model").path)
    let after = try run.scores(model: run.folder.path("calibrated"))
    #expect(before.probabilities.count == 712 && before.ranks == after.ranks)
    for (old, new) in zip(before.probabilities, after.probabilities) {
      let logit = intercept + slope * log(old / (1 - old))
      expectClose(new, 1 / (1 + exp(-logit)), relativeTolerance: 1e-8)
    }
  }

  @Test func `a calibrated model is calibrated where it was learned, and says that it was`() throws
  {
    let run = try Run("platt")
    let evaluated = try VedettaCommand.run([
      "risk", "evaluate", "--model", run.folder.path("calibrated"), "--data",
      run.folder.path("cohort.csv"), "--as-of", "1997-07", "--top", "36", "--out",
      run.folder.path("judged"), "--replicates", "20", "--json",
      "--registry", run.folder.path("registry"),
    ])
    let result = try #require(
      try JSONSerialization.jsonObject(with: Data(evaluated.output.utf8)) as? [String: Any]
    )
    #expect(result["seenInTraining"] as? Bool == true)
    let lines = try #require(result["comparison"] as? [[String: Any]])
    func value(_ metric: String) -> Double {
      let line = lines.first { $0["metric"] as? String == metric }?["model"] as? [String: Any]
      return line?["value"] as? Double ?? .nan
    }
    expectClose(value("calibration_slope"), 1, absoluteTolerance: 1e-7)
    expectClose(value("calibration_intercept"), 0, absoluteTolerance: 1e-7)
    let parts = try #require(result["brierParts"] as? [String: Double])
    expectClose(
      (parts["reliability"] ?? .nan) - (parts["resolution"] ?? .nan)
        + (parts["uncertainty"] ?? .nan),
      value("brier"),
      relativeTolerance: 1e-10
    )
    let card = try String(contentsOfFile: run.folder.path("calibrated/card.md"), encoding: .utf8)
    #expect(card.contains("## Calibrazione") && card.contains("metodo `platt`: 712 righe"))
  }

  @Test func `too few events are refused with the numbers, and nothing is written`() throws {
    let run = try Run("isotonic")
    #expect(run.calibrated.status == 1)
    #expect(run.calibrated.errorOutput.contains("67 rows where the method asks for 100"))
    #expect(!FileManager.default.fileExists(atPath: run.folder.path("calibrated")))
  }

  @Test func `rows that the model was trained on are warned of`() throws {
    let run = try Run("beta", options: ["--as-of", "1995-07"])
    #expect(run.calibrated.status == 0)
    #expect(run.calibrated.errorOutput.contains("has learned from these rows already"))
  }
}
