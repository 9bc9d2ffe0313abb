package import Datasets

/// What a list is made with beside the model, the people and the policy.
package struct ListContext: Sendable {
  /// The day of the list.
  package var issued: CalendarDate?
  /// The tables that rules name, by the path they name them by.
  package var tables: [String: Dataset]
  /// Telephone numbers.
  package var contacts: ContactBook?
  /// Places that people have already, by position: the text of each person's id, or of the code
  /// that stands for it.
  package var held: [HeldPlace]
  /// Ids of people who are not to be contacted.
  package var suppressed: Set<String>
  /// Codes of people whom operators took off the list that is corrected.
  package var removed: Set<String>
  /// The day of the last contact with a person, by id.
  package var lastContacts: [String: CalendarDate]
  /// The code that stands for a person's id in lists.
  package var pseudonym: @Sendable (String) -> String

  /// A place that a person has in an earlier issue of the list.
  package struct HeldPlace: Sendable, Equatable {
    /// Position, from 1.
    package let position: Int
    /// The code of the person.
    package let code: String

    /// A place.
    package init(position: Int, code: String) {
      self.position = position
      self.code = code
    }
  }

  /// What a list is made with; nothing by default, and ids that stand for themselves.
  package init(
    issued: CalendarDate? = nil,
    tables: [String: Dataset] = [:],
    contacts: ContactBook? = nil,
    held: [HeldPlace] = [],
    suppressed: Set<String> = [],
    removed: Set<String> = [],
    lastContacts: [String: CalendarDate] = [:],
    pseudonym: @escaping @Sendable (String) -> String = { $0 }
  ) {
    self.issued = issued
    self.tables = tables
    self.contacts = contacts
    self.held = held
    self.suppressed = suppressed
    self.removed = removed
    self.lastContacts = lastContacts
    self.pseudonym = pseudonym
  }

  /// The people whom a rule names.
  func names(
    _ rule: ListRule,
    in dataset: Dataset,
    persons: [String]
  ) throws(DataProblem) -> [Bool] {
    switch rule {
    case .column(let column, let conditions):
      return try dataset.satisfying(conditions, column: column, issued: issued)
    case .noPhone:
      guard let contacts else { throw DataProblem(.missingKey, column: "contacts") }
      return persons.map { !contacts.canBeCalled($0) }
    case .contacted(let days):
      guard let issued else { throw DataProblem(.missingKey, column: "issued") }
      let first = issued.advanced(by: -days)
      return persons.map { person in lastContacts[person].map { $0 >= first } ?? false }
    case .table(let rule):
      guard let table = tables[rule.file] else {
        throw DataProblem(.fileNotFound, file: rule.file)
      }
      let keys = try table.column(rule.key)
      let rows = try rule.column.map { column throws(DataProblem) in
        try table.satisfying(rule.conditions, column: column, issued: issued)
      }
      var named: Set<String> = []
      for row in 0..<table.rowCount where rows?[row] ?? true {
        if let key = keys.text(at: row) { named.insert(key) }
      }
      return persons.map { named.contains($0) || named.contains(pseudonym($0)) }
    }
  }
}
