/// The columns of a spline in one variable: natural cubic splines or B-splines, without intercept.
///
/// The columns are those of R's `splines::ns(x, knots, Boundary.knots)` and
/// `splines::bs(x, knots, degree, Boundary.knots)`; values agree to 1e-12 of a column's largest.
/// Beyond the boundary knots a natural spline goes on as a straight line, a B-spline as its
/// outermost polynomial (R does the same and warns): fast far away, so natural splines are the ones
/// to predict with.
///
/// Held as one polynomial for each interval and column, so that evaluation is a look-up of the
/// interval and a cubic a column.
package struct SplineBasis: Sendable {
  /// The family of a spline.
  package enum Kind: Sendable, Equatable {
    /// Cubic, with zero second derivative at the boundary knots; one more column than interior
    /// knots.
    case natural
    /// Piecewise polynomials of a degree from 1 to 3; `degree` more columns than interior knots.
    case bSpline(degree: Int)

    /// Columns beside one for each interior knot.
    fileprivate var extraColumns: Int {
      switch self {
      case .natural: 1
      case .bSpline(let degree): degree
      }
    }
  }

  /// The family.
  package let kind: Kind
  /// Interior knots, strictly increasing.
  package let interiorKnots: [Double]
  /// The two boundary knots.
  package let boundaryKnots: ClosedRange<Double>
  /// How many of the knots asked for fell on another one or on the boundary, because many values
  /// are equal, and were merged with it.
  package let mergedKnotCount: Int

  /// Number of columns, k.
  package var columnCount: Int { interiorKnots.count + kind.extraColumns }

  /// Where one segment ends and the next begins, ascending.
  let breaks: [Double]
  /// What is subtracted from x in each segment.
  let origins: [Double]
  /// Coefficients of each segment and column, the columns of a segment together.
  let cubics: [BSplineSegments.Cubic]

  /// A basis with given knots.
  ///
  /// - Parameters:
  ///   - kind: the family.
  ///   - interiorKnots: finite, strictly increasing, strictly inside the boundary; may be empty.
  ///   - boundaryKnots: finite, in the units of the variable; not equal.
  /// - Throws: `unsupportedDegree`; `notFinite` and `knotsOutOfOrder` with the index of an interior
  ///   knot, or of the number of them for the boundary; `tooFewDistinctValues` for equal boundary
  ///   knots; `unusableScale` when cubes of the range or its reciprocal overflow.
  package init(
    _ kind: Kind,
    interiorKnots: [Double],
    boundaryKnots: ClosedRange<Double>
  ) throws(SplineError) {
    try self.init(
      kind,
      interiorKnots: interiorKnots,
      boundaryKnots: boundaryKnots,
      mergedKnotCount: 0
    )
  }

  /// A basis with knots at the quantiles of a column, and its range as the boundary.
  ///
  /// The quantiles are i / (knots + 1), type 7, as with R's argument `df`; `knots` is
  /// `df - 1` for a natural spline, `df - degree` for a B-spline. Where many values are equal
  /// and knots coincide they are merged: see ``mergedKnotCount``.
  ///
  /// - Parameters:
  ///   - kind: the family.
  ///   - knots: number of interior knots wanted, at least 0.
  ///   - column: n finite values of the variable.
  ///   - weights: n weights; a row of weight w counts as w rows. 1 each when `nil`.
  /// - Throws: `unsupportedDegree`; `invalidKnotCount` below 0; `notFinite` and `invalidWeight`
  ///   with the row; `tooFewDistinctValues` when the values of positive weight cannot tell the
  ///   columns and an intercept apart; `unusableScale` when cubes of the range overflow.
  /// - Complexity: n log n; memory n.
  package init(
    _ kind: Kind,
    knots: Int,
    from column: [Double],
    weights: [Double]? = nil
  ) throws(SplineError) {
    let placed = try SplineKnots(count: knots, from: column, weights: weights)
    let required = placed.interior.count + kind.extraColumns + 1
    guard placed.distinctCount >= required else {
      throw .tooFewDistinctValues(required: required, found: placed.distinctCount)
    }
    try self.init(
      kind,
      interiorKnots: placed.interior,
      boundaryKnots: placed.boundary,
      mergedKnotCount: placed.mergedCount
    )
  }

  init(
    _ kind: Kind,
    interiorKnots: [Double],
    boundaryKnots: ClosedRange<Double>,
    mergedKnotCount: Int
  ) throws(SplineError) {
    try Self.check(kind, interiorKnots, boundaryKnots)
    guard mergedKnotCount >= 0 else { throw .invalidKnotCount(mergedKnotCount) }
    self.kind = kind
    self.interiorKnots = interiorKnots
    self.boundaryKnots = boundaryKnots
    self.mergedKnotCount = mergedKnotCount
    switch kind {
    case .natural:
      let segments = BSplineSegments(
        degree: 3,
        interior: interiorKnots,
        boundary: boundaryKnots
      )
      breaks = [boundaryKnots.lowerBound] + interiorKnots + [boundaryKnots.upperBound]
      origins = [boundaryKnots.lowerBound] + breaks
      cubics = Self.naturalCubics(segments)
    case .bSpline(let degree):
      let segments = BSplineSegments(
        degree: degree,
        interior: interiorKnots,
        boundary: boundaryKnots
      )
      breaks = interiorKnots
      origins = [boundaryKnots.lowerBound] + interiorKnots
      // The first spline is left out: it is the one that an intercept makes redundant.
      cubics = (0..<segments.intervalCount).flatMap {
        Self.splines(segments, onInterval: $0).dropFirst()
      }
    }
  }

  private static func check(
    _ kind: Kind,
    _ interior: [Double],
    _ boundary: ClosedRange<Double>
  ) throws(SplineError) {
    if case .bSpline(let degree) = kind, !(1...3).contains(degree) {
      throw .unsupportedDegree(degree)
    }
    guard boundary.lowerBound.isFinite, boundary.upperBound.isFinite,
      (boundary.upperBound - boundary.lowerBound).isFinite
    else { throw .notFinite(index: interior.count) }
    guard boundary.lowerBound < boundary.upperBound else {
      throw .tooFewDistinctValues(required: 2, found: 1)
    }
    // Cubic coefficients go with the third power of the reciprocal distance of knots.
    let range = boundary.upperBound - boundary.lowerBound
    guard (1e-80...1e100).contains(range) else { throw .unusableScale(range: range) }
    var below = boundary.lowerBound
    for (index, knot) in interior.enumerated() {
      guard knot.isFinite else { throw .notFinite(index: index) }
      guard knot > below, knot < boundary.upperBound else { throw .knotsOutOfOrder(index: index) }
      below = knot
    }
  }

  /// All B-splines on an interval, most of them zero.
  private static func splines(
    _ segments: BSplineSegments,
    onInterval index: Int
  ) -> [BSplineSegments.Cubic] {
    var all = [BSplineSegments.Cubic](repeating: .zero, count: segments.count)
    for (place, spline) in segments.splines(onInterval: index).enumerated() {
      all[index + place] = spline
    }
    return all
  }

  /// The natural splines on every segment, the straight lines on either side included.
  private static func naturalCubics(_ segments: BSplineSegments) -> [BSplineSegments.Cubic] {
    let curvatures = segments.endCurvatures
    let constraint = NaturalConstraint(
      left: Array(curvatures.left.dropFirst()),
      right: Array(curvatures.right.dropFirst())
    )
    var inner = (0..<segments.intervalCount).map { index in
      constraint.natural(Array(splines(segments, onInterval: index).dropFirst()))
    }
    // Exactly 0 in exact arithmetic.
    for column in inner[0].indices { inner[0][column][2] = 0 }
    let before = inner[0].map { BSplineSegments.Cubic($0[0], $0[1], 0, 0) }
    let last = segments.intervalCount - 1
    let length = segments.interval(last).length
    let after = inner[last].map { cubic in
      BSplineSegments.Cubic(
        ((cubic[3] * length + cubic[2]) * length + cubic[1]) * length + cubic[0],
        (3 * cubic[3] * length + 2 * cubic[2]) * length + cubic[1],
        0,
        0
      )
    }
    return before + inner.flatMap(\.self) + after
  }

  /// Writes the k columns for a slice of values, without allocation.
  ///
  /// Column c of value i goes to `output[offset + c * stride + i]`. A value that is not a number
  /// gives columns that are not either.
  ///
  /// - Parameters:
  ///   - values: of the variable, in its units.
  ///   - output: receives the columns.
  ///   - offset: place of the first value's first column.
  ///   - stride: distance from one column to the next, at least the number of values.
  /// - Complexity: k + number of knots, for each value.
  package func fill(
    _ values: Span<Double>,
    into output: inout MutableSpan<Double>,
    offset: Int,
    stride: Int
  ) {
    let k = columnCount
    precondition(offset >= 0 && (k == 1 || stride >= values.count), "columns overlap")
    for i in values.indices {
      let segment = segment(of: values[i])
      let distance = values[i] - origins[segment]
      var place = offset + i
      for index in (segment * k)..<((segment + 1) * k) {
        let cubic = cubics[index]
        output[place] =
          ((cubic[3] * distance + cubic[2]) * distance + cubic[1]) * distance + cubic[0]
        place += stride
      }
    }
  }

  /// The k columns at one value.
  package func values(at value: Double) -> [Double] {
    var result = [Double](repeating: 0, count: columnCount)
    var span = result.mutableSpan
    fill([value].span, into: &span, offset: 0, stride: 1)
    return result
  }

  private func segment(of value: Double) -> Int {
    var segment = 0
    for bound in breaks { segment += value >= bound ? 1 : 0 }
    return segment
  }
}

extension SplineBasis: Equatable {
  /// Equal family and knots; the polynomials follow from them.
  package static func == (left: SplineBasis, right: SplineBasis) -> Bool {
    left.kind == right.kind && left.interiorKnots == right.interiorKnots
      && left.boundaryKnots == right.boundaryKnots
      && left.mergedKnotCount == right.mergedKnotCount
  }
}
