internal import Concurrency
internal import RealModule
internal import Statistics

/// Errors of the base forecasts of a hierarchy, drawn jointly for all series from whole months of
/// one-step errors, so that what goes together in the past goes together in the samples.
///
/// A path draws one month for each month ahead, with replacement. The error of series i in step h is
///
/// ```
/// e_i(h) = D_i(h) / √v_i(h) · Σ_{k ≤ h} ψ_i(h - k) z_i(t_k)
/// v_i(h) = max_{j ≤ h} D_i(j)²,   ψ_i(j)² = v_i(j + 1) - v_i(j),   v_i(0) = 0
/// ```
/// z: the errors of a series, centred and divided by their root mean square, in the drawn month t_k,
/// the same for all series; D: the standard deviations of its base forecast. So the error of a step
/// has the forecast's variance and, as in the paths that a linear innovations model simulates from its
/// residuals, is the sum of those of the months before, each with the weight by which the variance
/// grew: one step ahead it has the residuals' own distribution. (Panagiotelis, Gamakumara,
/// Athanasopoulos and Hyndman 2023, European J. Operational Research 306:693; Jeon, Panagiotelis and
/// Petropoulos 2019, European J. Operational Research 279:364.)
///
/// Months are drawn in which at least half as many series have an error as in the fullest month. A
/// series that has none in such a month, as a new leaf, takes one of its own other months, drawn for
/// that month; one with fewer than two errors different from each other takes standard normal numbers.
struct ResidualBootstrap: Sendable {
  /// Number of paths.
  static let pathCount = 1000
  /// Months of normal numbers where no series has an error.
  private static let madeUpMonths = 120

  /// z, month by month, one number a series.
  private let months: [[Double]]
  /// Weights of the drawn months in a step: `weights[step][k]`, one a series.
  private let weights: [[[Double]]]
  /// Months drawn by each path, one for each step.
  private let paths: [[Int]]
  /// Months that are drawn from.
  let monthCount: Int
  /// Months of ``monthCount`` in which each series has an error of its own.
  let ownCounts: [Int]

  /// Draws the paths.
  ///
  /// - Parameters:
  ///   - residuals: one list a series, of the same months; NaN where there is none.
  ///   - deviations: D, for each step one a series.
  ///   - seed: of the draws.
  init(_ residuals: [[Double]], deviations: [[Double]], seed: UInt64) {
    let drawn = Self.drawnMonths(residuals)
    var own: [Int] = []
    let count = drawn.isEmpty ? Self.madeUpMonths : drawn.count
    var months = [[Double]](
      repeating: [Double](repeating: 0, count: residuals.count),
      count: count
    )
    for (series, list) in residuals.enumerated() {
      var generator = SeededGenerator(seed: seed, stream: UInt64(Self.pathCount + series))
      let (values, ownCount) = Self.standardized(list, drawn, count: count, &generator)
      own.append(ownCount)
      for month in 0..<count { months[month][series] = values[month] }
    }
    self.months = months
    monthCount = drawn.count
    ownCounts = own
    weights = Self.weights(deviations)
    paths = (0..<Self.pathCount).map { path in
      var generator = SeededGenerator(seed: seed, stream: UInt64(path))
      return deviations.indices.map { _ in generator.index(below: count) }
    }
  }

  /// The errors of a step, path by path.
  ///
  /// - Parameters:
  ///   - step: 0 for the next month.
  ///   - threads: number of threads, at least 1; the result is the same for any.
  /// - Returns: for each path one number a series.
  func errors(step: Int, threads: Int) -> [[Double]] {
    parallelMap(count: paths.count, threads: threads) { path in
      var result = [Double](repeating: 0, count: ownCounts.count)
      for k in 0...step {
        let weight = weights[step][k]
        let month = months[paths[path][k]]
        for series in result.indices { result[series] += weight[series] * month[series] }
      }
      return result
    }
  }

  /// Months in which at least half as many series have an error as in the fullest one.
  private static func drawnMonths(_ residuals: [[Double]]) -> [Int] {
    var counts = [Int](repeating: 0, count: residuals.first?.count ?? 0)
    for list in residuals {
      for month in list.indices where list[month].isFinite { counts[month] += 1 }
    }
    var most = 0
    for count in counts where count > most { most = count }
    return counts.indices.filter { counts[$0] > 0 && 2 * counts[$0] >= most }
  }

  /// The errors of a series in the months drawn from, without gaps, with mean 0 and mean square 1
  /// where they are its own.
  private static func standardized(
    _ residuals: [Double],
    _ drawn: [Int],
    count: Int,
    _ generator: inout SeededGenerator
  ) -> (values: [Double], ownCount: Int) {
    let inside = drawn.count { residuals[$0].isFinite }
    let known = (inside > 1 ? drawn.map { residuals[$0] } : residuals).filter(\.isFinite)
    let mean = known.reduce(0, +) / Double(max(known.count, 1))
    let size = Double.sqrt(
      known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(known.count, 1))
    )
    guard known.count > 1, size > 0 else {
      return ((0..<count).map { _ in generator.normal() }, 0)
    }
    let values = drawn.map { month in
      let value =
        residuals[month].isFinite
        ? residuals[month] : known[generator.index(below: known.count)]
      return (value - mean) / size
    }
    return (values, inside)
  }

  /// `D(h) / √v(h) · ψ(h - k)`.
  private static func weights(_ deviations: [[Double]]) -> [[[Double]]] {
    let count = deviations.first?.count ?? 0
    // Largest variance up to each step, from 0 before the first.
    var largest = [[Double](repeating: 0, count: count)]
    for (step, month) in deviations.enumerated() {
      largest.append(month.indices.map { max(largest[step][$0], month[$0] * month[$0]) })
    }
    return deviations.indices.map { step in
      (0...step).map { k in
        (0..<count).map { series in
          let variance = largest[step + 1][series]
          guard variance > 0 else { return 0 }
          let growth = largest[step - k + 1][series] - largest[step - k][series]
          return deviations[step][series] * .sqrt(growth / variance)
        }
      }
    }
  }
}
