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

  /// With no more distinct values than this the spline is evaluated once for each of them.
  private static let tableLimit = 256

  /// Places the knots for training rows.
  ///
  /// - Throws: `DataProblem` for a cell that is no number, or empty under the policy to refuse;
  ///   `invalidValue` for a column with too few distinct values for the spline, and for knots
  ///   that are not inside its range.
  init(
    _ column: Column,
    _ source: TermSource,
    _ spline: RiskSpecification.Spline,
    _ training: TrainingWeights
  ) throws(DataProblem) {
    let numbers = try NumericSource(column, source.dataset, missing: source.missing)
    let summary = numbers.summary(training.weights)
    let points = Points(numbers.values, training.weights)
    do throws(SplineError) {
      basis = try points.basis(spline)
    } catch {
      throw source.problem(.invalidValue(expected: Self.words(error)), column: column.name)
    }
    self.column = column.name
    mean = summary.mean
    hasIndicator = summary.hasMissing
    missingShare = summary.missingShare
    columnMeans = points.means(basis, fill: summary.mean)
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

  /// Training values that a spline is made for: distinct ones with the sum of their weights where
  /// they are few, all of them otherwise.
  private struct Points {
    let values: [Double]
    let weights: [Double]

    init(_ column: [Double], _ training: RowValues) {
      var values: [Double] = []
      var weights: [Double] = []
      if let distinct = DistinctNumbers(column, limit: SplineTerm.tableLimit) {
        values = distinct.values + [.nan]
        weights = Array(repeating: 0, count: values.count)
        for (row, code) in distinct.codes.enumerated() {
          weights[code < 0 ? values.count - 1 : Int(code)] += training[row]
        }
      } else {
        values = column
        weights = training.array(count: column.count)
      }
      self.values = values
      self.weights = weights
    }

    func basis(_ spline: RiskSpecification.Spline) throws(SplineError) -> SplineBasis {
      let known = values.indices.filter { !values[$0].isNaN && weights[$0] > 0 }
      let points = known.map { values[$0] }
      switch spline.knots {
      case .count(let count):
        return try SplineBasis(
          spline.basis.kind,
          knots: count,
          from: points,
          weights: known.map { weights[$0] }
        )
      case .positions(let positions):
        guard let lower = points.min(), let upper = points.max() else {
          throw .tooFewDistinctValues(required: 2, found: 0)
        }
        return try SplineBasis(
          spline.basis.kind,
          interiorKnots: positions,
          boundaryKnots: lower...upper
        )
      }
    }

    func means(_ basis: SplineBasis, fill: Double) -> [Double] {
      var sums = [Double](repeating: 0, count: basis.columnCount)
      var total = 0.0
      for (value, weight) in zip(values, weights) where weight > 0 {
        total += weight
        for (place, column) in basis.values(at: value.isNaN ? fill : value).enumerated() {
          sums[place] += weight * column
        }
      }
      return sums.map { total > 0 ? $0 / total : 0 }
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
    let values = try NumericSource(
      source.dataset.column(column),
      source.dataset,
      missing: source.missing
    ).values
    if let distinct = DistinctNumbers(values, limit: Self.tableLimit) { return table(distinct) }
    let numbers = FilledNumbers(values, fill: mean)
    return EncodedTerm(
      layout: .numbers(count: columnNames.count),
      numbers: [.spline(basis, numbers)] + (hasIndicator ? [.isMissing(numbers)] : []),
      codes: nil
    )
  }

  /// The columns of each distinct value, and last those of an empty cell.
  private func table(_ distinct: DistinctNumbers) -> EncodedTerm {
    let empty = distinct.values.count
    var table = Matrix<Double>.zeros(rows: empty + 1, columns: columnNames.count)
    for (row, value) in (distinct.values + [mean]).enumerated() {
      for (place, column) in basis.values(at: value).enumerated() { table[row, place] = column }
    }
    if hasIndicator { table[empty, basis.columnCount] = 1 }
    return EncodedTerm(
      layout: .table(table),
      numbers: [],
      codes: CodeColumn(count: empty + 1, rowCount: distinct.codes.count) { row in
        let code = distinct.codes[row]
        return code < 0 ? Int32(empty) : code
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
