/// A monotone curve without a form: constant on pooled blocks, straight lines between them.
///
/// Each block is constant from its smallest to its largest probability; between two blocks the
/// curve is linear, and beyond the first and last it stays at their values. This is the policy of
/// scikit-learn's `IsotonicRegression(out_of_bounds="clip")`. Values may be exactly 0 or 1.
///
/// Rows of one block get equal probabilities, so a list is to be ranked on the probabilities before
/// this curve.
package struct IsotonicCurve: CalibrationCurve {
  /// Ends of the blocks, strictly increasing, in [0, 1].
  package let probabilities: [Double]
  /// Value at each, not decreasing, in [0, 1].
  package let values: [Double]

  /// A curve through given points.
  ///
  /// - Throws: `noRows` without a point or with sizes that differ; `invalidProbability` and
  ///   `invalidOutcome` with the index of a point out of range or out of order.
  package init(probabilities: [Double], values: [Double]) throws(CalibrationError) {
    guard !values.isEmpty, values.count == probabilities.count else { throw .noRows }
    for (index, point) in zip(probabilities, values).enumerated() {
      let isAbove = index == 0 || point.0 > probabilities[index - 1]
      guard point.0 >= 0, point.0 <= 1, isAbove else { throw .invalidProbability(index: index) }
      let isNotBelow = index == 0 || point.1 >= values[index - 1]
      guard point.1 >= 0, point.1 <= 1, isNotBelow else { throw .invalidOutcome(index: index) }
    }
    self.probabilities = probabilities
    self.values = values
  }

  /// The corrected probability.
  ///
  /// - Complexity: logarithmic in the number of blocks.
  package func callAsFunction(_ probability: Double) -> Double {
    // First point at or above the probability.
    var low = 0
    var high = probabilities.count
    while low < high {
      let middle = (low + high) / 2
      if probabilities[middle] < probability { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return values[0] }
    guard low < probabilities.count else { return values[low - 1] }
    let share =
      (probability - probabilities[low - 1]) / (probabilities[low] - probabilities[low - 1])
    return min(values[low - 1] + share * (values[low] - values[low - 1]), values[low])
  }

  private enum CodingKeys: String, CodingKey {
    case probabilities
    case values
  }

  /// Decodes and checks the points.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      probabilities: container.decode([Double].self, forKey: .probabilities),
      values: container.decode([Double].self, forKey: .values)
    )
  }
}

extension CalibrationMethod {
  /// Isotonic regression of the outcome on the probability by pooling adjacent violators, weighted.
  ///
  /// Ayer, Brunk, Ewing, Reid and Silverman (1955, Annals of Mathematical Statistics 26:641).
  /// Rows whose probabilities agree in 12 significant digits are pooled first. Blocks agree with
  /// R's `isoreg` and scikit-learn's `IsotonicRegression` to 1e-12. Complexity: n log n. Throws
  /// `notIncreasing` when all rows fall into one block.
  package static let isotonic = CalibrationMethod(
    name: "isotonic",
    summary: "any rising curve; needs many cases",
    minimumEvents: 100
  ) { sample throws(CalibrationError) in
    let blocks = IsotonicBlocks(sample).blocks
    guard blocks.count > 1 else { throw .notIncreasing }
    var probabilities: [Double] = []
    var values: [Double] = []
    for block in blocks {
      let value = min(max(block.mean, 0), 1)
      probabilities.append(block.lower)
      values.append(value)
      guard block.upper > block.lower else { continue }
      probabilities.append(block.upper)
      values.append(value)
    }
    return try IsotonicCurve(probabilities: probabilities, values: values)
  }
}

/// The blocks of an isotonic regression, by ascending probability.
private struct IsotonicBlocks: Sendable {
  private(set) var blocks: [Block] = []

  /// Rows of the same value.
  struct Block: Sendable {
    var lower: Double
    var upper: Double
    var weight: Double
    var events: Double

    var mean: Double { events / weight }

    mutating func add(_ other: Block) {
      lower = min(lower, other.lower)
      upper = max(upper, other.upper)
      weight += other.weight
      events += other.events
    }
  }

  init(_ sample: CalibrationSample) {
    let rounded = sample.probabilities.map { RankedOutcomes.rounded($0) }
    // Ties in a fixed order, so that sums do not depend on the order of the rows.
    let order = sample.probabilities.indices.sorted { left, right in
      if rounded[left] != rounded[right] { return rounded[left] < rounded[right] }
      if sample.outcomes[left] != sample.outcomes[right] {
        return sample.outcomes[left] < sample.outcomes[right]
      }
      return sample.weights[left] < sample.weights[right]
    }
    var position = 0
    while position < order.count {
      let tie = rounded[order[position]]
      var block = Self.block(of: order[position], in: sample)
      position += 1
      while position < order.count, rounded[order[position]] == tie {
        block.add(Self.block(of: order[position], in: sample))
        position += 1
      }
      while let last = blocks.last, last.mean >= block.mean {
        block.add(last)
        blocks.removeLast()
      }
      blocks.append(block)
    }
  }

  private static func block(of row: Int, in sample: CalibrationSample) -> Block {
    Block(
      lower: sample.probabilities[row],
      upper: sample.probabilities[row],
      weight: sample.weights[row],
      events: sample.weights[row] * sample.outcomes[row]
    )
  }
}
