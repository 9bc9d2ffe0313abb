internal import Datasets

extension TextColumn {
  /// Columns one below the other, the levels that occur in order of first appearance.
  ///
  /// - Complexity: a look-up for each level of each column; rows only follow their codes.
  init(joining columns: [TextColumn]) {
    var index: [String: Int32] = [:]
    var levels: [String] = []
    var codes: [Int32] = []
    codes.reserveCapacity(columns.reduce(0) { $0 + $1.count })
    for column in columns {
      var known = [Int32](repeating: Self.missing, count: column.levels.count)
      for level in column.codes {
        guard level >= 0 else {
          codes.append(Self.missing)
          continue
        }
        if known[Int(level)] < 0 {
          let text = column.levels[Int(level)]
          let code = index[text] ?? Int32(levels.count)
          if index.updateValue(code, forKey: text) == nil { levels.append(text) }
          known[Int(level)] = code
        }
        codes.append(known[Int(level)])
      }
    }
    self.init(codes: codes, levels: Levels(levels))
  }
}
