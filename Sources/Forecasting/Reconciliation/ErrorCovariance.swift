package import Datasets
package import LinearAlgebra
internal import RealModule

/// Covariance of the errors of all base forecasts, up to a factor: a diagonal and a low rank.
///
/// ```
/// W = Λ + U U',   Λ diagonal n × n,   U n × T
/// ```
/// which the choices of Wickramasuriya, Athanasopoulos and Hyndman (2019, JASA 114:804) all are, so
/// that W is never made.
package struct ErrorCovariance: Sendable {
  /// Λ: at least 0, one a series.
  package let variances: [Double]
  /// U; without columns where W is diagonal.
  package let factor: Matrix<Double>
  /// Weight of the diagonal in the shrinkage estimate, in [0, 1]; `nil` for other choices.
  package let shrinkage: Double?

  /// Variances below this share of the mean of their level count as this share, so that an
  /// aggregate without any error, such as an empty one, does not make the problem singular.
  private static let floor = 1e-9
  /// Smallest weight of the diagonal: without it, fewer months than series leave W singular.
  private static let smallestShrinkage = 1e-6

  /// A covariance from its parts.
  package init(variances: [Double], factor: Matrix<Double>? = nil, shrinkage: Double? = nil) {
    precondition(variances.allSatisfy { $0 >= 0 && $0.isFinite }, "a variance below 0")
    self.variances = variances
    self.factor = factor ?? .zeros(rows: variances.count, columns: 0)
    precondition(self.factor.rows == variances.count, "sizes differ")
    self.shrinkage = shrinkage
  }

  /// All errors alike and independent: ordinary least squares.
  package static func identity(_ hierarchy: Hierarchy) -> ErrorCovariance {
    ErrorCovariance(variances: Array(repeating: 1, count: hierarchy.seriesCount))
  }

  /// Variances in proportion to the number of leaves: structural scaling.
  package static func structural(_ hierarchy: Hierarchy) -> ErrorCovariance {
    ErrorCovariance(variances: hierarchy.summed(Array(repeating: 1, count: hierarchy.leafCount)))
  }

  /// Independent errors with the mean squares of residuals.
  ///
  /// - Parameters:
  ///   - residuals: one list a series, of the same months; NaN where there is none.
  ///   - hierarchy: what the series are.
  /// - Returns: a diagonal covariance.
  package static func diagonal(
    _ residuals: [[Double]],
    _ hierarchy: Hierarchy
  ) -> ErrorCovariance {
    ErrorCovariance(variances: meanSquares(residuals, hierarchy))
  }

  /// The correlations of residuals, shrunk towards none.
  ///
  /// ```
  /// W_ij = (1 - λ) Σ_t e_it e_jt / T  (i ≠ j),   W_ii = Σ_t e_it² / T
  /// λ = Σ_{i≠j} Var(r_ij) / Σ_{i≠j} r_ij², held in [0, 1]
  /// ```
  /// (Schäfer and Strimmer 2005, Stat. Appl. Genet. Mol. Biol. 4:32, as R's package hts computes
  /// it, without centring.) The sums over pairs come from the T × T products of the months. A month
  /// without residual counts as 0 in the correlations.
  ///
  /// - Parameters:
  ///   - residuals: one list a series, of the same months; NaN where there is none.
  ///   - hierarchy: what the series are.
  /// - Returns: a covariance with one column a month, or a diagonal one where λ is 1.
  /// - Complexity: n T² flops, n T numbers.
  package static func shrinkage(
    _ residuals: [[Double]],
    _ hierarchy: Hierarchy
  ) -> ErrorCovariance {
    let variances = meanSquares(residuals, hierarchy)
    let months = residuals.first?.count ?? 0
    guard months > 1 else { return ErrorCovariance(variances: variances, shrinkage: 1) }
    let count = residuals.count
    var standardized = Matrix<Double>.zeros(rows: count, columns: months)
    var diagonal = [Double](repeating: 0, count: count)
    var fourthPowers = 0.0
    var squares = [Double](repeating: 0, count: months)
    for series in 0..<count where variances[series] > 0 {
      let scale = 1 / Double.sqrt(variances[series])
      for month in 0..<months {
        let residual = residuals[series][month]
        guard residual.isFinite else { continue }
        let value = residual * scale
        standardized.elements[series + month * count] = value
        let square = value * value
        diagonal[series] += square / Double(months)
        squares[month] += square
        fourthPowers += square * square
      }
    }
    let length = Double(months)
    var squaredCorrelations = 0.0
    for product in standardized.crossproduct.elements {
      squaredCorrelations += product / length * (product / length)
    }
    for value in diagonal { squaredCorrelations -= value * value }
    var productSquares = -fourthPowers
    for square in squares { productSquares += square * square }
    let variance = (productSquares - length * squaredCorrelations) / (length * (length - 1))
    var λ = squaredCorrelations > 0 ? variance / squaredCorrelations : 1
    λ = min(max(λ, smallestShrinkage), 1)
    for series in 0..<count {
      let scale = Double.sqrt((1 - λ) * variances[series] / length)
      for month in 0..<months { standardized.elements[series + month * count] *= scale }
    }
    return ErrorCovariance(
      variances: variances.indices.map {
        variances[$0] * max(1 - (1 - λ) * diagonal[$0], smallestShrinkage)
      },
      factor: λ < 1 ? standardized : nil,
      shrinkage: λ
    )
  }

  /// Mean squares of the residuals, with the floor for aggregates.
  ///
  /// A leaf without error has 0. A series without any residual, as a new leaf's, has the mean of its
  /// level.
  private static func meanSquares(
    _ residuals: [[Double]],
    _ hierarchy: Hierarchy
  ) -> [Double] {
    precondition(residuals.count == hierarchy.seriesCount, "not one list a series")
    var result = residuals.map { list -> Double? in
      var sum = 0.0
      var count = 0.0
      for value in list where value.isFinite {
        sum += value * value
        count += 1
      }
      return count > 0 ? sum / count : nil
    }
    for level in hierarchy.levels {
      var sum = 0.0
      var count = 0.0
      for series in level.series {
        guard let variance = result[series] else { continue }
        sum += variance
        count += 1
      }
      let mean = count > 0 && sum > 0 ? sum / count : 1
      for series in level.series {
        let least = series < hierarchy.aggregateCount ? floor * mean : 0
        result[series] = max(result[series] ?? mean, least)
      }
    }
    return result.map { $0 ?? 0 }
  }
}
