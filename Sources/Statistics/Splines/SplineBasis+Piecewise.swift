extension SplineBasis {
  /// A combination of the columns as explicit polynomials, for writing it as a formula.
  ///
  /// - Parameter coefficients: k numbers.
  /// - Returns: the pieces in ascending order, without gaps, from minus to plus infinity.
  package func piecewise(coefficients: [Double]) -> [Piece] {
    let k = columnCount
    precondition(coefficients.count == k, "sizes differ")
    return origins.indices.map { segment in
      var sum = BSplineSegments.Cubic.zero
      for (column, coefficient) in coefficients.enumerated() {
        sum += coefficient * cubics[segment * k + column]
      }
      return Piece(
        lower: segment == 0 ? -.infinity : breaks[segment - 1],
        upper: segment == breaks.count ? .infinity : breaks[segment],
        origin: origins[segment],
        c0: sum[0],
        c1: sum[1],
        c2: sum[2],
        c3: sum[3]
      )
    }
  }

  /// A polynomial on an interval: `c0 + c1 d + c2 d² + c3 d³` with `d = x - origin`.
  package struct Piece: Sendable, Equatable {
    /// Lower end, which belongs to the interval; minus infinity for the first piece.
    package let lower: Double
    /// Upper end, which belongs to the next interval; infinity for the last piece.
    package let upper: Double
    /// What is subtracted from x.
    package let origin: Double
    /// Constant.
    package let c0: Double
    /// Coefficient of the distance from the origin.
    package let c1: Double
    /// Coefficient of its square.
    package let c2: Double
    /// Coefficient of its cube.
    package let c3: Double

    /// The polynomial at a value.
    package func value(at x: Double) -> Double {
      let d = x - origin
      return ((c3 * d + c2) * d + c1) * d + c0
    }
  }
}
