internal import LinearAlgebra

/// Proof that the estimates of a logistic regression are finite, or that some are not, and which.
///
/// The maximum likelihood estimates are finite if and only if no direction of the coefficients
/// raises, or leaves, the linear predictor of every success and lowers, or leaves, that of every
/// failure without leaving all (Albert and Anderson 1984, Biometrika 71:1; Santner and Duffy 1986,
/// ibid. 73:755). The linear programs of Konis (2007, thesis, Oxford) are decided here by
/// non-negative least squares (Lawson and Hanson 1974), which has the same answer, finite
/// termination and no trouble with the degeneracy that such programs always have: in the spirit of
/// the iterative rectifier of Correia, Guimarães and Zylkin (2019, arXiv 1903.01633), but exact.
/// Rows come in passes and are never held, so that their number is limited by time alone.
///
/// A direction that is found is checked on each row as it was given before separation is claimed.
/// The largest set of separated rows is found, and for each coefficient whether *every* sequence of
/// coefficients that maximises the likelihood sends it to infinity, and to which side. Signs agree
/// with linear programs solved by HiGHS on planted and random data.
package struct SeparationProof: Sendable {
  /// Whether estimates are finite.
  package let kind: Kind
  /// What becomes of each design column's coefficient.
  package let columns: [Limit]
  /// p coefficients along which the likelihood grows for ever; zero without separation.
  ///
  /// Their linear predictor rises in each separated row of successes, falls in each of failures and
  /// is 0 in all other rows. Of those, the one that moves the separated rows as evenly as can be;
  /// its length is arbitrary.
  package let direction: [Double]
  /// Number of rows of positive weight that the likelihood ends up predicting perfectly.
  package let separatedRowCount: Int
  /// Number of rows of positive weight.
  package let observationCount: Int

  /// The columns as the search saw them and the directions that move separated rows alone.
  let frame: TurnedColumns
  let space: NullSpace

  /// Whether the outcomes are separated.
  package enum Kind: String, Sendable, Codable {
    /// All estimates are finite.
    case none
    /// Some rows are predicted perfectly in the limit, others are not.
    case quasiComplete
    /// All rows are predicted perfectly in the limit; no estimate is finite.
    case complete
    /// Rounding kept the search from an answer, as for rows that miss separation by 1e-9 of their
    /// length, or where one row is 1e8 times as far out as the others.
    case undecided
  }

  /// What becomes of a coefficient as the likelihood grows to its supremum.
  package enum Limit: Sendable, Equatable {
    /// It has one finite limit.
    case finite
    /// It goes to infinity, to this side.
    case infinite(isPositive: Bool)
    /// The likelihood grows to its supremum whatever it does: directions to both sides separate.
    case undetermined
    /// The column is a combination of columns before it.
    case aliased
    /// The search had no answer.
    case unknown
  }

  /// Decides the question.
  ///
  /// - Parameters:
  ///   - rows: n rows of p columns; rows without weight do not count, offsets do not matter.
  ///   - threads: largest number of workers, at least 1; the answer has the same bits for any.
  /// - Throws: `tooFewObservations` without a row of positive weight; `notFinite` when a design
  ///   value is.
  /// - Complexity: 10 to 30 passes of 2 n p² flops, more passes for more columns; memory for p²
  ///   numbers and some hundred rows.
  package init(_ rows: some RowBlocks, threads: Int = 1) throws(StatisticsError) {
    let outcome = OutcomeTotals(rows, threads: threads)
    guard outcome.observationCount > 0 else { throw .tooFewObservations(required: 1, found: 0) }
    observationCount = outcome.observationCount
    frame = try TurnedColumns(rows, threads: threads)
    let p = rows.columnCount
    let source = SignedRows(rows: rows, columns: frame, threads: threads)
    var search = SeparationSearch(source)
    let end = search.run()
    guard case .overlap(let overlapping) = end, search.levels.columns > 0 else {
      let isSettled = if case .overlap = end { true } else { false }
      kind = isSettled ? .none : .undecided
      space = NullSpace(dimension: 0)
      columns = Self.limits(p, frame) { _ in isSettled ? .finite : .unknown }
      direction = Array(repeating: 0, count: p)
      separatedRowCount = 0
      return
    }
    space = overlapping > 0 ? search.nullSpace() : NullSpace(dimension: frame.dimension)
    let signs = SeparationSigns(source, space, intercept: rows.interceptColumn)
    var direction = [Double](repeating: 0, count: p)
    if let evenest = signs.evenestDirection() {
      let limits = signs.limits(evenest)
      let back = BackTransform(
        moments: frame.moments,
        kept: frame.kept,
        intercept: rows.interceptColumn
      )
      direction = back.coefficients(frame.turn * space.vector(evenest))
      // What is finite does not move; rounding must not say otherwise.
      for (position, column) in frame.kept.enumerated() where limits[position] == .finite {
        direction[column] = 0
      }
      let check = SeparationCheck(source, space, direction: direction)
      if check.holds, check.separatedRowCount > 0 {
        kind = check.separatedRowCount == outcome.observationCount ? .complete : .quasiComplete
        columns = Self.limits(p, frame) { limits[$0] }
        separatedRowCount = check.separatedRowCount
        self.direction = direction
        return
      }
    }
    kind = .undecided
    columns = Self.limits(p, frame) { _ in .unknown }
    self.direction = Array(repeating: 0, count: p)
    separatedRowCount = 0
  }

  /// One limit a design column, given those of the columns in the model.
  private static func limits(
    _ p: Int,
    _ frame: TurnedColumns,
    _ limit: (Int) -> Limit
  ) -> [Limit] {
    var result = [Limit](repeating: .aliased, count: p)
    for (position, column) in frame.kept.enumerated() { result[column] = limit(position) }
    return result
  }
}
