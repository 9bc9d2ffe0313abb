import Foundation
import TestSupport
import Testing

/// Choice of lambda, and what is said of a penalised model.
@Suite(.tags(.endToEnd)) struct `A penalty is chosen by cross-validation` {
  private func validation(_ fit: [String: Any]) throws -> (chosen: Double, [[String: Any]]) {
    let penalty = try #require(fit["penalty"] as? [String: Any])
    return (
      try #require(penalty["lambda"] as? Double),
      try #require(penalty["crossValidation"] as? [[String: Any]])
    )
  }

  private func model(_ files: PenaltyFiles, _ name: String) throws -> Data {
    try Data(contentsOf: files.folder.url.appending(path: "\(name)/model.json"))
  }

  @Test(.tags(.property)) func `the same seed gives the same model, another seed other folds`()
    throws
  {
    let files = try PenaltyFiles()
    let specification = PenaltyFiles.plain + "penalty: {kind: elastic_net, folds: 5}\n"
    let first = try files.document("train", specification, out: "one", ["--threads", "1"])
    _ = try files.document("train", specification, out: "two", ["--threads", "2"])
    let other = try files.document("train", specification, out: "three", ["--seed", "2"])
    #expect(try model(files, "one") == model(files, "two"))
    let (_, table) = try validation(first)
    let (_, otherTable) = try validation(other)
    #expect(table.count == 100)
    #expect(table.first?["deviance"] as? Double != otherTable.first?["deviance"] as? Double)
  }

  @Test func `the rules take the lambdas they say`() throws {
    let files = try PenaltyFiles()
    let specification = PenaltyFiles.plain + "penalty: {kind: lasso, rule: minimum}\n"
    let smallest = try files.document("train", specification)
    let (minimum, table) = try validation(smallest)
    let means = table.map { $0["deviance"] as? Double ?? .nan }
    let place = try #require(means.indices.min { means[$0] < means[$1] })
    #expect(table[place]["lambda"] as? Double == minimum)
    let error = try #require(table[place]["standardError"] as? Double)
    let rule = try files.document(
      "train",
      specification.replacing("minimum", with: "one_standard_error")
    )
    let (chosen, _) = try validation(rule)
    let limit = means[place] + error
    let expected = try #require(means.firstIndex { $0 <= limit })
    #expect(table[expected]["lambda"] as? Double == chosen && chosen > minimum)
    #expect(
      (rule["estimator"] as? String)?.hasSuffix(
        "by 10-fold cross-validation, one-standard-error rule"
      ) == true
    )
  }

  @Test func `a lambda chosen gives the fit of the same lambda given`() throws {
    let files = try PenaltyFiles()
    for kind in ["ridge", "lasso"] {
      let (chosen, _) = try validation(
        try files.document(
          "train",
          PenaltyFiles.plain + "penalty: {kind: \(kind), rule: minimum}\n"
        )
      )
      let automatic = try files.coefficients()
      _ = try files.document(
        "train",
        PenaltyFiles.plain + "penalty: {kind: \(kind), lambda: \(chosen)}\n"
      )
      let given = try files.coefficients()
      // The digits of lambda have been through JSON, whose reader may be off by the last one.
      for (row, other) in zip(given.dropFirst(), automatic.dropFirst()) {
        expectClose(Double(row[1]) ?? .nan, Double(other[1]) ?? .nan, relativeTolerance: 1e-12)
        #expect(row[8] == other[8])
      }
      #expect(given.dropFirst(2).contains { Double($0[1]) != 0 })
    }
  }

  @Test func `zeros, free terms and shrunk ones are told apart, and AIC is the lasso's alone`()
    throws
  {
    let files = try PenaltyFiles()
    let lasso = try files.document(
      "train",
      PenaltyFiles.plain + "penalty: {kind: lasso, lambda: 0.06, factors: {lwt: 0}}\n"
    )
    let rows = try files.coefficients().dropFirst()
    for row in rows {
      let isFree = ["(Intercept)", "lwt"].contains(row[0])
      let expected = isFree ? "unpenalised" : Double(row[1]) == 0 ? "zero" : "penalised"
      #expect(row[8] == expected, "\(row)")
    }
    #expect(rows.contains { $0[8] == "zero" } && rows.contains { $0[8] == "penalised" })
    let count = rows.count { Double($0[1]) != 0 }
    let deviance = try #require(lasso["deviance"] as? Double)
    expectClose(
      try #require(lasso["aic"] as? Double),
      deviance + 2 * Double(count),
      relativeTolerance: 1e-12
    )
    let net = try files.document(
      "train",
      PenaltyFiles.plain + "penalty: {kind: elastic_net, lambda: 0.06}\n"
    )
    #expect(net["aic"] == nil && net["bic"] == nil && net["mcFadden"] != nil)
    let text = try files.run(
      "train",
      PenaltyFiles.plain + "penalty: {kind: elastic_net, lambda: 0.06}\n",
      out: "model"
    )
    #expect(text.output.contains("Elastic net, lambda 0.06.\n"), "\(text.output)")
    #expect(!text.output.contains("AIC") && text.output.contains("of 8 coefficients not zero"))
  }

  @Test func `dates are predicted from those before, and persons are held out whole`() throws {
    let folder = try TemporaryFolder()
    var lines = ["id,month,x,z,y\n"]
    for row in 0..<300 {
      let x = Double((row * 37) % 101) / 50 - 1
      let isEvent = sin(Double(row) * 12.9898) * 0.8 + x > 0.2
      lines.append("\(row / 3),2020-0\(1 + row % 3),\(x),\((row * 11) % 17),\(isEvent ? 1 : 0)\n")
    }
    try folder.write(lines.joined(), to: "data.csv")
    let files = try PenaltyFiles(data: folder.url.appending(path: "data.csv"))
    let plain = """
      name: dates
      id: id
      target: {column: y}
      as_of: month
      features: [{column: x, kind: numeric}, {column: z, kind: numeric}]

      """
    let dates = try files.document("train", plain + "penalty: {kind: lasso, folds_by: as_of}\n")
    #expect(
      (dates["estimator"] as? String)?.contains("by cross-validation over 2 later dates") == true
    )
    let saved = String(decoding: try model(files, "model"), as: UTF8.self)
    #expect(saved.contains("\"isTemporal\" : true"))
    _ = try files.document("train", plain + "penalty: {kind: lasso}\n")
    #expect(
      String(decoding: try model(files, "model"), as: UTF8.self).contains("\"keepsPersons\" : true")
    )
    // A penalised model is used like any other.
    let judged = try VedettaCommand.run([
      "risk", "evaluate", "--model", files.folder.path("model"), "--data",
      folder.path("data.csv"), "--as-of", "2020-03", "--top", "10", "--language", "en", "--out",
      files.folder.path("judged"), "--registry", files.folder.path("registry"),
    ])
    #expect(judged.status == 0, "\(judged.errorOutput)")
    let page = try String(
      contentsOf: files.folder.url.appending(path: "judged/report.html"),
      encoding: .utf8
    )
    #expect(page.contains("A penalty draws the values") && !page.contains("Filled dot"))
    let one = try files.run(
      "train",
      plain + "penalty: {kind: lasso, folds_by: as_of}\n",
      out: "model",
      ["--as-of", "2020-01"]
    )
    #expect(one.status == 2 && one.errorOutput.contains("at least two dates"), "\(one.errorOutput)")
  }
}
