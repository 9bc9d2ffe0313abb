internal import Datasets
internal import Reporting

/// A person's sheet as text, in Italian or English: for the person, and for whoever explains it.
package struct PersonSheetText {
  /// The sheet as Markdown.
  package let text: String

  /// Words a sheet.
  package init(_ sheet: PersonSheet) {
    let sections = [
      Self.head(sheet), Self.model(sheet), Self.score(sheet), Self.reasons(sheet),
      Self.inputs(sheet), Self.lists(sheet), Self.rights(sheet.language),
    ]
    text = sections.compactMap(\.self).joined(separator: "\n\n") + "\n"
  }

  private static func head(_ sheet: PersonSheet) -> String {
    let language = sheet.language
    let person = language.choice("Persona", "Person") + ": \(sheet.person)"
    let date = sheet.asOf.map { month in
      language.choice(
        "Data di riferimento: \(language.month(month)); vale ciò che si sapeva prima",
        "As of: \(language.month(month)); what was known before it counts"
      )
    }
    return
      ([language.choice("# Scheda della persona", "# A person's sheet"), "", person]
      + [date].compactMap(\.self)).joined(separator: "\n")
  }

  private static func model(_ sheet: PersonSheet) -> String {
    let language = sheet.language
    let model = sheet.model
    let rows = language.number(Double(model.trainingRows))
    let dates = Self.dates(model.trainedOn, language)
    var lines = [
      language.choice("## Il modello", "## The model"), "",
      language.choice("- nome: ", "- name: ") + model.name,
      language.choice("- che cosa stima: ", "- what it predicts: ") + model.outcome,
      language.choice("- stimato su: ", "- fitted on: ")
        + language.choice("\(rows) righe", "\(rows) rows")
        + (dates.isEmpty ? "" : language.choice(" di ", " of ") + dates),
    ]
    if let calibrated = model.calibratedOn {
      lines.append(
        language.choice("- corretto (calibrato) su: ", "- corrected (calibrated) on: ")
          + (calibrated.isEmpty
            ? language.choice("righe senza data", "rows without a date")
            : Self.dates(calibrated, language))
      )
    }
    lines += [
      language.choice("- impronta (SHA-256 di model.json): ", "- digest (SHA-256 of model.json): ")
        + model.digest, "",
      language.choice(
        "Serve solo a invitare: nessuno perde un diritto per il suo punteggio, e a decidere è una "
          + "persona.",
        "It serves to invite only: nobody loses a right by a score, and it is a person who decides."
      ),
    ]
    return lines.joined(separator: "\n")
  }

  private static func score(_ sheet: PersonSheet) -> String {
    let language = sheet.language
    let probability = language.percent(sheet.probability, decimals: 1)
    let bands = sheet.bands.map { band -> String in
      let range =
        switch (band.from > 0, band.to < 1) {
        case (true, true):
          language.choice(
            "da \(share(band.from, language)) a meno di ",
            "from \(share(band.from, language)) to below "
          )
            + share(band.to, language)
        case (true, false):
          language.choice(
            "da \(share(band.from, language)) in su",
            "from \(share(band.from, language)) up"
          )
        case (false, true):
          language.choice("meno di ", "below ") + share(band.to, language)
        case (false, false): language.choice("tutte", "all")
        }
      return "- " + language.choice("fascia", "band") + " \(band.number): \(range)"
        + (band.number == sheet.band ? language.choice("  ← questa", "  ← this one") : "")
    }
    let top = language.percent(sheet.topShare)
    let standing =
      sheet.topShare <= 0.5
      ? language.choice("fra il \(top) più alto", "among the highest \(top)")
      : language.choice("non fra la metà più alta", "not among the highest half")
    return
      ([
        language.choice("## Il punteggio", "## The score"), "",
        language.choice("Probabilità stimata: ", "Estimated probability: ") + probability + ". "
          + language.choice("Fascia", "Band") + " \(sheet.band) "
          + language.choice("di", "of") + " \(sheet.bands.count).",
        language.choice(
          "Rispetto alle persone valutate alla stessa data: \(standing).",
          "Of the people scored at the same date: \(standing)."
        ), "",
        language.choice("Le fasce, per probabilità:", "The bands, by probability:"),
      ] + bands).joined(separator: "\n")
  }

  private static func reasons(_ sheet: PersonSheet) -> String {
    let language = sheet.language
    let title = language.choice("## I motivi", "## The reasons")
    guard !sheet.reasons.isEmpty else {
      return title + "\n\n"
        + language.choice(
          "Nessun fattore prevalente: nulla di ciò che si può dire alza il punteggio rispetto a una "
            + "persona media.",
          "No prevailing factor: nothing that may be told raises the score beyond that of an average "
            + "person."
        )
    }
    let intro = language.choice(
      "Che cosa alza il punteggio, dal più forte, e di quante volte moltiplica il rapporto fra la\n"
        + "probabilità che accada e quella che non accada, rispetto alla persona media dei dati di\n"
        + "stima:",
      "What raises the score, strongest first, and by how much it multiplies the odds, compared\n"
        + "with the average person of the training data:"
    )
    let lines = sheet.reasons.map { reason in
      "- \(reason.text): " + language.significant(reason.oddsRatio, digits: 3, maximumDecimals: 2)
        + language.choice(" volte", " times")
    }
    return ([title, "", intro, ""] + lines).joined(separator: "\n")
  }

  private static func inputs(_ sheet: PersonSheet) -> String {
    let language = sheet.language
    let lines = sheet.inputs.map { input in
      "- \(input.label): " + (input.value ?? language.choice("(cella vuota)", "(empty cell)"))
        + (input.isSensitive ? " *" : "")
    }
    var words =
      [
        language.choice("## Le informazioni usate", "## What was used"), "",
      ] + lines + [""]
    if sheet.inputs.contains(where: \.isSensitive) {
      words.append(
        language.choice(
          "* entra nel punteggio e non è mai data come motivo.",
          "* is part of the score and never given as a reason."
        )
      )
    }
    words.append(
      language.choice(
        "Nessun'altra colonna dei dati entra nel punteggio.",
        "No other column of the data is part of the score."
      )
    )
    if !sheet.auditColumns.isEmpty {
      words.append(
        language.choice(
          "Solo per verificare che i gruppi siano trattati allo stesso modo: ",
          "Only to check that groups are treated alike: "
        ) + sheet.auditColumns.joined(separator: ", ") + "."
      )
    }
    return words.joined(separator: "\n")
  }

  /// The lists on which the person appeared; `nil` without any.
  private static func lists(_ sheet: PersonSheet) -> String? {
    let language = sheet.language
    let heading = [language.choice("## Le liste", "## The lists"), ""]
    guard let lists = sheet.lists else {
      let words = language.choice(
        "Ci sono liste che qui non sono state consultate: serve la chiave (`--key`).",
        "There are lists that were not looked at here, which takes the key (`--key`)."
      )
      return (heading + [words]).joined(separator: "\n")
    }
    var lines = lists.map { list in
      "- \(list.list): " + language.choice("posto", "place") + " \(list.position)"
        + (list.issued.map { language.choice(", del ", ", of ") + "\($0)" } ?? "")
        + language.choice(", scade il ", ", expires on ") + "\(list.expires)"
    }
    if let day = sheet.objection {
      lines.append(
        language.choice("- Opposizione dal", "- Objection since") + " \(day): "
          + language.choice("non va contattata.", "not to be contacted.")
      )
    }
    return lines.isEmpty ? nil : (heading + lines).joined(separator: "\n")
  }

  private static func rights(_ language: Language) -> String {
    language.choice(
      """
      ## I suoi diritti

      - Spiegazione: può chiedere a un operatore dell'ufficio di spiegare questa scheda.
      - Rettifica: può far correggere un'informazione sbagliata; il punteggio si rifà.
      - Opposizione: può opporsi in ogni momento a quest'uso dei suoi dati, dicendolo all'ufficio che
        l'ha invitata. Non sarà messa in lista e non perde nessun servizio.
      """,
      """
      ## Your rights

      - Explanation: you can ask the office's staff to explain this sheet.
      - Rectification: you can have wrong information corrected; the score is then made again.
      - Objection: you can object at any time to this use of your data by telling the office that
        invited you. You will not be put on a list and lose no service.
      """
    )
  }

  private static func dates(_ dates: [String], _ language: Language) -> String {
    dates.map { text in MonthFormat.iso.month(text).map(language.month) ?? text }
      .joined(separator: ", ")
  }

  /// A limit of a band: whole percents where it is one.
  private static func share(_ share: Double, _ language: Language) -> String {
    let percent = share * 100
    let isWhole = abs(percent - percent.rounded()) < 1e-9
    return language.percent(share, decimals: isWhole ? 0 : 1)
  }
}

extension Language {
  /// The text in the language.
  fileprivate func choice(_ italian: String, _ english: String) -> String {
    switch self {
    case .italian: italian
    case .english: english
    }
  }
}
