extension Calibration {
  /// Bins in each of which about as many positive rows are expected, by ascending probability.
  ///
  /// Where positives are rare, bins of equal numbers of rows crowd near zero; these spread over the
  /// probabilities and hold positives enough to be judged. Filled from the highest probability
  /// down, a bin is closed once its probabilities add up to the wanted share of their sum and it
  /// holds at least `minimumRows`; rows of equal probability (to 12 digits) are never split, and a
  /// last bin that stays below half of the share joins its neighbour, so there may be fewer bins.
  ///
  /// - Parameters:
  ///   - probabilities: one a row, finite.
  ///   - outcomes: true for a positive row; as many as probabilities.
  ///   - count: number of bins wanted, at least 1.
  ///   - minimumRows: least number of rows of a bin, if there are as many.
  /// - Returns: the bins, ascending; none without rows.
  /// - Complexity: O(n log n).
  package static func equalExpectedBins(
    probabilities: [Double],
    outcomes: [Bool],
    count: Int,
    minimumRows: Int = 5
  ) -> [Bin] {
    let ranked = RankedOutcomes(scores: probabilities, outcomes: outcomes)
    let wanted = probabilities.compensatedSum / Double(max(count, 1))
    var groups: [(rows: Range<Int>, expected: Double)] = []
    var start = 0
    var expected = 0.0
    var position = 0
    while position < ranked.count {
      let end = ranked.tieEnds[position]
      for place in position..<end { expected += probabilities[ranked.order[place]] }
      position = end
      // Slack for rounding, which must not push the last bin out.
      let isFull = expected >= wanted * (1 - 1e-9) && end - start >= minimumRows
      guard isFull || end == ranked.count else { continue }
      groups.append((start..<end, expected))
      start = end
      expected = 0
    }
    if groups.count > 1, let last = groups.last,
      last.rows.count < minimumRows || last.expected < wanted / 2
    {
      groups.removeLast()
      groups[groups.count - 1].rows = groups[groups.count - 1].rows.lowerBound..<ranked.count
    }
    return groups.reversed().map { group in
      let rows = ranked.order[group.rows]
      let positives = rows.count { outcomes[$0] }
      let interval = wilsonInterval(successes: positives, trials: rows.count, level: 0.95)
      return Bin(
        count: rows.count,
        positives: positives,
        meanPredicted: rows.map { probabilities[$0] }.compensatedSum / Double(rows.count),
        observed: Double(positives) / Double(rows.count),
        lower: interval.lower,
        upper: interval.upper
      )
    }
  }
}
