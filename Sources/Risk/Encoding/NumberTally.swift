internal import Statistics

/// What training learns of a number in some rows: its weighted mean, and how many are missing.
///
/// Tallies of parts of a table can be added.
struct NumberTally: Sendable {
  private var known = CompensatedSum()
  private var missing = CompensatedSum()
  private var sum = CompensatedSum()
  /// True when every number is 0 or 1.
  private(set) var isBinary: Bool

  /// The tally of a column.
  ///
  /// - Parameters:
  ///   - values: one a row; NaN where it is missing.
  ///   - weights: of the rows.
  init(_ values: [Double], _ weights: RowValues) {
    isBinary = values.allSatisfy { $0 == 0 || $0 == 1 || $0.isNaN }
    if let weight = weights.constant {
      let missingRows = sum.add(knownOf: values.span, times: weight)
      known.add(weight * Double(values.count - missingRows))
      missing.add(weight * Double(missingRows))
    } else {
      for (row, value) in values.enumerated() {
        let weight = weights[row]
        guard !value.isNaN else {
          missing.add(weight)
          continue
        }
        known.add(weight)
        sum.add(weight * value)
      }
    }
  }

  /// Adds the tally of further rows.
  mutating func add(_ next: NumberTally) {
    known.add(next.known)
    missing.add(next.missing)
    sum.add(next.sum)
    isBinary = isBinary && next.isBinary
  }

  /// Mean of those that are not missing; 0 without any.
  var mean: Double { known.value > 0 ? sum.value / known.value : 0 }
  /// True when some are missing in rows that count.
  var hasMissing: Bool { missing.value > 0 }
  /// Weight of those that are missing.
  var missingWeight: Double { missing.value }
  /// Weighted share of those that are missing.
  var missingShare: Double {
    let total = known.value + missing.value
    return total > 0 ? missing.value / total : 0
  }
}
