internal import LinearAlgebra

/// Centre, scale and coefficient of each column of a block's numbers, and what is known of the
/// columns that have been standardised already.
struct Standardization: Sendable {
  /// Subtracted first; one for each column of the numbers, as the following.
  let center: [Double]
  /// Multiplied with after.
  let factor: [Double]
  /// Coefficient of the standardised column.
  let slope: [Double]
  /// Sum over the standardised columns of coefficient times number, one a row.
  private(set) var predictor: [Double]
  /// Largest absolute value so far of each column, standardised.
  private(set) var extent: [Double]
  /// Columns of this block that have been standardised.
  private(set) var isDone: [Bool]

  /// For blocks of at most `capacity` rows.
  init(center: [Double], factor: [Double], slope: [Double], capacity: Int) {
    self.center = center
    self.factor = factor
    self.slope = slope
    predictor = Array(repeating: 0, count: capacity)
    extent = Array(repeating: 0, count: center.count)
    isDone = Array(repeating: false, count: center.count)
  }

  /// Makes ready for the next block.
  mutating func restart() {
    for i in predictor.indices { predictor[i] = 0 }
    for column in isDone.indices { isDone[column] = false }
  }

  /// Standardises numbers on their way to a column.
  mutating func copy(
    _ source: [Double],
    from start: Int,
    count: Int,
    column: Int,
    to target: inout [Double],
    at place: Int
  ) {
    let largest = RowKernels.standardize(
      source,
      from: start,
      count: count,
      center: center[column],
      factor: factor[column],
      slope: slope[column],
      into: &target,
      at: place,
      addingTo: &predictor
    )
    extent[column] = max(extent[column], largest)
    isDone[column] = true
  }

  /// Standardises the columns that were written otherwise.
  mutating func complete(_ numbers: inout [Double], capacity: Int, rows: Int) {
    for column in isDone.indices where !isDone[column] {
      let largest = RowKernels.standardize(
        &numbers,
        from: column * capacity,
        count: rows,
        center: center[column],
        factor: factor[column],
        slope: slope[column],
        addingTo: &predictor
      )
      extent[column] = max(extent[column], largest)
    }
  }
}
