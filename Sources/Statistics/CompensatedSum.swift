/// A running sum that keeps the rounding error of each addition and adds it back at the end.
///
/// Neumaier's improvement of Kahan's summation (1974, ZAMM 54:39). The result is within two
/// roundings of the exact sum for any number of terms that matters here.
package struct CompensatedSum: Sendable, Equatable {
  private var sum = 0.0
  private var correction = 0.0

  /// An empty sum.
  package init() {}

  /// Adds a term.
  package mutating func add(_ term: Double) {
    let total = sum + term
    correction += abs(sum) >= abs(term) ? (sum - total) + term : (term - total) + sum
    sum = total
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
