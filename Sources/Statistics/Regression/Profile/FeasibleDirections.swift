internal import LinearAlgebra

/// The directions in which coefficients may move while a contrast of them keeps its value, or all
/// directions without one.
///
/// The coefficient with the largest factor in the contrast is expressed by the others. What is
/// left is a problem without constraint in one coefficient less, whose information stays well
/// conditioned even where that of all coefficients vanishes along the contrast, as it does under
/// separation.
struct FeasibleDirections: Sendable {
  private let count: Int
  private let contrast: [Double]?
  private let pivot: Int

  /// All directions of `count` coefficients.
  init(count: Int) {
    self.count = count
    contrast = nil
    pivot = count
  }

  /// The directions that leave `contrast` · coefficients as it is; some factor is not 0.
  init(keeping contrast: [Double]) {
    count = contrast.count
    self.contrast = contrast
    var largest = 0
    for j in contrast.indices where abs(contrast[j]) > abs(contrast[largest]) { largest = j }
    pivot = largest
  }

  /// Number of free directions.
  var dimension: Int { contrast == nil ? count : count - 1 }

  private var free: [Int] { (0..<count).filter { $0 != pivot } }

  /// Change of the pivot coefficient for a unit change of each free one.
  private func slopes(_ contrast: [Double]) -> [Double] {
    free.map { -contrast[$0] / contrast[pivot] }
  }

  /// A gradient over all coefficients, as one over the free directions.
  func reduced(_ gradient: [Double]) -> [Double] {
    guard let contrast else { return gradient }
    return zip(free, slopes(contrast)).map { gradient[$0] + $1 * gradient[pivot] }
  }

  /// A quadratic form over all coefficients, as one over the free directions.
  func reduced(_ form: Matrix<Double>) -> Matrix<Double> {
    guard let contrast else { return form }
    let free = free
    let slopes = slopes(contrast)
    var result = form[free, free]
    for b in free.indices {
      for a in free.indices {
        result[a, b] +=
          slopes[a] * form[pivot, free[b]] + form[free[a], pivot] * slopes[b]
          + slopes[a] * slopes[b] * form[pivot, pivot]
      }
    }
    return result
  }

  /// A step along the free directions, as one of all coefficients.
  func expanded(_ step: [Double]) -> [Double] {
    guard let contrast else { return step }
    var result = [Double](repeating: 0, count: count)
    for (column, (value, slope)) in zip(free, zip(step, slopes(contrast))) {
      result[column] = value
      result[pivot] += slope * value
    }
    return result
  }

  /// The step that changes the contrast by `change` through the pivot coefficient alone.
  func shift(_ change: Double) -> [Double] {
    var result = [Double](repeating: 0, count: count)
    if let contrast { result[pivot] = change / contrast[pivot] }
    return result
  }

  /// The multiplier λ of a constrained maximum, where the score is λ times the contrast.
  func multiplier(_ score: [Double]) -> Double {
    contrast.map { score[pivot] / $0[pivot] } ?? 0
  }
}
