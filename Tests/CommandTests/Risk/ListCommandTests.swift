internal import Foundation
internal import TestSupport
internal import Testing

@Suite("vedetta risk list", .tags(.endToEnd))
struct ListCommandTests {
  private func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test("the waterfall adds up, and each person is on the list, left out or beyond its capacity")
  func waterfall() throws {
    let example = try ListExample()
    let run = try example.list("out", ["--json"])
    try #require(run.status == 0, "\(run.errorOutput)")
    let result = try json(run.output)
    let steps = try #require(result["waterfall"] as? [[String: Any]])
    #expect(
      steps.compactMap { $0["name"] as? String } == [
        "eta", "trasferito", "rioccupato", "meno_di_30_giorni", "in_carico", "contattato",
        "opposizione", "senza_telefono", "controllo",
      ]
    )
    var left = try #require(result["people"] as? Int)
    #expect(left == 200)
    for step in steps {
      left -= try #require(step["removed"] as? Int)
      #expect(step["remaining"] as? Int == left)
    }
    #expect(result["candidates"] as? Int == left)
    let excluded = try example.rows("out/esclusi.csv")
    #expect(excluded.count == 200 - left)
    for step in steps {
      let name = try #require(step["name"] as? String)
      #expect(excluded.count { $0["motivo"] == name } == step["removed"] as? Int, "\(name)")
    }
    // P5 and P7 were phoned within 90 days of 1 June, P6 was not; P999 is nobody.
    #expect(excluded.count { $0["motivo"] == "contattato" } <= 2)
    let list = try example.rows("out/lista.csv")
    #expect(list.count == 45)
    let codes = Set(excluded.compactMap { $0["codice"] } + list.compactMap { $0["codice"] })
    #expect(codes.count == excluded.count + 45)
  }

  @Test("quotas are exact in sum and proportional to those who can be invited")
  func quotas() throws {
    let example = try ListExample()
    let run = try example.list("out", ["--json"])
    let result = try json(run.output)
    let groups = try #require(result["groups"] as? [[String: Any]])
    let candidates = groups.compactMap { $0["candidates"] as? Int }
    let places = groups.compactMap { $0["places"] as? Int }
    #expect(places.reduce(0, +) == 45)
    let all = Double(candidates.reduce(0, +))
    for (candidates, places) in zip(candidates, places) {
      #expect(abs(Double(places) - 45 * Double(candidates) / all) < 1)
    }
    let list = try example.rows("out/lista.csv")
    for group in groups {
      let name = group["name"] as? String
      #expect(list.count { $0["municipio"] == name } == group["places"] as? Int)
    }
    #expect(Set(list.compactMap { $0["operatore"] }) == ["Anna", "Bruno"])
  }

  @Test("telephone numbers are kept, names that Excel would run are not run, files are private")
  func contacts() throws {
    let example = try ListExample()
    let run = try example.list("out")
    try #require(run.status == 0, "\(run.errorOutput)")
    let list = try example.rows("out/lista.csv")
    for row in list {
      let phone = try #require(row["telefono"])
      #expect(phone.hasPrefix("0039 333 12345") || phone.hasPrefix("02 12345"))
      #expect(try #require(row["cognome"]).hasPrefix("'=HYPERLINK("))
      #expect(!row.values.contains { $0.hasPrefix("P") })
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: example.folder.path("out"))
    #expect(files.count == 6)
    for file in files {
      let attributes = try FileManager.default.attributesOfItem(
        atPath: example.folder.path("out/\(file)")
      )
      #expect(attributes[.posixPermissions] as? Int == 0o600, "\(file)")
    }
    let shown = run.output + run.errorOutput
    #expect(!shown.contains("HYPERLINK") && !shown.contains("333") && !shown.contains("P5"))
  }

  @Test(
    "the workbook has the list with telephone numbers as text, and a summary without small cells",
    .enabled(if: SpreadsheetParts.isAvailable)
  )
  func workbook() throws {
    let example = try ListExample()
    try #require(try example.list("out").status == 0)
    let parts = try SpreadsheetParts(example.folder.path("out/lista.xlsx"))
    let cells = parts.cells(1)
    let names = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".map { String($0) }
    let phone = try #require(names.first { cells["\($0)1"] == "telefono" })
    let score = try #require(names.first { cells["\($0)1"] == "punteggio" })
    let list = try example.rows("out/lista.csv")
    for (row, csv) in list.enumerated() {
      let number = try #require(cells["\(phone)\(row + 2)"])
      #expect(number.replacingOccurrences(of: "+39", with: "0039") == csv["telefono"])
      #expect(number.hasPrefix("+39 ") || number.hasPrefix("02 "))
      let text = csv["punteggio"]?.replacingOccurrences(of: ",", with: ".")
      #expect(cells["\(score)\(row + 2)"].flatMap(Double.init) == text.flatMap(Double.init))
    }
    #expect(parts.texts["docProps/core.xml"]?.contains("2024-06-01T00:00:00Z") == true)
    let summary = parts.cells(2)
    #expect(summary.values.contains("Invito") && summary.values.contains("in_lista"))
    let written = try example.rows("out/riepilogo.csv")
    for (row, group) in written.enumerated() {
      #expect(summary["A\(12 + row)"] == group["gruppo"])
      #expect(summary["B\(12 + row)"] == group["eta"])
    }
  }

  @Test("a re-issue has the same bytes in every file, whatever the number of threads")
  func reissue() throws {
    let example = try ListExample()
    for (name, threads) in [("a", "1"), ("b", "2")] {
      #expect(try example.list(name, ["--threads", threads]).status == 0)
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: example.folder.path("a"))
    for file in files {
      let bytes = try ["a", "b"].map { folder in
        try Data(contentsOf: example.folder.url.appending(path: "\(folder)/\(file)"))
      }
      #expect(bytes[0] == bytes[1], "\(file)")
    }
  }

  @Test("the summary shows no count under five, and no sum that gives one away")
  func summary() throws {
    let example = try ListExample()
    #expect(try example.list("out").status == 0)
    let rows = try example.rows("out/riepilogo.csv")
    #expect(rows.last?["gruppo"] == "totale" && rows.last?["in_lista"] == "45")
    var hidden = 0
    for row in rows {
      for (name, cell) in row where name != "gruppo" && name != "colonna" {
        if cell == "*" { hidden += 1 } else { #expect(try #require(Int(cell)) >= 5) }
      }
      #expect(row.values.count { $0 == "*" } != 1)
    }
    #expect(hidden > 0)
  }

  @Test("a summary by several columns has a block each, with one line of sums for all")
  func summaryByColumns() throws {
    let example = try ListExample()
    try example.folder.write(
      ListExample.policy + "summary: [municipio, gruppo, residenza]\n",
      to: "policy.yaml"
    )
    try #require(try example.list("out").status == 0)
    let rows = try example.rows("out/riepilogo.csv")
    #expect(rows.last?["gruppo"] == "totale" && rows.last?["colonna"] == "")
    let groups = rows.dropLast()
    #expect(
      groups.filter { $0["colonna"] != "municipio" }.map {
        "\($0["colonna"] ?? "") \($0["gruppo"] ?? "")"
      }
        == ["gruppo contatto", "gruppo controllo", "residenza Milano", "residenza estero"]
    )
    let names = rows[0].keys.filter { $0 != "gruppo" && $0 != "colonna" }
    for name in names {
      for column in ["municipio", "gruppo", "residenza"] {
        let cells = groups.filter { $0["colonna"] == column }.compactMap { $0[name] }
        let counts = cells.compactMap { Int($0) }
        #expect(counts.allSatisfy { $0 >= 5 })
        // What is hidden is never alone under a sum that is shown.
        guard let sum = rows.last?[name].flatMap({ Int($0) }) else { continue }
        #expect(cells.count - counts.count != 1, "\(name), \(column)")
        if counts.count == cells.count { #expect(counts.reduce(0, +) == sum) }
      }
    }
    let sheet = try SpreadsheetParts(example.folder.path("out/lista.xlsx")).cells(2)
    let titles = sheet.filter { $0.key.hasPrefix("A") }.map(\.value)
    #expect(["municipio", "gruppo", "residenza"].allSatisfy(titles.contains))
    #expect(titles.count { $0 == "totale" } == 3)
    let totals = sheet.filter { $0.key.hasPrefix("A") && $0.value == "totale" }.map(\.key)
    let numbers = totals.map { place in sheet["B" + place.dropFirst()] }
    #expect(Set(numbers).count == 1)
  }

  @Test("people whom the model cannot score stand in a file of their own, with the reason")
  func notScorable() throws {
    let example = try ListExample()
    try example.folder.write(
      try String(contentsOfFile: example.folder.path("people.csv"), encoding: .utf8)
        .replacingOccurrences(of: "\nP2,2024-06,74,", with: "\nP2,2024-06,,")
        .replacingOccurrences(of: "\nP12,2024-06,40,", with: "\nP12,2024-06,,"),
      to: "gaps.csv"
    )
    try example.folder.write(
      "name: t\nid: id\nas_of: as_of\ntarget: {column: neet}\nmissing: refuse\n"
        + "features:\n  - {column: x, kind: numeric}\n",
      to: "strict.yaml"
    )
    let train = try VedettaCommand.run([
      "risk", "train", "--spec", example.folder.path("strict.yaml"), "--data",
      example.folder.path("people.csv"), "--out", example.folder.path("model"),
      "--registry", example.folder.path("registry"),
    ])
    try #require(train.status == 0, "\(train.errorOutput)")
    let run = try example.list(
      "out",
      model: example.folder.path("model"),
      data: "gaps.csv",
      ["--json"]
    )
    try #require(run.status == 0, "\(run.errorOutput)")
    let rows = try example.rows("out/non_valutabili.csv")
    #expect(rows.map { $0["riga"] } == ["4", "14"])
    #expect(rows.allSatisfy { $0["motivo"] == "valore mancante" && $0["colonna"] == "x" })
    let steps = try #require(try json(run.output)["waterfall"] as? [[String: Any]])
    #expect(steps.last?["name"] as? String == "non_valutabile")
    #expect(steps.last?["removed"] as? Int == 2)
  }

  @Test("a correction keeps places and remarks of those phoned, and leaves out the newly opposed")
  func correction() throws {
    let example = try ListExample()
    try #require(try example.list("out").status == 0)
    let before = try example.rows("out/lista.csv")
    // The team phones the places 3, 10 and 45, and somebody at place 1 objects before that.
    let phoned = ["3": "disponibile", "10": "non_risponde", "45": "rifiuta"]
    let text = try String(
      contentsOf: example.folder.url.appending(path: "out/lista.csv"),
      encoding: .utf8
    )
    let lines = text.components(separatedBy: "\r\n").map { line -> String in
      var cells = line.components(separatedBy: ";")
      guard cells.count > 4, let outcome = phoned[cells[1]] else { return line }
      let count = cells.count
      cells.replaceSubrange((count - 4)..<(count - 1), with: [outcome, "05/06/2024", "Carla"])
      return cells.joined(separator: ";")
    }
    try example.folder.write(lines.joined(separator: "\r\n"), to: "returned.csv")
    let code = try #require(before[0]["codice"])
    // By the code, since the team knows no other; the id would do as well.
    try example.folder.write("id\nP8\nP9\n\(code)\n", to: "opposizioni.csv")
    // Whoever was phoned has been contacted, and stays all the same.
    let codes = before.filter { phoned.keys.contains($0["posizione"] ?? "") }
      .compactMap { $0["codice"] }
    try example.folder.write(
      "id,data\nP5,2024-05-01\n" + codes.map { "\($0),2024-06-05\n" }.joined(),
      to: "chiamate.csv"
    )
    let run = try example.list("again", ["--correct", example.folder.path("returned.csv")])
    try #require(run.status == 0, "\(run.errorOutput)")
    #expect(run.output.contains("3 places kept."))
    let after = try example.rows("again/lista.csv")
    #expect(after.count == 45 && after.compactMap { $0["posizione"] } == (1...45).map(String.init))
    for (place, outcome) in phoned {
      let old = try #require(before.first { $0["posizione"] == place })
      let new = try #require(after.first { $0["posizione"] == place })
      #expect(new["codice"] == old["codice"] && new["telefono"] == old["telefono"])
      #expect(new["esito"] == outcome && new["data_contatto"] == "05/06/2024")
      #expect(new["operatore"] == "Carla")
    }
    #expect(!after.contains { $0["codice"] == code })
    #expect(Set(after.compactMap { $0["codice"] }).count == 45)
    // A correction of the same is the same.
    let arguments = ["--correct", example.folder.path("returned.csv")]
    #expect(try example.list("third", arguments).status == 0)
    for name in ["lista.csv", "lista.xlsx", "summary.json"] {
      let bytes = try ["again", "third"].map { folder in
        try Data(contentsOf: example.folder.url.appending(path: "\(folder)/\(name)"))
      }
      #expect(bytes[0] == bytes[1], "\(name)")
    }
  }

  @Test("a list that has expired, or that another key made, is not corrected")
  func correctionRefused() throws {
    let example = try ListExample()
    try #require(try example.list("out").status == 0)
    let text = try String(
      contentsOf: example.folder.url.appending(path: "out/lista.csv"),
      encoding: .utf8
    )
    try example.folder.write(
      text.replacingOccurrences(of: ";;;Anna;", with: ";sì;;Anna;")
        .replacingOccurrences(of: ";;Anna;", with: ";05/06/2024;Anna;"),
      to: "returned.csv"
    )
    try example.folder.write(String(repeating: "ab", count: 32) + "\n", to: "other.key")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600],
      ofItemAtPath: example.folder.path("other.key")
    )
    let correct = ["--correct", example.folder.path("returned.csv")]
    let other = try example.list("a", correct + ["--key", example.folder.path("other.key")])
    #expect(other.status == 2)
    #expect(other.errorOutput.contains("codes that the key in use gives to people in the data"))
    try example.folder.write(
      ListExample.policy.replacingOccurrences(of: "2024-07-31", with: "2024-12-31"),
      to: "policy.yaml"
    )
    let late = try example.list("b", correct + ["--issued", "2024-08-01"])
    #expect(late.status == 2)
    #expect(late.errorOutput.contains("a list that has not expired on 2024-08-01"))
    for name in ["a", "b"] {
      #expect(!FileManager.default.fileExists(atPath: example.folder.path(name)))
    }
  }

  @Test("fewer people than places are all on the list, and a remark says so")
  func short() throws {
    let example = try ListExample()
    try example.folder.write(
      ListExample.policy.replacingOccurrences(of: "total: 45", with: "total: 200"),
      to: "policy.yaml"
    )
    let run = try example.list("out", ["--json"])
    #expect(run.status == 0)
    #expect(run.errorOutput.contains("people can be invited; all of them are on the list."))
    let result = try json(run.output)
    #expect(result["places"] as? Int == result["candidates"] as? Int)
    #expect(try example.rows("out/lista.csv").count == result["places"] as? Int)
  }

  @Test("filters that leave nobody give an empty list with its header")
  func nobody() throws {
    let example = try ListExample()
    try example.folder.write(
      ListExample.policy.replacingOccurrences(of: "at_least: 16", with: "at_least: 160"),
      to: "policy.yaml"
    )
    let run = try example.list("out")
    #expect(run.status == 0, "\(run.errorOutput)")
    #expect(try example.rows("out/lista.csv").isEmpty)
    #expect(try example.rows("out/esclusi.csv").count == 200)
  }

  @Test("each operator gets as many people as the policy gives an operator")
  func operators() throws {
    let example = try ListExample()
    try example.folder.write(
      ListExample.policy
        .replacingOccurrences(
          of: "{total: 45, per: month, operators: [Anna, Bruno]}",
          with: "{total: 11, per: operator, operators: 3}"
        ),
      to: "policy.yaml"
    )
    #expect(try example.list("out").status == 0)
    let list = try example.rows("out/lista.csv")
    for number in 1...3 {
      #expect(list.count { $0["operatore"] == "operatore \(number)" } == 11)
    }
    #expect(list.allSatisfy { $0["scopo"] == "Invito" && $0["scade_il"] == "31/07/2024" })
  }

  struct Refusal: CustomTestStringConvertible {
    let name: String
    /// Changes of the policy: what stands there, and what is put in its place.
    var changes: [(String, String)] = []
    var files: [String: String] = [:]
    var arguments: [String] = []
    var status: Int32 = 2
    let words: String
    var testDescription: String { name }
  }

  @Test(
    "what goes wrong is one sentence, the right exit code, and no folder",
    arguments: [
      Refusal(
        name: "more places than people",
        changes: [("total: 45", "total: 450")],
        words: "more people than the 200 in the data"
      ),
      Refusal(
        name: "least places beyond the capacity",
        changes: [("kind: proportional", "kind: floor, minimum: 20")],
        words: "sum to at most the capacity, 45, not to"
      ),
      Refusal(
        name: "unknown Municipio in the policy",
        changes: [("kind: proportional", "kind: floor, minimum: {\"1\": 3, \"77\": 2}")],
        words: "\"quotas.minimum.77\": the level named"
      ),
      Refusal(
        name: "unknown Municipio in the data",
        changes: [("kind: proportional", "kind: proportional, shares: {\"1\": 3, \"2\": 2}")],
        words: "one of the groups that quotas.shares names"
      ),
      Refusal(
        name: "two telephone numbers",
        files: ["contatti.csv": "id;cognome;telefono\nP1;a;02 123456\nP1;a;02 123457\n"],
        words: "line 3, \"telefono\": the same person has another value on line 2"
      ),
      Refusal(
        name: "older than its expiry",
        arguments: ["--issued", "2024-08-01"],
        words: "\"expires\": the value is not right; expected a day from that of the list"
      ),
      Refusal(
        name: "a purpose without words",
        changes: [("purpose: Invito", "purpose: \" \"")],
        words: "\"purpose\": the value is not right; expected words that say what"
      ),
      Refusal(
        name: "quotas by a column of ids",
        changes: [("column: municipio, kind: proportional", "column: id, kind: none")],
        files: ["people.csv": ListExample.crowd],
        words: "\"id\": the value is not right; expected a column of at most 500 groups"
      ),
      Refusal(
        name: "a summary by a column that tells another",
        changes: [("purpose: Invito", "summary: [eta, maggiorenne]\npurpose: Invito")],
        files: [
          "people.csv": ListExample.crowd.split(separator: "\n").enumerated().map { line, text in
            line == 0
              ? "\(text),maggiorenne\n"
              : "\(text.replacing(",20,", with: ",\(16 + line % 9),")),\(line % 9 > 1 ? 1 : 0)\n"
          }.joined()
        ],
        words: "\"maggiorenne\": the value is not right; expected columns of the summary of which"
      ),
      Refusal(
        name: "unknown key of a rule",
        changes: [("at_least: 16", "at_leat: 16")],
        words: "did you mean \"at_least\"?"
      ),
      Refusal(
        name: "unknown key of the policy",
        changes: [("quotas:", "quota:")],
        words: "did you mean \"quotas\"?"
      ),
      Refusal(
        name: "unknown column of a rule",
        changes: [("column: residenza", "column: residensa")],
        words: "did you mean \"residenza\"?"
      ),
      Refusal(
        name: "a file of a filter that is not there",
        changes: [("in_carico.csv", "nessuno.csv")],
        words: "nessuno.csv: there is no such file"
      ),
      Refusal(
        name: "a day of a rule that is none",
        changes: [("issued - 30 days", "issued - 30 weeks")],
        words: "expected a day such as 2024-03-09, or issued - 30 days"
      ),
      Refusal(
        name: "telephones asked for without contacts",
        changes: [
          ("contacts: {file: contatti.csv, key: id, phone: telefono, columns: [cognome]}\n", "")
        ],
        words: "\"contacts\": the key is missing"
      ),
      Refusal(
        name: "a model of other columns",
        files: ["people.csv": "id,as_of,y\nP1,2024-06,3\n"],
        words: "there is no such column"
      ),
      Refusal(
        name: "a key that others can read",
        arguments: ["--key", "open.key"],
        words: "a key file that only its owner can read"
      ),
      Refusal(
        name: "a key that is missing, for a correction",
        files: ["earlier.csv": "codice;posizione\na;1\n"],
        arguments: ["--correct", "earlier.csv", "--key", "no.key"],
        words: "no.key: there is no such file"
      ),
    ]
  )
  func refusals(_ refusal: Refusal) throws {
    let example = try ListExample()
    var policy = ListExample.policy
    for (old, new) in refusal.changes {
      try #require(policy.contains(old))
      policy = policy.replacingOccurrences(of: old, with: new)
    }
    try example.folder.write(policy, to: "policy.yaml")
    for (name, text) in refusal.files { try example.folder.write(text, to: name) }
    try example.folder.write(String(repeating: "ab", count: 32) + "\n", to: "open.key")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o644],
      ofItemAtPath: example.folder.path("open.key")
    )
    let arguments = refusal.arguments.map { argument in
      argument.hasSuffix(".key") || argument.hasSuffix(".csv")
        ? example.folder.path(argument) : argument
    }
    let run = try example.list("out", arguments)
    #expect(run.status == refusal.status, "\(run.errorOutput)")
    #expect(run.errorOutput.contains(refusal.words), "\(run.errorOutput)")
    #expect(run.errorOutput.split(separator: "\n").count == 1, "\(run.errorOutput)")
    #expect(!run.errorOutput.contains("HYPERLINK") && !run.errorOutput.contains("02 123"))
    #expect(!FileManager.default.fileExists(atPath: example.folder.path("out")))
    let left = try FileManager.default.contentsOfDirectory(atPath: example.folder.url.path)
    #expect(!left.contains { $0.contains("partial") })
  }

  @Test("no list is written for a registry that cannot take it")
  func registryThatIsNone() throws {
    let example = try ListExample()
    try example.folder.write("no folder\n", to: "registry")
    let run = try example.list("out")
    #expect(run.status == 73)
    #expect(run.errorOutput.contains("cannot be written"), "\(run.errorOutput)")
    #expect(!FileManager.default.fileExists(atPath: example.folder.path("out")))
  }

  @Test("a known key beside a registry that knows nobody is warned of, a new key is not")
  func emptyRegistry() throws {
    let example = try ListExample()
    let words = "check --registry unless this is the first list"
    let first = try example.list("first")
    #expect(first.status == 0)
    #expect(!first.errorOutput.contains(words))
    #expect(try !example.list("second").errorOutput.contains(words))
    let other = try example.list("third", ["--registry", example.folder.path("mistyped")])
    #expect(other.status == 0)
    #expect(other.errorOutput.contains(words), "\(other.errorOutput)")
  }

  @Test("an earlier folder is untouched when its replacement is refused")
  func nothingLost() throws {
    let example = try ListExample()
    #expect(try example.list("out").status == 0)
    let before = try Data(contentsOf: example.folder.url.appending(path: "out/lista.csv"))
    let run = try example.list("out", ["--force", "--issued", "2024-08-01"])
    #expect(run.status == 2)
    #expect(
      try Data(contentsOf: example.folder.url.appending(path: "out/lista.csv")) == before
    )
  }
}
