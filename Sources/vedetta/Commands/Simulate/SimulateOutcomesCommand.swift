internal import ArgumentParser
internal import Workflows

/// `vedetta simulate outcomes`.
struct SimulateOutcomesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "outcomes",
    abstract: "Play the team that calls the people of a list: the file as it comes back.",
    discussion: """
      Reads the lista.csv that risk list writes and writes it again with esito, data_contatto, \
      operatore, tentativi and note. The team works down the list on the working days of its month \
      up to the expiry, with up to three attempts, two working days apart. Rows that have an esito \
      keep it.

      The truth: 4 % of the numbers are wrong; an attempt succeeds with probability 0.45, 0.50 and \
      0.55 (the first, second and third), so that 84 % of those called are reached. Who is reached \
      says yes with probability 0.44, 0.52, 0.60, 0.68 in risk bands 1 to 4 (disponibile 60 %, \
      preso_in_carico 40 %). Of those who do not, 40, 30, 22, 15 % have found work (gia_occupato), \
      4 % ask never to be called (non_contattare), the others refuse (rifiuta). Of those not reached, \
      a quarter agreed on another call (richiamare).

      With --called the first N places have an outcome and the others none; with --reached and \
      --available exactly N persons are reached and say yes, drawn without replacement with the \
      probabilities above as weights.

      Example:
        vedetta simulate outcomes --list list/lista.csv --out returned.csv
        vedetta simulate outcomes --list list/lista.csv --called 399 --available 244 --out may.csv
      """
  )

  @Option(help: "lista.csv as risk list writes it.")
  var list: String

  @Option(help: "Persons called, from the first place on (default: all).")
  var called: Int?

  @Option(help: "Persons reached, exactly (default: as the truth has it).")
  var reached: Int?

  @Option(help: "Persons who say yes, exactly (default: as the truth has it).")
  var available: Int?

  @Option(help: "File to write.")
  var out: String

  @OptionGroup(title: "Common options") var common: CommonOptions

  func validate() throws {
    for (name, number) in [("called", called), ("reached", reached), ("available", available)] {
      guard number ?? 0 >= 0 else { throw ValidationError("--\(name) must be at least 0.") }
    }
  }

  func run() throws {
    let result = try SimulateOutcomesWorkflow().run(
      SimulateOutcomesRequest(
        list: list,
        called: called,
        reached: reached,
        available: available,
        output: out,
        environment: common.environment
      )
    )
    common.warn(notRecorded: result.notRecorded)
    try Output.print(result, json: common.json) {
      let outcomes = TextTable(
        header: ["outcome", "places"],
        rows: result.outcomes.map { [$0.outcome, "\($0.places)"] }
      )
      let bands = TextTable(
        header: ["band", "called", "reached", "available", "true yes of those reached"],
        rows: result.bands.map {
          [
            "\($0.band)", "\($0.called)", "\($0.reached)", "\($0.available)",
            TextTable.number($0.acceptance, decimals: 2),
          ]
        }
      )
      return """
        \(result.called) of \(counted(result.places, "place")) called, \(result.reached) reached, \
        \(result.available) available

        \(outcomes.text)

        \(bands.text)

        Written: \(result.output)
        """
    }
  }
}
