internal import Datasets

/// The people that filters leave.
struct ListSieve {
  var isLeft: [Bool]
  var steps: [ContactList.Step] = []
  var excluded: [ContactList.Exclusion] = []
  var notScorable: [ContactList.NotScorable] = []

  /// Leaves out who is not to be contacted or was taken off the list by operators, then lets people through the filters of a policy, in
  /// their order.
  ///
  /// - Parameters:
  ///   - dataset: the people.
  ///   - persons: their ids.
  ///   - policy: has the filters.
  ///   - context: what rules look up.
  ///   - top: rows of the highest scores.
  ///   - others: those who cannot be scored, of whom filters may leave out some.
  ///   - held: rows that no filter leaves out, because they have been contacted already; who is
  ///     not to be contacted is not among them.
  /// - Throws: `DataProblem` as the rules.
  init(
    _ dataset: Dataset,
    persons: [String],
    policy: ListPolicy,
    context: ListContext,
    top: Set<Int>,
    notScorable others: [ContactList.NotScorable],
    held: [Int]
  ) throws(DataProblem) {
    isLeft = Array(repeating: true, count: dataset.rowCount)
    let isHeld = Set(held)
    var remaining = dataset.rowCount
    func step(_ name: String, _ rows: [Int]) -> ContactList.Step {
      remaining -= rows.count
      return ContactList.Step(
        name: name,
        removed: rows.count,
        remaining: remaining,
        removedFromTop: rows.count { top.contains($0) }
      )
    }
    if !context.suppressed.isEmpty {
      let rows = persons.indices.filter { context.suppressed.contains(persons[$0]) }
      for row in rows { isLeft[row] = false }
      let name = ContactList.suppressedName
      excluded += rows.map { ContactList.Exclusion(row: $0, filter: name) }
      steps.append(step(name, rows))
    }
    if !context.removed.isEmpty {
      let rows = persons.indices.filter { row in
        isLeft[row] && !isHeld.contains(row)
          && context.removed.contains(context.pseudonym(persons[row]))
      }
      for row in rows { isLeft[row] = false }
      let name = ContactList.removedName
      excluded += rows.map { ContactList.Exclusion(row: $0, filter: name) }
      steps.append(step(name, rows))
    }
    for filter in policy.filters {
      let names = try context.names(filter.rule, in: dataset, persons: persons)
      let rows = names.indices.filter { row in
        isLeft[row] && !isHeld.contains(row) && names[row] == (filter.effect == .drop)
      }
      for row in rows { isLeft[row] = false }
      excluded += rows.map { ContactList.Exclusion(row: $0, filter: filter.name) }
      steps.append(step(filter.name, rows))
    }
    excluded.sort { $0.row < $1.row }
    notScorable = others.filter { isLeft[$0.row] }.sorted { $0.row < $1.row }
    for other in notScorable { isLeft[other.row] = false }
    if !others.isEmpty {
      steps.append(step(ContactList.notScorableName, notScorable.map(\.row)))
    }
  }
}
