internal import Datasets

/// A column as a category: its distinct texts, and which of them each row has.
struct LevelColumn {
  /// The distinct texts as they would be written to a file.
  let texts: [String]
  /// Position of each row's text; -1 for an empty cell.
  let codes: [Int32]

  /// The texts of a column; no text is made twice.
  init(_ column: Column) {
    switch column.values {
    case .text(let text):
      texts = Array(text.levels)
      codes = text.codes
    case .numbers(let numbers):
      let distinct = DistinctNumbers(numbers)
      texts = (distinct?.values ?? []).map { Column.text(of: $0) ?? "" }
      codes = distinct?.codes ?? []
    case .months, .dates:
      let text = TextColumn((0..<column.count).map { column.text(at: $0) })
      texts = Array(text.levels)
      codes = text.codes
    }
  }

  /// Number of rows of each text; the last place has those without one.
  var rowCounts: [Int] {
    var counts = [Int](repeating: 0, count: texts.count + 1)
    for code in codes { counts[code < 0 ? texts.count : Int(code)] += 1 }
    return counts
  }

  /// Sum of a weight over the rows of each text; the last place has those without one.
  func totals(_ weights: RowValues) -> [Double] {
    if let weight = weights.constant { return rowCounts.map { Double($0) * weight } }
    var sums = [Double](repeating: 0, count: texts.count + 1)
    for (row, code) in codes.enumerated() {
      sums[code < 0 ? texts.count : Int(code)] += weights[row]
    }
    return sums
  }
}
