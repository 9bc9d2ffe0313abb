internal import LinearAlgebra

/// A quadratic model of the smooth loss over some columns: its Hessian somewhere near, kept up to
/// date by what each pass teaches about the curvature along the step just taken.
struct QuadraticModel: Sendable {
  /// Design columns of the model, ascending.
  let columns: [Int]
  /// Place of each design column in ``columns``; `nil` for one that is not among them.
  let position: [Int?]
  /// k × k, both triangles filled.
  private(set) var hessian: Matrix<Double>

  /// - Parameters:
  ///   - columns: k columns, ascending.
  ///   - hessian: k × k.
  ///   - columnCount: number of design columns.
  init(columns: [Int], hessian: Matrix<Double>, columnCount: Int) {
    self.columns = columns
    self.hessian = hessian
    var position = [Int?](repeating: nil, count: columnCount)
    for (place, column) in columns.enumerated() { position[column] = place }
    self.position = position
  }

  /// H d for a step over the columns of the model.
  func product(_ step: [Double]) -> [Double] {
    let k = columns.count
    var result = [Double](repeating: 0, count: k)
    for (place, value) in step.enumerated() where value != 0 {
      RowKernels.add(value, times: hessian.elements, from: place * k, count: k, to: &result)
    }
    return result
  }

  /// Makes the model reproduce the change of gradient that a step brought, and changes nothing
  /// else: the update of Broyden, Fletcher, Goldfarb and Shanno.
  ///
  /// Left out where the curvature along the step is not safely positive.
  mutating func learn(step: [Double], gradientChange: [Double]) {
    let product = product(step)
    let expected = zip(step, product).reduce(0) { $0 + $1.0 * $1.1 }
    let found = zip(step, gradientChange).reduce(0) { $0 + $1.0 * $1.1 }
    guard expected > 0, found > 0.1 * expected, found < 10 * expected else { return }
    let k = columns.count
    for j in 0..<k {
      let start = j * k
      let down = product[j] / expected
      let up = gradientChange[j] / found
      for i in 0..<k {
        hessian.elements[start + i] += gradientChange[i] * up - product[i] * down
      }
    }
  }
}
