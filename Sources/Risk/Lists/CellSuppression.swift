/// Tables of counts of the same people with their common sums, of which small cells are hidden so
/// that nobody can work them out, from one table or from all of them together.
///
/// Hidden are all counts under the limit, sums among them, and as many others as it takes that no
/// hidden count follows from the shown ones: rows and columns with their sums make a circulation
/// on a network, a count being the flow of an edge, and the flow of a hidden edge is determined
/// exactly when no cycle of hidden edges leads through it along which flow can be moved without
/// making a count negative (D. Gusfield, "A graph theoretic approach to statistical data
/// security", SIAM J. Comput. 17, 1988).
///
/// The sums of the columns stand under every table, so that of several tables they are hidden first,
/// by themselves, and in all tables alike. What keeps them hidden is one kind of move: a person from
/// the largest hidden sum to another one. Each table hides what it takes that it allows all of these
/// moves; a hidden count of one table then never rests on what another table may show.
package struct CellSuppression: Sendable, Equatable {
  /// For each table, counts by row and column, then the sum of the row; a last row has the sums of
  /// the columns.
  ///
  /// `nil` where a count is hidden.
  package let tables: [[[Int?]]]
  /// The limit.
  package let limit: Int

  /// The first table.
  package var shown: [[Int?]] { tables[0] }

  /// Counts under this are hidden unless another limit is given.
  package static let defaultLimit = 5

  /// A cell; the row after the last has the sums of the columns, the column after the last those
  /// of the rows.
  package struct Position: Sendable, Hashable {
    /// Row.
    package let row: Int
    /// Column.
    package let column: Int

    /// A cell.
    package init(row: Int, column: Int) {
      self.row = row
      self.column = column
    }
  }

  /// Hides cells of one table.
  ///
  /// - Parameters:
  ///   - counts: by row and column, at least 0; rows of equal length.
  ///   - limit: counts under it are hidden.
  ///   - publicColumns: columns whose sums everybody knows, so that they are shown and hide
  ///     nothing; the number of columns stands for the sum of all. They are hidden all the same
  ///     where nothing else keeps a small count hidden.
  ///   - hidesZeros: false where that nobody is counted tells nothing of anybody.
  /// - Complexity: c² for c cells, and c n for each cycle hidden, with n rows and columns.
  package init(
    _ counts: [[Int]],
    limit: Int = CellSuppression.defaultLimit,
    publicColumns: Set<Int> = [],
    hidesZeros: Bool = true
  ) {
    self.init(
      tables: [counts],
      limit: limit,
      publicColumns: publicColumns,
      hidesZeros: hidesZeros
    )
  }

  /// Hides cells of several tables of the same people.
  ///
  /// - Parameters:
  ///   - tables: at least one; all with the same sums of columns.
  ///   - limit: see ``init(_:limit:publicColumns:hidesZeros:)``.
  ///   - publicColumns: likewise.
  ///   - hidesZeros: likewise.
  package init(
    tables: [[[Int]]],
    limit: Int = CellSuppression.defaultLimit,
    publicColumns: Set<Int> = [],
    hidesZeros: Bool = true
  ) {
    precondition(!tables.isEmpty, "no table")
    let sums = Self.sums(of: tables[0])
    precondition(
      tables.allSatisfy { table in
        table.allSatisfy { $0.count == sums.count } && Self.sums(of: table) == sums
      },
      "rows of different lengths or tables of different people"
    )
    let small = (hidesZeros ? 0 : 1)..<max(limit, 1)
    var total = SuppressionNetwork(rows: [], sums: sums)
    total.hide(small, known: total.sums(of: publicColumns), mayHideKnown: true)
    let common = tables.count > 1 ? CommonSums(total) : nil
    self.tables = tables.map { counts in
      // A single row is its own sum.
      guard counts.count > 1 else { return total.shown }
      var network = SuppressionNetwork(rows: counts, sums: sums)
      if let common { network.take(common) }
      network.hide(small, known: network.sums(of: publicColumns), mayHideKnown: true)
      return network.shown
    }
    self.limit = limit
  }

  /// Hides cells of a table some of whose cells are known, or hidden already.
  ///
  /// - Parameters:
  ///   - counts: by row and column, at least 0; rows of equal length.
  ///   - limit: counts under it are hidden.
  ///   - known: cells that everybody knows, so that they are shown and hide nothing.
  ///   - hidden: cells that are hidden whatever their count.
  ///   - hidesZeros: see ``init(_:limit:publicColumns:hidesZeros:)``.
  package init(
    _ counts: [[Int]],
    limit: Int = CellSuppression.defaultLimit,
    known: Set<Position>,
    hidden: Set<Position>,
    hidesZeros: Bool = true
  ) {
    let sums = Self.sums(of: counts)
    precondition(counts.allSatisfy { $0.count == sums.count }, "rows of different lengths")
    // A single row is its own sum.
    let rows = counts.count == 1 ? [] : counts
    var network = SuppressionNetwork(rows: rows, sums: sums)
    func index(_ position: Position) -> Int {
      min(position.row, rows.count) * (sums.count + 1) + position.column
    }
    for position in hidden { network.isHidden[index(position)] = true }
    network.hide(
      (hidesZeros ? 0 : 1)..<max(limit, 1),
      known: Set(known.map(index)),
      mayHideKnown: false
    )
    tables = [network.shown]
    self.limit = limit
  }

  private static func sums(of counts: [[Int]]) -> [Int] {
    (0..<(counts.first?.count ?? 0)).map { column in counts.map { $0[column] }.reduce(0, +) }
  }
}

