internal import LinearAlgebra

/// The limit of a logistic fit whose estimates are not all finite, exact where it is finite.
///
/// As the infinite coefficients go their way, the separated rows weigh less and less, and the
/// others are fitted as if these were not there: the finite coefficients, their standard errors and
/// the deviance have the limits that the fit of the overlapping rows gives (Kosmidis and Schumacher,
/// R's detectseparation, report the same for the endometrial data to the digits printed).
package struct SeparatedFit<Rows: RowBlocks>: Sendable {
  /// The limit, over all p columns.
  ///
  /// The deviance and log-likelihood are their suprema. Infinite coefficients carry the side they
  /// go to (that of ``SeparationProof/direction`` where the data leave it open) and a finite value,
  /// far enough that each separated row is predicted within 1e-13 of its outcome.
  package let fit: LogisticFit
  /// The fit of the overlapping rows alone; `nil` when no row overlaps.
  ///
  /// Columns that are combinations of others there are aliased.
  package let overlappingFit: LogisticFit?
  /// The overlapping rows.
  package let rows: OverlappingRows<Rows>
  /// The proof behind it.
  package let proof: SeparationProof

  /// Linear predictor that separated rows reach at least.
  private static var reach: Double { 30 }

  /// The limit of a fit, or `nil` when the proof found no separation.
  ///
  /// - Parameters:
  ///   - fit: the fit of all rows, with what it reached.
  ///   - base: the rows that were fitted.
  ///   - proof: the proof that they are separated.
  ///   - regression: fits the overlapping rows.
  /// - Throws: as ``LogisticRegression/fit(_:)``.
  /// - Complexity: a fit and two passes.
  package init?(
    _ fit: LogisticFit,
    rows base: Rows,
    proof: SeparationProof,
    regression: LogisticRegression
  ) throws(StatisticsError) {
    guard proof.kind == .quasiComplete || proof.kind == .complete else { return nil }
    rows = OverlappingRows(base, proof: proof, threads: regression.threads)
    self.proof = proof
    let overlapping = proof.kind == .complete ? nil : try regression.fit(rows)
    overlappingFit = overlapping
    let p = base.columnCount
    let start = overlapping?.values ?? Array(repeating: 0, count: p)
    let length = Self.lengthNeeded(rows, proof, from: start, threads: regression.threads)
    let coefficients = (0..<p).map { column -> LogisticFit.Coefficient in
      let value = start[column] + length * proof.direction[column]
      switch proof.columns[column] {
      case .aliased:
        return fit.coefficients[column]
      case .finite:
        return LogisticFit.Coefficient(
          value: start[column],
          standardError: overlapping?.coefficients[column].standardError,
          status: .estimated
        )
      case .infinite(let isPositive):
        return LogisticFit.Coefficient(
          value: value,
          standardError: nil,
          status: .infinite(isPositive: isPositive)
        )
      case .undetermined, .unknown:
        return LogisticFit.Coefficient(
          value: value,
          standardError: nil,
          status: .infinite(isPositive: proof.direction[column] >= 0)
        )
      }
    }
    var covariance = overlapping?.covariance ?? Matrix.zeros(rows: p, columns: p)
    for column in 0..<p where proof.columns[column] != .finite {
      for other in 0..<p {
        covariance[column, other] = 0
        covariance[other, column] = 0
      }
    }
    let deviance = overlapping?.deviance ?? 0
    self.fit = LogisticFit(
      coefficients: coefficients,
      covariance: covariance,
      observationCount: fit.observationCount,
      weightSum: fit.weightSum,
      eventCount: fit.eventCount,
      deviance: deviance,
      nullDeviance: fit.nullDeviance,
      // The saturated likelihood is the same; the rest of it is the deviance.
      logLikelihood: fit.logLikelihood + (fit.deviance - deviance) / 2,
      summary: FitSummary(
        status: .separated,
        iterations: fit.summary.iterations + (overlapping?.summary.iterations ?? 0),
        halvings: fit.summary.halvings + (overlapping?.summary.halvings ?? 0),
        devianceTrace: fit.summary.devianceTrace,
        newtonDecrement: overlapping?.summary.newtonDecrement,
        reciprocalCondition: overlapping?.summary.reciprocalCondition
          ?? fit.summary.reciprocalCondition
      )
    )
  }

  /// The sandwich covariance of the finite coefficients, in the limit.
  ///
  /// The scores of separated rows vanish; the rows, their clusters and the infinite coefficients
  /// still count in the corrections of HC1, CR0 G/(G-1) and CR1.
  ///
  /// - Parameters:
  ///   - estimator: over rows or clusters.
  ///   - clusters: as for ``RobustCovariance``.
  ///   - threads: largest number of workers.
  /// - Returns: `nil` when no coefficient is finite; rows and columns of infinite ones are zero.
  /// - Throws: as ``RobustCovariance``.
  package func robustCovariance(
    _ estimator: RobustCovariance.Estimator,
    clusters: [Int32]? = nil,
    threads: Int = 1
  ) throws(StatisticsError) -> RobustCovariance? {
    guard let overlappingFit else { return nil }
    return try RobustCovariance(
      rows,
      fit: overlappingFit,
      estimator: estimator,
      clusters: clusters,
      threads: threads,
      correctedFor: .init(rows.base, fit: fit, clusters: clusters, threads: threads)
    ).limited(to: fit)
  }

  /// How far along the direction every separated row is predicted as it came out.
  private static func lengthNeeded(
    _ rows: OverlappingRows<Rows>,
    _ proof: SeparationProof,
    from start: [Double],
    threads: Int
  ) -> Double {
    let direction = proof.direction
    let parts = mapBlockGroups(of: rows, threads: threads) { group in
      var largest = 0.0
      var block = DesignBlock(capacity: group.capacity, layout: rows.layout)
      for index in group.blocks {
        rows.base.fill(index, into: &block)
        let stride = block.design.rows
        for i in rows.separated[index].map({ Int($0) }) {
          let side = block.response[i] > 0 ? 1.0 : -1
          var predictor = block.offsets[i]
          var move = 0.0
          for j in 0..<rows.columnCount {
            let x = block.design.elements[j * stride + i]
            predictor += x * start[j]
            move += x * direction[j]
          }
          largest = max(largest, (reach - side * predictor) / (side * move))
        }
      }
      return largest
    }
    return parts.max() ?? 0
  }
}
