extension RankedOutcomes {
  /// All metrics of the ranking, from one pass over it.
  ///
  /// - Parameters:
  ///   - capacities: numbers of rows contacted, each at least 1, in any order.
  ///   - weights: multiplicity of each row, for the bootstrap; 1 each when `nil`. A row across a cut
  ///     counts in part.
  /// - Returns: areas, and what the first rows contain at each capacity.
  /// - Complexity: n, once the rows are ranked: a replicate of the bootstrap sorts nothing.
  package func metrics(capacities: [Int] = [], weights: [Double]? = nil) -> RankMetrics {
    precondition(capacities.allSatisfy { $0 > 0 }, "no capacity")
    // The cuts from the shortest list to the longest, each met once on the way down.
    let cuts = capacities.indices.sorted { capacities[$0] < capacities[$1] }
    var found = [Double?](repeating: nil, count: cuts.count)
    var nextCut = 0
    var limit = cuts.first.map { Double(capacities[$0]) } ?? .infinity
    var positives = 0.0
    var negatives = 0.0
    var pairs = 0.0  // positive above negative, weighted
    var precisions = 0.0
    var position = 0
    while position < count {
      let end = tieEnds[position]
      var tiePositives = 0.0
      var tieNegatives = 0.0
      for place in position..<end {
        let weight = weights?[order[place]] ?? 1
        let above = positives + negatives + tiePositives + tieNegatives
        while above + weight >= limit {
          found[cuts[nextCut]] = positives + tiePositives + (isPositive[place] ? limit - above : 0)
          nextCut += 1
          limit = nextCut < cuts.count ? Double(capacities[cuts[nextCut]]) : .infinity
        }
        if isPositive[place] { tiePositives += weight } else { tieNegatives += weight }
      }
      pairs += tieNegatives * (positives + tiePositives / 2)
      positives += tiePositives
      negatives += tieNegatives
      if tiePositives > 0 { precisions += tiePositives * positives / (positives + negatives) }
      position = end
    }
    let total = positives + negatives
    return RankMetrics(
      auc: pairs / (positives * negatives),
      averagePrecision: precisions / positives,
      top: zip(capacities, found).map { capacity, found in
        TopMetrics(
          capacity: capacity,
          selected: min(Double(capacity), total),
          found: found ?? positives,
          positives: positives,
          total: total,
          tie: tie(atCut: capacity)
        )
      }
    )
  }

  /// Area under the ROC curve: see ``RankMetrics/auc``.
  ///
  /// - Parameter weights: multiplicity of each row; 1 each when `nil`.
  /// - Returns: the area.
  package func auc(weights: [Double]? = nil) -> Double { metrics(weights: weights).auc }

  /// Average precision: see ``RankMetrics/averagePrecision``.
  ///
  /// - Parameter weights: multiplicity of each row; 1 each when `nil`.
  /// - Returns: the precision.
  package func averagePrecision(weights: [Double]? = nil) -> Double {
    metrics(weights: weights).averagePrecision
  }

  /// What the first rows, as many as can be contacted, contain.
  ///
  /// - Parameters:
  ///   - capacity: number of rows contacted, at least 1; all rows when there are fewer.
  ///   - weights: multiplicity of each row; 1 each when `nil`. A row across the cut counts in part.
  /// - Returns: precision, recall and lift at the capacity.
  package func top(_ capacity: Int, weights: [Double]? = nil) -> TopMetrics {
    metrics(capacities: [capacity], weights: weights).top[0]
  }

  /// The run of equal scores that the cut at a capacity goes through.
  private func tie(atCut capacity: Int) -> TopMetrics.Tie? {
    guard capacity < count, tieEnds[capacity - 1] > capacity else { return nil }
    let end = tieEnds[capacity - 1]
    let start = tieEnds[..<(capacity - 1)].last { $0 < end } ?? 0
    let inside = isPositive[start..<end].count { $0 }
    let places = capacity - start
    let certain = isPositive[..<start].count { $0 }
    return TopMetrics.Tie(
      leftOut: end - capacity,
      fewestFound: certain + max(0, places - (end - start - inside)),
      mostFound: certain + min(places, inside)
    )
  }

  /// Share of the positive rows among the first ones, at each of some shares of all rows.
  ///
  /// - Parameter points: number of steps from 0 to 1, at least 1.
  /// - Returns: `points + 1` pairs, both shares ascending from 0 to 1; ties at a point count by
  ///   their average.
  package func gainCurve(points: Int) -> [(contacted: Double, found: Double)] {
    var cumulative = [0.0]
    var position = 0
    while position < count {
      let end = tieEnds[position]
      let inside = Double(isPositive[position..<end].count { $0 })
      let before = cumulative[position]
      for place in position..<end {
        cumulative.append(before + inside * Double(place + 1 - position) / Double(end - position))
      }
      position = end
    }
    let positives = max(cumulative[count], 1)
    return (0...points).map { step in
      let share = Double(step) / Double(points)
      let exact = share * Double(count)
      let below = min(Int(exact), count)
      let above = min(below + 1, count)
      let fraction = exact - Double(below)
      let found = cumulative[below] + fraction * (cumulative[above] - cumulative[below])
      return (contacted: share, found: found / positives)
    }
  }
}

/// How well a ranking tells positive rows from the others.
package struct RankMetrics: Sendable, Equatable {
  /// Area under the ROC curve: probability that a positive row stands above a negative one, ties
  /// counting half (Mann and Whitney); in [0, 1], NaN without a positive or without a negative row.
  package let auc: Double
  /// Average precision: the mean, over the positive rows, of the precision at their score; in (0, 1],
  /// NaN without a positive row.
  ///
  /// `Σ (R_k - R_(k-1)) P_k` over the distinct scores, as scikit-learn computes it.
  package let averagePrecision: Double
  /// What the first rows contain, one a capacity in the order asked for.
  package let top: [TopMetrics]
}

/// What the first rows of a ranking contain.
package struct TopMetrics: Sendable, Equatable, Codable {
  /// Rows that can be contacted.
  package let capacity: Int
  /// Positives among all contacted rows, as a share; NaN when none is contacted.
  package let precision: Double
  /// Share of all positives that is contacted; NaN without a positive.
  package let recall: Double
  /// Precision over the share of positives in all rows.
  package let lift: Double
  /// Number of positives contacted.
  package let found: Double
  /// The run of equal scores the cut goes through, if it does.
  package let tie: Tie?

  /// Rows of equal score on both sides of the cut.
  package struct Tie: Sendable, Equatable, Codable {
    /// Rows of the same score that did not get a place.
    package let leftOut: Int
    /// Fewest positives that an order of the tied rows gives.
    package let fewestFound: Int
    /// Most positives that an order of the tied rows gives.
    package let mostFound: Int
  }

  init(
    capacity: Int,
    selected: Double,
    found: Double,
    positives: Double,
    total: Double,
    tie: Tie?
  ) {
    self.capacity = capacity
    self.found = found
    self.tie = tie
    precision = found / selected
    recall = found / positives
    lift = (found / selected) / (positives / total)
  }
}
