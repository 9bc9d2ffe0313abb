internal import DataIO
internal import Datasets
internal import Foundation
internal import Risk

/// A `POLICY.yaml`: how a list is made, and the other files it is made from.
struct ListPolicyFile {
  /// How the list is made.
  let policy: ListPolicy
  /// The table of contacts.
  let contacts: Contacts?
  /// Columns by which the summary counts, a block each; that of the quotas unless told.
  let summary: [String]
  /// Paths of the tables that filters name, with the columns that hold ids, in order.
  let tables: [Table]

  /// A table of contacts.
  struct Contacts {
    let file: String
    let key: String
    let phone: String
    /// Further columns that are written beside each person.
    let columns: [String]
  }

  /// A table that filters name.
  struct Table {
    let file: String
    var keys: [String]
  }

  /// Reads a `POLICY.yaml`.
  ///
  /// Paths in it start from its folder.
  ///
  /// - Throws: `DataProblem` with file, line and key.
  init(path: String) throws(DataProblem) {
    let root = try SpecDocument.read(path: path).root.mapping(known: [
      "capacity", "quotas", "filters", "contacts", "columns", "reasons", "purpose", "expires",
      "language", "summary", "keep",
    ])
    let folder = URL(filePath: path).deletingLastPathComponent()
    func resolved(_ file: String) -> String {
      file.hasPrefix("/") ? file : folder.appending(path: file).relativePath
    }
    var filters: [ListFilter] = []
    var tables: [Table] = []
    let contacts = try root.optional("contacts").map { node throws(DataProblem) in
      let keys = try node.mapping(known: ["file", "key", "phone", "columns"])
      return Contacts(
        file: resolved(try keys.required("file").string()),
        key: try keys.required("key").string(),
        phone: try keys.required("phone").string(),
        columns: try keys.optional("columns")?.strings() ?? []
      )
    }
    for node in try root.optional("filters")?.sequence() ?? [] {
      var filter = try ListFilter(node)
      guard !filters.contains(where: { $0.name == filter.name }),
        !ListFateTable.reservedNames.contains(filter.name)
      else {
        throw node.invalid(
          expected: "a name that no other filter has, nor "
            + ListFateTable.reservedNames.joined(separator: ", ")
        )
      }
      if case .noPhone = filter.rule, contacts == nil { throw root.missing("contacts") }
      if case .table(var table) = filter.rule {
        table.file = resolved(table.file)
        filter.rule = .table(table)
        if let known = tables.firstIndex(where: { $0.file == table.file }) {
          if !tables[known].keys.contains(table.key) { tables[known].keys.append(table.key) }
        } else {
          tables.append(Table(file: table.file, keys: [table.key]))
        }
      }
      filters.append(filter)
    }
    let quotas = try root.optional("quotas").map { node throws(DataProblem) in
      try ListPolicy.Quotas(node)
    }
    policy = ListPolicy(
      capacity: try ListPolicy.Capacity(root.required("capacity")),
      quotas: quotas,
      filters: filters,
      reasons: try root.optional("reasons")?.int(in: 0...10) ?? 3,
      purpose: try Self.purpose(root.required("purpose")),
      expires: try root.required("expires").date(),
      keepDays: try root.optional("keep").map { node throws(DataProblem) in
        try node.days(in: 0...36_500)
      } ?? ListPolicy.defaultKeepDays,
      language: try root.optional("language")?.choice(Language.self) ?? .italian,
      columns: try root.optional("columns")?.strings() ?? []
    )
    self.contacts = contacts
    self.tables = tables
    summary =
      try root.optional("summary").map { node throws(DataProblem) in try Self.summary(node) }
      ?? [quotas?.column].compactMap(\.self)
  }

  private static func purpose(_ node: SpecNode) throws(DataProblem) -> String {
    let text = try node.string()
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw node.invalid(expected: "words that say what the list may be used for")
    }
    return text
  }

  /// `municipio`, or `[municipio, sesso]`.
  private static func summary(_ node: SpecNode) throws(DataProblem) -> [String] {
    guard node.kind == .sequence else { return [try node.string()] }
    let columns = try node.strings()
    guard Set(columns).count == columns.count else {
      throw node.invalid(expected: "each column once")
    }
    return columns
  }
}

extension SpecMapping {
  /// The problem that a key is needed and not there.
  fileprivate func missing(_ key: String) -> DataProblem {
    DataProblem(.missingKey, file: node.file, line: node.line, column: key)
  }
}

extension ListPolicy.Capacity {
  /// `{total: 450, per: month, operators: [Anna, Bruno]}`, operators also as a number.
  fileprivate init(_ node: SpecNode) throws(DataProblem) {
    let keys = try node.mapping(known: ["total", "per", "operators"])
    let total = try keys.required("total").int(in: 1...Int(Int32.max))
    let per = try keys.optional("per")?.choice(Period.self) ?? .list
    var operators: [String] = []
    if let node = keys.optional("operators") {
      operators =
        node.kind == .sequence
        ? try node.strings() : (1...(try node.int(in: 1...1000))).map { "operatore \($0)" }
      guard !operators.isEmpty, Set(operators).count == operators.count else {
        throw node.invalid(expected: "different names, or their number")
      }
    } else if per == .operator {
      throw keys.missing("operators")
    }
    self.init(total: total, per: per, operators: operators)
    guard places <= Int(Int32.max) else {
      throw node.invalid(expected: "at most \(Int32.max) places")
    }
  }
}

extension ListPolicy.Quotas {
  /// Shares are kept in millionths, so that 12.5 stays exact.
  private static let shareScale = 1_000_000.0

  /// `{column: municipio, kind: floor, minimum: 20}`, `minimum` and `shares` also by group.
  fileprivate init(_ node: SpecNode) throws(DataProblem) {
    let keys = try node.mapping(known: ["column", "kind", "minimum", "shares"])
    let kind = try keys.required("kind").choice(Kind.self)
    var minimum = Minimum.each(kind == .floor ? 1 : 0)
    if let node = keys.optional("minimum") {
      if node.kind == .mapping {
        minimum = .named(
          try Self.shares(node) { node throws(DataProblem) in
            try node.int(in: 0...Int(Int32.max))
          }
        )
      } else {
        minimum = .each(try node.int(in: 0...Int(Int32.max)))
      }
    }
    var shares: [Share] = []
    if let node = keys.optional("shares") {
      shares = try Self.shares(node) { node throws(DataProblem) in
        Int((try node.double(in: 0...1e9) * Self.shareScale).rounded())
      }
    }
    self.init(
      column: try keys.required("column").string(),
      kind: kind,
      minimum: minimum,
      shares: shares
    )
  }

  private static func shares(
    _ node: SpecNode,
    _ value: (SpecNode) throws(DataProblem) -> Int
  ) throws(DataProblem) -> [Share] {
    let mapping = try node.mapping()
    var shares: [Share] = []
    for key in mapping.keys {
      shares.append(Share(group: key, value: try value(mapping.required(key))))
    }
    return shares
  }
}

extension SpecNode {
  /// A number of days, as `90 days`.
  ///
  /// - Throws: `invalidValue` for anything else.
  func days(in range: ClosedRange<Int>) throws(DataProblem) -> Int {
    let words = try string().split(separator: " ")
    guard words.count == 2, words[1] == "days" || words[1] == "day", let days = Int(words[0]),
      range.contains(days)
    else { throw invalid(expected: "a number of days, as 90 days") }
    return days
  }
}
