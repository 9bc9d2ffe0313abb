internal import LinearAlgebra
internal import RealModule

/// Totals of the outcomes that a logistic fit needs beside its iterations.
struct OutcomeTotals: Sendable {
  /// Rows of positive weight.
  private(set) var observationCount = 0
  /// Sum of the weights.
  private(set) var weightSum = 0.0
  /// Weighted successes.
  private(set) var eventCount = 0.0
  /// Loss of the model that fits each row exactly: minus its log-likelihood without the binomial
  /// coefficients.
  private(set) var saturatedLoss = 0.0
  /// Log-likelihood of the model that fits each row exactly, with the binomial coefficients.
  private(set) var saturatedLogLikelihood = 0.0
  /// True when some offset is not zero.
  private(set) var hasOffset = false

  /// One pass over the rows.
  init(_ rows: some RowBlocks, threads: Int) {
    let parts = mapBlockGroups(of: rows, threads: threads) { group in
      var part = OutcomeTotals()
      var block = TermBlock(capacity: group.capacity, layout: rows.layout)
      for index in group.blocks {
        rows.fillOutcomes(index, into: &block)
        part.add(block)
      }
      return part
    }
    for part in parts {
      observationCount += part.observationCount
      weightSum += part.weightSum
      eventCount += part.eventCount
      saturatedLoss += part.saturatedLoss
      saturatedLogLikelihood += part.saturatedLogLikelihood
      hasOffset = hasOffset || part.hasOffset
    }
  }

  private init() {}

  private mutating func add(_ block: TermBlock) {
    let counts = RowKernels.countOutcomes(
      response: block.response,
      weights: block.weights,
      offsets: block.offsets,
      count: block.rows
    )
    observationCount += counts.used
    weightSum += counts.weightSum
    eventCount += counts.eventCount
    hasOffset = hasOffset || counts.shifted > 0
    // Outcomes of single trials fit exactly: nothing to add.
    guard counts.shared > 0 else { return }
    for i in 0..<block.rows where block.weights[i] > 0 {
      let trials = block.weights[i]
      let share = block.response[i]
      guard share > 0, share < 1 else { continue }
      let entropy = share * .log(share) + (1 - share) * .log(onePlus: -share)
      // A row that stands for several has the binomial coefficient of each of them.
      let frequency = block.frequencies[i]
      let single = trials / frequency
      saturatedLoss -= trials * entropy
      saturatedLogLikelihood +=
        trials * entropy + frequency * Self.logBinomial(single, share * single)
    }
  }

  /// log of the binomial coefficient "n over k".
  private static func logBinomial(_ n: Double, _ k: Double) -> Double {
    .logGamma(n + 1) - .logGamma(k + 1) - .logGamma(n - k + 1)
  }
}
