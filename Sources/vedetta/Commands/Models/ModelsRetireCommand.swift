internal import ArgumentParser
internal import Datasets
internal import Workflows

/// `vedetta models retire`.
struct ModelsRetireCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retire",
    abstract: "Take a model out of use, or end the keeping of what has been kept long enough.",
    discussion: """
      A retired model stays where it is and makes no more lists. With --expired: models whose \
      retention (in the specification) is over, and lists whose last day lies further back than \
      the policy's keep (a year unless it says otherwise). Of such a list the people, what calling \
      them brought and its files are erased; the log keeps digests. Says what would be done; \
      --erase does it.

      Example:
        vedetta models retire neet-mvad
        vedetta models retire --expired --erase
      """
  )

  @Argument(help: "The name of a registered model, or a model folder.")
  var model: String?

  @Flag(help: "What has been kept long enough, instead of one model.")
  var expired = false

  @Option(
    name: .customLong("on"),
    help: "Day by which the days of keeping must be over, as 2026-03-09 (default: today).",
    transform: ListArgument.day
  )
  var day: CalendarDate?

  @Flag(help: "Do it, instead of saying what would be done.")
  var erase = false

  @OptionGroup(title: "Common options") var common: CommonOptions

  func validate() throws {
    guard (model != nil) != expired else {
      throw ValidationError("name a model, or give --expired.")
    }
    guard expired || (day == nil && !erase) else {
      throw ValidationError("--on and --erase go with --expired.")
    }
  }

  func run() throws {
    let result = try ModelsRetireWorkflow().run(
      ModelsRetireRequest(
        model: model,
        day: day,
        isDone: erase,
        environment: common.environment
      )
    )
    common.warn(notRecorded: result.notRecorded)
    try Output.print(result, json: common.json) { Self.text(result) }
  }

  private static func text(_ result: ModelsRetireResult) -> String {
    let isDone = result.isDone
    var lines = result.models.map { model in
      "\(model.name), in \(model.folder): \(isDone ? "retired" : "to be retired")."
    }
    for list in result.lists {
      let files =
        list.isElsewhere
        ? "its files are not where they were written: look for copies"
        : "with \(counted(list.files.count, "file"))"
      lines.append(
        "\(list.list), kept until \(list.keepUntil): \(isDone ? "erased" : "to be erased"), "
          + "\(files)."
      )
    }
    guard !lines.isEmpty else { return "Nothing to retire." }
    if !isDone { lines.append("Nothing was done yet; --erase does it.") }
    return lines.joined(separator: "\n")
  }
}
