/// Rows by ascending probability, cut into groups that never split a tie.
struct OrderedSample: Sendable {
  /// Row at each position.
  let order: [Int]
  /// The runs of equal probability (to 12 digits), as ranges of positions.
  private let ties: [Range<Int>]
  private let sample: CalibrationSample

  /// Sorts the rows.
  init(_ sample: CalibrationSample) {
    let rounded = sample.probabilities.map { RankedOutcomes.rounded($0) }
    let order = rounded.indices.sorted { (rounded[$0], $0) < (rounded[$1], $1) }
    var ties: [Range<Int>] = []
    var start = 0
    for end in 1...order.count
    where end == order.count || rounded[order[end]] != rounded[order[start]] {
      ties.append(start..<end)
      start = end
    }
    self.order = order
    self.ties = ties
    self.sample = sample
  }

  /// The groups of a binning, as ranges of positions, ascending.
  func groups(_ binning: ReliabilityBins.Binning) -> [Range<Int>] {
    switch binning {
    case .equalWidth(let count):
      return merged(
        places: ties.map { tie in
          Self.range(of: sample.probabilities[order[tie.lowerBound]], among: max(count, 1))
        }
      )
    case .equalCount(let count):
      var before = CompensatedSum()
      return merged(
        places: ties.map { tie in
          let share = before.value / sample.support.weightSum
          for position in tie { before.add(sample.weights[order[position]]) }
          // Slack for rounding of the cumulated weights.
          return Int(share * Double(max(count, 1)) + 1e-9)
        }
      )
    case .equalExpected(let count, let minimumRows):
      return equalExpected(count: max(count, 1), minimumRows: minimumRows)
    case .distinct:
      return ties
    }
  }

  /// Neighbouring ties of the same place together.
  private func merged(places: [Int]) -> [Range<Int>] {
    var groups: [Range<Int>] = []
    for (index, tie) in ties.enumerated() {
      if index > 0, places[index] == places[index - 1] {
        groups[groups.count - 1] = groups[groups.count - 1].lowerBound..<tie.upperBound
      } else {
        groups.append(tie)
      }
    }
    return groups
  }

  /// The range (k / count, (k + 1) / count] of a probability; 0 is in the first.
  private static func range(of probability: Double, among count: Int) -> Int {
    var range = min(max(Int(probability * Double(count)), 0), count - 1)
    while range > 0, probability <= Double(range) / Double(count) { range -= 1 }
    while range < count - 1, probability > Double(range + 1) / Double(count) { range += 1 }
    return range
  }

  /// Groups filled from the highest probability down; a last one of less than half of its share
  /// joins its neighbour.
  private func equalExpected(count: Int, minimumRows: Int) -> [Range<Int>] {
    let expected = ties.map { tie in
      order[tie].lazy.map { sample.weights[$0] * sample.probabilities[$0] }.compensatedSum
    }
    let wanted = expected.compensatedSum / Double(count)
    var groups: [Range<Int>] = []
    var sum = CompensatedSum()
    var end = order.count
    for (tie, share) in zip(ties, expected).reversed() {
      sum.add(share)
      let size = end - tie.lowerBound
      // Slack for rounding, which must not push the last group out.
      let isFull = size >= minimumRows && sum.value >= wanted * (1 - 1e-9)
      guard isFull || tie.lowerBound == 0 else { continue }
      let isTooSmall = size < minimumRows || sum.value < wanted / 2
      if tie.lowerBound == 0, isTooSmall, let neighbour = groups.popLast() {
        groups.append(0..<neighbour.upperBound)
      } else {
        groups.append(tie.lowerBound..<end)
      }
      end = tie.lowerBound
      sum = CompensatedSum()
    }
    return groups.reversed()
  }
}
