internal import ArgumentParser
internal import Datasets
internal import Workflows

/// `vedetta simulate cessations`.
struct SimulateCessationsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cessations",
    abstract: "Make a register of dismissals of persons who do not exist, for the monthly calls.",
    discussion: """
      Writes contracts (COB) of women and men of 19 to 64 who were dismissed in the two years before \
      the latest list, so many of them that the women of 30 to 44 to be called then (dismissed 30 \
      days ago, not re-employed) are exactly --eligible; with telephone numbers, hires that came in \
      late, who is in charge already, was called, opted out or is held out, a cohort, a \
      specification and two policies: the calls of a month, and a campaign to all. Its README says \
      what the truth is.

      Example:
        vedetta simulate cessations --eligible 6000 --out calls
        vedetta risk cohort --spec calls/cohort.yaml --data calls/cob.csv --out rows.csv
        vedetta risk train --spec calls/spec.yaml --data rows.csv --as-of 2023-03,2023-05,2023-07 \
      --out model
        vedetta risk list --model model --data rows.csv --as-of 2024-05 \
      --policy calls/policy.yaml --out may
        vedetta simulate outcomes --list may/lista.csv --called 399 --available 244 --out may.csv
      """
  )

  @Option(help: "Women of 30 to 44 to be called at the latest list, exactly.")
  var eligible = 6000

  @Option(help: "Month of the latest list.")
  var latest = "2024-05"

  @Option(help: "Monthly lists that end with it, 1 to 12.")
  var lists = 5

  @Option(help: "Places of a list.")
  var capacity = 450

  @Option(help: "Share of persons whose telephone number is known.")
  var phones = 0.75

  @Option(help: "Standard deviation of the part of the risk that no table shows.")
  var frailty = 0.6

  @Option(help: "Folder to write.")
  var out: String

  @OptionGroup(title: "Common options") var common: CommonOptions

  func validate() throws {
    guard (50...100_000).contains(eligible) else {
      throw ValidationError("--eligible must be between 50 and 100000.")
    }
    guard (1...12).contains(lists) else {
      throw ValidationError("--lists must be between 1 and 12.")
    }
    guard (1...eligible).contains(capacity) else {
      throw ValidationError("--capacity must be between 1 and the number of --eligible.")
    }
    guard (0...1).contains(phones) else {
      throw ValidationError("--phones must be between 0 and 1.")
    }
    guard (0...3).contains(frailty) else {
      throw ValidationError("--frailty must be between 0 and 3.")
    }
    _ = try latestMonth
  }

  private var latestMonth: Month {
    get throws {
      guard let month = MonthFormat.detect(latest)?.month else {
        throw ValidationError("--latest must be a month such as 2024-05.")
      }
      return month
    }
  }

  func run() throws {
    let result = try SimulateCessationsWorkflow().run(
      SimulateCessationsRequest(
        eligible: eligible,
        latest: latestMonth,
        lists: lists,
        capacity: capacity,
        phoneShare: phones,
        frailty: frailty,
        output: out,
        environment: common.environment
      )
    )
    common.warn(notRecorded: result.notRecorded)
    try Output.print(result, json: common.json) {
      let table = TextTable(
        header: ["list of", "women to be called"],
        rows: result.dates.map { [$0.asOf.description, "\($0.eligible)"] }
      )
      return """
        \(result.persons) persons, \(result.contracts) contracts, \(result.phones) telephone numbers
        To train on: \(result.training.map(\.description).joined(separator: ","))

        \(table.text)

        Written: \(result.output)
        """
    }
  }
}
