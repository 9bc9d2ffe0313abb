internal import Concurrency
internal import Statistics

/// What later rows are compared with: the distributions of numbers and scores in training.
///
/// Those of categories are in the encoding already.
package struct TrainingReference: Sendable, Equatable, Codable {
  /// Each feature that is a number.
  package let numbers: [Number]
  /// The probabilities, before any calibration.
  package let score: ReferenceBins
  /// Weighted share of events.
  package let baseRate: Double

  /// A feature that is a number.
  package struct Number: Sendable, Equatable, Codable {
    /// Name of its column.
    package let column: String
    /// Rows that have a value.
    package let bins: ReferenceBins
    /// Share of the rows that have none.
    package let missingShare: Double
  }

  /// Learns from a sample of the training rows and the model's scores of some.
  init(_ sample: TrainingSample, scores: [Double], fit: LogisticFit, threads: Int) {
    numbers = parallelMap(count: sample.numbers.count, threads: threads) { index in
      let number = sample.numbers[index]
      let values = Self.few(number.values)
      let missing = number.values.count(where: \.isNaN)
      return Number(
        column: number.column,
        bins: ReferenceBins(values),
        missingShare: number.values.isEmpty ? 0 : Double(missing) / Double(number.values.count)
      )
    }
    score = ReferenceBins(Self.few(scores))
    baseRate = fit.weightSum > 0 ? fit.eventCount / fit.weightSum : 0
  }

  /// At most 2,000 values, evenly spaced: more would cost time and tell little more of tenths.
  private static func few(_ values: [Double]) -> [Double] {
    let step = (values.count + 1999) / 2000
    return step <= 1 ? values : stride(from: 0, to: values.count, by: step).map { values[$0] }
  }
}
