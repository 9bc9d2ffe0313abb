internal import RealModule

/// How far the shares of some bins have moved between two samples: the population stability index.
///
/// ```
/// Σ (q - p) log(q / p),  p = (n + 1/2) / (N + B/2),  q likewise
/// ```
///
/// over B bins; the half keeps an empty bin finite. By habit below 0.1 is stable and above 0.25 is
/// not, but two samples of the same population differ too: times 1 / (1/N + 1/M) the index is then
/// close to chi-squared with B - 1 degrees of freedom (Yurdakul 2018, Western Michigan University).
package struct PopulationStability: Sendable, Equatable {
  /// The index, at least 0.
  package let index: Double
  /// What two samples of these sizes exceed one time in twenty although nothing has moved.
  package let noise: Double

  /// The index of two samples; 0 where one has no rows.
  ///
  /// - Parameters:
  ///   - reference: rows of the first sample in each bin, at least 0.
  ///   - current: rows of the second in the same bins.
  package init(reference: [Double], current: [Double]) {
    precondition(reference.count == current.count, "bins differ")
    let bins = Double(reference.count)
    let n = reference.reduce(0, +)
    let m = current.reduce(0, +)
    guard bins > 1, n > 0, m > 0 else {
      index = 0
      noise = 0
      return
    }
    var sum = 0.0
    for (first, second) in zip(reference, current) {
      let p = (first + 0.5) / (n + bins / 2)
      let q = (second + 0.5) / (m + bins / 2)
      sum += (q - p) * .log(q / p)
    }
    index = max(sum, 0)
    noise = ChiSquared(degreesOfFreedom: bins - 1).quantile(0.95) * (1 / n + 1 / m)
  }
}
