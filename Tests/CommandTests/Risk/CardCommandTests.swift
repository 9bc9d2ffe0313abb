internal import Foundation
internal import TestSupport
internal import Testing

/// Cards and pages by commands: what stands on them comes from the run.
@Suite(.tags(.endToEnd)) struct `Cards by commands` {
  private static let made = Result { () throws -> TemporaryFolder in
    let folder = try TemporaryFolder()
    let run = try VedettaCommand.run([
      "risk", "cohort", "--spec", "Models/neet-mvad/folds-cohort.yaml", "--data",
      "Models/neet-mvad/data/mvad.csv", "--out", folder.path("folds.csv"), "--registry",
      folder.path("registry"),
    ])
    try #require(run.status == 0, "\(run.errorOutput)")
    return folder
  }

  private static let text =
    (try? String(
      contentsOf: Repository.root.appending(path: "Models/neet-mvad/folds-spec.yaml"),
      encoding: .utf8
    )) ?? ""

  private func vedetta(_ arguments: [String], _ folder: TemporaryFolder) throws
    -> VedettaCommand.Result
  {
    try VedettaCommand.run(arguments + ["--registry", folder.path("registry")])
  }

  private func read(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  /// A number as the cards write it.
  private func italian(_ value: Double, _ decimals: Int) -> String {
    String(format: "%.\(decimals)f", value).replacing(".", with: ",").replacing("-", with: "−")
  }

  private func object(_ path: String) throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path)))
        as? [String: Any]
    )
  }

  @Test func `training writes purpose, population, limits and digests of its sources`() throws {
    let folder = try Self.made.get()
    let train = try vedetta(
      [
        "risk", "train", "--spec", "Models/neet-mvad/folds-spec.yaml", "--data",
        folder.path("folds.csv"), "--as-of", "1994-07,1995-07", "--out", folder.path("card-model"),
      ],
      folder
    )
    try #require(train.status == 0, "\(train.errorOutput)")
    let card = try read(folder.path("card-model/card.md"))
    #expect(card.contains("- scopo: Invitare a un colloquio"))
    #expect(card.contains("- popolazione: Giovani dell'Irlanda del Nord"))
    #expect(card.contains("- conservazione: 24 mesi, poi va ritirato"))
    #expect(card.contains("- Dati di un altro paese"))
    let manifest = try object(folder.path("card-model/manifest.json"))
    let inputs = try #require(manifest["inputs"] as? [[String: Any]])
    #expect(inputs.count == 2)
    for input in inputs {
      let file = try #require(input["file"] as? [String: Any])
      #expect(card.contains("SHA-256 `\(try #require(file["sha256"] as? String))`"))
    }
    #expect(try read(folder.path("card-model/model.json")).contains("\"retentionMonths\""))
  }

  @Test func `judging completes the card with the figures of metrics.json`() throws {
    let folder = try Self.made.get()
    let spec = try folder.write(
      Self.text + "audit: {groups: [male], limits: {recall_ratio: 0.99}, smallest: 5}\n",
      to: "card-audit.yaml"
    )
    let train = try vedetta(
      [
        "risk", "train", "--spec", spec, "--data", folder.path("folds.csv"), "--as-of",
        "1994-07,1995-07", "--out", folder.path("audited"),
      ],
      folder
    )
    try #require(train.status == 0, "\(train.errorOutput)")
    let run = try vedetta(
      [
        "risk", "evaluate", "--model", folder.path("audited"), "--data", folder.path("folds.csv"),
        "--as-of", "1996-07", "--top", "71", "--training", folder.path("folds.csv"),
        "--replicates", "50", "--out", folder.path("audited-judged"),
      ],
      folder
    )
    try #require(run.status == 0, "\(run.errorOutput)")
    let card = try read(folder.path("audited-judged/card.md"))
    let metrics = try object(folder.path("audited-judged/metrics.json"))
    let evaluation = try #require(metrics["evaluation"] as? [String: Any])
    let scores = try #require(evaluation["scores"] as? [[String: Any]])
    for score in scores {
      let auc = try #require(score["auc"] as? [String: Double])
      let text =
        "\(italian(auc["value"] ?? 0, 3)) (\(italian(auc["lower"] ?? 0, 3))–"
        + "\(italian(auc["upper"] ?? 0, 3)))"
      #expect(card.contains(text), "\(score["name"] ?? "")")
    }
    #expect(card.contains("| media dell'area: Belfast, N.Eastern, Southern, S.Eastern |"))
    #expect(card.contains("trova più persone con 71 contatti"))
    #expect(card.contains("Limite recall_ratio 0,99 superato da «maschio = "))
    #expect(card.contains("date di prova: 1996-07"))
    #expect(card.contains("model: `model.json`, SHA-256 `"))
    #expect(run.output.contains("audited-judged/card.md"))
  }

  @Test func `folds write a card and a page with a figure for each rival`() throws {
    let folder = try Self.made.get()
    let spec = try folder.write(
      Self.text + "audit: {groups: [male], limits: {recall_ratio: 0.99}, smallest: 5}\n"
        + "known_since: {livboth: 1995-06}\n",
      to: "folds-audit.yaml"
    )
    let run = try vedetta(
      [
        "risk", "evaluate", "--spec", spec, "--data", folder.path("folds.csv"), "--folds",
        "expanding", "--top", "71", "--replicates", "50", "--allow", "leakage", "--language", "en",
        "--out", folder.path("folds-judged"),
      ],
      folder
    )
    try #require(run.status == 0, "\(run.errorOutput)")
    let card = try read(folder.path("folds-judged/card.md"))
    let page = try read(folder.path("folds-judged/report.html"))
    for date in ["1995-07", "1996-07", "1997-07", "1998-07"] {
      #expect(card.contains("\(date) · Modello meno rivale"))
      #expect(page.contains("\(date) · Model minus rival"))
    }
    #expect(card.contains("livboth è nota dal mese 1995-06 ed è usata alle date 1994-07."))
    #expect(page.contains("livboth is known since 1995-06 and used at 1994-07."))
    #expect(card.contains("Rimpianto su tutte le prove"))
    #expect(card.contains("1996-07: «regola: mesi senza lavoro negli ultimi 6» trova più persone"))
    #expect(
      page.contains("id=\"fold-picture-title\"") && page.contains("id=\"calibration-4-title\"")
    )
    let metrics = try object(folder.path("folds-judged/metrics.json"))
    #expect((metrics["audits"] as? [Any])?.count == 4)
    #expect(run.errorOutput.contains("a declared limit is broken"))
    #expect(card.contains("Limite recall_ratio 0,99 superato"))
  }

  @Test(arguments: [
    ("purposes: x\n", "purpose"), ("purpose: \"\"\n", "not empty"),
    ("limits: none\n", "line"), ("retention: {months: 0}\n", "months"),
    ("retention: {years: 2}\n", "years"),
  ])
  func `a slip in what describes the model is refused by name`(
    line: String,
    says: String
  ) throws {
    let folder = try Self.made.get()
    // The keys that the file has already would stand twice.
    let plain = Self.text.split(separator: "\n").filter { part in
      ![
        "purpose:", "population:", "limits:", "retention:", "  it: \"", "  en: \"", "  - it: \"",
        "    en: \"",
      ].contains { part.hasPrefix($0) }
    }
    let spec = try folder.write(
      plain.joined(separator: "\n") + "\n" + line,
      to: "slip-\(UUID().uuidString).yaml"
    )
    let run = try vedetta(
      [
        "risk", "train", "--spec", spec, "--data", folder.path("folds.csv"), "--out",
        folder.path("slip"),
      ],
      folder
    )
    #expect(run.status == 2 && run.errorOutput.contains(says), "\(run.errorOutput)")
  }
}
