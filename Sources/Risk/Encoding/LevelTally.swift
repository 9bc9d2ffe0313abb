internal import Datasets

/// What training learns of a category in some rows: its distinct values, and how much each counts.
///
/// Tallies of parts of a table can be added in their order; whole weights give the tally of the
/// table itself, others the same but for rounding.
struct LevelTally: Sendable {
  /// The distinct values, in order of first appearance.
  private(set) var keys: LevelKeys
  /// Number of rows of each; the last place has the empty cells.
  private(set) var rows: [Int]
  /// Number of observations that these stand for.
  private(set) var counts: [Double]
  /// Sum of their weights.
  private(set) var weights: [Double]
  /// Which outcomes they have; `nil` where none were given.
  private(set) var outcomes: OutcomeRows?

  /// Number of distinct values.
  var count: Int { keys.count }
  /// Rows with an empty cell.
  var missingRows: Int { rows[count] }

  /// The tally of a column.
  init(_ column: LevelColumn, _ training: TrainingWeights, outcome: Outcome? = nil) {
    keys = column.keys
    let empty = column.keys.count
    if let outcome, let flags = outcome.response.flags, outcome.weights.constant ?? 0 > 0 {
      // Rows are the sum of those of either outcome, which cost no step more.
      let pairs = Self.pairs(column.codes, flags, empty: empty)
      rows = (0...empty).map { pairs[2 * $0] + pairs[2 * $0 + 1] }
      outcomes = OutcomeRows(
        events: (0...empty).map { pairs[2 * $0 + 1] },
        others: (0...empty).map { pairs[2 * $0] }
      )
    } else {
      var rows = [Int](repeating: 0, count: empty + 1)
      for code in column.codes { rows[code < 0 ? empty : Int(code)] += 1 }
      self.rows = rows
      outcomes = outcome.map { OutcomeRows($0, column.codes, count: empty) }
    }
    counts = Self.totals(training.counts, column.codes, rows)
    weights = Self.totals(training.weights, column.codes, rows)
  }

  /// Rows of each value and flag.
  ///
  /// Every other row counts in a table of its own: where few values share the rows, one addition
  /// would wait for the one before it.
  private static func pairs(_ codes: [Int32], _ flags: [UInt8], empty: Int) -> [Int] {
    precondition(codes.count == flags.count, "the outcomes of other rows")
    let size = 2 * (empty + 1)
    var pairs = [Int](repeating: 0, count: 2 * size)
    let codes = codes.span
    let flags = flags.span
    var table = pairs.mutableSpan
    func place(_ row: Int) -> Int {
      let code = Int(codes[row])
      return 2 * (code < 0 ? empty : code) + Int(flags[row] & 1)
    }
    var row = 0
    while row + 1 < codes.count {
      table[place(row)] += 1
      table[size + place(row + 1)] += 1
      row += 2
    }
    if row < codes.count { table[place(row)] += 1 }
    return (0..<size).map { pairs[$0] + pairs[size + $0] }
  }

  /// Sum of a number over the rows of each value.
  private static func totals(_ values: RowValues, _ codes: [Int32], _ rows: [Int]) -> [Double] {
    if let value = values.constant { return rows.map { Double($0) * value } }
    var sums = [Double](repeating: 0, count: rows.count)
    for (row, code) in codes.enumerated() {
      sums[code < 0 ? rows.count - 1 : Int(code)] += values[row]
    }
    return sums
  }

  /// Adds the tally of further rows.
  mutating func add(_ next: LevelTally) {
    let before = count
    let places = keys.add(next.keys)
    let added = count - before
    rows.insert(contentsOf: Array(repeating: 0, count: added), at: before)
    counts.insert(contentsOf: Array(repeating: 0, count: added), at: before)
    weights.insert(contentsOf: Array(repeating: 0, count: added), at: before)
    outcomes?.insert(added, at: before)
    for position in 0...next.count {
      let place = position == next.count ? count : places?[position] ?? position
      rows[place] += next.rows[position]
      counts[place] += next.counts[position]
      weights[place] += next.weights[position]
      if let further = next.outcomes { outcomes?.add(further, from: position, to: place) }
    }
  }
}
