import Foundation
import LinearAlgebra
import Statistics
import TestSupport
import Testing

@Suite("Spline bases")
struct SplineBasisTests {
  /// What R's package splines gives for one basis.
  struct Case: Decodable, CustomTestStringConvertible, Sendable {
    let column: String
    let weights: [Double]?
    let kind: String
    let degree: Int
    let knots: Int
    let interior: [Double]
    let boundary: [Double]
    let points: [Double]
    let values: [[Double]]

    var family: SplineBasis.Kind { kind == "natural" ? .natural : .bSpline(degree: degree) }
    var testDescription: String {
      "\(column) \(kind) \(degree) \(knots)\(weights == nil ? "" : " weighted")"
    }
  }

  struct Fixture: Decodable {
    let columns: [String: [Double]]
    let cases: [String: Case]
  }

  static let fixture: Fixture? = {
    let url = Repository.fixtures.appending(path: "spline_reference.json")
    guard let data = try? Data(contentsOf: url) else { return nil }
    return try? JSONDecoder().decode(Fixture.self, from: data)
  }()

  static let cases: [Case] = {
    guard let cases = fixture?.cases else { return [] }
    return cases.keys.sorted().compactMap { cases[$0] }
  }()

  @Test("all cases of the fixture are there")
  func fixtureIsThere() {
    #expect(Self.cases.count == 25)
    #expect(Self.cases.count { $0.weights != nil } == 2)
  }

  @Test(
    "knots and columns are R's, inside and outside the boundary",
    .tags(.reference),
    arguments: cases
  )
  func agreesWithR(example: Case) throws {
    let column = try #require(Self.fixture?.columns[example.column])
    let basis = try SplineBasis(
      example.family,
      knots: example.knots,
      from: column,
      weights: example.weights
    )
    #expect(basis.columnCount == example.values.count)
    #expect(basis.mergedKnotCount == 0)
    #expect([basis.boundaryKnots.lowerBound, basis.boundaryKnots.upperBound] == example.boundary)
    for (own, expected) in zip(basis.interiorKnots, example.interior) {
      expectClose(own, expected, relativeTolerance: 1e-15)
    }
    for (i, point) in example.points.enumerated() {
      let values = basis.values(at: point)
      // Far outside, columns are differences of large terms: the largest sets the scale.
      let scale = max(example.values.map { abs($0[i]) }.max() ?? 0, 1)
      for (c, value) in values.enumerated() {
        expectClose(
          value,
          example.values[c][i],
          absoluteTolerance: 1e-12 * scale,
          "column \(c) at \(point)"
        )
      }
    }
  }

  @Test("filling a slice gives the single values, bit for bit", arguments: [5, 9])
  func fill(stride: Int) throws {
    let basis = try SplineBasis(.natural, interiorKnots: [1, 2, 4], boundaryKnots: 0...7)
    let points = [-3, 0, 1.5, 4, 9.25]
    var output = [Double](repeating: -1, count: 2 + 4 * stride)
    var span = output.mutableSpan
    basis.fill(points.span, into: &span, offset: 2, stride: stride)
    for (i, point) in points.enumerated() {
      #expect((0..<4).map { output[2 + $0 * stride + i] } == basis.values(at: point))
    }
    // Nothing else is written.
    #expect(output.count { $0 == -1 } == output.count - 20)
  }

  @Test("pieces give the combination, without gaps from end to end", .tags(.property))
  func pieces() throws {
    for seed in UInt64(0)..<40 {
      var generator = SeededGenerator(seed: seed)
      let kind: SplineBasis.Kind =
        [.natural, .bSpline(degree: 1), .bSpline(degree: 2), .bSpline(degree: 3)][Int(seed % 4)]
      let column = (0..<200).map { _ in 10 * generator.uniform() * generator.uniform() }
      let basis = try SplineBasis(kind, knots: generator.index(below: 7), from: column)
      let coefficients = (0..<basis.columnCount).map { _ in 2 * generator.uniform() - 1 }
      let pieces = basis.piecewise(coefficients: coefficients)
      #expect(pieces.first?.lower == -.infinity && pieces.last?.upper == .infinity)
      for (piece, next) in zip(pieces, pieces.dropFirst()) {
        #expect(piece.upper == next.lower, "seed \(seed)")
        expectClose(
          piece.value(at: piece.upper),
          next.value(at: next.lower),
          absoluteTolerance: 1e-13
        )
      }
      for point in column + [-2, 12, 40] {
        let piece = try #require(pieces.first { point >= $0.lower && point < $0.upper })
        let direct = zip(coefficients, basis.values(at: point)).map { $0 * $1 }.compensatedSum
        expectClose(
          piece.value(at: point),
          direct,
          relativeTolerance: 1e-12,
          absoluteTolerance: 1e-13,
          "seed \(seed)"
        )
      }
    }
  }

