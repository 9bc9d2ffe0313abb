internal import LinearAlgebra
internal import RealModule

/// Profile likelihood of the coefficients of the columns as given, over a likelihood of
/// standardised ones.
struct ProfileColumns<Surface: LikelihoodSurface>: Sendable {
  private let back: BackTransform
  private let profile: ProfileLikelihood<Surface>?
  private let level: Double

  /// - Parameters:
  ///   - surface: the likelihood, in the coefficients of the standardised kept columns.
  ///   - back: the way between the two sorts of coefficients.
  ///   - values: coefficients at the maximum, one a design column.
  ///   - status: how the search for the maximum ended.
  ///   - level: confidence level, in (0, 1).
  init(
    _ surface: Surface,
    back: BackTransform,
    values: [Double],
    status: FitSummary.Status,
    level: Double
  ) {
    self.back = back
    self.level = level
    let isUsable = status == .converged || status == .separated
    profile =
      isUsable
      ? ProfileLikelihood(
        surface,
        maximum: back.standardized(values),
        isAttained: status == .converged,
        level: level
      ) : nil
  }

  /// The interval of a kept column.
  func interval(_ column: Int) -> ProfileInterval {
    let contrast = back.contrast(column)
    let range = back.moments.range[column]
    let unit = column == back.intercept ? 1 : 1 / (range > 0 ? range : back.moments.scale[column])
    let statistic = profile?.statistic(of: contrast)
    return ProfileInterval(
      column: column,
      level: level,
      lower: profile?.bound(of: contrast, sign: -1, unit: unit) ?? .notFound,
      upper: profile?.bound(of: contrast, sign: 1, unit: unit) ?? .notFound,
      statistic: statistic,
      pValue: statistic.map { Normal.twoSidedTail($0.squareRoot()) }
    )
  }
}

extension BackTransform {
  /// The factors that give the coefficient of a column as given from those of the standardised
  /// kept ones.
  func contrast(_ column: Int) -> [Double] {
    kept.map { other in
      guard column == intercept else { return other == column ? 1 / moments.scale[column] : 0 }
      return other == intercept ? 1 : -moments.center[other] / moments.scale[other]
    }
  }
}

extension LogisticFit {
  /// The columns that are not aliased, ascending.
  var keptColumns: [Int] {
    coefficients.indices.filter {
      if case .aliased = coefficients[$0].status { return false }
      return true
    }
  }
}
