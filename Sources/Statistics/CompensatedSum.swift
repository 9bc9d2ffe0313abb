/// A running sum that keeps the rounding error of each addition and adds it back at the end.
///
/// Neumaier's improvement of Kahan's summation (1974, ZAMM 54:39), each error by Knuth's exact
/// difference, which needs no comparison. The result is within two roundings of the exact sum for
/// any number of terms that matters here.
package struct CompensatedSum: Sendable, Equatable {
  private var sum = 0.0
  private var correction = 0.0

  /// An empty sum.
  package init() {}

  /// Adds a term.
  package mutating func add(_ term: Double) {
    let total = sum + term
    let added = total - sum
    correction += (sum - (total - added)) + (term - added)
    sum = total
  }

  /// Adds multiples of terms, but for those that are NaN.
  ///
  /// - Returns: how many are NaN.
  package mutating func add(knownOf terms: Span<Double>, times factor: Double) -> Int {
    var sum = self
    var missing = 0
    for index in terms.indices {
      let term = terms[index]
      if term.isNaN { missing += 1 } else { sum.add(factor * term) }
    }
    self = sum
    return missing
  }

  /// Adds the terms of another sum.
  package mutating func add(_ other: CompensatedSum) {
    add(other.sum)
    add(other.correction)
  }

  /// The sum of the terms added; 0 without any.
  package var value: Double { sum + correction }
}

extension Sequence<Double> {
  /// The compensated sum of the elements; 0 without any.
  package var compensatedSum: Double {
    var sum = CompensatedSum()
    for element in self { sum.add(element) }
    return sum.value
  }
}
