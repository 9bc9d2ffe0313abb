internal import Foundation
internal import TestSupport
internal import Testing

@Suite("vedetta risk outcomes, amend, objection", .tags(.endToEnd))
struct OutcomesCommandTests {
  private static let day = "03/06/2024"

  @Test("what a team gives back is counted, twice as once, and an empty cell takes nothing back")
  func imported() throws {
    let outreach = try OutreachExample()
    let outcomes =
      Array(repeating: ("disponibile", Self.day), count: 12)
      + Array(repeating: ("Rifiuta", "3/6/2024"), count: 10)
      + Array(repeating: ("non risponde", "2024-06-04"), count: 9)
    let file = try outreach.returned(outcomes)
    for _ in 0..<2 { #expect(try outreach.take(file).status == 0) }
    // The same people again, without a word about the first twelve.
    let emptied = try outreach.returned(
      Array(repeating: ("", ""), count: 12) + outcomes.dropFirst(12),
      named: "later.csv"
    )
    #expect(try outreach.take(emptied).status == 0)
    let report = try outreach.json(["risk", "outcomes", "report"])
    let total = try #require(report["total"] as? [String: Any])
    #expect(total["listed"] as? Int == 45)
    #expect(total["called"] as? Int == 31)
    #expect(total["reached"] as? Int == 22)
    #expect(total["positive"] as? Int == 12)
    let rate = try #require((total["positiveRate"] as? [String: Any])?["value"] as? Double)
    expectClose(rate, 12.0 / 22, relativeTolerance: 1e-12)
    let log = try String(
      contentsOfFile: outreach.example.folder.path("registry/activity.jsonl"),
      encoding: .utf8
    )
    #expect(log.components(separatedBy: "\"kind\":\"outcomes\"").count == 2)
  }

  @Test("the workbook itself can be given back, for outcomes as for a correction")
  func workbook() throws {
    let outreach = try OutreachExample()
    let run = try outreach.take(outreach.example.folder.path("june/lista.xlsx"))
    #expect(run.status == 0, "\(run.errorOutput)")
    #expect(run.output.contains("45 rows, 0 new, 0 changed, 45 not called yet."))
    let correct = try outreach.example.list(
      "corrected",
      ["--correct", outreach.example.folder.path("june/lista.xlsx")]
    )
    #expect(correct.status == 0, "\(correct.errorOutput)")
    #expect(
      try outreach.example.rows("corrected/lista.csv").compactMap { $0["codice"] }
        == outreach.codes
    )
  }

