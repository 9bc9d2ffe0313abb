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

  /// Number of distinct values.
  var count: Int { keys.count }
  /// Rows with an empty cell.
  var missingRows: Int { rows[count] }

  /// The tally of a column.
  init(_ column: LevelColumn, _ training: TrainingWeights) {
    keys = column.keys
    let empty = column.keys.count
    var rows = [Int](repeating: 0, count: empty + 1)
    for code in column.codes { rows[code < 0 ? empty : Int(code)] += 1 }
    self.rows = rows
    counts = Self.totals(training.counts, column.codes, rows)
    weights = Self.totals(training.weights, column.codes, rows)
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
    for position in 0...next.count {
      let place = position == next.count ? count : places?[position] ?? position
      rows[place] += next.rows[position]
      counts[place] += next.counts[position]
      weights[place] += next.weights[position]
    }
  }
}
