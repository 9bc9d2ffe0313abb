/// A number's distribution in training: a few bins and how many rows are in each.
///
/// Bins are tenths of the rows, fewer where rows are few or values are equal, and none has less than
/// five rows: the model file tells nothing of single persons.
package struct ReferenceBins: Sendable, Equatable, Codable {
  /// Upper ends of all bins but the last, ascending; a value belongs to the first bin whose end is
  /// not below it.
  package let ends: [Double]
  /// Rows in each bin, one more than ``ends``.
  package let counts: [Int]

  private static let mostBins = 10
  private static let fewestRows = 5

  /// The bins of some values, NaN left out.
  package init(_ values: [Double]) {
    let sorted = values.filter { !$0.isNaN }.sorted()
    let wanted = max(1, min(Self.mostBins, sorted.count / (4 * Self.fewestRows)))
    var ends: [Double] = []
    for bin in 1..<max(wanted, 1) {
      let end = sorted[bin * sorted.count / wanted]
      if ends.last.map({ $0 < end }) ?? true { ends.append(end) }
    }
    var counts = Self.count(sorted, ends)
    // From the right, so that the positions to come stay.
    for bin in counts.indices.reversed() where counts[bin] < Self.fewestRows && counts.count > 1 {
      let other = bin == 0 ? 1 : bin - 1
      counts[min(bin, other)] += counts[max(bin, other)]
      counts.remove(at: max(bin, other))
      ends.remove(at: min(bin, other))
    }
    self.ends = ends
    self.counts = counts
  }

  /// Rows of some values in each bin, NaN left out.
  func counts(of values: [Double]) -> [Int] { Self.count(values, ends) }

  private static func count(_ values: [Double], _ ends: [Double]) -> [Int] {
    var result = [Int](repeating: 0, count: ends.count + 1)
    for value in values where !value.isNaN {
      var low = 0
      var high = ends.count
      while low < high {
        let middle = (low + high) / 2
        if ends[middle] < value { low = middle + 1 } else { high = middle }
      }
      result[low] += 1
    }
    return result
  }
}
