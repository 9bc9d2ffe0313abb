package import LinearAlgebra

/// The sandwich covariance of logistic coefficients, which holds without the model's variance.
///
/// ```
/// V = B (Σ s s') B,   B the model covariance, s the score of a row or of a cluster
/// ```
///
/// For a row of weight w the score is `w (y - μ) x`. The estimators are those of White (1980,
/// Econometrica 48:817), MacKinnon and White (1985, J. Econometrics 29:305) and Liang and Zeger
/// (1986, Biometrika 73:13), as R's sandwich 3.0 computes them for a `glm`; they agree with it to
/// 1e-8 relative.
///
/// **Weights.** A row of weight w is one observation, whose score is squared whole: trials of a
/// grouped row are not independent of each other here, and a weighted row is one row. That is
/// `vcovHC(glm(…, weights = w))`. Only ``DesignBlock/frequencies`` stand for so many equal rows:
/// a row of frequency f counts as f rows of weight w / f, and the result is the one for the rows
/// written out. Rows without weight do not count.
///
/// With infinite estimates, ask ``SeparatedFit``: here their rows and columns are zero and the others
/// are conditional on them.
package struct RobustCovariance: Sendable, Equatable {
  /// What the scores were made of.
  package let estimator: Estimator
  /// p × p covariance; rows and columns of aliased and infinite coefficients are zero.
  package let matrix: Matrix<Double>
  /// Number of rows n, each as often as its frequency says.
  package let observationCount: Double
  /// Number of clusters G with a row of positive weight; `nil` without clusters.
  package let clusterCount: Int?
  /// Rows with a leverage of 1, which HC2 and HC3 cannot divide by; they add nothing.
  ///
  /// The fit meets such a row whatever its outcome is, so that nothing can be said of its variance:
  /// standard errors of coefficients that rest on it are too small.
  package let saturatedRowCount: Int

  /// The estimators, h being a row's leverage, n the rows, p the estimated coefficients and G the
  /// clusters.
  package enum Estimator: String, Sendable, Codable, CaseIterable {
    /// Rows, no correction.
    case hc0
    /// Rows, times n / (n - p).
    case hc1
    /// Rows, each divided by 1 - h.
    case hc2
    /// Rows, each divided by (1 - h)².
    case hc3
    /// Clusters, no correction.
    case cr0
    /// Clusters, times G / (G - 1): what sandwich's `vcovCL` gives for a `glm` when nothing is said,
    /// and Stata's `logit, vce(cluster)`.
    case cr0Adjusted = "cr0_adjusted"
    /// Clusters, times G / (G - 1) · (n - 1) / (n - p): `vcovCL(type = "HC1")`.
    case cr1

    /// True for the estimators over clusters.
    package var usesClusters: Bool {
      switch self {
      case .hc0, .hc1, .hc2, .hc3: false
      case .cr0, .cr0Adjusted, .cr1: true
      }
    }

    /// The name to print: `HC0` and so on.
    package var name: String {
      self == .cr0Adjusted ? "CR0 G/(G-1)" : rawValue.uppercased()
    }
  }

  /// A leverage at least this large is 1.
  static let saturation = 1 - 1e-10

  /// The covariance of a fit.
  ///
  /// - Parameters:
  ///   - rows: the rows that were fitted.
  ///   - fit: the fit; its coefficients and covariance are used.
  ///   - estimator: over rows or clusters.
  ///   - clusters: for estimators over clusters, n codes from 0, in the order of the rows; codes
  ///     may be left out.
  ///   - threads: largest number of workers; the result has the same bits for any.
  /// - Throws: `tooFewObservations` when a correction would divide by zero: HC1 and CR1 need more
  ///   rows than coefficients, corrected cluster estimators two clusters.
  /// - Complexity: two passes, n p flops for the scale and n p² (HC0, HC1), 3 n p² (HC2, HC3) or
  ///   (n + G p) p; memory p² a worker, and G p numbers with clusters.
  package init(
    _ rows: some RowBlocks,
    fit: LogisticFit,
    estimator: Estimator,
    clusters: [Int32]? = nil,
    threads: Int = 1
  ) throws(StatisticsError) {
    try self.init(
      rows,
      fit: fit,
      estimator: estimator,
      clusters: clusters,
      threads: threads,
      correctedFor: nil
    )
  }

  /// What the corrections are made with.
  struct Counts: Sendable {
    /// Rows, each as often as its frequency says.
    var observations: Double
    /// Estimated coefficients.
    var parameters: Double
    /// Clusters met.
    var clusters: Int?
  }

  /// The covariance with the corrections of other counts than those of the rows given.
  init(
    _ rows: some RowBlocks,
    fit: LogisticFit,
    estimator: Estimator,
    clusters: [Int32]?,
    threads: Int,
    correctedFor counts: Counts?
  ) throws(StatisticsError) {
    precondition(estimator.usesClusters == (clusters != nil), "clusters for CR0 and CR1 alone")
    let columns = FittedColumns(rows, fit, threads: threads)
    let meat: Meat
    if let clusters {
      meat = Meat(clusters: clusters, rows, columns, threads: threads)
    } else {
      meat = Meat(rows, columns, estimator, threads: threads)
    }
    let counts =
      counts
      ?? Counts(
        observations: meat.observationCount,
        parameters: Double(fit.degreesOfFreedom),
        clusters: meat.clusterCount
      )
    let factor = try Self.factor(estimator, counts)
    var sandwich = columns.covariance * meat.matrix * columns.covariance
    for index in sandwich.elements.indices { sandwich.elements[index] *= factor }
    matrix = Self.finitePart(columns.onScaleOfData(sandwich), fit)
    self.estimator = estimator
    observationCount = counts.observations
    clusterCount = counts.clusters
    saturatedRowCount = meat.saturatedRowCount
  }

  private init(_ other: RobustCovariance, matrix: Matrix<Double>) {
    self.matrix = matrix
    estimator = other.estimator
    observationCount = other.observationCount
    clusterCount = other.clusterCount
    saturatedRowCount = other.saturatedRowCount
  }

  /// The same without the rows and columns that a fit has no finite estimate for.
  func limited(to fit: LogisticFit) -> RobustCovariance {
    RobustCovariance(self, matrix: Self.finitePart(matrix, fit))
  }

  private static func finitePart(
    _ matrix: Matrix<Double>,
    _ fit: LogisticFit
  ) -> Matrix<Double> {
    var result = matrix
    for (j, coefficient) in fit.coefficients.enumerated() where coefficient.status != .estimated {
      for i in 0..<matrix.rows {
        result[i, j] = 0
        result[j, i] = 0
      }
    }
    return result
  }

  /// Square roots of the diagonal; `nil` for aliased and infinite coefficients.
  package func standardErrors(of fit: LogisticFit) -> [Double?] {
    fit.coefficients.enumerated().map { index, coefficient in
      coefficient.status == .estimated ? matrix[index, index].squareRoot() : nil
    }
  }

  private static func factor(
    _ estimator: Estimator,
    _ counts: Counts
  ) throws(StatisticsError) -> Double {
    let n = counts.observations
    let p = counts.parameters
    let clusters = counts.clusters ?? 0
    if estimator == .hc1 || estimator == .cr1, n <= p {
      throw .tooFewObservations(required: Int(p) + 1, found: Int(n))
    }
    if estimator == .cr0Adjusted || estimator == .cr1, clusters < 2 {
      throw .tooFewObservations(required: 2, found: clusters)
    }
    let groups = Double(clusters)
    switch estimator {
    case .hc0, .hc2, .hc3, .cr0: return 1
    case .hc1: return n / (n - p)
    case .cr0Adjusted: return groups / (groups - 1)
    case .cr1: return groups / (groups - 1) * ((n - 1) / (n - p))
    }
  }
}

extension RobustCovariance.Counts {
  /// The counts of rows and of their fit, in a pass over the outcomes.
  init(_ rows: some RowBlocks, fit: LogisticFit, clusters: [Int32]?, threads: Int) {
    observations = 0
    parameters = Double(fit.degreesOfFreedom)
    let used = mapBlockGroups(of: rows, threads: threads) { group in
      var used: (frequency: Double, rows: [Int]) = (0, [])
      var block = TermBlock(capacity: group.capacity, layout: rows.layout)
      for index in group.blocks {
        rows.fillOutcomes(index, into: &block)
        let first = rows.blocks[index].lowerBound
        for i in 0..<block.rows where block.weights[i] > 0 {
          used.frequency += block.frequencies[i]
          if clusters != nil { used.rows.append(first + i) }
        }
      }
      return used
    }
    for part in used { observations += part.frequency }
    guard let clusters else { return }
    var isMet = [Bool](repeating: false, count: (clusters.max().map { Int($0) } ?? -1) + 1)
    for part in used {
      for row in part.rows { isMet[Int(clusters[row])] = true }
    }
    self.clusters = isMet.count { $0 }
  }
}
