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
    var small = [Int32](repeating: -1, count: Self.tableSize)
    var others: [UInt64: Int32] = [:]
    codes.reserveCapacity(column.count)
    for value in column {
      guard !value.isNaN else {
        codes.append(-1)
        continue
      }
      let place = value.sign == .plus && value < Double(Self.tableSize) ? Int(value) : -1
      if place >= 0, Double(place) == value {
        if small[place] < 0 {
          small[place] = Int32(values.count)
          values.append(value)
        }
        codes.append(small[place])
      } else if let code = others[value.bitPattern] {
        codes.append(code)
      } else {
        others[value.bitPattern] = Int32(values.count)
        codes.append(Int32(values.count))
        values.append(value)
      }
      if values.count > limit { return nil }
    }
  }
}
