internal import Concurrency

/// Percentile intervals by resampling whole clusters (persons), with replacement.
///
/// Each replicate has its own random stream, so the intervals are the same for any number of
/// threads. Rows are not copied: a replicate is a multiplicity for each row, and statistics are
/// computed with these as weights (Efron and Tibshirani 1993, chapters 8 and 13).
package struct ClusterBootstrap: Sendable {
  /// Cluster of each row, `0..<clusterCount`.
  private let clusters: [Int]
  private let clusterCount: Int
  /// Number of replicates.
  package let replicates: Int
  private let seed: UInt64

  /// A resampling plan.
  ///
  /// - Parameters:
  ///   - clusters: identifier of the cluster of each row, any numbers.
  ///   - replicates: number of replicates, at least 2.
  ///   - seed: seed of the random streams.
  package init(clusters: [Int], replicates: Int, seed: UInt64) {
    precondition(replicates >= 2, "too few replicates")
    var index: [Int: Int] = [:]
    self.clusters = clusters.map { cluster in
      if let known = index[cluster] { return known }
      let next = index.count
      index[cluster] = next
      return next
    }
    clusterCount = index.count
    self.replicates = replicates
    self.seed = seed
  }

  /// Intervals of several statistics from the same replicates.
  ///
  /// - Parameters:
  ///   - level: confidence, such as 0.95.
  ///   - threads: largest number of workers.
  ///   - statistics: values for a weight a row, always the same number of them; NaN where a
  ///     replicate has none, which is left out.
  /// - Returns: an interval a statistic; `nil` where fewer than half of the replicates have a value.
  package func intervals(
    level: Double,
    threads: Int,
    _ statistics: @Sendable ([Double]) -> [Double]
  ) -> [BootstrapInterval?] {
    guard clusterCount > 0 else { return [] }
    let values = parallelMap(count: replicates, threads: threads) { replicate in
      statistics(weights(ofReplicate: replicate))
    }
    return values[0].indices.map { statistic in
      let known = values.map { $0[statistic] }.filter(\.isFinite).sorted()
      guard known.count * 2 >= replicates else { return nil }
      return BootstrapInterval(
        lower: sampleQuantile(sorted: known, (1 - level) / 2),
        upper: sampleQuantile(sorted: known, (1 + level) / 2)
      )
    }
  }

  private func weights(ofReplicate replicate: Int) -> [Double] {
    var generator = SeededGenerator(seed: seed, stream: UInt64(replicate))
    var multiplicity = [Double](repeating: 0, count: clusterCount)
    for _ in 0..<clusterCount { multiplicity[generator.index(below: clusterCount)] += 1 }
    return clusters.map { multiplicity[$0] }
  }
}

/// Ends of a percentile interval.
package struct BootstrapInterval: Sendable, Equatable, Codable {
  /// Lower end.
  package let lower: Double
  /// Upper end.
  package let upper: Double
}

/// Sample quantile by linear interpolation, R's type 7.
///
/// - Parameters:
///   - sorted: ascending numbers, at least one.
///   - probability: in [0, 1].
/// - Returns: the quantile.
package func sampleQuantile(sorted: [Double], _ probability: Double) -> Double {
  let position = probability * Double(sorted.count - 1)
  let below = Int(position)
  let above = min(below + 1, sorted.count - 1)
  return sorted[below] + (position - Double(below)) * (sorted[above] - sorted[below])
}
