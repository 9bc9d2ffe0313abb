internal import Datasets

/// A column as a category: its distinct values, and which of them each row has.
struct LevelColumn {
  /// The distinct values.
  let keys: LevelKeys
  /// Position of each row's value; -1 for an empty cell.
  let codes: [Int32]

  /// The values of a column; no text is made twice.
  init(_ column: Column) {
    switch column.values {
    case .text(let text):
      keys = .texts(text.levels)
      codes = text.codes
    case .numbers(let numbers):
      let distinct = DistinctNumbers(numbers)
      keys = .numbers(distinct?.values ?? [])
      codes = distinct?.codes ?? []
    case .months(let values):
      let found = Self.distinct(values)
      keys = .strings(found.values.map(\.description))
      codes = found.codes
    case .dates(let values):
      let found = Self.distinct(values)
      keys = .strings(found.values.map(\.description))
      codes = found.codes
    }
  }

  private static func distinct<Value: Hashable>(
    _ column: [Value?]
  ) -> (values: [Value], codes: [Int32]) {
    var places: [Value: Int32] = [:]
    var values: [Value] = []
    let codes = column.map { value -> Int32 in
      guard let value else { return -1 }
      if let place = places[value] { return place }
      places[value] = Int32(values.count)
      values.append(value)
      return Int32(values.count - 1)
    }
    return (values, codes)
  }

  /// The distinct values as they would be written to a file.
  var texts: [String] { keys.texts }
}

/// The distinct values of a category, by what they are read as.
enum LevelKeys: Sendable {
  case texts(TextColumn.Levels)
  case numbers([Double])
  case strings([String])

  /// Number of values.
  var count: Int {
    switch self {
    case .texts(let levels): levels.count
    case .numbers(let values): values.count
    case .strings(let texts): texts.count
    }
  }

  /// The values as they would be written to a file.
  var texts: [String] {
    switch self {
    case .texts(let levels): Array(levels)
    case .numbers(let values): values.map { Column.text(of: $0) ?? "" }
    case .strings(let texts): texts
    }
  }

  /// Adds the values of other rows that are new.
  ///
  /// - Returns: the place of each of the others; `nil` where they are the same in the same order,
  ///   as in the parts of one file.
  mutating func add(_ others: LevelKeys) -> [Int]? {
    switch (self, others) {
    case (.texts(let known), .texts(let next)) where known == next:
      return nil
    case (.numbers(let known), .numbers(let next)):
      var joined = known
      let places = Self.places(of: next.map(\.bitPattern), among: known.map(\.bitPattern)) {
        joined.append(next[$0])
      }
      self = .numbers(joined)
      return places
    default:
      var joined = texts
      let next = others.texts
      let places = Self.places(of: next, among: joined) { joined.append(next[$0]) }
      self = .strings(joined)
      return places
    }
  }

  private static func places<Key: Hashable>(
    of next: [Key],
    among known: [Key],
    append: (Int) -> Void
  ) -> [Int] {
    var index: [Key: Int] = [:]
    for (place, key) in known.enumerated() { index[key] = place }
    return next.indices.map { position in
      if let place = index[next[position]] { return place }
      let place = index.count
      index[next[position]] = place
      append(position)
      return place
    }
  }
}
