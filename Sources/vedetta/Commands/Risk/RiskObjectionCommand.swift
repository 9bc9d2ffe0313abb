internal import ArgumentParser
internal import Datasets
internal import Workflows

/// `vedetta risk objection`.
struct RiskObjectionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "objection",
    abstract: "Enter somebody who does not want to be contacted in the suppression list.",
    discussion: """
      The registry keeps the code that stands for the person, the reason and the day, never the id; \
      every later list leaves the person out before anybody is ranked, and counts it under \
      non_contattare. --person - reads the id from standard input, so that it stays out of the shell's \
      history. The reason must name nobody. Lists in use that the person is on are named, to be \
      mended by hand. --lift takes the entry back, at the person's own wish.

      Example:
        echo RSSMRA80A41F205X | vedetta risk objection --person - --reason "richiesta scritta"
      """
  )

  @Option(help: "The person's id as in the data; - reads it from standard input.")
  var person: String?

  @Option(help: "The person's code, from a list.")
  var code: String?

  @Option(help: "Why, in words that name nobody.")
  var reason: String

  @Option(help: "From which day, as 2024-05-02 (default: today).", transform: ListArgument.day)
  var date: CalendarDate?

  @Flag(help: "Take the entry back.")
  var lift = false

  @Option(help: "File of the secret key behind the codes.")
  var key: String?

  @OptionGroup(title: "Common options") var common: CommonOptions

  func validate() throws {
    guard (person != nil) != (code != nil) else {
      throw ValidationError("give --person or --code.")
    }
    guard reason.contains(where: { !$0.isWhitespace }) else {
      throw ValidationError("--reason must not be empty.")
    }
  }

  func run() throws {
    let result = try RiskObjectionWorkflow().run(
      RiskObjectionRequest(
        person: try named(),
        reason: reason,
        day: date,
        isLifted: lift,
        key: key,
        environment: common.environment
      )
    )
    if !common.quiet, !result.lists.isEmpty {
      Output.remark(
        "The person is on lists in use: \(result.lists.joined(separator: ", ")); tell the team, or "
          + "correct them."
      )
    }
    try Output.print(result, json: common.json) {
      switch (result.isLifted, result.isChanged) {
      case (false, true): "\(result.code): not to be contacted from \(result.day) on."
      case (false, false): "\(result.code): was in the suppression list already."
      case (true, true): "\(result.code): may be contacted again."
      case (true, false): "\(result.code): was not in the suppression list."
      }
    }
  }

  private func named() throws -> RiskObjectionRequest.Person {
    if let code { return .code(code) }
    guard person == "-" else { return .id(person ?? "") }
    let line = (readLine() ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard !line.isEmpty else {
      throw ValidationError("--person - found no id on standard input.")
    }
    return .id(line)
  }
}
