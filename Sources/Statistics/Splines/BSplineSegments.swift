/// The B-splines of a knot sequence as polynomials, one for each spline and interval.
///
/// The boundary knots stand `degree + 1` times, the interior ones once (de Boor 1978, *A Practical
/// Guide to Splines*, chapter IX). Polynomials are in `x - left knot of the interval`.
struct BSplineSegments: Sendable {
  /// 1, 2 or 3.
  let degree: Int
  /// The knots with the repeated boundary ones.
  private let knots: [Double]

  /// Coefficients of 1, d, d² and d³.
  typealias Cubic = SIMD4<Double>

  /// Splines over valid knots: interior ones strictly increasing, strictly inside the boundary.
  init(degree: Int, interior: [Double], boundary: ClosedRange<Double>) {
    self.degree = degree
    knots =
      Array(repeating: boundary.lowerBound, count: degree + 1) + interior
      + Array(repeating: boundary.upperBound, count: degree + 1)
  }

  /// Number of B-splines, those that sum to one everywhere.
  var count: Int { knots.count - degree - 1 }
  /// Number of intervals between neighbouring knots.
  var intervalCount: Int { count - degree }

  /// Left knot and length of an interval.
  func interval(_ index: Int) -> (origin: Double, length: Double) {
    (knots[degree + index], knots[degree + index + 1] - knots[degree + index])
  }

  /// The `degree + 1` splines that are not zero on an interval: spline `index + i` at place i.
  ///
  /// Cox's and de Boor's recurrence on the coefficients:
  /// `B[i,k] = (x - t[i]) / (t[i+k] - t[i]) B[i,k-1]
  ///         + (t[i+k+1] - x) / (t[i+k+1] - t[i+1]) B[i+1,k-1]`.
  func splines(onInterval index: Int) -> [Cubic] {
    let span = degree + index
    let origin = knots[span]
    var previous: [Cubic] = [Cubic(1, 0, 0, 0)]
    for k in 1...degree {
      var next = [Cubic](repeating: .zero, count: k + 1)
      for (place, spline) in previous.enumerated() {
        // Spline i of degree k - 1 goes to spline i of degree k rising, to i - 1 falling.
        let i = span - k + 1 + place
        let width = knots[i + k] - knots[i]
        let shifted = Cubic(0, spline[0], spline[1], spline[2])
        next[place + 1] += (shifted + (origin - knots[i]) * spline) / width
        next[place] += ((knots[i + k] - origin) * spline - shifted) / width
      }
      previous = next
    }
    return previous
  }

  /// Second derivatives of all cubic splines at the two ends.
  ///
  /// Written out, so that the derivatives that are zero are exactly zero: three at each end are
  /// not.
  var endCurvatures: (left: [Double], right: [Double]) {
    precondition(degree == 3, "only cubic splines have natural ends")
    var left = [Double](repeating: 0, count: count)
    var right = left
    let n = count
    let last = knots.count - 1
    // The first derivative's slopes: B[0]'' = 6 / (h1 h1), and so on, with the widths of the
    // supports that start, or end, at the boundary.
    let (l1, l2) = (knots[4] - knots[0], knots[5] - knots[0])
    left[0] = 6 / (l1 * l1)
    left[1] = -6 / l1 * (1 / l1 + 1 / l2)
    left[2] = 6 / (l1 * l2)
    let (r1, r2) = (knots[last] - knots[last - 4], knots[last] - knots[last - 5])
    right[n - 1] = 6 / (r1 * r1)
    right[n - 2] = -6 / r1 * (1 / r1 + 1 / r2)
    right[n - 3] = 6 / (r1 * r2)
    return (left, right)
  }
}
