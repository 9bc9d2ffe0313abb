internal import RealModule

/// Binary outcomes in the order of their scores, highest first: what every rank metric starts from.
///
/// Scores are compared after rounding to 12 significant digits, so that numbers that differ by the
/// order of an addition count as tied. Tied rows stand in the order of their tie keys (a keyed hash
/// of the person), never in that of the file.
package struct RankedOutcomes: Sendable {
  /// Row at each position, highest score first.
  package let order: [Int]
  /// True where the row at a position is positive.
  package let isPositive: [Bool]
  /// Position at which the run of equal scores that holds each position ends (exclusive).
  package let tieEnds: [Int]

  /// Ranks rows.
  ///
  /// - Parameters:
  ///   - scores: one finite number a row; higher is riskier.
  ///   - outcomes: true for a positive row.
  ///   - tieKeys: one number a row that settles ties, the smaller first; the row's index when `nil`.
  /// - Complexity: linear in the rows.
  package init(scores: [Double], outcomes: [Bool], tieKeys: [UInt64]? = nil) {
    precondition(scores.count == outcomes.count, "sizes differ")
    let keys = scores.map { Self.descendingKey(Self.rounded($0)) }
    var order = Array(scores.indices)
    if let tieKeys { Self.sort(&order, by: tieKeys) }
    Self.sort(&order, by: keys)
    self.order = order
    isPositive = order.map { outcomes[$0] }
    var ends = [Int](repeating: 0, count: scores.count)
    var end = scores.count
    for position in stride(from: scores.count - 1, through: 0, by: -1) {
      if position + 1 < scores.count, keys[order[position]] != keys[order[position + 1]] {
        end = position + 1
      }
      ends[position] = end
    }
    tieEnds = ends
  }

  /// A whole number that is smaller for a higher score, and the same for both zeros.
  private static func descendingKey(_ score: Double) -> UInt64 {
    let bits = (score + 0).bitPattern
    let sign: UInt64 = 1 << 63
    return bits & sign == 0 ? ~(bits | sign) : bits
  }

  /// Sorts rows by their keys, ascending; rows of one key keep their order.
  ///
  /// By one byte of the keys after the other, from the lowest on: no comparison to mispredict.
  private static func sort(_ rows: inout [Int], by keys: [UInt64]) {
    var sorted = rows
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      var starts = [Int](repeating: 0, count: 256)
      for key in keys { starts[Int(key >> shift & 0xFF)] += 1 }
      // A byte that all keys have in common.
      if starts.contains(rows.count) { continue }
      var start = 0
      for byte in starts.indices {
        let count = starts[byte]
        starts[byte] = start
        start += count
      }
      for row in rows {
        let byte = Int(keys[row] >> shift & 0xFF)
        sorted[starts[byte]] = row
        starts[byte] += 1
      }
      swap(&rows, &sorted)
    }
  }

  /// A number rounded to some significant digits; ranks are taken on 12.
  package static func rounded(_ score: Double, digits: Int = 12) -> Double {
    guard score != 0, score.isFinite else { return score }
    let exponent = Double(digits - 1) - Double.log10(abs(score)).rounded(.down)
    let scale = Double.exp10(exponent)
    // Very small scores need no rounding, and their scale would overflow.
    guard scale.isFinite, scale > 0 else { return score }
    return (score * scale).rounded() / scale
  }

  /// Number of rows.
  package var count: Int { order.count }
  /// Number of positive rows.
  package var positiveCount: Int { isPositive.count { $0 } }
  /// Share of positive rows; NaN without rows.
  package var baseRate: Double { Double(positiveCount) / Double(count) }
}