  @Test("a natural spline is a straight line outside and without curvature at the boundary")
  func straightOutside() throws {
    let basis = try SplineBasis(.natural, interiorKnots: [2, 3, 8], boundaryKnots: 1...9)
    let pieces = basis.piecewise(coefficients: [1, -2, 0.5, 3])
    #expect(pieces.count == 6)
    for piece in [pieces[0], pieces[5]] { #expect(piece.c2 == 0 && piece.c3 == 0) }
    #expect(pieces[1].c2 == 0)
    let last = pieces[4]
    expectClose(2 * last.c2 + 6 * last.c3 * (9 - last.origin), 0, absoluteTolerance: 1e-14)
    // Value and slope go through the boundary.
    expectClose(pieces[5].c0, last.value(at: 9), absoluteTolerance: 1e-14)
    #expect(pieces[0].c1 == pieces[1].c1)
  }

  @Test("shifting and scaling the variable leaves the columns", .tags(.property))
  func equivariance() throws {
    var generator = SeededGenerator(seed: 7)
    let column = (0..<300).map { _ in generator.uniform() }
    for kind in [SplineBasis.Kind.natural, .bSpline(degree: 3)] {
      let basis = try SplineBasis(kind, knots: 5, from: column)
      for scale in [1e-79, 1e-6, 1024, 1e80] {
        let scaled = try SplineBasis(kind, knots: 5, from: column.map { $0 * scale })
        for value in column.prefix(20) {
          for (own, other) in zip(basis.values(at: value), scaled.values(at: value * scale)) {
            expectClose(own, other, absoluteTolerance: 1e-12, "scale \(scale)")
          }
        }
      }
    }
  }

  @Test("knots that coincide in tied data are merged and counted")
  func tiedKnots() throws {
    // Quantiles .2 .4 .6 .8 of the nine ranks from 0: places 1.6, 3.2, 4.8, 6.4, so 0, 0, 0, 1.4.
    let column: [Double] = [0, 0, 0, 0, 0, 0, 1, 2, 3]
    let natural = try SplineBasis(.natural, knots: 4, from: column)
    #expect(natural.interiorKnots.count == 1 && natural.mergedKnotCount == 3)
    expectClose(natural.interiorKnots[0], 1.4, relativeTolerance: 1e-15)
    #expect(natural.columnCount == 2)
    // Places 1.6, 3.2, 4.8, 6.4 give 1.6, 2, 2 and 2.4.
    let inside = try SplineBasis(.natural, knots: 4, from: [0, 1, 2, 2, 2, 2, 2, 3, 4])
    #expect(inside.interiorKnots.count == 3 && inside.mergedKnotCount == 1)
    #expect(inside.interiorKnots[1] == 2)
    // Two values leave a straight line.
    let binary = try SplineBasis(.natural, knots: 4, from: [0, 0, 0, 0, 0, 0, 0, 1])
    #expect(binary.columnCount == 1 && binary.mergedKnotCount == 4)
  }

  @Test("columns and an intercept of what tied data leave are never aliased", .tags(.property))
  func fullRank() throws {
    var made = 0
    for seed in UInt64(0)..<200 {
      var generator = SeededGenerator(seed: seed)
      let levels = 2 + generator.index(below: 8)
      let column = (0..<60).map { _ in
        Double(min(generator.index(below: levels), generator.index(below: levels)))
      }
      guard let basis = try? SplineBasis(.natural, knots: 1 + Int(seed % 5), from: column) else {
        continue
      }
      made += 1
      let k = basis.columnCount
      var design = Matrix<Double>.zeros(rows: 60, columns: k + 1)
      for (i, value) in column.enumerated() {
        design[i, 0] = 1
        for (c, element) in basis.values(at: value).enumerated() { design[i, c + 1] = element }
      }
      #expect(try QR(design).rank(tolerance: 1e-9) == k + 1, "seed \(seed)")
    }
    #expect(made > 150)
  }

  @Test("repeating rows places the knots where whole weights do", .tags(.property))
  func weightsAreRepetitions() throws {
    for seed in UInt64(0)..<50 {
      var generator = SeededGenerator(seed: seed)
      let column = (0..<40).map { _ in (generator.uniform() * 50).rounded() }
      let weights = column.map { _ in Double(generator.index(below: 5)) }
      let repeated = zip(column, weights).flatMap { Array(repeating: $0, count: Int($1)) }
      let weighted = try SplineBasis(.natural, knots: 3, from: column, weights: weights)
      #expect(try weighted == SplineBasis(.natural, knots: 3, from: repeated), "seed \(seed)")
    }
  }

  @Test("what makes no spline is refused with the evidence")
  func refusals() {
    #expect(throws: SplineError.tooFewDistinctValues(required: 2, found: 0)) {
      try SplineBasis(.natural, knots: 1, from: [])
    }
    #expect(throws: SplineError.tooFewDistinctValues(required: 2, found: 1)) {
      try SplineBasis(.natural, knots: 1, from: [3, 3, 3])
    }
    #expect(throws: SplineError.tooFewDistinctValues(required: 5, found: 3)) {
      try SplineBasis(.bSpline(degree: 3), knots: 1, from: [0, 1, 1, 1, 2])
    }
    #expect(throws: SplineError.tooFewDistinctValues(required: 2, found: 1)) {
      try SplineBasis(.natural, knots: 1, from: [3, 4], weights: [0, 2])
    }
    #expect(throws: SplineError.notFinite(index: 1)) {
      try SplineBasis(.natural, knots: 1, from: [3, .nan, 4])
    }
    #expect(throws: SplineError.invalidWeight(index: 0)) {
      try SplineBasis(.natural, knots: 1, from: [3, 4], weights: [-1, 2])
    }
    #expect(throws: SplineError.invalidKnotCount(-1)) {
      try SplineBasis(.natural, knots: -1, from: [3, 4])
    }
    #expect(throws: SplineError.unsupportedDegree(4)) {
      try SplineBasis(.bSpline(degree: 4), knots: 1, from: [1, 2, 3, 4, 5, 6, 7])
    }
    #expect(throws: SplineError.knotsOutOfOrder(index: 1)) {
      try SplineBasis(.natural, interiorKnots: [2, 2], boundaryKnots: 0...4)
    }
    #expect(throws: SplineError.knotsOutOfOrder(index: 0)) {
      try SplineBasis(.natural, interiorKnots: [4], boundaryKnots: 0...4)
    }
    #expect(throws: SplineError.notFinite(index: 1)) {
      try SplineBasis(.natural, interiorKnots: [4], boundaryKnots: 0...(.infinity))
    }
    for scale in [1e-110, 1e110] {
      #expect(throws: SplineError.unusableScale(range: 4 * scale)) {
        try SplineBasis(.natural, interiorKnots: [scale], boundaryKnots: 0...(4 * scale))
      }
    }
  }

  @Test("a value that is not a number has no columns")
  func notANumber() throws {
    let basis = try SplineBasis(.natural, interiorKnots: [1], boundaryKnots: 0...2)
    #expect(basis.values(at: .nan).allSatisfy { $0.isNaN })
  }

  @Test("a saved basis comes back equal, a damaged one is refused")
  func codable() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let bases = try [
      SplineBasis(.natural, knots: 4, from: [0, 0, 0, 0, 0, 0, 1, 2, 3]),
      SplineBasis(.bSpline(degree: 2), interiorKnots: [0.1, 0.7], boundaryKnots: 0...1),
    ]
    for basis in bases {
      let data = try encoder.encode(basis)
      let read = try JSONDecoder().decode(SplineBasis.self, from: data)
      #expect(read == basis)
      #expect(read.values(at: 0.6) == basis.values(at: 0.6))
    }
    let text = String(decoding: try encoder.encode(bases[1]), as: UTF8.self)
    #expect(
      text
        == #"{"boundaryKnots":[0,1],"degree":2,"interiorKnots":[0.1,0.7],"kind":"b_spline","#
        + #""mergedKnotCount":0}"#
    )
    for (part, damaged) in [("0.7", "0.1"), ("[0,1]", "[1,0]"), (":2", ":9"), ("b_spline", "c")] {
      let bad = Data(text.replacingOccurrences(of: part, with: damaged).utf8)
      #expect(throws: DecodingError.self) { try JSONDecoder().decode(SplineBasis.self, from: bad) }
    }
  }
}
