internal import LinearAlgebra
internal import RealModule

extension FirthRegression {
  /// The fit on the scale of the data, from the maximum over standardised columns.
  func result<Rows: RowBlocks>(
    _ found: LikelihoodMaximum,
    surface: FirthLikelihood<Rows>,
    ordered: OrderedCholesky,
    intercept: Int?,
    outcome: OutcomeTotals,
    nullDeviance: Double
  ) -> FirthFit {
    let moments = surface.logistic.moments
    let back = BackTransform(moments: moments, kept: ordered.independent, intercept: intercept)
    let position = correctsIntercept ? intercept.flatMap(ordered.independent.firstIndex) : nil
    let corrected = position.flatMap { centred(found.coefficients, at: $0, surface.logistic) }
    let coefficients = corrected ?? found.coefficients
    let plain = corrected.flatMap(surface.logistic.point) ?? found.point
    // Both are positive definite wherever the penalised likelihood is.
    let covariance = (try? Cholesky(plain.information)).map { back.covariance($0.inverse) }
    let augmented = surface.augmentedInformation(at: coefficients)
      .flatMap { try? Cholesky($0) }
      .map { back.covariance($0.inverse).diagonal }
    // The penalty of the columns as given differs from that of the standardised ones by their
    // scale; centring leaves the determinant as it is.
    let scales = ordered.independent.map { Double.log(moments.scale[$0]) }.compensatedSum
    let deviance =
      corrected == nil
      ? -2 * (found.point.logLikelihood - penalty(found.point))
      : -2 * plain.logLikelihood
    let values = back.coefficients(coefficients)
    return FirthFit(
      fit: LogisticFit(
        coefficients: estimates(values, covariance, ordered, back),
        covariance: covariance ?? .zeros(rows: values.count, columns: values.count),
        observationCount: outcome.observationCount,
        weightSum: outcome.weightSum,
        eventCount: outcome.eventCount,
        deviance: deviance,
        nullDeviance: nullDeviance,
        logLikelihood: outcome.saturatedLogLikelihood - deviance / 2,
        summary: FitSummary(
          status: found.status,
          iterations: found.iterations,
          halvings: found.halvings,
          devianceTrace: found.trace.map { -2 * $0 },
          newtonDecrement: found.decrement,
          // An information without an inverse is as badly conditioned as can be.
          reciprocalCondition: ScaledCholesky(plain.information)?.inverse.reciprocalCondition ?? 0
        )
      ),
      penalizedLogLikelihood: outcome.saturatedLogLikelihood + found.point.logLikelihood + scales,
      logistfStandardErrors: values.indices.map { column in
        ordered.independent.contains(column) ? augmented?[column].squareRoot() : nil
      },
      interceptBeforeCorrection: corrected == nil
        ? nil : intercept.map { back.coefficients(found.coefficients)[$0] }
    )
  }

  private func estimates(
    _ values: [Double],
    _ covariance: Matrix<Double>?,
    _ ordered: OrderedCholesky,
    _ back: BackTransform
  ) -> [LogisticFit.Coefficient] {
    values.indices.map { column in
      if let dependency = ordered.dependencies.first(where: { $0.column == column }) {
        return .init(value: 0, standardError: nil, status: .aliased(back.alias(dependency)))
      }
      return .init(
        value: values[column],
        standardError: covariance.map { $0[column, column].squareRoot() },
        status: .estimated
      )
    }
  }

  /// ½ log det of the information at a point, 0 where it is singular.
  private func penalty(_ point: LikelihoodPoint) -> Double {
    // A point of the penalised likelihood has a positive definite information.
    (try? Cholesky(point.information)).map { $0.logDeterminant / 2 } ?? 0
  }

  /// Coefficients with the intercept that makes the sum of the predictions equal to that of the
  /// outcomes.
  ///
  /// Newton's method in one variable, with steps of at most 1: within that distance of the root
  /// the error at least falls by a quarter each time, and beyond it a step covers more than half
  /// of what it promises, so that it always arrives.
  ///
  /// - Returns: `nil` when the likelihood cannot be computed on the way.
  private func centred<Rows: RowBlocks>(
    _ coefficients: [Double],
    at position: Int,
    _ surface: KeptLikelihood<Rows>
  ) -> [Double]? {
    var result = coefficients
    for _ in 0..<1000 {
      guard let point = surface.point(at: result) else { return nil }
      let step = point.score[position] / point.information[position, position]
      result[position] += min(max(step, -1), 1)
      // The error after this step is the square of it.
      if abs(step) < 1e-9 { return result }
    }
    return nil
  }
}
