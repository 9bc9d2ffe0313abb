internal import RealModule

/// Statistics of a logistic fit as a whole.
///
/// The likelihoods behind the pseudo-R² are those of single trials: the binomial coefficients of
/// grouped rows are left out, so that grouped rows and the same trials written out give the same
/// values, and N is the number of trials (the sum of the weights).
package struct FitStatistics: Sendable, Equatable, Codable {
  /// Number of rows of positive weight, each as often as its frequency says.
  package let observationCount: Double
  /// Log-likelihood at the estimates, with the binomial coefficients.
  package let logLikelihood: Double
  /// Akaike's criterion, `-2 log L + 2 k`.
  package let aic: Double
  /// Schwarz's criterion, `-2 log L + k log n` with n the observations.
  package let bic: Double
  /// McFadden's `1 - log L / log L₀`.
  package let mcFadden: Double
  /// Cox and Snell's `1 - (L₀ / L)^(2/N)`.
  package let coxSnell: Double
  /// Nagelkerke's: Cox and Snell's as a share of its largest value `1 - L₀^(2/N)`.
  package let nagelkerke: Double
  /// Tjur's: mean probability of the successes less that of the failures, weighted by trials.
  package let tjur: Double
  /// Likelihood-ratio test of all columns against the null model; `nil` when nothing but the
  /// intercept was estimated.
  package let likelihoodRatio: TestResult?

  /// A statistic with its distribution.
  package struct TestResult: Sendable, Equatable, Codable {
    /// Chi-squared statistic.
    package let statistic: Double
    /// Degrees of freedom, at least 1.
    package let degreesOfFreedom: Int
    /// Probability of a larger statistic where the coefficients are zero.
    package let pValue: Double

    /// A chi-squared test.
    package init(statistic: Double, degreesOfFreedom: Int) {
      self.statistic = statistic
      self.degreesOfFreedom = degreesOfFreedom
      pValue = ChiSquared(degreesOfFreedom: Double(degreesOfFreedom)).upperTail(statistic)
    }
  }

  /// The statistics of a maximum likelihood fit.
  ///
  /// Agrees with R's `AIC`, `BIC` and `logLik` for a `glm`, and for binary outcomes with the
  /// formulas of the papers (McFadden 1974; Cox and Snell 1989; Nagelkerke 1991, Biometrika 78:691;
  /// Tjur 2009, Am. Stat. 63:366), to 1e-10. They say nothing of a penalised fit.
  ///
  /// - Parameters:
  ///   - rows: the rows that were fitted.
  ///   - fit: the fit.
  ///   - threads: largest number of workers.
  /// - Complexity: a pass of n p flops, and one for the scale of the columns.
  package init(_ rows: some RowBlocks, fit: LogisticFit, threads: Int = 1) {
    let columns = FittedColumns(rows, fit, threads: threads)
    let sums = mapBlockGroups(of: rows, threads: threads) { group in
      var sums = Sums()
      var block = DesignBlock(capacity: group.capacity, layout: rows.layout)
      var fitted = FittedBlock(capacity: group.capacity, columns: columns.kept.count)
      for index in group.blocks {
        rows.fill(index, into: &block)
        fitted.load(block, columns)
        sums.add(block, fitted)
      }
      return sums
    }.reduce(into: Sums()) { $0.add($1) }

    // Twice the log-likelihood of a model is minus its deviance, less that of its trials.
    let current = -(fit.deviance + 2 * sums.entropy.value) / 2
    let null = -(fit.nullDeviance + 2 * sums.entropy.value) / 2
    let trials = sums.weight.value
    let parameters = fit.degreesOfFreedom
    observationCount = sums.observations
    logLikelihood = fit.logLikelihood
    aic = -2 * fit.logLikelihood + 2 * Double(parameters)
    bic = -2 * fit.logLikelihood + Double(parameters) * .log(sums.observations)
    mcFadden = 1 - current / null
    coxSnell = -.expMinusOne(2 / trials * (null - current))
    nagelkerke = coxSnell / -.expMinusOne(2 / trials * null)
    let events = sums.successes.value
    tjur =
      sums.successProbability.value / events
      - sums.failureProbability.value / (trials - events)
    let tested = parameters - (rows.interceptColumn == nil ? 0 : 1)
    likelihoodRatio =
      tested > 0
      ? TestResult(statistic: max(fit.nullDeviance - fit.deviance, 0), degreesOfFreedom: tested)
      : nil
  }

  private struct Sums: Sendable {
    var observations = 0.0
    var weight = CompensatedSum()
    var successes = CompensatedSum()
    /// Sum of `-w [y log y + (1 - y) log(1 - y)]`.
    var entropy = CompensatedSum()
    var successProbability = CompensatedSum()
    var failureProbability = CompensatedSum()

    mutating func add(_ block: DesignBlock, _ fitted: FittedBlock) {
      for i in 0..<block.rows where block.weights[i] > 0 {
        let w = block.weights[i]
        let y = block.response[i]
        let probability = fitted.probability[i]
        observations += block.frequencies[i]
        weight.add(w)
        successes.add(w * y)
        successProbability.add(w * y * probability)
        failureProbability.add(w * (1 - y) * probability)
        if y > 0, y < 1 { entropy.add(-w * (y * .log(y) + (1 - y) * .log(onePlus: -y))) }
      }
    }

    mutating func add(_ other: Sums) {
      observations += other.observations
      weight.add(other.weight.value)
      successes.add(other.successes.value)
      entropy.add(other.entropy.value)
      successProbability.add(other.successProbability.value)
      failureProbability.add(other.failureProbability.value)
    }
  }
}
