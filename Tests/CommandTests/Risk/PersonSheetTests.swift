internal import Foundation
internal import TestSupport
internal import Testing

@Suite("vedetta risk score --person", .tags(.endToEnd))
struct PersonSheetTests {
  /// A model and people whose identifiers are easily found where they must not be.
  private struct Example {
    let folder: TemporaryFolder

    static let specification = """
      name: prova
      id: id
      as_of: as_of
      target: {column: neet, label: {it: "senza lavoro per sei mesi", en: "six months without work"}}
      features:
        - column: months
          kind: numeric
          label: {it: "mesi senza lavoro negli ultimi 6", en: "months without work in the last 6"}
          reason:
            it: "{value} mesi senza lavoro negli ultimi 6"
            en: "{value} months without work in the last 6"
            values: {1: {it: "un mese senza lavoro negli ultimi 6"}}
            missing: {it: "nessuna notizia degli ultimi 6 mesi"}
        - {column: woman, kind: numeric, label: {it: donna}}
        - column: schooling
          kind: categorical
          label: {it: istruzione}
          reason: {values: {low: {it: "istruzione fino alla licenza media", en: "lower secondary school"}}}
      sensitive: [woman]
      missing: indicator
      audit: {groups: [woman, origin]}

      """

    init(missing: String = "indicator", fitting: Bool = true) throws {
      folder = try TemporaryFolder()
      var data = "id,as_of,months,woman,schooling,origin,neet\n"
      for date in ["2023-06", "2024-06"] {
        for person in 0..<150 {
          let months = person % 15 == 7 && date == "2023-06" ? "" : "\(person % 7)"
          let outcome = person % 7 + person % 5 > 6 ? 1 : 0
          data +=
            "SECRET-\(person),\(date),\(months),\(person % 2),\(["low", "high"][person / 2 % 2]),"
            + "EU,\(outcome)\n"
        }
      }
      try folder.write(data + "SECRET-OLD,2023-06,6,1,low,EU,1\n", to: "people.csv")
      try folder.write(
        Self.specification.replacingOccurrences(
          of: "missing: indicator",
          with: "missing: \(missing)"
        ),
        to: "spec.yaml"
      )
      guard fitting else { return }
      let run = try VedettaCommand.run([
        "risk", "train", "--spec", folder.path("spec.yaml"), "--data", folder.path("people.csv"),
        "--as-of", missing == "refuse" ? "2024-06" : "2023-06", "--out", folder.path("model"),
        "--registry", folder.path("registry"),
      ])
      try #require(run.status == 0, "\(run.errorOutput)")
    }

    func score(_ arguments: [String], input: String = "") throws -> VedettaCommand.Result {
      try VedettaCommand.run(
        [
          "risk", "score", "--model", folder.path("model"), "--data", folder.path("people.csv"),
          "--registry", folder.path("registry"),
        ] + arguments,
        input: input
      )
    }