  struct Fault: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let line: @Sendable (OutreachExample) -> String
    let words: String
  }

  @Test(
    "a row that cannot be of the list is named by its line, and nothing is taken over",
    arguments: [
      Fault(
        testDescription: "a person who is not on the list",
        line: { "\($0.list);aaaaaaaaaaaaaaaaaaaaaaaaaa;rifiuta;03/06/2024" },
        words: "line 3, \"codice\": the person is not on the list"
      ),
      Fault(
        testDescription: "a list that nobody wrote",
        line: { "t-2023-01-00000000;\($0.codes[1]);rifiuta;03/06/2024" },
        words: "line 3, \"lista_id\": the registry has no such list"
      ),
      Fault(
        testDescription: "an outcome that is none",
        line: { "\($0.list);\($0.codes[1]);forse;03/06/2024" },
        words: "line 3, \"esito\": the value is not right; expected one of non_risponde"
      ),
      Fault(
        testDescription: "a day before the list",
        line: { "\($0.list);\($0.codes[1]);rifiuta;03/05/2024" },
        words: "line 3, \"data_contatto\": the value is not right; expected a day from"
      ),
      Fault(
        testDescription: "a day that is to come",
        line: { "\($0.list);\($0.codes[1]);rifiuta;03/06/2124" },
        words: "line 3, \"data_contatto\": the value is not right; expected a day that is not to"
      ),
      Fault(
        testDescription: "a day that is none",
        line: { "\($0.list);\($0.codes[1]);rifiuta;31/06/2024" },
        words: "line 3, \"data_contatto\": the value is not right; expected a day such as"
      ),
      Fault(
        testDescription: "a person twice",
        line: { "\($0.list);\($0.codes[0]);rifiuta;03/06/2024" },
        words: "line 3, \"codice\": the same identifier and date stand on line 2 too"
      ),
    ]
  )
  func refused(_ fault: Fault) throws {
    let outreach = try OutreachExample()
    let file = try outreach.example.folder.write(
      """
      lista_id;codice;esito;data_contatto
      \(outreach.list);\(outreach.codes[0]);non_contattare;03/06/2024
      \(fault.line(outreach))

      """,
      to: "wrong.csv"
    )
    let run = try outreach.take(file)
    #expect(run.status == 2)
    #expect(run.errorOutput.contains(fault.words), "\(run.errorOutput)")
    #expect(!run.errorOutput.contains(outreach.codes[0]))
    let report = try outreach.json(["risk", "outcomes", "report"])
    #expect((report["total"] as? [String: Any])?["called"] as? Int == 0)
    // Nor did the row before enter the suppression list.
    let again = try outreach.example.list("again", ["--json"])
    #expect(!again.output.contains("non_contattare"))
  }

  @Test("whoever says not to be contacted is on no later list, and is counted first")
  func suppressed() throws {
    let outreach = try OutreachExample()
    let file = try outreach.returned([("non_contattare", Self.day), ("non contattare", "")])
    let taken = try outreach.take(file)
    #expect(taken.output.contains("2 people entered the suppression list"))
    let run = try outreach.example.list("july", ["--issued", "2024-07-01", "--json"])
    try #require(run.status == 0, "\(run.errorOutput)")
    let result = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    )
    let steps = try #require(result["waterfall"] as? [[String: Any]])
    #expect(steps[0]["name"] as? String == "non_contattare")
    #expect(steps[0]["removed"] as? Int == 2)
    #expect(steps[0]["removedFromTop"] as? Int == 2)
    let excluded = try outreach.example.rows("july/esclusi.csv")
    let first = excluded.filter { $0["motivo"] == "non_contattare" }.compactMap { $0["codice"] }
    #expect(Set(first) == Set(outreach.codes.prefix(2)))
    let listed = try outreach.example.rows("july/lista.csv").compactMap { $0["codice"] }
    #expect(Set(listed).isDisjoint(with: outreach.codes.prefix(2)))
    let overlap = try #require(result["alsoOnLast"] as? [String: Any])
    #expect(overlap["list"] as? String == outreach.list)
    #expect(overlap["people"] as? Int == Set(listed).intersection(outreach.codes).count)
  }

  @Test("a list that is made again keeps in the report what calling people from it brought")
  func corrected() throws {
    let outreach = try OutreachExample()
    let file = try outreach.returned(
      Array(repeating: ("disponibile", Self.day), count: 8)
        + Array(repeating: ("rifiuta", Self.day), count: 7)
    )
    // Corrected from the workbook as it was written, before anything came back.
    let written = outreach.example.folder.path("june/lista.xlsx")
    let correction = try outreach.example.list(
      "corrected",
      ["--correct", written, "--issued", "2024-06-02"]
    )
    try #require(correction.status == 0, "\(correction.errorOutput)")
    #expect(try outreach.take(file).status == 0)
    func total() throws -> [String: Any] {
      try #require(try outreach.json(["risk", "outcomes", "report"])["total"] as? [String: Any])
    }
    #expect(try total()["listed"] as? Int == 45)
    #expect(try total()["called"] as? Int == 15)
    #expect(try total()["positive"] as? Int == 8)
    // And once where it was corrected twice.
    let second = try outreach.example.list(
      "second",
      ["--correct", written, "--issued", "2024-06-03"]
    )
    try #require(second.status == 0, "\(second.errorOutput)")
    #expect(try total()["called"] as? Int == 15)
  }

  @Test("rows of separators behind the last person are no rows")
  func blankRows() throws {
    let outreach = try OutreachExample()
    let file = try outreach.returned([("rifiuta", Self.day)])
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try outreach.example.folder.write(text + ";;;;;\r\n ;;;;;\r\n", to: "back.csv")
    let run = try outreach.take(file)
    #expect(run.status == 0, "\(run.errorOutput)")
    #expect(run.output.contains(": 1 row, 1 new, 0 changed, 0 not called yet."))
    let blank = try outreach.example.folder.write(
      "lista_id;codice;esito\r\n;;\r\n",
      to: "blank.csv"
    )
    let none = try outreach.take(blank)
    #expect(none.status == 2)
    #expect(none.errorOutput.contains("no row is left"))
  }

  @Test("a code that is none cannot be entered as an objection")
  func codeOfNobody() throws {
    let outreach = try OutreachExample()
    let code = outreach.codes[0]
    for slip in [String(code.dropLast()), code + "a", "0" + code.dropFirst(), ""] {
      let run = try outreach.run(["risk", "objection", "--code", slip, "--reason", "r"])
      #expect(run.status == 2)
      #expect(run.errorOutput.contains("26 of the signs"), "\(run.errorOutput)")
    }
    let entered = try outreach.run(["risk", "objection", "--code", code, "--reason", "r"])
    #expect(entered.status == 0, "\(entered.errorOutput)")
  }

  @Test("an objection needs the key of the registry, keeps no id, and can be lifted")
  func objection() throws {
    let outreach = try OutreachExample()
    let words = ["--reason", "richiesta scritta", "--date", "2024-06-05"]
    let entered = try outreach.json(["risk", "objection", "--person", "P77"] + words)
    #expect(entered["isChanged"] as? Bool == true)
    let code = try #require(entered["code"] as? String)
    #expect(
      (entered["lists"] as? [String])?.contains(outreach.list) == outreach.codes.contains(code)
    )
    let log = try String(
      contentsOfFile: outreach.example.folder.path("registry/activity.jsonl"),
      encoding: .utf8
    )
    #expect(!log.contains("P77"))
    #expect(log.contains("richiesta scritta"))
    #expect(
      try outreach.json(["risk", "objection", "--code", code] + words)["isChanged"] as? Bool
        == false
    )
    let another = try outreach.example.folder.write(
      String(repeating: "ab", count: 32) + "\n",
      to: "another.key"
    )
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: another)
    let other = try outreach.example.list(
      "other",
      ["--key", another]
    )
    #expect(other.status == 2)
    #expect(other.errorOutput.contains("under another key"))
    #expect(
      !FileManager.default.fileExists(atPath: outreach.example.folder.path("other"))
    )
    let lifted = try outreach.json(["risk", "objection", "--person", "P77", "--lift"] + words)
    #expect(lifted["isChanged"] as? Bool == true)
    let free = try outreach.example.list("free", ["--json"])
    #expect(!free.output.contains("non_contattare"))
  }

  @Test("the filter on recent contacts follows the registry, and a list not its own calls")
  func contacted() throws {
    let policy = ListExample.policy.replacing(
      "  - {name: opposizione,",
      with: "  - {name: appena_sentito, drop: {contacted: 30 days}}\n  - {name: opposizione,"
    )
    let outreach = try OutreachExample(policy: policy)
    let file = try outreach.returned([("rifiuta", Self.day), ("disponibile", Self.day)])
    #expect(try outreach.take(file).status == 0)
    let june = try outreach.example.list("june-again")
    #expect(june.status == 0)
    for name in ["lista.csv", "lista.xlsx", "summary.json"] {
      #expect(
        try Data(contentsOf: outreach.example.folder.url.appending(path: "june/\(name)"))
          == Data(contentsOf: outreach.example.folder.url.appending(path: "june-again/\(name)"))
      )
    }
    for (name, issued, isFar) in [("july", "2024-07-01", false), ("august", "2024-07-31", true)] {
      let run = try outreach.example.list(name, ["--issued", issued])
      try #require(run.status == 0, "\(run.errorOutput)")
      let left = try outreach.example.rows("\(name)/esclusi.csv").count {
        $0["motivo"] == "appena_sentito"
      }
      #expect(left == (isFar ? 0 : 2))
    }
  }

  @Test("additions and removals by operators need a reason, and their rate is reported")
  func amended() throws {
    let outreach = try OutreachExample()
    #expect(
      try outreach.take(outreach.returned([("non_contattare", Self.day)])).status == 0
    )
    func changes(_ rows: String...) throws -> VedettaCommand.Result {
      let header = "azione;codice;id;motivo;operatore;data\n"
      let file = try outreach.example.folder.write(
        header + rows.joined(separator: "\n") + "\n",
        to: "changes.csv"
      )
      return try outreach.run([
        "risk", "amend", "--list", outreach.list, "--changes", file,
      ])
    }
    let missing = try changes("rimozione;\(outreach.codes[3]);;;Anna;04/06/2024")
    #expect(missing.status == 2)
    #expect(missing.errorOutput.contains("line 2, \"motivo\": the cell is empty"))
    let opposed = try changes(
      "rimozione;\(outreach.codes[0]);;non vuole;Anna;04/06/2024",
      "aggiunta;\(outreach.codes[0]);;ci ripensa;Anna;05/06/2024"
    )
    #expect(opposed.status == 2)
    #expect(opposed.errorOutput.contains("line 3, \"codice\": the person is not to be contacted"))
    let done = try changes(
      "rimozione;\(outreach.codes[3]);;trasferita;Anna;04/06/2024",
      "aggiunta;;P999;segnalata dalla scuola;Bruno;04/06/2024"
    )
    #expect(done.status == 0, "\(done.errorOutput)")
    #expect(done.output.contains("1 added, 1 removed; changes so far are 4.4 % of 45 places."))
    let report = try outreach.json(["risk", "outcomes", "report"])
    let made = try #require(report["changes"] as? [String: Any])
    #expect(made["added"] as? Int == 1)
    #expect(made["removed"] as? Int == 1)
    #expect((report["total"] as? [String: Any])?["listed"] as? Int == 45)
    // A correction does not put back whom operators took off.
    let correct = try outreach.example.list(
      "corrected",
      ["--correct", outreach.example.folder.path("june/lista.csv"), "--issued", "2024-06-05"]
    )
    try #require(correct.status == 0, "\(correct.errorOutput)")
    #expect(correct.output.contains("rimozione"))
    let excluded = try outreach.example.rows("corrected/esclusi.csv")
    #expect(
      excluded.filter { $0["motivo"] == "rimozione" }.compactMap { $0["codice"] }
        == [outreach.codes[3]]
    )
    let listed = try outreach.example.rows("corrected/lista.csv").compactMap { $0["codice"] }
    #expect(listed.count == 45 && !listed.contains(outreach.codes[3]))
    let unknown = try outreach.run(["risk", "amend", "--list", "t-0", "--changes", "none.csv"])
    #expect(unknown.status == 2)
  }
}
