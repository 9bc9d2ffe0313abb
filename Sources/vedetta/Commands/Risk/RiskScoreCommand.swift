internal import ArgumentParser
internal import Datasets
internal import Workflows

/// `vedetta risk score`.
struct RiskScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Score people, with the reasons of each; or print one person's sheet.",
    discussion: """
      Writes id, as-of date, probability, band, rank and up to three reasons; the file can be read \
      by its owner alone.

      With --person it prints the sheet of one person instead: the model, what was used, score, \
      band, reasons with what they weigh, and the person's rights. --person - reads the identifier \
      from standard input, so that it does not stay in the shell's history; the run is recorded \
      without it. --out writes the sheet to a file that its owner alone can read.

      Example:
        vedetta risk score --model model --data cohort.csv --as-of 1997-07 --out scores.csv
        vedetta risk score --model model --data cohort.csv --person - < person.txt
      """
  )

  @Option(help: "The folder of the model.")
  var model: String

  @Option(help: "The table of people.")
  var data: String

  @Option(
    help: "Months to score (default: all); with --person one month (default: the latest).",
    transform: ListArgument.months
  )
  var asOf: ListArgument<Month>?

  @Option(
    help: "Print the sheet of the person with this identifier; - reads it from standard input."
  )
  var person: String?

  @Option(help: "Language of the reasons and the sheet: it or en.")
  var language: Language = .italian

  @Option(help: "File of the secret key, to find a --person on lists (default: the user's own).")
  var key: String?

  @Option(help: "The table to write; with --person the sheet, where it is to be written.")
  var out: String?

  @OptionGroup(title: "How tables are written") var tables: TableOptions

  @OptionGroup(title: "Common options") var common: CommonOptions

  func validate() throws {
    if person == nil, out == nil {
      throw ValidationError("--out names the table to write; it is needed without --person.")
    }
    if person == nil, key != nil { throw ValidationError("--key goes with --person.") }
    if person != nil, let asOf, asOf.values.count != 1 {
      throw ValidationError("--as-of takes one month with --person.")
    }
  }

  func run() throws {
    if let person {
      try printSheet(of: person == "-" ? Self.personFromStandardInput() : person)
    } else if let out {
      try score(to: out)
    }
  }

  private func score(to out: String) throws {
    let result = try RiskScoreWorkflow().run(
      RiskScoreRequest(
        model: model,
        data: data,
        asOf: asOf?.values ?? [],
        language: language,
        output: out,
        environment: common.environment(reading: tables)
      )
    )
    common.warn(modelFault: result.modelFault)
    common.warn(notRecorded: result.notRecorded)
    try Output.print(result, json: common.json) {
      let bands = result.bands.enumerated().map { "band \($0 + 1): \($1)" }
      return
        "\(result.rows) rows scored; \(bands.joined(separator: ", ")).\nWritten: \(result.output)"
    }
  }

  private func printSheet(of person: String) throws {
    let sheet = try PersonSheetWorkflow().run(
      PersonSheetRequest(
        model: model,
        data: data,
        asOf: asOf?.values.first,
        language: language,
        key: key,
        environment: common.environment(reading: tables)
      ),
      for: person,
      output: out
    )
    common.warn(modelFault: sheet.modelFault)
    common.warn(notRecorded: sheet.notRecorded)
    try Output.print(sheet, json: common.json) {
      sheet.output.map { "Written: \($0)" }
        ?? String(PersonSheetText(sheet).text.dropLast())
    }
  }

  private static func personFromStandardInput() throws -> String {
    let line = readLine()?.trimmingPrefix(while: \.isWhitespace) ?? ""
    let person = String(line.reversed().drop(while: \.isWhitespace).reversed())
    guard !person.isEmpty else {
      throw ValidationError("--person - reads an identifier from standard input, which has none.")
    }
    return person
  }
}
