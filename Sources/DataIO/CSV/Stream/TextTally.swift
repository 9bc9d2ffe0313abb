/// The distinct texts of a column, and how often each stands in it.
struct TextTally: Sendable {
  /// The texts, in order of first appearance.
  var levels = LevelIndex()
  /// Number of cells of each text.
  var counts: [Int] = []
  /// Number of cells without a value.
  var missing = 0
  /// Number of cells by mark of a missing value.
  var marks = MissingMarks.texts.map { _ in 0 }

  /// The tally of no cells.
  init() {}

  /// The tally of one block's cells.
  init(_ codes: [Int32], _ levels: LevelIndex, marks: [Int]) {
    self.levels = levels
    self.marks = marks
    counts = Array(repeating: 0, count: levels.count)
    for code in codes {
      if code < 0 { missing += 1 } else { counts[Int(code)] += 1 }
    }
  }

  /// Adds the cells of the next block.
  mutating func add(_ next: TextTally) {
    for (code, count) in zip(levels.codes(of: next.levels), next.counts) {
      if Int(code) == counts.count { counts.append(0) }
      counts[Int(code)] += count
    }
    missing += next.missing
    for mark in marks.indices { marks[mark] += next.marks[mark] }
  }
}
