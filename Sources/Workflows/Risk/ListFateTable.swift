internal import Datasets
internal import Risk

/// What became of the people of a list: by group, how many each filter left out, how many are on
/// the list and how many beyond its capacity, small counts hidden.
struct ListFateTable {
  /// Names that no filter can have.
  static let reservedNames = [
    groupName, ContactList.suppressedName, ContactList.notScorableName, beyondName, listedName,
    totalName,
  ]
  private static let groupName = "gruppo"
  private static let beyondName = "fuori_capienza"
  private static let listedName = "in_lista"
  private static let totalName = "totale"
  /// Name of the group of people whose cell is empty.
  private static let emptyName = "(vuoto)"
  /// What stands for a hidden count.
  static let hiddenMark = "*"

  /// Most groups of a column; with more it is no column of groups.
  private static let groupLimit = 500

  /// Names of the columns of counts: filters, `non_valutabile`, `fuori_capienza`, `in_lista`,
  /// `totale`.
  let columns: [String]
  /// Groups in order, then `totale`.
  let groups: [String]
  /// Counts by group and column, the sums last; `nil` where hidden.
  let counts: [[Int?]]

  /// Counts the people.
  ///
  /// - Parameters:
  ///   - list: the list.
  ///   - people: the people it was made from.
  ///   - column: what makes the groups; only sums without one.
  /// - Throws: `unknownColumn`; `invalidValue` for a column of too many groups.
  init(_ list: ContactList, people: Dataset, column: String?) throws(DataProblem) {
    let fates = list.waterfall.map(\.name) + [Self.beyondName, Self.listedName]
    let listed = fates.count - 1
    var fate = Array(repeating: listed - 1, count: people.rowCount)
    var index: [String: Int] = [:]
    for (place, name) in fates.enumerated() { index[name] = place }
    for exclusion in list.excluded { fate[exclusion.row] = index[exclusion.filter] ?? listed - 1 }
    for person in list.notScorable {
      fate[person.row] = index[ContactList.notScorableName] ?? listed - 1
    }
    for entry in list.entries { fate[entry.row] = listed }
    var names = [Self.totalName]
    var group = Array(repeating: 0, count: people.rowCount)
    if let column {
      let cells = try people.column(column)
      let texts = (0..<people.rowCount).map { cells.text(at: $0) ?? Self.emptyName }
      let distinct = Set(texts)
      guard distinct.count <= Self.groupLimit else {
        throw DataProblem(
          .invalidValue(expected: "a column of at most \(Self.groupLimit) groups"),
          file: people.source,
          column: column
        )
      }
      names = distinct.sorted { (Int($0) ?? .max, $0) < (Int($1) ?? .max, $1) }
      var places: [String: Int] = [:]
      for (place, name) in names.enumerated() { places[name] = place }
      group = texts.map { places[$0] ?? 0 }
    }
    var counts = names.map { _ in fates.map { _ in 0 } }
    for row in 0..<people.rowCount { counts[group[row]][fate[row]] += 1 }
    // How many are on the list is known to everybody who has it.
    self.counts = CellSuppression(counts, publicColumns: [listed]).shown
    columns = fates + [Self.totalName]
    groups = names.count == 1 ? [Self.totalName] : names + [Self.totalName]
  }

  /// The sums by column; `nil` where hidden.
  var sums: [Int?] { counts.last ?? [] }
  /// People in the data; `nil` where that would tell a hidden count.
  var people: Int? { sums.last ?? nil }
  /// People who could have been on the list; `nil` where that would tell a hidden count.
  var candidates: Int? {
    guard let beyond = sums[columns.count - 3], let listed = sums[columns.count - 2] else {
      return nil
    }
    return beyond + listed
  }

  /// The table as it is written.
  var dataset: Dataset {
    Dataset(
      source: "riepilogo",
      columns: [Column(name: Self.groupName, values: .text(TextColumn(groups)))]
        + columns.enumerated().map { place, name in
          Column(
            name: name,
            values: .text(
              TextColumn(
                counts.map { row in
                  row[place].map { String($0) } ?? Self.hiddenMark
                }
              )
            )
          )
        }
    )
  }
}