/// Which of the sums of columns are hidden, the sum of all last, and what keeps them so.
private struct CommonSums {
  let isHidden: [Bool]
  /// The largest hidden sum, from which people are moved to the others.
  ///
  /// The sum of all, where it is hidden, grows with them. `nil` where none is hidden, or only zeros.
  let hub: Int?

  init(_ network: SuppressionNetwork) {
    isHidden = network.isHidden
    let values = network.edges.map(\.value)
    // The sum of all is the largest; of equals the last.
    hub = values.indices.filter { network.isHidden[$0] && values[$0] > 0 }
      .max { (values[$0], $0) < (values[$1], $1) }
  }
}

/// The circulation: from the grand total's node to each row, from a row to each column, from a
/// column back.
private struct SuppressionNetwork {
  struct Edge {
    let tail: Int
    let head: Int
    let value: Int
  }

  /// Ways in which a hidden count may be changed.
  struct Directions: OptionSet {
    let rawValue: UInt8
    static let more = Directions(rawValue: 1)
    static let fewer = Directions(rawValue: 2)
  }

  /// Cells by row, sums last, as in the table.
  let edges: [Edge]
  var isHidden: [Bool]
  /// Ways in which each count may be changed; both, but for sums.
  var directions: [Directions]
  /// Edges at each node.
  private let incident: [[Int]]
  private let width: Int
  private let rows: Int
  private var source: Int { incident.count - 2 }

  /// The network of a table; without rows that of its sums alone.
  init(rows counts: [[Int]], sums: [Int]) {
    rows = counts.count
    width = sums.count + 1
    let columns = sums.count
    let whole = (counts + [sums]).map { $0 + [$0.reduce(0, +)] }
    // Nodes: rows, columns, then the sum of rows and the sum of columns.
    let source = rows + columns
    let sink = source + 1
    var edges: [Edge] = []
    for (row, values) in whole.enumerated() {
      for (column, value) in values.enumerated() {
        switch (row < rows, column < columns) {
        case (true, true): edges.append(Edge(tail: row, head: rows + column, value: value))
        case (true, false): edges.append(Edge(tail: source, head: row, value: value))
        case (false, true):
          // Without rows of its own a table's columns start where the rows would.
          edges.append(Edge(tail: rows == 0 ? source : rows + column, head: sink, value: value))
        case (false, false): edges.append(Edge(tail: sink, head: source, value: value))
        }
      }
    }
    self.edges = edges
    isHidden = edges.map { _ in false }
    directions = edges.map { _ in [.more, .fewer] }
    var incident = Array(repeating: [Int](), count: sink + 1)
    for (index, edge) in edges.enumerated() {
      incident[edge.tail].append(index)
      incident[edge.head].append(index)
    }
    self.incident = incident
  }

  /// The counts by row, `nil` where hidden.
  var shown: [[Int?]] {
    stride(from: 0, to: edges.count, by: width).map { start in
      (start..<start + width).map { isHidden[$0] ? nil : edges[$0].value }
    }
  }

  /// The cells that hold the sums of some columns.
  func sums(of columns: Set<Int>) -> Set<Int> { Set(columns.map { rows * width + $0 }) }

