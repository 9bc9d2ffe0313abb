/// Why a spline basis cannot be made.
package enum SplineError: Error, Equatable, Sendable {
  /// The degree of a B-spline is not 1, 2 or 3.
  case unsupportedDegree(Int)
  /// A negative number of knots was asked for.
  case invalidKnotCount(Int)
  /// A value, or a knot, is infinite or not a number; index from 0.
  case notFinite(index: Int)
  /// A weight is negative, infinite or not a number; index from 0.
  case invalidWeight(index: Int)
  /// An interior knot is not above the one before it and inside the boundary knots; index from 0.
  case knotsOutOfOrder(index: Int)
  /// Fewer distinct values than the columns and an intercept need to be told apart.
  case tooFewDistinctValues(required: Int, found: Int)
  /// The range of the variable is so small or large that its cubes overflow.
  case unusableScale(range: Double)
}
