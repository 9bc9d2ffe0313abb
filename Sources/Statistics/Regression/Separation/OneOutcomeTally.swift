internal import LinearAlgebra

/// The values of a design's 0/1 columns that have met a single outcome.
///
/// With such a value the estimates are infinite for sure: the cheapest sign of separation, and the
/// one that explains itself. Found in one pass.
package struct OneOutcomeTally: Sendable, Equatable {
  /// The columns with a value of one outcome, ascending; for a column, 0 before 1.
  package let columns: [OneOutcomeColumn]

  /// Tallies the outcomes.
  ///
  /// - Parameters:
  ///   - rows: the rows; those without weight do not count.
  ///   - threads: largest number of workers.
  /// - Complexity: n p.
  package init(_ rows: some RowBlocks, threads: Int = 1) {
    let p = rows.columnCount
    let parts = mapBlockGroups(of: rows, threads: threads) { group in
      var tally = Counts(columns: p)
      var block = DesignBlock(capacity: group.capacity, layout: rows.layout)
      for index in group.blocks {
        rows.fill(index, into: &block)
        tally.add(block)
      }
      return tally
    }
    var total = Counts(columns: p)
    for part in parts { total.add(part) }
    var columns: [OneOutcomeColumn] = []
    for column in 0..<p where total.isBinary[column] && column != rows.interceptColumn {
      let ones = total.ones[column]
      let zeros = Pair(
        successes: total.all.successes - ones.successes,
        failures: total.all.failures - ones.failures
      )
      // A column of one value says nothing.
      guard ones.rows > 0, zeros.rows > 0 else { continue }
      for (value, pair) in [(0.0, zeros), (1.0, ones)] {
        guard let isPositive = pair.outcome else { continue }
        columns.append(
          OneOutcomeColumn(
            column: column,
            value: value,
            isPositive: isPositive,
            rowCount: pair.rows
          )
        )
      }
    }
    self.columns = columns
  }

  /// Rows with some success and rows with some failure; a row of both counts in each.
  private struct Pair: Sendable {
    var successes = 0
    var failures = 0

    /// Rows of one outcome; enough to see that there are some.
    var rows: Int { max(successes, failures) }

    /// The only outcome, if there is but one.
    var outcome: Bool? {
      (successes > 0) == (failures > 0) ? nil : successes > 0
    }

    mutating func add(_ share: Double) {
      if share > 0 { successes += 1 }
      if share < 1 { failures += 1 }
    }

    mutating func add(_ other: Pair) {
      successes += other.successes
      failures += other.failures
    }
  }

  private struct Counts: Sendable {
    var all = Pair()
    var ones: [Pair]
    var isBinary: [Bool]

    init(columns: Int) {
      ones = Array(repeating: Pair(), count: columns)
      isBinary = Array(repeating: true, count: columns)
    }

    mutating func add(_ block: DesignBlock) {
      let stride = block.design.rows
      let used = (0..<block.rows).filter { block.weights[$0] > 0 }
      for i in used { all.add(block.response[i]) }
      for column in ones.indices where isBinary[column] {
        for i in used {
          let value = block.design.elements[column * stride + i]
          if value == 1 {
            ones[column].add(block.response[i])
          } else if value != 0 {
            isBinary[column] = false
            break
          }
        }
      }
    }

    mutating func add(_ other: Counts) {
      all.add(other.all)
      for index in ones.indices {
        ones[index].add(other.ones[index])
        isBinary[index] = isBinary[index] && other.isBinary[index]
      }
    }
  }
}

/// A value of a 0/1 column whose rows have one outcome.
package struct OneOutcomeColumn: Sendable, Equatable {
  /// Index of the design column.
  package let column: Int
  /// The value, 0 or 1.
  package let value: Double
  /// True when the outcomes are all successes.
  package let isPositive: Bool
  /// Number of rows with the value.
  package let rowCount: Int

  /// A finding.
  package init(column: Int, value: Double, isPositive: Bool, rowCount: Int) {
    self.column = column
    self.value = value
    self.isPositive = isPositive
    self.rowCount = rowCount
  }
}