    func sheet(_ arguments: [String]) throws -> [String: Any] {
      let run = try score(arguments + ["--json"])
      try #require(run.status == 0, "\(run.errorOutput)")
      return try #require(
        try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
      )
    }
  }

  @Test("the sheet says model, date, inputs, score, band, standing, reasons and rights in Italian")
  func italian() throws {
    let run = try Example().score(["--person", "SECRET-41"])
    try #require(run.status == 0, "\(run.errorOutput)")
    let lines = run.output.components(separatedBy: "\n")
    for line in [
      "# Scheda della persona", "Persona: SECRET-41",
      "Data di riferimento: giugno 2024; vale ciò che si sapeva prima", "- nome: prova",
      "- che cosa stima: senza lavoro per sei mesi", "- stimato su: 151 righe di giugno 2023",
      "- mesi senza lavoro negli ultimi 6: 6", "- donna: sì *", "- istruzione: low",
      "* entra nel punteggio e non è mai data come motivo.",
      "Solo per verificare che i gruppi siano trattati allo stesso modo: origin.",
      "- fascia 2: da 25% a meno di 50%", "## I suoi diritti",
    ] { #expect(lines.contains(line), "\(line)\n\(run.output)") }
    #expect(
      lines.contains {
        $0.hasPrefix("- 6 mesi senza lavoro negli ultimi 6: ") && $0.hasSuffix(" volte")
      }
    )
    #expect(!lines.contains { $0.hasPrefix("- donna: ") && $0.hasSuffix("volte") })
    #expect(run.output.contains("fra il ") && run.output.contains("% più alto."))
    #expect(run.output.contains("Opposizione") && !run.output.contains("## Le liste"))
  }

  @Test("in English words are English, those of Italian where there are no others")
  func english() throws {
    let example = try Example()
    let run = try example.score(["--person", "SECRET-41", "--language", "en"])
    let lines = run.output.components(separatedBy: "\n")
    #expect(lines.contains("As of: June 2024; what was known before it counts"))
    #expect(lines.contains { $0.hasPrefix("- 6 months without work in the last 6: ") })
    let empty = try example.score([
      "--person", "SECRET-7", "--as-of", "2023-06", "--language", "en",
    ])
    #expect(empty.output.contains("- months without work in the last 6: (empty cell)"))
    #expect(!empty.output.contains("0 months"))
  }

  @Test("score, band and standing are those of the table of scores, reasons add up with the rest")
  func agreesWithScores() throws {
    let example = try Example()
    let table = example.folder.path("scores.csv")
    #expect(try example.score(["--as-of", "2024-06", "--out", table]).status == 0)
    let rows = try String(contentsOfFile: table, encoding: .utf8).split(separator: "\n")
      .dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(rows.count == 150)
    for person in ["SECRET-0", "SECRET-41", "SECRET-149"] {
      let sheet = try example.sheet(["--person", person])
      let row = try #require(rows.first { $0[0] == person })
      let probability = try #require(Double(row[2]))
      #expect(sheet["probability"] as? Double == probability)
      #expect((sheet["band"] as? Int).map(String.init) == String(row[3]))
      let above = rows.count { Double($0[2]).map { $0 >= probability } ?? false }
      let share = (20 * Double(above) / 150).rounded(.up) / 20
      #expect(sheet["topShare"] as? Double == share, "\(person)")
      let reasons = try #require(sheet["reasons"] as? [[String: Any]])
      let texts = reasons.compactMap { $0["text"] as? String }
      #expect(
        Array(texts.prefix(3)) == row[5...7].map(String.init).filter { !$0.isEmpty }
          || texts.isEmpty && row[5] == "nessun fattore prevalente"
      )
      for reason in reasons {
        let contribution = try #require(reason["contribution"] as? Double)
        expectClose(
          try #require(reason["oddsRatio"] as? Double),
          exp(contribution),
          relativeTolerance: 1e-12
        )
        #expect(contribution > 0 && reason["column"] as? String != "woman")
      }
    }
  }

  @Test("of several dates the latest with the person counts, and another can be asked for")
  func dates() throws {
    let example = try Example()
    #expect(try example.sheet(["--person", "SECRET-41"])["asOf"] as? String == "2024-06")
    #expect(try example.sheet(["--person", "SECRET-OLD"])["asOf"] as? String == "2023-06")
    let earlier = try example.sheet(["--person", "SECRET-7", "--as-of", "2023-06"])
    let inputs = try #require(earlier["inputs"] as? [[String: Any]])
    #expect(inputs.map { $0["column"] as? String } == ["months", "woman", "schooling"])
    #expect(inputs[0]["value"] is NSNull || inputs[0]["value"] == nil)
    let text = try example.score(["--person", "SECRET-7", "--as-of", "2023-06"]).output
    #expect(text.contains("- mesi senza lavoro negli ultimi 6: (cella vuota)"))
  }

  @Test("the identifier can come from standard input, and no record of the run has it")
  func standardInput() throws {
    let example = try Example()
    let direct = try example.score(["--person", "SECRET-41"])
    let piped = try example.score(["--person", "-"], input: " SECRET-41 \n")
    #expect(piped.status == 0 && piped.output == direct.output)
    let empty = try example.score(["--person", "-"], input: "\n")
    #expect(empty.status == 64 && empty.errorOutput.contains("standard input"))

    let file = example.folder.path("SECRET-41.md")
    let written = try example.score(["--person", "SECRET-41", "--out", file])
    #expect(written.status == 0 && written.output == "Written: \(file)\n")
    #expect(try String(contentsOfFile: file, encoding: .utf8) == direct.output)
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(try example.score(["--person", "SECRET-41", "--out", file]).status == 73)

    let registry = example.folder.url.appending(path: "registry")
    let files = try FileManager.default.contentsOfDirectory(atPath: registry.path)
    var log = ""
    for name in files {
      guard let bytes = try? Data(contentsOf: registry.appending(path: name)) else { continue }
      log += String(decoding: bytes, as: UTF8.self)
    }
    #expect(log.contains("risk score --person") && !log.contains("SECRET"))
  }

  @Test("somebody who is not in the data is one sentence without the identifier")
  func notFound() throws {
    let example = try Example()
    for arguments in [
      ["--person", "SECRET-999"], ["--person", "SECRET-OLD", "--as-of", "2024-06"],
    ] {
      let run = try example.score(arguments)
      #expect(run.status == 2 && run.output.isEmpty)
      #expect(run.errorOutput.contains("\"id\": nobody in the data has the identifier given"))
      #expect(!run.errorOutput.contains("SECRET"))
      #expect(run.errorOutput.split(separator: "\n").count == 1)
    }
  }

  @Test("a person who cannot be scored is told by line and column")
  func notScorable() throws {
    let example = try Example(missing: "refuse")
    let run = try example.score(["--person", "SECRET-7", "--as-of", "2023-06"])
    #expect(run.status == 2 && run.output.isEmpty)
    #expect(run.errorOutput.contains("line 9, \"months\": the cell is empty"))
    #expect(!run.errorOutput.contains("SECRET"))
    // Another's empty cell stands in nobody's way.
    #expect(try example.score(["--person", "SECRET-8", "--as-of", "2023-06"]).status == 0)
  }

  @Test("two rows of the person at the date are refused with their lines")
  func twoRows() throws {
    let example = try Example()
    let path = example.folder.path("people.csv")
    let data = try String(contentsOfFile: path, encoding: .utf8)
    try example.folder.write(data + "SECRET-41,2024-06,1,1,low,EU,1\n", to: "people.csv")
    let run = try example.score(["--person", "SECRET-41"])
    #expect(run.status == 2 && run.errorOutput.contains("line 303, \"id\""))
    #expect(run.errorOutput.contains("line 193") && !run.errorOutput.contains("SECRET"))
  }

  struct Refusal: CustomTestStringConvertible, Sendable {
    let claim: String
    let from: String
    let to: String
    let words: [String]
    var testDescription: String { claim }
  }

  @Test(
    "a template that is wrong is refused with line and key when the specification is read",
    arguments: [
      Refusal(
        claim: "an unknown placeholder",
        from: "it: \"{value} mesi",
        to: "it: \"{valore} mesi",
        words: ["line 10, \"features[1].reason.it\"", "no braces but {value}"]
      ),
      Refusal(
        claim: "a brace without a partner",
        from: "en: \"{value} months",
        to: "en: \"{value months",
        words: ["line 11", "no braces but {value}"]
      ),
      Refusal(
        claim: "a value where there is none",
        from: "nessuna notizia",
        to: "{value}: nessuna notizia",
        words: ["line 13, \"features[1].reason.missing.it\"", "an empty cell has no value"]
      ),
      Refusal(
        claim: "words for a text in a column of numbers",
        from: "{1: {it: \"un mese",
        to: "{uno: {it: \"un mese",
        words: ["line 12, \"features[1].reason.values.uno\"", "words for a number"]
      ),
      Refusal(
        claim: "words for a sensitive column",
        from: "label: {it: donna}",
        to: "label: {it: donna}, reason: {it: donna}",
        words: ["line 14, \"features[2].reason\"", "a sensitive column, which is never a reason"]
      ),
      Refusal(
        claim: "an unknown key",
        from: "missing: {it: \"nessuna",
        to: "mising: {it: \"nessuna",
        words: ["line 13", "did you mean \"missing\"?"]
      ),
      Refusal(
        claim: "a template without words",
        from:
          "reason: {values: {low: {it: \"istruzione fino alla licenza media\", en: \"lower secondary school\"}}}",
        to: "reason: {values: {}}",
        words: ["line 18, \"features[3].reason\"", "words in it or en"]
      ),
    ]
  )
  func refusals(_ refusal: Refusal) throws {
    let example = try Example(fitting: false)
    let changed = Example.specification.replacingOccurrences(of: refusal.from, with: refusal.to)
    try #require(changed != Example.specification)
    try example.folder.write(changed, to: "spec.yaml")
    let run = try VedettaCommand.run([
      "risk", "train", "--spec", example.folder.path("spec.yaml"), "--data",
      example.folder.path("people.csv"), "--out", example.folder.path("other"), "--registry",
      example.folder.path("registry"),
    ])
    #expect(run.status == 2)
    for words in refusal.words { #expect(run.errorOutput.contains(words), "\(run.errorOutput)") }
    #expect(!FileManager.default.fileExists(atPath: example.folder.path("other")))
  }
}
