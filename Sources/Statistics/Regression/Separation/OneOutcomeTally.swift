internal import LinearAlgebra

/// The 0/1 columns and reference levels of a design that have met a single outcome.
///
/// With such a level the estimates are infinite for sure: the cheapest sign of separation, and the
/// one that explains itself. Found before a fit, in one pass.
package struct OneOutcomeTally: Sendable, Equatable {
  /// The columns with a value of one outcome, ascending; for a column, 0 before 1.
  package let columns: [OneOutcomeColumn]
  /// The terms whose reference level has one outcome.
  package let references: [OneOutcomeReference]

  /// Tallies the outcomes.
  ///
  /// - Parameters:
  ///   - rows: the rows; those without weight do not count.
  ///   - terms: ranges of indicator columns, of which at most one is 1 in each row: the rows with
  ///     none are the reference level.
  ///   - threads: largest number of workers.
  /// - Complexity: n p.
  package init(_ rows: some RowBlocks, terms: [Range<Int>] = [], threads: Int = 1) {
    let p = rows.columnCount
    let cells = p + terms.count
    let parts = mapBlockGroups(of: rows, threads: threads) { group in
      var tally = Counts(cells: cells)
      var block = DesignBlock(capacity: group.capacity, layout: rows.layout)
      for index in group.blocks {
        rows.fill(index, into: &block)
        tally.add(block, columns: p, terms: terms)
      }
      return tally
    }
    var total = Counts(cells: cells)
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
    references = terms.indices.compactMap { term in
      let pair = total.ones[p + term]
      guard pair.rows > 0, let isPositive = pair.outcome else { return nil }
      return OneOutcomeReference(term: term, isPositive: isPositive, rowCount: pair.rows)
    }
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

    init(cells: Int) {
      ones = Array(repeating: Pair(), count: cells)
      isBinary = Array(repeating: true, count: cells)
    }

    mutating func add(_ block: DesignBlock, columns: Int, terms: [Range<Int>]) {
      let stride = block.design.rows
      let used = (0..<block.rows).filter { block.weights[$0] > 0 }
      for i in used { all.add(block.response[i]) }
      for column in 0..<columns where isBinary[column] {
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
      for (position, term) in terms.enumerated() {
        for i in used where term.allSatisfy({ block.design.elements[$0 * stride + i] == 0 }) {
          ones[columns + position].add(block.response[i])
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

/// The reference level of a term of indicators, whose rows have one outcome.
package struct OneOutcomeReference: Sendable, Equatable {
  /// Index of the term in the list that was asked about.
  package let term: Int
  /// True when the outcomes are all successes.
  package let isPositive: Bool
  /// Number of rows of the level.
  package let rowCount: Int

  /// A finding.
  package init(term: Int, isPositive: Bool, rowCount: Int) {
    self.term = term
    self.isPositive = isPositive
    self.rowCount = rowCount
  }
}
