internal import Foundation
internal import TestSupport
internal import Testing

/// Simulated people and dismissals on their whole way, by commands, at small size.
@Suite(.tags(.endToEnd)) struct `Simulated records by command` {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @discardableResult
  private func run(_ arguments: [String]) throws -> VedettaCommand.Result {
    let run = try VedettaCommand.run(arguments + ["--registry", folder.path("registry")])
    try #require(run.status == 0, "\(arguments.prefix(2)): \(run.errorOutput)")
    return run
  }

  private func json(_ arguments: [String]) throws -> [String: Any] {
    let text = try run(arguments + ["--json"]).output
    return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  /// The rows of a table, as cells by name.
  private func rows(_ path: String, separator: String = ";") throws -> [[String: String]] {
    let text = try String(contentsOf: folder.url.appending(path: path), encoding: .utf8)
      .replacingOccurrences(of: "\u{FEFF}", with: "")
    let lines = text.split(whereSeparator: \.isNewline).map {
      $0.components(separatedBy: separator)
    }
    let names = try #require(lines.first)
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(names, $0)) }
  }

  @Test func `as many features as asked for are counted, trained on, judged and listed`() throws {
    let made = try json([
      "simulate", "people", "--persons", "2500", "--first", "2019-01", "--months", "49", "--every",
      "12", "--features", "40", "--out", folder.path("people"),
    ])
    let dates = (made["dates"] as? [[String: Any]] ?? []).compactMap { $0["asOf"] as? String }
    try #require(dates == ["2020-01", "2021-01", "2022-01"])
    try run([
      "risk", "cohort", "--spec", folder.path("people/cohort.yaml"), "--data",
      folder.path("people/people.csv"), "--out", folder.path("rows.csv"),
    ])
    let header = try #require(
      try String(contentsOfFile: folder.path("rows.csv"), encoding: .utf8).split(separator: "\n")
        .first
    )
    // The person, the date and the label stand beside the features.
    #expect(header.split(separator: ",").count == 3 + 40)
    let train = try json([
      "risk", "train", "--spec", folder.path("people/spec.yaml"), "--data",
      folder.path("rows.csv"), "--as-of", dates.prefix(2).joined(separator: ","), "--out",
      folder.path("model"),
    ])
    #expect(train["name"] as? String == "simulated")
    let judged = try json([
      "risk", "evaluate", "--model", folder.path("model"), "--data", folder.path("rows.csv"),
      "--as-of", dates[2], "--top", "100", "--replicates", "100", "--out", folder.path("judged"),
    ])
    let lines = try #require(judged["comparison"] as? [[String: Any]])
    let auc = try #require(
      lines.first { $0["metric"] as? String == "auc" }?["model"] as? [String: Any]
    )
    #expect(try #require(auc["value"] as? Double) > 0.75)
    let list = try json([
      "risk", "list", "--model", folder.path("model"), "--data", folder.path("rows.csv"),
      "--policy", folder.path("people/policy.yaml"), "--key", folder.path("key"), "--out",
      folder.path("list"),
    ])
    #expect(list["places"] as? Int == 450)
  }

  /// Sizes of a register, of its lists and of what the calls bring.
  struct Scenario: CustomTestStringConvertible, Sendable {
    let eligible: Int
    let capacity: Int
    let called: Int
    let available: Int
    let campaignAvailable: Int
    var testDescription: String { "\(eligible) women" }

    static let small = Scenario(
      eligible: 240,
      capacity: 45,
      called: 40,
      available: 24,
      campaignAvailable: 94
    )
    /// The figures of the city's minutes: 61.2 % of those called in May, 39 % of all.
    static let minutes = Scenario(
      eligible: 6000,
      capacity: 450,
      called: 399,
      available: 244,
      campaignAvailable: 2340
    )
    static var all: [Scenario] {
      ProcessInfo.processInfo.environment["VEDETTA_SLOW_TESTS"] == nil ? [small] : [small, minutes]
    }
  }

  @Test(arguments: Scenario.all)
  func `the calls of a month are exact, from a register to the returned file`(
    scenario: Scenario
  ) throws {
    let (called, capacity) = (scenario.called, scenario.capacity)
    let made = try json([
      "simulate", "cessations", "--eligible", "\(scenario.eligible)", "--capacity",
      "\(capacity)", "--out", folder.path("calls"),
    ])
    let dates = try #require(made["dates"] as? [[String: Any]])
    #expect(dates.compactMap { $0["asOf"] as? String }.last == "2024-05")
    #expect(dates.last?["eligible"] as? Int == scenario.eligible)
    try run([
      "risk", "cohort", "--spec", folder.path("calls/cohort.yaml"), "--data",
      folder.path("calls/cob.csv"), "--out", folder.path("rows.csv"),
    ])
    try run([
      "risk", "train", "--spec", folder.path("calls/spec.yaml"), "--data",
      folder.path("rows.csv"), "--as-of", "2023-03,2023-05,2023-07", "--out",
      folder.path("model"),
    ])
    func list(_ policy: String, _ month: String, _ name: String) throws -> [String: Any] {
      try json([
        "risk", "list", "--model", folder.path("model"), "--data", folder.path("rows.csv"),
        "--as-of", month, "--policy", folder.path("calls/\(policy)"), "--key",
        folder.path("key"), "--out", folder.path(name),
      ])
    }
    func left(_ list: [String: Any], after name: String) -> Int? {
      let steps = list["waterfall"] as? [[String: Any]] ?? []
      return steps.first { $0["name"] as? String == name }?["remaining"] as? Int
    }
    // The rule of the cohort and the filters of the policy find those that were drawn.
    for date in dates {
      let month = try #require(date["asOf"] as? String)
      let found = try list("policy.yaml", month, "list-\(month)")
      #expect(left(found, after: "meno_di_30_giorni") == date["eligible"] as? Int, "\(month)")
      #expect(found["places"] as? Int == capacity)
      let groups = try #require(found["groups"] as? [[String: Any]])
      #expect(groups.count == 9)
      #expect(groups.compactMap { $0["places"] as? Int }.reduce(0, +) == capacity)
    }
    // The file that came back for April, as it is, leaves those called out of the list of May.
    try run([
      "simulate", "outcomes", "--list", folder.path("list-2024-04/lista.csv"), "--out",
      folder.path("calls/april.csv"),
    ])
    let policy = try String(contentsOfFile: folder.path("calls/policy.yaml"), encoding: .utf8)
    let contacted =
      "  - {name: lista_precedente, drop: {file: april.csv, key: codice, column: data_contatto, "
      + "since: issued - 90 days}}\n"
    try folder.write(
      policy.replacingOccurrences(of: "contacts:", with: contacted + "contacts:"),
      to: "calls/policy-may.yaml"
    )
    _ = try list("policy-may.yaml", "2024-05", "after-april")
    let april = Set(try rows("calls/april.csv").compactMap { $0["codice"] })
    let again = Set(try rows("list-2024-05/lista.csv").compactMap { $0["codice"] })
    let after = Set(try rows("after-april/lista.csv").compactMap { $0["codice"] })
    #expect(!again.isDisjoint(with: april))
    #expect(after.isDisjoint(with: april) && after.count == capacity)

    let campaign = try list("policy-campaign.yaml", "2024-05", "campaign")
    #expect(campaign["places"] as? Int == scenario.eligible)
    try run([
      "simulate", "outcomes", "--list", folder.path("campaign/lista.csv"), "--available",
      "\(scenario.campaignAvailable)", "--out", folder.path("campaign.csv"),
    ])
    let yes = ["disponibile", "preso_in_carico"]
    let all = try rows("campaign.csv")
    #expect(all.count { $0["esito"] != "" } == scenario.eligible)
    #expect(all.count { yes.contains($0["esito"] ?? "") } == scenario.campaignAvailable)

    let may = try json([
      "simulate", "outcomes", "--list", folder.path("list-2024-05/lista.csv"), "--called",
      "\(called)", "--available", "\(scenario.available)", "--out", folder.path("may.csv"),
    ])
    #expect(may["called"] as? Int == called)
    #expect(may["available"] as? Int == scenario.available)
    let sent = try rows("list-2024-05/lista.csv")
    let returned = try rows("may.csv")
    #expect(returned.map { $0["codice"] } == sent.map { $0["codice"] })
    #expect(returned.map { $0["punteggio"] } == sent.map { $0["punteggio"] })
    #expect(returned.map { $0["phone"] } == sent.map { $0["phone"] })
    #expect(returned.count { $0["esito"] != "" } == called)
    #expect(returned.prefix(called).allSatisfy { $0["esito"] != "" })
    #expect(returned.count { yes.contains($0["esito"] ?? "") } == scenario.available)
    for row in returned.prefix(called) {
      let day = try #require(row["data_contatto"])
      #expect(day.hasSuffix("/05/2024") && day != "01/05/2024", "\(day)")
      // Saturdays and Sundays of May 2024.
      #expect(!["04", "05", "11", "12", "18", "19", "25", "26"].contains(String(day.prefix(2))))
      #expect(["1", "2", "3"].contains(row["tentativi"]))
      #expect(row["operatore"]?.isEmpty == false)
    }
    #expect(
      returned.dropFirst(called).allSatisfy { $0["tentativi"] == "" && $0["data_contatto"] == "" }
    )
    // A second round keeps what the first one brought.
    let rest = try json([
      "simulate", "outcomes", "--list", folder.path("may.csv"), "--reached", "5", "--out",
      folder.path("rest.csv"),
    ])
    #expect(rest["called"] as? Int == capacity)
    #expect(
      try rows("rest.csv").prefix(called).map { $0["esito"] }
        == returned.prefix(called).map { $0["esito"] }
    )
  }

  @Test func `what cannot be played is refused in a sentence, and nothing is written`() throws {
    try folder.write("codice;esito\r\nA;\r\n", to: "short.csv")
    let head =
      "posizione;codice;fascia_rischio;data_riferimento;scade_il;esito;data_contatto;operatore;note\r\n"
    let place = "1;A;4;05/2024;31/05/2024;"
    try folder.write(head + place + ";;;\r\n" + "2;B;1;05/2024;31/05/2024;;;;\r\n", to: "list.csv")
    try folder.write(head + place + "boh;;;\r\n", to: "word.csv")
    try folder.write(head + "1;A;4;05/2024;30/04/2024;;;;\r\n", to: "late.csv")
    for (list, more, status, words) in [
      ("short.csv", [], 2, "fascia_rischio"), ("word.csv", [], 2, "non_risponde"),
      ("late.csv", [], 2, "scade_il"),
      ("list.csv", ["--called", "3"], 2, "at most 2, the places without an outcome"),
      ("list.csv", ["--reached", "1", "--available", "2"], 2, "at most 1, the number reached"),
      ("list.csv", ["--available", "-1"], 64, "--available"), ("none.csv", [], 2, "none.csv"),
    ] as [(String, [String], Int32, String)] {
      let run = try VedettaCommand.run(
        ["simulate", "outcomes", "--list", folder.path(list), "--out", folder.path("out.csv")]
          + more
      )
      #expect(run.status == status, "\(list) \(more)")
      #expect(run.errorOutput.contains(words), "\(list): \(run.errorOutput)")
      #expect(!FileManager.default.fileExists(atPath: folder.path("out.csv")))
    }
    for arguments in [
      ["people", "--features", "101"], ["people", "--features", "100", "--months", "30"],
    ] {
      let run = try VedettaCommand.run(["simulate"] + arguments + ["--out", folder.path("none")])
      #expect(run.status == 64)
    }
  }
}
