internal import LinearAlgebra
internal import RealModule

/// Weighted mean and standard deviation of each design column.
///
/// The weights are those of the likelihood (trials and frequencies included), as glmnet takes
/// them; the deviation has the sum of the weights in the denominator. ``ColumnMoments`` leaves the
/// weights out, which is enough where the scale only conditions the arithmetic; here it sets how
/// strongly a coefficient is penalised.
struct WeightedMoments: Sendable {
  /// Subtracted from each column: its mean, or 0 in a model without an intercept.
  private(set) var center: [Double]
  /// Divides each column: its standard deviation about the mean; 1 for the intercept and for a
  /// constant column.
  private(set) var scale: [Double]
  /// Columns that vary, and the intercept, ascending; the others cannot have a coefficient.
  private(set) var usable: [Int]

  /// Negative log-likelihood of the model that fits each row exactly, without the binomial
  /// coefficients of grouped rows; 0 when all outcomes are 0 or 1.
  private(set) var saturatedLoss = 0.0

  /// One pass over the rows; rows of zero weight do not count.
  ///
  /// Blocks are merged in order by Chan, Golub and LeVeque's update (1983, Am. Stat. 37:242).
  ///
  /// - Throws: `notFinite` with the first row whose design, response, weight or offset is not.
  init(_ rows: some RowBlocks, threads: Int) throws(StatisticsError) {
    let p = rows.columnCount
    let parts = mapBlockGroups(of: rows, threads: threads) { group in
      var part = Part(columns: p)
      var block = DesignBlock(capacity: group.capacity, layout: rows.layout)
      for index in group.blocks {
        rows.fill(index, into: &block)
        part.merge(Part(block: block, columns: p))
      }
      return part
    }
    var total = Part(columns: p)
    for part in parts { total.merge(part) }
    guard total.isFinite else { throw .notFinite(index: Self.firstNotFinite(rows) ?? 0) }
    saturatedLoss = total.saturatedLoss
    center = Array(repeating: 0, count: p)
    scale = Array(repeating: 1, count: p)
    usable = []
    for j in 0..<p {
      if j == rows.interceptColumn {
        usable.append(j)
        continue
      }
      let variance = total.squares[j] / max(total.weight, .leastNormalMagnitude)
      // Variation at the level of rounding is none: the column is constant.
      guard variance > 1e-24 * total.mean[j] * total.mean[j] else { continue }
      usable.append(j)
      scale[j] = variance.squareRoot()
      if rows.interceptColumn != nil { center[j] = total.mean[j] }
    }
  }

  /// Coefficients on the scale of the data from those of the standardised columns.
  func coefficients(_ standardized: [Double], intercept: Int?) -> [Double] {
    var result = zip(standardized, scale).map { $0 / $1 }
    if let intercept {
      var shift = CompensatedSum()
      for (j, value) in result.enumerated() { shift.add(-value * center[j]) }
      result[intercept] += shift.value
    }
    return result
  }

  private static func firstNotFinite(_ rows: some RowBlocks) -> Int? {
    var block = DesignBlock(
      capacity: rows.blocks.map(\.count).max() ?? 0,
      layout: rows.layout
    )
    for (index, range) in rows.blocks.enumerated() {
      rows.fill(index, into: &block)
      for i in 0..<block.rows {
        let isFinite =
          block.response[i].isFinite && block.weights[i].isFinite && block.offsets[i].isFinite
          && (0..<rows.columnCount).allSatisfy { block.design[i, $0].isFinite }
        if !isFinite { return range.lowerBound + i }
      }
    }
    return nil
  }

  /// Weight, means and weighted sums of squared deviations of some rows.
  private struct Part: Sendable {
    var weight = 0.0
    var mean: [Double]
    var squares: [Double]
    /// Not finite as soon as one response or offset is not.
    var check = 0.0
    var saturatedLoss = 0.0

    init(columns: Int) {
      mean = Array(repeating: 0, count: columns)
      squares = Array(repeating: 0, count: columns)
    }

    init(block: DesignBlock, columns: Int) {
      self.init(columns: columns)
      for i in 0..<block.rows {
        weight += block.weights[i]
        guard block.weights[i] > 0 else { continue }
        let share = block.response[i]
        check += 0 * (share + block.offsets[i])
        guard share > 0, share < 1 else { continue }
        let entropy = -share * .log(share) - (1 - share) * .log(onePlus: -share)
        saturatedLoss += block.weights[i] * entropy
      }
      guard weight > 0 else { return }
      for j in 0..<columns {
        let start = j * block.design.rows
        var sum = 0.0
        for i in 0..<block.rows { sum += block.weights[i] * block.design.elements[start + i] }
        let average = sum / weight
        var squared = 0.0
        for i in 0..<block.rows {
          let deviation = block.design.elements[start + i] - average
          squared += block.weights[i] * deviation * deviation
        }
        mean[j] = average
        squares[j] = squared
      }
    }

    var isFinite: Bool {
      (weight + check).isFinite && mean.allSatisfy(\.isFinite) && squares.allSatisfy(\.isFinite)
    }

    mutating func merge(_ other: Part) {
      check += other.check
      saturatedLoss += other.saturatedLoss
      guard other.weight != 0 else { return }
      let total = weight + other.weight
      for j in mean.indices {
        let difference = other.mean[j] - mean[j]
        mean[j] += difference * other.weight / total
        squares[j] += other.squares[j] + difference * difference * weight * other.weight / total
      }
      weight = total
    }
  }
}
