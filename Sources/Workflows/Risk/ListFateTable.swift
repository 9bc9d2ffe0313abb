internal import DataIO
internal import Datasets
internal import Risk

/// What became of the people of a list: by group, how many each filter left out, how many are on
/// the list and how many beyond its capacity, small counts hidden.
///
/// Groups can be made by several columns, a block each: see ``CellSuppression`` for what keeps one
/// block from giving away what another hides.
struct ListFateTable {
  /// Names that no filter can have.
  static let reservedNames = [
    columnName, groupName, ContactList.suppressedName, ContactList.removedName,
    ContactList.notScorableName, beyondName, listedName, totalName,
  ]
  private static let columnName = "colonna"
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
  /// The groups of each column, in the order of the policy.
  let blocks: [Block]
  /// The sums by column, which all blocks have in common; `nil` where hidden.
  let sums: [Int?]

  /// The groups of one column.
  struct Block {
    /// What makes the groups.
    let column: String
    /// Groups in order.
    let groups: [String]
    /// Counts by group and column, the sum of the group last; `nil` where hidden.
    let counts: [[Int?]]
  }

  /// Counts the people.
  ///
  /// - Parameters:
  ///   - list: the list.
  ///   - people: the people it was made from.
  ///   - grouping: columns that make the groups; a column of one group has only the sums.
  /// - Throws: `unknownColumn`; `invalidValue` for a column of too many groups, and for one whose
  ///   groups follow from another's.
  init(_ list: ContactList, people: Dataset, by grouping: [String]) throws(DataProblem) {
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
    var names: [[String]] = []
    var ofRows: [[Int]] = []
    var tables: [[[Int]]] = []
    for column in grouping {
      let (groups, ofRow) = try Self.groups(of: column, people)
      for (other, known) in ofRows.enumerated() {
        let tells =
          Self.determines(known, ofRow)
          ? grouping[other]
          : Self.determines(ofRow, known) ? column : nil
        guard let tells, groups.count > 1, names[other].count > 1 else { continue }
        throw DataProblem(
          .invalidValue(
            expected: "columns of the summary of which none tells another, as \"\(tells)\" does: "
              + "hidden counts could be worked out"
          ),
          file: people.source,
          column: tells == column ? grouping[other] : column
        )
      }
      ofRows.append(ofRow)
      var counts = groups.map { _ in fates.map { _ in 0 } }
      for row in 0..<people.rowCount { counts[ofRow[row]][fate[row]] += 1 }
      names.append(groups)
      tables.append(counts)
    }
    if tables.isEmpty {
      tables = [[fates.indices.map { place in fate.count { $0 == place } }]]
    }
    // How many are on the list is known to everybody who has it.
    let shown = CellSuppression(tables: tables, publicColumns: [listed]).tables
    columns = fates + [Self.totalName]
    sums = shown[0].last ?? []
    blocks = grouping.indices.filter { names[$0].count > 1 }.map { place in
      Block(
        column: grouping[place],
        groups: names[place],
        counts: Array(shown[place].dropLast())
      )
    }
  }

  /// True when rows of one group are all of one other group.
  private static func determines(_ groups: [Int], _ others: [Int]) -> Bool {
    var known: [Int: Int] = [:]
    for (group, other) in zip(groups, others) {
      if let first = known[group], first != other { return false }
      known[group] = other
    }
    return true
  }

  /// The groups of a column in order, and each row's place among them.
  private static func groups(
    of column: String,
    _ people: Dataset
  ) throws(DataProblem) -> (names: [String], ofRow: [Int]) {
    let cells = try people.column(column)
    let texts = (0..<people.rowCount).map { cells.text(at: $0) ?? emptyName }
    let distinct = Set(texts)
    guard distinct.count <= groupLimit else {
      throw DataProblem(
        .invalidValue(expected: "a column of at most \(groupLimit) groups"),
        file: people.source,
        column: column
      )
    }
    let names = distinct.sorted { (Int($0) ?? .max, $0) < (Int($1) ?? .max, $1) }
    var places: [String: Int] = [:]
    for (place, name) in names.enumerated() { places[name] = place }
    return (names, texts.map { places[$0] ?? 0 })
  }

  /// People in the data; `nil` where that would tell a hidden count.
  var people: Int? { sums.last ?? nil }
  /// People who could have been on the list; `nil` where that would tell a hidden count.
  var candidates: Int? {
    guard let beyond = sums[columns.count - 3], let listed = sums[columns.count - 2] else {
      return nil
    }
    return beyond + listed
  }

  /// The blocks under each other as they are written, the sums last.
  var dataset: Dataset {
    let rows =
      blocks.flatMap { block in
        zip(block.groups, block.counts).map { (column: block.column as String?, $0, $1) }
      } + [(nil, Self.totalName, sums)]
    func texts(_ name: String, _ values: [String?]) -> Column {
      Column(name: name, values: .text(TextColumn(values)))
    }
    return Dataset(
      source: "riepilogo",
      columns: [texts(Self.columnName, rows.map(\.0)), texts(Self.groupName, rows.map(\.1))]
        + columns.enumerated().map { place, name in
          texts(name, rows.map { $0.2[place].map { String($0) } ?? Self.hiddenMark })
        }
    )
  }

  /// The cells of a workbook's sheet: each block under a header of its own, with the sums.
  var sheetRows: [[TableCell]] {
    func row(_ name: String, _ counts: [Int?]) -> [TableCell] {
      [.text(name)] + counts.map { $0.map { .number(Double($0)) } ?? .text(Self.hiddenMark) }
    }
    let total = row(Self.totalName, sums)
    let tables = blocks.map { block in
      [([block.column] + columns).map { TableCell.text($0) }]
        + zip(block.groups, block.counts).map(row) + [total]
    }
    guard let first = tables.first else {
      return [([Self.groupName] + columns).map { TableCell.text($0) }, total]
    }
    return tables.dropFirst().reduce(first) { $0 + [[]] + $1 }
  }
}
