import Risk
import TestSupport
import Testing

@Suite("Suppression of small cells")
struct CellSuppressionTests {
  @Test("large counts are shown with their sums")
  func large() {
    #expect(
      CellSuppression([[10, 20], [30, 40]]).shown == [[10, 20, 30], [30, 40, 70], [40, 60, 100]]
    )
    #expect(CellSuppression([[10, 20]]).shown == [[10, 20, 30]])
  }

  @Test("one small cell hides three others, so that no sum gives it away")
  func one() {
    let shown = CellSuppression([[3, 20, 21], [30, 40, 41], [50, 60, 61]]).shown
    #expect(shown[0][0] == nil)
    #expect(shown.joined().count { $0 == nil } == 4)
    #expect(shown[3][3] == 326)
  }

  @Test("a small cell in a single row hides a second one")
  func single() {
    #expect(CellSuppression([[3, 20, 9]]).shown == [[nil, 20, nil, 32]])
  }

  @Test("cells hidden at zero are not all that is hidden, because their sum would tell")
  func zeros() {
    let shown = CellSuppression([[0, 0, 12]]).shown
    #expect(shown == [[nil, nil, nil, 12]])
  }

  @Test(
    "no hidden count is under the limit alone, and none follows from those shown",
    .tags(.property)
  )
  func laws() {
    for seed in 1...60 as ClosedRange<UInt64> {
      var random = SplitMix(seed)
      let rows = 1 + random.below(2)
      let columns = 2 + random.below(2)
      let counts = (0..<rows).map { _ in
        (0..<columns).map { _ in random.below(3) == 0 ? random.below(2) : random.below(5) }
      }
      // A small limit keeps the number of tables that fit small.
      let limit = 2
      let shown = CellSuppression(counts, limit: limit).shown
      let whole = Self.whole(counts)
      for (row, cells) in shown.enumerated() {
        for (column, cell) in cells.enumerated() {
          let value = whole[row][column]
          #expect(cell == nil || (cell == value && value >= limit), "seed \(seed)")
        }
      }
      let possible = Self.possible(shown, rows: rows, columns: columns, largest: 6)
      for row in shown.indices {
        for column in shown[row].indices where shown[row][column] == nil {
          let values = Set(possible.map { $0[row][column] })
          #expect(values.count > 1, "seed \(seed): \(counts) at \(row), \(column)")
        }
      }
    }
  }

  @Test(
    "several tables of the same people hide the same sums, and together give nothing away",
    .tags(.property),
    arguments: [false, true]
  )
  func together(hasPublicColumn: Bool) {
    var hidden = 0
    for seed in 1...60 as ClosedRange<UInt64> {
      var random = SplitMix(seed)
      // Few cells, so that all tables can be tried: three of 2 x 2, or two of 2 x 3.
      let columns = seed % 3 == 0 ? 3 : 2
      let groups = Array(repeating: 2, count: columns == 3 ? 2 : 3)
      let largest = columns == 3 ? 4 : 8
      var tables = groups.map { rows in
        Array(repeating: Array(repeating: 0, count: columns), count: rows)
      }
      // Rare columns and rare groups, so that sums are small too.
      for _ in 0..<(4 + random.below(5)) {
        let column = random.below(3) == 0 ? 0 : random.below(columns)
        for (table, rows) in groups.enumerated() {
          tables[table][random.below(4) == 0 ? 0 : random.below(rows)][column] += 1
        }
      }
      guard tables.joined().joined().allSatisfy({ $0 < largest }) else { continue }
      let limit = 2
      let known = hasPublicColumn ? columns - 1 : nil
      let shown = CellSuppression(
        tables: tables,
        limit: limit,
        publicColumns: Set([known].compactMap(\.self))
      ).tables
      let last = shown.map { $0.last ?? [] }
      #expect(last.allSatisfy { $0 == last[0] }, "seed \(seed)")
      // All tables that agree with what is shown, and the sums that all of them allow.
      let possible = zip(shown, groups).map { shown, rows in
        Self.possible(shown, rows: rows, columns: columns, largest: largest)
      }
      let sums = possible.map { tables in Set(tables.map { $0.last ?? [] }) }
      let common = sums.dropFirst().reduce(sums[0]) { $0.intersection($1) }
      for (table, whole) in tables.map(Self.whole).enumerated() {
        let joint = possible[table].filter { common.contains($0.last ?? []) }
        for row in shown[table].indices {
          for (column, cell) in shown[table][row].enumerated() {
            let value = whole[row][column]
            let isPublic = column == known && row == shown[table].count - 1
            #expect(cell == nil || cell == value && (isPublic || value >= limit), "seed \(seed)")
            // Under a sum of 0 that everybody knows there is nothing to hide.
            guard cell == nil, column != known || whole[whole.count - 1][column] > 0 else {
              continue
            }
            hidden += 1
            #expect(
              Set(joint.map { $0[row][column] }).count > 1,
              "seed \(seed): \(tables) at \(table), \(row), \(column)"
            )
          }
        }
      }
    }
    #expect(hidden > 300)
  }

  @Test(
    "sums that are known stay shown, none is shown, and no small count follows",
    .tags(.property)
  )
  func knownSums() {
    for seed in 1...60 as ClosedRange<UInt64> {
      var random = SplitMix(seed)
      let counts = (0..<2).map { _ in (0..<2).map { _ in random.below(5) } }
      let known = (0...2).map { CellSuppression.Position(row: 2, column: $0) }
      let shown = CellSuppression(
        counts,
        limit: 2,
        known: Set(known),
        hidden: [],
        hidesZeros: false
      ).shown
      let whole = Self.whole(counts)
      #expect(shown[2] == whole[2].map(Optional.some), "seed \(seed)")
      let possible = Self.possible(shown, rows: 2, columns: 2, largest: 8)
      for row in 0..<2 {
        for column in 0...2 where whole[row][column] == 1 {
          #expect(shown[row][column] == nil, "seed \(seed)")
          // Another row must have people for a count to be hidden among.
          guard whole[1 - row][2] > 0 else { continue }
          let values = Set(possible.map { $0[row][column] })
          #expect(values.count > 1, "seed \(seed): \(counts) at \(row), \(column)")
        }
      }
    }
  }

  private static func whole(_ counts: [[Int]]) -> [[Int]] {
    let sums = counts[0].indices.map { column in counts.map { $0[column] }.reduce(0, +) }
    return ((counts.count == 1 ? [] : counts) + [sums]).map { $0 + [$0.reduce(0, +)] }
  }

  /// All tables of counts up to a largest one that agree with what is shown.
  private static func possible(
    _ shown: [[Int?]],
    rows: Int,
    columns: Int,
    largest: Int
  ) -> [[[Int]]] {
    var found: [[[Int]]] = []
    var counts = Array(repeating: Array(repeating: 0, count: columns), count: rows)
    func agrees(_ table: [[Int]]) -> Bool {
      zip(shown, whole(table)).allSatisfy { shown, values in
        zip(shown, values).allSatisfy { $0 == nil || $0 == $1 }
      }
    }
    func fill(_ cell: Int) {
      guard cell < rows * columns else {
        if agrees(counts) { found.append(whole(counts)) }
        return
      }
      let (row, column) = (cell / columns, cell % columns)
      if let value = shown[row][column] {
        counts[row][column] = value
        return fill(cell + 1)
      }
      // A row whose sum is shown leaves its last hidden cell no choice.
      if column == columns - 1, let sum = shown[row][columns] {
        let last = sum - counts[row].dropLast().reduce(0, +)
        guard last >= 0 else { return }
        counts[row][column] = last
        fill(cell + 1)
        return
      }
      for value in 0...largest {
        counts[row][column] = value
        fill(cell + 1)
      }
    }
    fill(0)
    return found
  }
}
