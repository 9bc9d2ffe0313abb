internal import DataIO
internal import Datasets
internal import Risk

extension ListFilter {
  /// `{name: age, keep: {…}}` or `{name: moved, drop: {…}}`.
  init(_ node: SpecNode) throws(DataProblem) {
    let keys = try node.mapping(known: ["name", "keep", "drop"])
    let name = try keys.required("name").string()
    switch (keys.optional("keep"), keys.optional("drop")) {
    case (let rule?, nil): self.init(name: name, effect: .keep, rule: try ListRule(rule))
    case (nil, let rule?): self.init(name: name, effect: .drop, rule: try ListRule(rule))
    default: throw node.invalid(expected: "a rule, under keep or under drop")
    }
  }
}

extension ListRule {
  private static let conditionKeys = [
    "is", "in", "missing", "below", "at_most", "at_least", "above", "before", "until", "since",
    "after",
  ]

  /// `{column: …, conditions}`, `{file: …, key: …}` with or without a column and conditions,
  /// `{phone: missing}`, or `{contacted: 90 days}`.
  fileprivate init(_ node: SpecNode) throws(DataProblem) {
    let keys = try node.mapping(
      known: ["column", "file", "key", "phone", "contacted"] + Self.conditionKeys
    )
    if let phone = keys.optional("phone") {
      guard keys.keys == ["phone"], try phone.string() == "missing" else {
        throw node.invalid(expected: "phone: missing, and nothing beside it")
      }
      self = .noPhone
      return
    }
    if let contacted = keys.optional("contacted") {
      guard keys.keys == ["contacted"] else {
        throw node.invalid(expected: "contacted: 90 days, and nothing beside it")
      }
      self = .contacted(days: try contacted.days(in: 1...36_500))
      return
    }
    let column = try keys.optional("column")?.string()
    var conditions: [ListCondition] = []
    for key in Self.conditionKeys {
      if let value = keys.optional(key) { conditions.append(try ListCondition(key, value)) }
    }
    guard let file = try keys.optional("file")?.string() else {
      guard let column, !conditions.isEmpty, keys.optional("key") == nil else {
        throw node.invalid(
          expected: "a column with one of \(Self.conditionKeys.joined(separator: ", ")); a file "
            + "with a key; phone: missing; or contacted: 90 days"
        )
      }
      self = .column(column, conditions)
      return
    }
    guard (column == nil) == conditions.isEmpty else {
      throw node.invalid(expected: "a column and conditions on it, or neither")
    }
    self = .table(
      Table(
        file: file,
        key: try keys.required("key").string(),
        column: column,
        conditions: conditions
      )
    )
  }
}

extension ListCondition {
  fileprivate init(_ key: String, _ node: SpecNode) throws(DataProblem) {
    switch key {
    case "is": self = .isIn([try node.string()])
    case "in": self = .isIn(try node.strings())
    case "missing": self = .missing(try node.bool())
    case "below": self = .number(.below, try node.double())
    case "at_most": self = .number(.atMost, try node.double())
    case "at_least": self = .number(.atLeast, try node.double())
    case "above": self = .number(.above, try node.double())
    case "before": self = .day(.below, try Day(node))
    case "until": self = .day(.atMost, try Day(node))
    case "since": self = .day(.atLeast, try Day(node))
    default: self = .day(.above, try Day(node))
    }
  }
}

extension ListCondition.Day {
  /// `2024-03-09`, `issued`, `issued - 30 days`, `issued + 7 days`.
  fileprivate init(_ node: SpecNode) throws(DataProblem) {
    let text = try node.string()
    if let date = CalendarDate(iso: text) {
      self = .on(date)
      return
    }
    let words = text.split(separator: " ").map(String.init)
    if words == ["issued"] {
      self = .issued(plus: 0)
      return
    }
    guard words.count == 4, words[0] == "issued", ["+", "-"].contains(words[1]),
      ["day", "days"].contains(words[3]), let days = Int(words[2]), (0...100_000).contains(days)
    else {
      throw node.invalid(expected: "a day such as 2024-03-09, or issued - 30 days")
    }
    self = .issued(plus: words[1] == "-" ? -days : days)
  }
}
