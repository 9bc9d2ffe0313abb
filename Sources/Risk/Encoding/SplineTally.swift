internal import Datasets
internal import Statistics

/// What training learns of the values of a number in some rows, to place the knots of a spline.
///
/// Few distinct values are kept with their weights. Of many the weight in each of narrow intervals
/// is: those in which the quantiles lie are then looked at again (``SplineValues``), so that knots
/// are exact without all values in memory. Tallies of parts of a table can be added.
struct SplineTally: Sendable {
  /// The distinct values and the weight of each; `nil` where they are more than ``limit``.
  private(set) var few: (values: [Double], weights: [Double])?
  /// Weight of each interval, by its ``interval(of:)``, where values are many.
  private(set) var intervals: [UInt32: Double] = [:]
  /// Smallest value of a row that counts.
  private(set) var lowest = Double.infinity
  /// Largest value of a row that counts.
  private(set) var highest = -Double.infinity

  /// With no more distinct values than this the spline is evaluated once for each of them.
  static let limit = 256

  /// The tally of a column; values that are missing do not count.
  init(_ column: [Double], _ weights: RowValues) {
    if let distinct = DistinctNumbers(column, limit: Self.limit) {
      var sums = [Double](repeating: 0, count: distinct.values.count)
      for (row, code) in distinct.codes.enumerated() where code >= 0 {
        sums[Int(code)] += weights[row]
      }
      few = (distinct.values, sums)
      for (value, weight) in zip(distinct.values, sums) where weight > 0 { extend(to: value) }
    } else {
      for (row, value) in column.enumerated() { count(value, weights[row]) }
    }
  }

  /// The interval that a value lies in: its sign, exponent and 12 leading bits, in order.
  static func interval(of value: Double) -> UInt32 {
    let bits = value.bitPattern
    let ordered = bits >> 63 == 0 ? bits | 1 << 63 : ~bits
    return UInt32(truncatingIfNeeded: ordered >> 40)
  }

  /// The smallest value of an interval.
  private static func start(of interval: UInt32) -> Double {
    let ordered = UInt64(interval) << 40
    return Double(bitPattern: ordered >> 63 == 1 ? ordered & ~(1 << 63) : ~ordered)
  }

  private mutating func extend(to value: Double) {
    lowest = Swift.min(lowest, value)
    highest = Swift.max(highest, value)
  }

  private mutating func count(_ value: Double, _ weight: Double) {
    guard !value.isNaN, weight > 0 else { return }
    // Zeros of both signs are one value.
    intervals[Self.interval(of: value + 0), default: 0] += weight
    extend(to: value)
  }

  /// Adds the tally of further rows.
  mutating func add(_ next: SplineTally) {
    if let own = few, let other = next.few, let joined = Self.joined(own, other) {
      few = joined
    } else {
      spread()
      var next = next
      next.spread()
      for interval in next.intervals.keys.sorted() {
        intervals[interval, default: 0] += next.intervals[interval] ?? 0
      }
    }
    lowest = Swift.min(lowest, next.lowest)
    highest = Swift.max(highest, next.highest)
  }

  private mutating func spread() {
    guard let known = few else { return }
    few = nil
    for (value, weight) in zip(known.values, known.weights) { count(value, weight) }
  }

  private static func joined(
    _ own: (values: [Double], weights: [Double]),
    _ other: (values: [Double], weights: [Double])
  ) -> (values: [Double], weights: [Double])? {
    var joined = own
    var places: [UInt64: Int] = [:]
    for (place, value) in own.values.enumerated() { places[value.bitPattern] = place }
    for (value, weight) in zip(other.values, other.weights) {
      if let place = places[value.bitPattern] {
        joined.weights[place] += weight
      } else {
        places[value.bitPattern] = joined.values.count
        joined.values.append(value)
        joined.weights.append(weight)
      }
    }
    return joined.values.count <= limit ? joined : nil
  }

  /// The intervals whose values must be known for the knots of a spline; none where all are.
  func wanted(_ knots: RiskSpecification.Spline.Knots) -> Set<UInt32> {
    guard few == nil, case .count(let count) = knots, count > 0 else { return [] }
    let ordered = intervals.keys.sorted()
    let total = ordered.reduce(0.0) { $0 + (intervals[$1] ?? 0) }
    // Places of the quantiles among the cumulated weights, with room for rounding.
    let places = (1...count).map { max(total - 1, 0) * Double($0) / Double(count + 1) }
    var wanted: Set<UInt32> = []
    var before = 0.0
    for interval in ordered {
      let after = before + (intervals[interval] ?? 0)
      if places.contains(where: { before <= $0 + 2 && after >= $0 - 2 }) { wanted.insert(interval) }
      before = after
    }
    return wanted
  }

  /// Values with the quantiles of all, and their weights: those of other intervals stand together.
  ///
  /// - Parameter values: all values of the intervals that are wanted.
  /// - Returns: the values, in no order, and the weight of each.
  func points(_ values: SplineValues) -> (values: [Double], weights: [Double]) {
    if let few {
      let known = few.values.indices.filter { few.weights[$0] > 0 }
      return (known.map { few.values[$0] }, known.map { few.weights[$0] })
    }
    var result = values.sorted
    let ordered = intervals.keys.sorted().filter { !values.wanted.contains($0) }
    for interval in ordered {
      let start = Swift.max(Self.start(of: interval), lowest)
      result.values.append(interval == Self.interval(of: highest) ? highest : start)
      result.weights.append(intervals[interval] ?? 0)
    }
    return result
  }
}

/// The values of some intervals of a ``SplineTally``, with the weight of each.
struct SplineValues: Sendable {
  /// The intervals.
  let wanted: Set<UInt32>
  private var weights: [UInt64: Double] = [:]

  /// No values yet.
  init(_ wanted: Set<UInt32>) { self.wanted = wanted }

  /// The values of a column.
  init(_ wanted: Set<UInt32>, _ column: [Double], _ weights: RowValues) {
    self.wanted = wanted
    for (row, value) in column.enumerated() where !value.isNaN && weights[row] > 0 {
      let value = value + 0
      guard wanted.contains(SplineTally.interval(of: value)) else { continue }
      self.weights[value.bitPattern, default: 0] += weights[row]
    }
  }

  /// Adds the values of further rows.
  mutating func add(_ next: SplineValues) {
    for bits in next.weights.keys.sorted() { weights[bits, default: 0] += next.weights[bits] ?? 0 }
  }

  fileprivate var sorted: (values: [Double], weights: [Double]) {
    let bits = weights.keys.sorted()
    return (bits.map { Double(bitPattern: $0) }, bits.map { weights[$0] ?? 0 })
  }
}

/// Sums of a spline's columns over some rows; sums of parts of a table can be added.
struct SplineSums: Sendable {
  private var sums: [Double]
  private var total = 0.0

  /// Of values with their weights; `fill` stands in for NaN.
  init(_ basis: SplineBasis, _ values: [Double], _ weights: RowValues, fill: Double) {
    sums = Array(repeating: 0, count: basis.columnCount)
    for (row, value) in values.enumerated() where weights[row] > 0 {
      total += weights[row]
      for (place, column) in basis.values(at: value.isNaN ? fill : value).enumerated() {
        sums[place] += weights[row] * column
      }
    }
  }

  /// Adds the sums of further rows.
  mutating func add(_ next: SplineSums) {
    total += next.total
    for place in sums.indices { sums[place] += next.sums[place] }
  }

  /// Mean of each column.
  var means: [Double] { sums.map { total > 0 ? $0 / total : 0 } }
}
