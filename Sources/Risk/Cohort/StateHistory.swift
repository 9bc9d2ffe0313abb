internal import Datasets

/// Monthly states of the persons of a table, as codes.
struct StateHistory {
  /// Month of the first column.
  let first: Month
  /// Number of months.
  let monthCount: Int
  /// The distinct states, in order of first appearance.
  let stateNames: [String]
  /// Code of each month and row, `month * rows + row`; ``missing`` where there is none.
  private let codes: [Int32]
  private let rowCount: Int
  /// Codes that each name stands for; `nil` where a state is its own name.
  private let meanings: [String: [Int32]]?
  private static let missing: Int32 = -1

  /// Months from sets of kinds, of episodes.
  ///
  /// - Parameters:
  ///   - first: the first month.
  ///   - monthCount: number of months.
  ///   - kinds: names of the kinds, by bit.
  ///   - masks: kinds of each month and row, `month * rows + row`.
  ///   - rowCount: number of persons.
  ///   - none: name of the empty set.
  init(
    first: Month,
    monthCount: Int,
    kinds: [String],
    masks: [UInt64],
    rowCount: Int,
    none: String
  ) {
    self.first = first
    self.monthCount = monthCount
    self.rowCount = rowCount
    stateNames = kinds + [none]
    var index: [UInt64: Int32] = [:]
    var meanings = Dictionary(uniqueKeysWithValues: (kinds + [none]).map { ($0, [Int32]()) })
    codes = masks.map { mask in
      if let code = index[mask] { return code }
      let code = Int32(index.count)
      index[mask] = code
      for (bit, kind) in kinds.enumerated() where mask >> UInt64(bit) & 1 == 1 {
        meanings[kind]?.append(code)
      }
      if mask == 0 { meanings[none]?.append(code) }
      return code
    }
    self.meanings = meanings
  }

  /// Reads the states of a table.
  ///
  /// - Throws: `unknownColumn`; `invalidValue` when the columns are not in this order, or when
  ///   their names are months and not those that follow from the first.
  init(
    _ dataset: Dataset,
    _ states: CohortSpecification.States,
    unobserved: [String] = []
  ) throws(DataProblem) {
    _ = try dataset.column(states.firstColumn)
    _ = try dataset.column(states.lastColumn)
    let names = dataset.columnNames
    guard let start = names.firstIndex(of: states.firstColumn),
      let end = names.firstIndex(of: states.lastColumn), start <= end
    else {
      throw DataProblem(
        .invalidValue(expected: "first and last column in the order of the file"),
        file: dataset.source,
        column: states.lastColumn
      )
    }
    var index: [String: Int32] = [:]
    var stateNames: [String] = []
    var codes: [Int32] = []
    codes.reserveCapacity((end - start + 1) * dataset.rowCount)
    for position in start...end {
      let column = dataset.columns[position]
      let expected = states.first.advanced(by: position - start)
      if let written = MonthFormat.detect(column.name)?.month, written != expected {
        throw DataProblem(
          .invalidValue(expected: "a column for \(expected), as counted from \(states.first)"),
          file: dataset.source,
          column: column.name
        )
      }
      func code(of state: String) -> Int32 {
        if unobserved.contains(state) { return Self.missing }
        if let code = index[state] { return code }
        let code = Int32(stateNames.count)
        index[state] = code
        stateNames.append(state)
        return code
      }
      guard case .text(let text) = column.values else {
        for row in 0..<dataset.rowCount {
          codes.append(column.text(at: row).map(code(of:)) ?? Self.missing)
        }
        continue
      }
      // Each distinct text is looked up once, where it comes first.
      var known = [Int32?](repeating: nil, count: text.levels.count)
      for level in text.codes {
        guard level >= 0 else {
          codes.append(Self.missing)
          continue
        }
        let code = known[Int(level)] ?? code(of: text.levels[Int(level)])
        known[Int(level)] = code
        codes.append(code)
      }
    }
    first = states.first
    monthCount = end - start + 1
    self.stateNames = stateNames
    self.codes = codes
    rowCount = dataset.rowCount
    meanings = nil
  }

  /// The last month with a column.
  var last: Month { first.advanced(by: monthCount - 1) }

  /// Codes of the named states.
  ///
  /// - Throws: `invalidValue` for a state that no person is ever in: most likely a slip of the pen.
  func codes(of states: [String], source: String, key: String) throws(DataProblem) -> [Int32] {
    var result: [Int32] = []
    for state in states {
      if let meanings {
        guard let codes = meanings[state] else {
          throw DataProblem(
            .invalidValue(
              expected: "a kind of episode of \(source): "
                + stateNames.prefix(20).joined(separator: ", ")
            ),
            column: key
          )
        }
        result += codes
        continue
      }
      guard let code = stateNames.firstIndex(of: state) else {
        // Only common states are named: a rare text in these columns may be a person's.
        var occurrences = [Int](repeating: 0, count: stateNames.count)
        for code in codes where code != Self.missing { occurrences[Int(code)] += 1 }
        let common = stateNames.indices.filter { occurrences[$0] >= 5 }.map { stateNames[$0] }
        let known = common.isEmpty ? "" : ": " + common.sorted().prefix(20).joined(separator: ", ")
        throw DataProblem(
          .invalidValue(expected: "a state that occurs in \(source)\(known)"),
          column: key
        )
      }
      result.append(Int32(code))
    }
    return result
  }

  /// Months of a person in some states, and months without a known state, over a window.
  func count(_ states: [Int32], row: Int, from month: Month, months: Int) -> (
    inside: Int, unknown: Int
  ) {
    let start = first.distance(to: month)
    var inside = 0
    var unknown = 0
    for position in start..<(start + months) {
      let code = codes[position * rowCount + row]
      if code == Self.missing { unknown += 1 } else if states.contains(code) { inside += 1 }
    }
    return (inside, unknown)
  }

  /// How often a person's state differs from that of the month before, over a window; `nil` when a
  /// state in it is not known.
  func changes(row: Int, from month: Month, months: Int) -> Int? {
    let start = first.distance(to: month)
    var changes = 0
    for position in start..<(start + months) {
      let code = codes[position * rowCount + row]
      guard code != Self.missing else { return nil }
      if position > start, codes[(position - 1) * rowCount + row] != code { changes += 1 }
    }
    return changes
  }

  /// True when all months of a window have a column.
  func covers(_ month: Month, months: Int) -> Bool {
    month >= first && month.advanced(by: months - 1) <= last
  }
}
