internal import ArgumentParser
internal import Workflows

extension ListArgument<Double> {
  /// Levels of intervals in percent, as `80,95`, to shares.
  static func levels(_ text: String) throws -> ListArgument {
    let values = try text.split(separator: ",").map { part in
      guard let percent = Double(part), IntervalLevel.isNameable(percent / 100) else {
        throw ValidationError(
          "\"\(part)\" is not a level in percent, from 0.0001 to 99.9999."
        )
      }
      return percent / 100
    }
    guard !values.isEmpty else { throw ValidationError("the list is empty.") }
    guard Set(values.map(IntervalLevel.name)).count == values.count else {
      throw ValidationError("a level stands twice in \(text); four decimals are told apart.")
    }
    return ListArgument(values: values)
  }
}

extension ListArgument<ForecastModelName> {
  /// Names of models, as `auto,ets,theta`.
  static func models(_ text: String) throws -> ListArgument {
    let values = try text.split(separator: ",").map { try ForecastModelName(argument: $0) }
    guard !values.isEmpty else { throw ValidationError("the list is empty.") }
    guard Set(values.map(\.name)).count == values.count else {
      throw ValidationError("a model stands twice.")
    }
    return ListArgument(values: values)
  }
}

extension ListArgument<ReconciliationName> {
  /// Ways of adding up, as `shrink,ols`.
  static func reconciliations(_ text: String) throws -> ListArgument {
    let values = try text.split(separator: ",").map { try ReconciliationName(argument: $0) }
    guard !values.isEmpty else { throw ValidationError("the list is empty.") }
    guard Set(values.map(\.name)).count == values.count else {
      throw ValidationError("a reconciliation stands twice.")
    }
    return ListArgument(values: values)
  }
}

extension ReconciliationName {
  /// The way of a name on the command line.
  init(argument: some StringProtocol) throws {
    guard let found = ReconciliationName(String(argument)) else {
      let nearest = ReconciliationName.nearest(to: String(argument))
      throw ValidationError(
        "there is no reconciliation \"\(argument)\"; "
          + (nearest.map { "did you mean \($0)? " } ?? "")
          + "There are: \(ReconciliationName.all.map(\.name).joined(separator: ", "))."
      )
    }
    self = found
  }

  /// The ways and what they do, for `--help`.
  static var catalogue: String {
    NameList.text(all)
  }
}

extension ForecastModelName {
  /// The model of a name on the command line.
  init(argument: some StringProtocol) throws {
    guard let model = ForecastModelName(String(argument)) else {
      let nearest = ForecastModelName.nearest(to: String(argument))
      throw ValidationError(
        "there is no model \"\(argument)\"; "
          + (nearest.map { "did you mean \($0)? " } ?? "")
          + "Models: \(ForecastModelName.all.map(\.name).joined(separator: ", "))."
      )
    }
    self = model
  }

  /// The models and what they do, for `--help`.
  static var catalogue: String {
    NameList.text(all)
  }
}

extension IntervalChoice: ExpressibleByArgument {
  /// The sources, for the help of an option.
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

  /// The sources and what they are, for `--help`.
  static var catalogue: String {
    NameList.text(allCases.map { (name: $0.rawValue, summary: $0.summary) })
  }
}

extension SampleChoice: ExpressibleByArgument {
  /// The choices, for the help of an option.
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

  /// The choices and what they are, for `--help`.
  static var catalogue: String {
    NameList.text(allCases.map { (name: $0.rawValue, summary: $0.summary) })
  }
}

/// Names and what they stand for, for `--help`.
private enum NameList {
  /// One name a line, the summaries under each other.
  static func text(_ entries: [(name: String, summary: String)]) -> String {
    let width = entries.map(\.name.count).max() ?? 0
    return entries.map { entry in
      let padding = String(repeating: " ", count: width - entry.name.count)
      return "  \(entry.name)\(padding)  \(entry.summary)"
    }
    .joined(separator: "\n")
  }
}
