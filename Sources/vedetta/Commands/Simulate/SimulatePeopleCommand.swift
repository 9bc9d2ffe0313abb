internal import ArgumentParser
internal import Datasets
internal import Workflows

/// `vedetta simulate people`.
struct SimulatePeopleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "people",
    abstract: "Make young persons of Milan who do not exist, with the truth of their risk.",
    discussion: """
      Writes a folder with months, episodes (contracts, causes of their end), telephone numbers and \
      the exact probability of each person's label, with a cohort, a specification and a policy to \
      start from. Its README says what the truth is.

      Example:
        vedetta simulate people --persons 10000 --out people
        vedetta risk cohort --spec people/cohort.yaml --data people/people.csv --out rows.csv
        vedetta risk train --spec people/spec.yaml --data rows.csv --as-of 2023-01 --out model
        vedetta risk evaluate --model model --data rows.csv --as-of 2024-01 --top 100 --out report
      """
  )

  @Option(help: "Number of persons.")
  var persons = 10_000

  @Option(help: "First month.")
  var first = "2022-01"

  @Option(
    help: "Months: at least the longest window before the first date and twelve after the last."
  )
  var months = 36

  @Option(help: "Months between two dates.")
  var every = 12

  @Option(help: "Youngest and oldest age in the last month.")
  var ages = "16-29"

  @Option(help: "Share of persons whose telephone number is known.")
  var phones = 0.7

  @Option(help: "Standard deviation of the part of the risk that no table shows.")
  var frailty = 0.6

  @Option(
    help: "Features of the cohort: background, and windows of up to 24 months, 10 to 100."
  )
  var features = 10

  @Option(help: "Folder to write.")
  var out: String

  @OptionGroup(title: "Common options") var common: CommonOptions

  func validate() throws {
    guard (1...5_000_000).contains(persons) else {
      throw ValidationError("--persons must be between 1 and 5000000.")
    }
    guard SimulatedFeatures.range.contains(features) else {
      throw ValidationError("--features must be between 10 and 100.")
    }
    let fewest = SimulatedFeatures(count: features).history + 12
    guard (fewest...240).contains(months) else {
      throw ValidationError("--months must be between \(fewest) and 240 for these features.")
    }
    guard every >= 1 else { throw ValidationError("--every must be at least 1.") }
    guard (0...1).contains(phones) else {
      throw ValidationError("--phones must be between 0 and 1.")
    }
    guard (0...3).contains(frailty) else {
      throw ValidationError("--frailty must be between 0 and 3.")
    }
    _ = try ageRange
    _ = try firstMonth
  }

  private var ageRange: ClosedRange<Int> {
    get throws {
      let parts = ages.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard parts.count == 2, let youngest = parts[0], let oldest = parts[1],
        (16...64).contains(youngest), (youngest...64).contains(oldest)
      else { throw ValidationError("--ages must be two ages between 16 and 64, such as 16-29.") }
      return youngest...oldest
    }
  }

  private var firstMonth: Month {
    get throws {
      guard let month = MonthFormat.detect(first)?.month else {
        throw ValidationError("--first must be a month such as 2022-01.")
      }
      return month
    }
  }

  func run() throws {
    let ages = try ageRange
    let result = try SimulatePeopleWorkflow().run(
      SimulatePeopleRequest(
        persons: persons,
        first: firstMonth,
        months: months,
        every: every,
        youngest: ages.lowerBound,
        oldest: ages.upperBound,
        phoneShare: phones,
        frailty: frailty,
        features: features,
        output: out,
        environment: common.environment
      )
    )
    common.warn(notRecorded: result.notRecorded)
    try Output.print(result, json: common.json) {
      let table = TextTable(
        header: ["as of", "persons", "true share", "if all contacted"],
        rows: result.dates.map {
          [
            $0.asOf.description, "\($0.persons)", TextTable.number($0.probability, decimals: 4),
            TextTable.number($0.probabilityIfContacted, decimals: 4),
          ]
        }
      )
      return """
        \(result.persons) persons, \(result.episodes) episodes, \(result.phones) telephone numbers

        \(table.text)

        Written: \(result.output)
        """
    }
  }
}
