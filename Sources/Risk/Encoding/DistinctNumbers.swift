/// The distinct values of a column of numbers, and which of them each row has.
struct DistinctNumbers: Sendable {
  /// The values, by bit pattern, in order of first appearance.
  private(set) var values: [Double] = []
  /// Position of each row's value; -1 for NaN.
  private(set) var codes: [Int32] = []

  /// Small whole numbers are looked up in a table of this size, others in a dictionary.
  private static let tableSize = 1 << 12

  /// Finds the distinct values; `nil` when there are too many.
  ///
  /// - Parameters:
  ///   - column: the numbers.
  ///   - limit: largest number of distinct values of interest.
  /// - Complexity: one look-up a row.
  init?(_ column: [Double], limit: Int = .max) {
    var index = Index()
    codes.reserveCapacity(column.count)
    for value in column {
      guard !value.isNaN else {
        codes.append(-1)
        continue
      }
      codes.append(index.code(of: value, in: &values))
      if values.count > limit { return nil }
    }
  }

  /// Finds values that are known already; others are added after them.
  init(_ column: [Double], known: [Double]) {
    var index = Index()
    for value in known { _ = index.code(of: value, in: &values) }
    codes = column.map { $0.isNaN ? -1 : index.code(of: $0, in: &values) }
  }

  private struct Index {
    private var small = [Int32](repeating: -1, count: DistinctNumbers.tableSize)
    private var others: [UInt64: Int32] = [:]

    mutating func code(of value: Double, in values: inout [Double]) -> Int32 {
      let isSmall = value.sign == .plus && value < Double(DistinctNumbers.tableSize)
      let place = isSmall ? Int(value) : -1
      if place >= 0, Double(place) == value {
        if small[place] < 0 {
          small[place] = Int32(values.count)
          values.append(value)
        }
        return small[place]
      }
      if let code = others[value.bitPattern] { return code }
      others[value.bitPattern] = Int32(values.count)
      values.append(value)
      return Int32(values.count - 1)
    }
  }
}
