internal import ArgumentParser
internal import Datasets
internal import Workflows

/// `vedetta risk drift`.
struct RiskDriftCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift",
    abstract: "Compare people with those a model was trained on.",
    discussion: """
      For each feature the population stability index (PSI: below 0.1 stable, above 0.25 not), what \
      chance alone would make of it one time in twenty, empty cells and levels that training did \
      not have; the same for the score, and the base rate where outcomes are known. The exit code \
      is 1 when a limit of the specification is broken:

        drift: {psi: 0.25, score_psi: 0.25, missing: 0.1, unseen: 0.05, base_rate: 0.1}

      Example:
        vedetta risk drift --model model --data cohort.csv --as-of 1997-07
      """
  )

  @Option(help: "The folder of the model.")
  var model: String

  @Option(help: "The table of people.")
  var data: String

  @Option(help: "Months to compare (default: all).", transform: ListArgument.months)
  var asOf: ListArgument<Month>?

  @OptionGroup(title: "How tables are written") var tables: TableOptions

  @OptionGroup(title: "Common options") var common: CommonOptions

  func run() throws {
    let result = try RiskDriftWorkflow().run(
      RiskDriftRequest(
        model: model,
        data: data,
        asOf: asOf?.values ?? [],
        environment: common.environment(reading: tables)
      )
    )
    common.warn(notRecorded: result.notRecorded)
    try Output.print(result, json: common.json) { text(result) }
    guard !result.breaches.isEmpty else { return }
    throw StatisticalRefusal.drift(
      result.breaches.map { breach in
        let found = TextTable.number(breach.value, decimals: 3)
        let allowed = TextTable.number(breach.allowed, decimals: 3)
        let place = breach.column.map { "\(breach.limit) of \($0)" } ?? breach.limit
        return "\(place) is \(found), allowed \(allowed)"
      }
    )
  }

  private func text(_ result: RiskDriftResult) -> String {
    let rows = result.features.map { feature in
      [
        feature.column, TextTable.number(feature.psi, decimals: 4),
        TextTable.number(feature.noise, decimals: 4),
        TextTable.number(feature.trainingMissing, decimals: 4),
        TextTable.number(feature.missing, decimals: 4),
        feature.unseen.map { TextTable.number($0, decimals: 4) } ?? "-",
      ]
    }
    let score = [
      "(score)", TextTable.number(result.scorePSI, decimals: 4),
      TextTable.number(result.scoreNoise, decimals: 4), "-", "-", "-",
    ]
    let table = TextTable(
      header: ["feature", "PSI", "by chance", "empty in training", "empty", "unseen"],
      rows: rows + [score]
    )
    let dates = result.asOf.isEmpty ? "" : " at \(result.asOf.joined(separator: ", "))"
    let training = TextTable.number(result.trainingRate, decimals: 4)
    var words = "Mean score \(TextTable.number(result.meanScore, decimals: 4)); "
    words += "base rate \(training) in training"
    if let rate = result.rate {
      let low = TextTable.number(rate.lower, decimals: 4)
      let high = TextTable.number(rate.upper, decimals: 4)
      words += ", \(TextTable.number(rate.value, decimals: 4)) now (\(low) to \(high))"
    }
    if result.unscorable > 0 {
      words += "; \(counted(result.unscorable, "row")) cannot be scored, for empty cells or unseen "
      words += "levels"
    }
    return "\(result.name): \(counted(result.rows, "row"))\(dates)\n\n\(table.text)\n\n\(words)."
  }
}
