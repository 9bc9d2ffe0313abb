internal import Datasets
internal import LinearAlgebra
package import Statistics

/// A number that enters through a spline: design columns `column[1]`, `column[2]`…, and
/// `column=(missing)` for empty cells where training rows had some.
package struct SplineTerm: Sendable, Equatable, Codable {
  /// Name of the feature's column.
  package let column: String
  /// The spline, with its knots.
  package let basis: SplineBasis
  /// Mean of the training rows that have a value; stands in for an empty cell.
  package let mean: Double
  /// Means of the spline's columns over the training rows.
  package let columnMeans: [Double]
  /// True when empty cells have a coefficient of their own.
  package let hasIndicator: Bool
  /// Share of empty cells in the training rows.
  package let missingShare: Double

  /// A spline with known knots.
  init(_ column: String, _ basis: SplineBasis, _ numbers: NumberTally, columnMeans: [Double]) {
    self.column = column
    self.basis = basis
    mean = numbers.mean
    self.columnMeans = columnMeans
    hasIndicator = numbers.hasMissing
    missingShare = numbers.missingShare
  }

  /// The same with means of the spline's columns.
  func with(columnMeans: [Double]) -> SplineTerm { SplineTerm(self, columnMeans: columnMeans) }

  private init(_ other: SplineTerm, columnMeans: [Double]) {
    column = other.column
    basis = other.basis
    mean = other.mean
    self.columnMeans = columnMeans
    hasIndicator = other.hasIndicator
    missingShare = other.missingShare
  }

  /// Places the knots for what was counted in training rows.
  ///
  /// - Throws: `invalidValue` for a column with too few distinct values for the spline, and for
  ///   knots that are not inside its range.
  static func basis(
    _ column: String,
    _ spline: RiskSpecification.Spline,
    _ tally: SplineTally,
    _ values: SplineValues,
    file: String
  ) throws(DataProblem) -> SplineBasis {
    do throws(SplineError) {
      switch spline.knots {
      case .count(let count):
        let points = tally.points(values)
        return try SplineBasis(
          spline.basis.kind,
          knots: count,
          from: points.values,
          weights: points.weights
        )
      case .positions(let positions):
        guard tally.lowest <= tally.highest else {
          throw .tooFewDistinctValues(required: 2, found: 0)
        }
        return try SplineBasis(
          spline.basis.kind,
          interiorKnots: positions,
          boundaryKnots: tally.lowest...tally.highest
        )
      }
    } catch {
      throw DataProblem(.invalidValue(expected: words(error)), file: file, column: column)
    }
  }

  private static func words(_ error: SplineError) -> String {
    switch error {
    case .tooFewDistinctValues(let required, let found):
      "a column of at least \(required) distinct values for this spline, not \(found)"
    case .knotsOutOfOrder, .notFinite:
      "ascending knots inside the range of the column"
    case .unusableScale:
      "a column whose largest and smallest value are between 1e-80 and 1e100 apart"
    case .unsupportedDegree, .invalidKnotCount, .invalidWeight:
      "a spline that can be made"
    }
  }
}

extension SplineTerm: DesignTerm {
  var columns: [String] { [column] }

  var columnNames: [String] {
    (1...basis.columnCount).map { "\(column)[\($0)]" }
      + (hasIndicator ? ["\(column)=(missing)"] : [])
  }

  var means: [Double] { hasIndicator ? columnMeans + [missingShare] : columnMeans }

  func encode(_ source: TermSource) throws(DataProblem) -> EncodedTerm {
    let checked = try NumericSource(
      source.dataset.column(column),
      source.dataset,
      missing: source.missing
    )
    let values = checked.values
    switch source.splines {
    case .own:
      if let distinct = DistinctNumbers(values, limit: SplineTally.limit) {
        return table(distinct.values, distinct.codes)
      }
    case .tables(let tables):
      if let known = tables[column] {
        return table(known, DistinctNumbers(values, known: known).codes)
      }
    }
    let numbers = FilledNumbers(checked, fill: mean)
    return EncodedTerm(
      layout: .numbers(count: columnNames.count),
      numbers: [.spline(basis, numbers)] + (hasIndicator ? [.isMissing(numbers)] : []),
      codes: nil
    )
  }

  /// The columns of each distinct value, and last those of an empty cell.
  private func table(_ values: [Double], _ codes: [Int32]) -> EncodedTerm {
    let empty = values.count
    var table = Matrix<Double>.zeros(rows: empty + 1, columns: columnNames.count)
    for (row, value) in (values + [mean]).enumerated() {
      for (place, column) in basis.values(at: value).enumerated() { table[row, place] = column }
    }
    if hasIndicator { table[empty, basis.columnCount] = 1 }
    return EncodedTerm(
      layout: .table(table),
      numbers: [],
      codes: CodeColumn(count: empty + 1, rowCount: codes.count) { row in
        codes[row] < 0 ? Int32(empty) : codes[row]
      }
    )
  }
}

extension RiskSpecification.Spline.Basis {
  /// The family of splines.
  var kind: SplineBasis.Kind {
    switch self {
    case .natural: .natural
    case .b: .bSpline(degree: 3)
    }
  }
}
