/// Which rows a cross-validation holds out together, and what the rest is fitted on.
package struct Folds: Sendable, Equatable {
  /// Fold of each row, from 0.
  package let codes: [Int32]
  /// Number of folds, at least 2.
  package let count: Int
  /// True when a fold is predicted from the folds before it alone, so that the first is never held
  /// out; false when it is predicted from all others.
  package let isTemporal: Bool

  /// Folds of equal size, drawn at random.
  ///
  /// Depends on the number of rows, the number of folds and the generator alone.
  ///
  /// - Parameters:
  ///   - rowCount: n, at least `count`.
  ///   - count: number of folds, at least 2.
  ///   - generator: the source of randomness.
  package init(rowCount: Int, count: Int, using generator: inout SeededGenerator) {
    precondition(count >= 2 && rowCount >= count, "fewer rows than folds, or one fold")
    var codes = (0..<rowCount).map { Int32($0 % count) }
    for last in stride(from: rowCount - 1, to: 0, by: -1) {
      codes.swapAt(last, generator.index(below: last + 1))
    }
    self.codes = codes
    self.count = count
    isTemporal = false
  }

  /// Folds given by the caller, such as persons, places or dates.
  ///
  /// - Parameters:
  ///   - codes: fold of each row, from 0 on; each fold must have a row. In the order of time when
  ///     `isTemporal`.
  ///   - isTemporal: whether a fold is predicted from those before it alone.
  package init(codes: [Int32], isTemporal: Bool = false) {
    let count = Int(codes.max() ?? 0) + 1
    var isUsed = [Bool](repeating: false, count: count)
    for code in codes {
      precondition(code >= 0, "folds count from 0")
      isUsed[Int(code)] = true
    }
    precondition(count >= 2 && isUsed.allSatisfy(\.self), "one fold, or one without a row")
    self.codes = codes
    self.count = count
    self.isTemporal = isTemporal
  }

  /// The folds that are held out, one after the other.
  var heldOut: Range<Int> { (isTemporal ? 1 : 0)..<count }

  /// True for the folds that the model of a held-out fold is fitted on.
  func training(for fold: Int) -> [Bool] {
    (0..<count).map { isTemporal ? $0 < fold : $0 != fold }
  }
}
