internal import ArgumentParser
internal import Datasets
internal import Workflows

/// `vedetta risk approve`.
struct RiskApproveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve",
    abstract: "Put a name under a list before it is used, or check the name that is there.",
    discussion: """
      A person answers for every list. The name, the time and the digest of lista.csv are signed \
      with the key, written to approvazione.json in the list's folder and kept in the log. A list \
      that was changed since it was written, or whose last day is over, cannot be approved. \
      --check looks whether list and signature still agree.

      Example:
        vedetta risk approve --list lista-maggio --by "Anna Bianchi"
        vedetta risk approve --list lista-maggio --check
      """
  )

  @Option(help: "The folder of the list.")
  var list: String

  @Option(help: "Who approves it.")
  var by: String?

  @Flag(help: "Only look whether the approval holds.")
  var check = false

  @Option(
    name: .customLong("on"),
    help: "Day of approval, as 2024-05-02 (default: today).",
    transform: ListArgument.day
  )
  var day: CalendarDate?

  @Option(help: "File of the secret key that the list was made with.")
  var key: String?

  @OptionGroup(title: "Common options") var common: CommonOptions

  func validate() throws {
    guard (by != nil) != check else { throw ValidationError("give --by, or --check.") }
    if let by, !by.contains(where: { !$0.isWhitespace }) {
      throw ValidationError("--by must be a name.")
    }
  }

  func run() throws {
    let result = try RiskApproveWorkflow().run(
      RiskApproveRequest(
        list: list,
        name: by,
        day: day,
        key: key,
        environment: common.environment
      )
    )
    try Output.print(result, json: common.json) {
      """
      \(result.list): \(check ? "the approval holds" : "approved"), by \(result.name), \(result.when)
      lista.csv \(result.digest)
      """
    }
  }
}
