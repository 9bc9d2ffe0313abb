import LinearAlgebra
import TestSupport
import Testing

@Suite struct `Factorisations` {
  /// A symmetric positive definite matrix: Moler's, with known determinant 1.
  private static func moler(_ n: Int) -> Matrix<Double> {
    var result = Matrix<Double>.zeros(rows: n, columns: n)
    for i in 0..<n {
      for j in 0..<n { result[i, j] = i == j ? Double(i + 1) : Double(min(i, j) - 1) }
    }
    return result
  }

  private static func largestDifference(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Double {
    zip(a.elements, b.elements).map { abs($0 - $1) }.max() ?? 0
  }

  @Test(arguments: [1, 2, 5, 40]) func `Cholesky gives the matrix back`(n: Int) throws {
    let a = Self.moler(n)
    let cholesky = try Cholesky(a)
    let back = cholesky.lower.multiplied(by: cholesky.lower, transposingOther: true)
    #expect(Self.largestDifference(back, a) < 1e-12 * Double(n))
    expectClose(cholesky.logDeterminant, 0, absoluteTolerance: 1e-12)
  }

  @Test func `Cholesky solves and inverts`() throws {
    let a = Matrix<Double>([4, 2, 2, 3], rows: 2, columns: 2)
    let cholesky = try Cholesky(a)
    #expect(Self.largestDifference(cholesky.inverse * a, .identity(2)) < 1e-15)
    for (x, expected) in zip(cholesky.solve([8, 7]), [1.25, 1.5]) {
      expectClose(x, expected, relativeTolerance: 1e-15)
    }
  }

  @Test func `an indefinite matrix is refused with the leading minor`() {
    let a = Matrix<Double>([1, 0, 0, 0, -1, 0, 0, 0, 1], rows: 3, columns: 3)
    #expect(throws: LinearAlgebraError.notPositiveDefinite(leadingMinor: 2)) { try Cholesky(a) }
  }

  @Test(arguments: [Double.nan, .infinity]) func `numbers that are not finite are refused`(
    value: Double
  ) {
    let a = Matrix<Double>([1, value, value, 1], rows: 2, columns: 2)
    #expect(throws: LinearAlgebraError.notFinite) { try Cholesky(a) }
    #expect(throws: LinearAlgebraError.notFinite) { try QR(a) }
    #expect(throws: LinearAlgebraError.notFinite) { try SymmetricEigen(a) }
    #expect(throws: LinearAlgebraError.notFinite) { try PivotedCholesky(a, tolerance: 0) }
    #expect(throws: LinearAlgebraError.notFinite) { try OrderedCholesky(a, tolerance: 0) }
  }

  /// Columns x, y, x + 2y, z.
  private static let dependent: Matrix<Double> = {
    let x = [1.0, 0, 2, -1, 3]
    let y = [0.5, 1, -1, 2, 0]
    let z = [1.0, 1, 0, 0, 7]
    let sum = zip(x, y).map { $0 + 2 * $1 }
    return Matrix(x + y + sum + z, rows: 5, columns: 4)
  }()

  @Test func `ordered Cholesky leaves out the later column and names its combination`() throws {
    let ordered = try OrderedCholesky(Self.dependent.crossproduct, tolerance: 1e-10)
    #expect(ordered.independent == [0, 1, 3])
    let found = try #require(ordered.dependencies.first)
    #expect(found.column == 2)
    #expect(found.combination.map(\.column) == [0, 1])
    expectClose(found.combination[0].coefficient, 1, relativeTolerance: 1e-12)
    expectClose(found.combination[1].coefficient, 2, relativeTolerance: 1e-12)
  }

  @Test func `pivoted Cholesky finds the rank and the combination`() throws {
    let pivoted = try PivotedCholesky(Self.dependent.crossproduct, tolerance: 1e-10)
    #expect(pivoted.rank == 3)
    let dependency = try #require(pivoted.dependencies.first)
    for i in 0..<5 {
      let combined = zip(pivoted.independent, dependency.coefficients).reduce(0.0) {
        $0 + Self.dependent[i, $1.0] * $1.1
      }
      expectClose(combined, Self.dependent[i, dependency.column], absoluteTolerance: 1e-10)
    }
  }

  @Test(.tags(.reference)) func `least squares reproduces NIST's Longley coefficients`() throws {
    // NIST StRD, Longley (1967): certified values to 15 digits; the problem loses about 9 digits.
    let rows: [[Double]] = [
      [60323, 83.0, 234_289, 2356, 1590, 107_608, 1947],
      [61122, 88.5, 259_426, 2325, 1456, 108_632, 1948],
      [60171, 88.2, 258_054, 3682, 1616, 109_773, 1949],
      [61187, 89.5, 284_599, 3351, 1650, 110_929, 1950],
      [63221, 96.2, 328_975, 2099, 3099, 112_075, 1951],
      [63639, 98.1, 346_999, 1932, 3594, 113_270, 1952],
      [64989, 99.0, 365_385, 1870, 3547, 115_094, 1953],
      [63761, 100.0, 363_112, 3578, 3350, 116_219, 1954],
      [66019, 101.2, 397_469, 2904, 3048, 117_388, 1955],
      [67857, 104.6, 419_180, 2822, 2857, 118_734, 1956],
      [68169, 108.4, 442_769, 2936, 2798, 120_445, 1957],
      [66513, 110.8, 444_546, 4681, 2637, 121_950, 1958],
      [68655, 112.6, 482_704, 3813, 2552, 123_366, 1959],
      [69564, 114.2, 502_601, 3931, 2514, 125_368, 1960],
      [69331, 115.7, 518_173, 4806, 2572, 127_852, 1961],
      [70551, 116.9, 554_894, 4007, 2827, 130_081, 1962],
    ]
    let certified = [
      -3482258.63459582, 15.0618722713733, -0.358191792925910e-01, -2.02022980381683,
      -1.03322686717359, -0.511041056535807e-01, 1829.15146461355,
    ]
    var design = Matrix<Double>.zeros(rows: 16, columns: 7)
    for (i, row) in rows.enumerated() {
      design[i, 0] = 1
      for j in 1..<7 { design[i, j] = row[j] }
    }
    let solution = try leastSquares(design, rows.map { $0[0] })
    for (x, expected) in zip(solution, certified) {
      expectClose(x, expected, relativeTolerance: 1e-8)
    }
  }

  @Test func `least squares refuses dependent columns`() {
    #expect(throws: LinearAlgebraError.rankDeficient(rank: 3, columns: 4)) {
      try leastSquares(Self.dependent, [1, 2, 3, 4, 5])
    }
  }

  @Test func `eigenvalues ascend and the vectors give the matrix back`() throws {
    let a = Self.moler(6)
    let eigen = try SymmetricEigen(a)
    #expect(eigen.values == eigen.values.sorted())
    let back = (eigen.vectors * .diagonal(eigen.values))
      .multiplied(by: eigen.vectors, transposingOther: true)
    #expect(Self.largestDifference(back, a) < 1e-13)
  }
}