  /// Takes over which sums are hidden, and hides what allows the moves that keep them so.
  mutating func take(_ common: CommonSums) {
    let first = rows * width
    for (column, hides) in common.isHidden.enumerated() {
      isHidden[first + column] = hides
      directions[first + column] = []
    }
    guard let hub = common.hub else { return }
    let all = width - 1
    for column in common.isHidden.indices where common.isHidden[column] {
      directions[first + column] = column == hub && hub != all ? .fewer : .more
    }
    let start = hub == all ? source : rows + hub
    for column in 0..<all where common.isHidden[column] && column != hub {
      hide(cheapest(from: start, to: rows + column, without: [])?.cells ?? [])
    }
  }

  /// Hides small counts, and others until no hidden one is determined.
  ///
  /// Sums whose ways are settled stay as they are.
  ///
  /// - Parameters:
  ///   - small: counts that are hidden.
  ///   - known: cells that are shown, and hide nothing.
  ///   - mayHideKnown: true where known cells may hide what nothing else does.
  mutating func hide(_ small: Range<Int>, known: Set<Int>, mayHideKnown: Bool) {
    let open = edges.indices.filter { directions[$0] == [.more, .fewer] }
    for index in open where small.contains(edges[index].value) && !known.contains(index) {
      isHidden[index] = true
    }
    // Hiding more never determines what was not, so one pass is enough.
    for edge in open {
      while isDetermined(edge),
        let cycle = companions(of: edge, known)
          ?? (mayHideKnown ? companions(of: edge, []) : nil)
      {
        hide(cycle)
      }
    }
  }

  private mutating func hide(_ cells: [Int]) {
    for edge in cells { isHidden[edge] = true }
  }

  /// True for a hidden cell whose count follows from those shown.
  private func isDetermined(_ edge: Int) -> Bool {
    guard isHidden[edge] else { return false }
    let (tail, head, value) = (edges[edge].tail, edges[edge].head, edges[edge].value)
    if reaches(from: head, to: tail, without: edge) { return false }
    return value == 0 || !reaches(from: tail, to: head, without: edge)
  }

  /// The cells to hide beside one that is determined: those that close a cycle with it and count
  /// the fewest people; `nil` when nothing does.
  private func companions(of edge: Int, _ known: Set<Int>) -> [Int]? {
    let (tail, head) = (edges[edge].tail, edges[edge].head)
    let excluded = known.union([edge])
    let ways = [
      cheapest(from: head, to: tail, without: excluded),
      edges[edge].value > 0 ? cheapest(from: tail, to: head, without: excluded) : nil,
    ]
    return ways.compactMap(\.self).min { $0.cost < $1.cost }?.cells
  }

  /// The nodes that a person can be moved to along an edge, from which.
  private func steps(along index: Int) -> [(from: Int, to: Int)] {
    let edge = edges[index]
    var steps: [(from: Int, to: Int)] = []
    if directions[index].contains(.more) { steps.append((edge.tail, edge.head)) }
    if directions[index].contains(.fewer), edge.value > 0 { steps.append((edge.head, edge.tail)) }
    return steps
  }

  /// The way from a node to another along which a person can be moved and that hides the fewest
  /// people who are shown now (Bellman and Ford's search).
  private func cheapest(
    from start: Int,
    to goal: Int,
    without excluded: Set<Int>
  ) -> (cost: Int, cells: [Int])? {
    var costs = [Int?](repeating: nil, count: incident.count)
    var ways = [(edge: Int, from: Int)?](repeating: nil, count: incident.count)
    costs[start] = 0
    var isSettled = false
    while !isSettled {
      isSettled = true
      for (index, edge) in edges.enumerated() where !excluded.contains(index) {
        let price = isHidden[index] ? 0 : edge.value + 1
        for (from, to) in steps(along: index) {
          guard let cost = costs[from], cost + price < costs[to] ?? .max else { continue }
          costs[to] = cost + price
          ways[to] = (index, from)
          isSettled = false
        }
      }
    }
    guard let cost = costs[goal] else { return nil }
    var cells: [Int] = []
    var node = goal
    while node != start, let way = ways[node] {
      if !isHidden[way.edge] { cells.append(way.edge) }
      node = way.from
    }
    return (cost, cells)
  }

  /// True when one more person can be moved along hidden cells from a node to another.
  private func reaches(from start: Int, to goal: Int, without excluded: Int) -> Bool {
    var isSeen = Array(repeating: false, count: incident.count)
    isSeen[start] = true
    var pending = [start]
    while let node = pending.popLast() {
      if node == goal { return true }
      for index in incident[node] where isHidden[index] && index != excluded {
        for (from, to) in steps(along: index) where from == node && !isSeen[to] {
          isSeen[to] = true
          pending.append(to)
        }
      }
    }
    return false
  }
}
