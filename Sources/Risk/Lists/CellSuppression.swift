/// A table of counts with its sums, of which small cells are hidden so that nobody can work them
/// out.
///
/// Hidden are all counts under the limit, sums among them, and as many others as it takes that no
/// hidden count follows from the shown ones: rows and columns with their sums make a circulation
/// on a network, a count being the flow of an edge, and the flow of a hidden edge is determined
/// exactly when no cycle of hidden edges leads through it along which flow can be moved without
/// making a count negative (D. Gusfield, "A graph theoretic approach to statistical data
/// security", SIAM J. Comput. 17, 1988).
package struct CellSuppression: Sendable, Equatable {
  /// Counts by row and column, then the sum of the row; a last row has the sums of the columns.
  ///
  /// `nil` where a count is hidden.
  package let shown: [[Int?]]
  /// The limit.
  package let limit: Int

  /// Counts under this are hidden unless another limit is given.
  package static let defaultLimit = 5

  /// Hides cells.
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
    let columns = counts.first?.count ?? 0
    precondition(counts.allSatisfy { $0.count == columns }, "rows of different lengths")
    let sums = (0..<columns).map { column in counts.map { $0[column] }.reduce(0, +) }
    // A single row is its own sum.
    let rows = counts.count == 1 ? [] : counts
    let whole = (rows + [sums]).map { $0 + [$0.reduce(0, +)] }
    let width = columns + 1
    let known = Set(publicColumns.map { (whole.count - 1) * width + $0 })
    var network = SuppressionNetwork(whole)
    let least = hidesZeros ? 0 : 1
    for (index, edge) in network.edges.enumerated() where !known.contains(index) {
      network.isHidden[index] = (least..<limit).contains(edge.value)
    }
    // Hiding more never determines what was not, so one pass is enough.
    for edge in network.edges.indices {
      while network.isDetermined(edge),
        let cycle = network.companions(of: edge, known: known)
          ?? network.companions(of: edge, known: [])
      {
        for edge in cycle { network.isHidden[edge] = true }
      }
    }
    shown = whole.indices.map { row in
      (0..<width).map { network.isHidden[row * width + $0] ? nil : whole[row][$0] }
    }
    self.limit = limit
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

  /// Cells by row, sums last, as in the table.
  let edges: [Edge]
  var isHidden: [Bool]
  /// Edges at each node.
  private let incident: [[Int]]
  private var nodes: Int { incident.count }

  init(_ whole: [[Int]]) {
    let rows = whole.count - 1
    let columns = (whole.first?.count ?? 1) - 1
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
    var incident = Array(repeating: [Int](), count: sink + 1)
    for (index, edge) in edges.enumerated() {
      incident[edge.tail].append(index)
      incident[edge.head].append(index)
    }
    self.incident = incident
  }

  /// True for a hidden cell whose count follows from those shown.
  func isDetermined(_ edge: Int) -> Bool {
    guard isHidden[edge] else { return false }
    let (tail, head, value) = (edges[edge].tail, edges[edge].head, edges[edge].value)
    if reaches(from: head, to: tail, without: edge) { return false }
    return value == 0 || !reaches(from: tail, to: head, without: edge)
  }

  /// The cells to hide beside one that is determined: those that close a cycle with it and count
  /// the fewest people; `nil` when nothing does.
  func companions(of edge: Int, known: Set<Int>) -> [Int]? {
    let (tail, head) = (edges[edge].tail, edges[edge].head)
    let excluded = known.union([edge])
    let ways = [
      cheapest(from: head, to: tail, without: excluded),
      edges[edge].value > 0 ? cheapest(from: tail, to: head, without: excluded) : nil,
    ]
    return ways.compactMap(\.self).min { $0.cost < $1.cost }?.cells
  }

  /// The way from a node to another along which a person can be moved and that hides the fewest
  /// people who are shown now (Bellman and Ford's search).
  private func cheapest(
    from start: Int,
    to goal: Int,
    without excluded: Set<Int>
  ) -> (cost: Int, cells: [Int])? {
    var costs = [Int?](repeating: nil, count: nodes)
    var steps = [(edge: Int, from: Int)?](repeating: nil, count: nodes)
    costs[start] = 0
    var isSettled = false
    while !isSettled {
      isSettled = true
      for (index, edge) in edges.enumerated() where !excluded.contains(index) {
        let price = isHidden[index] ? 0 : edge.value + 1
        for (from, to, isOpen) in [
          (edge.tail, edge.head, true), (edge.head, edge.tail, edge.value > 0),
        ] where isOpen {
          guard let cost = costs[from], cost + price < costs[to] ?? .max else { continue }
          costs[to] = cost + price
          steps[to] = (index, from)
          isSettled = false
        }
      }
    }
    guard let cost = costs[goal] else { return nil }
    var cells: [Int] = []
    var node = goal
    while node != start, let step = steps[node] {
      if !isHidden[step.edge] { cells.append(step.edge) }
      node = step.from
    }
    return (cost, cells)
  }

  /// True when one more person can be moved along hidden cells from a node to another.
  private func reaches(from start: Int, to goal: Int, without excluded: Int) -> Bool {
    var isSeen = Array(repeating: false, count: nodes)
    isSeen[start] = true
    var pending = [start]
    while let node = pending.popLast() {
      if node == goal { return true }
      for index in incident[node] where isHidden[index] && index != excluded {
        let edge = edges[index]
        if edge.tail == node, !isSeen[edge.head] {
          isSeen[edge.head] = true
          pending.append(edge.head)
        }
        if edge.head == node, edge.value > 0, !isSeen[edge.tail] {
          isSeen[edge.tail] = true
          pending.append(edge.tail)
        }
      }
    }
    return false
  }
}
