package import Datasets
internal import RealModule
internal import Statistics

/// The Theta method with a line that is fitted anew each month.
///
/// The dynamic optimised Theta model of Fiorucci, Pellegrini, Louzada, Petropoulos and Koehler
/// (2016, Int. J. Forecasting 32:1151), see ``DynamicThetaState``; with a given θ of 2 the dynamic
/// standard Theta model. Least squares over α in [0.1, 0.99], l₀ and θ ≥ 1 by ``ThetaRegression``;
/// the first three months, in which there is hardly a line, are not judged, as in the authors'
/// program. A season that passes the test is taken out first, as for ``Theta``. statsforecast's
/// `DynamicOptimizedTheta` searches over all three parameters and reaches at most this minimum.
///
/// The forecast feeds itself to level and line. So does an error: one of size 1 in month j moves
/// the months after it by ψ_{j,1}, ψ_{j,2}, …, found by the same recursion, and the variance h
/// months ahead is `σ² Σ_{j ≤ h} ψ²_{j,h-j}`, ψ_{j,0} = 1.
package struct DynamicTheta: ForecastModel {
  /// θ where it is not estimated, at least 1.
  package let theta: Double?

  /// A dynamic Theta model.
  ///
  /// - Parameter theta: at least 1; `nil` to estimate it.
  package init(theta: Double? = nil) {
    precondition(theta ?? 1 >= 1, "theta below 1")
    self.theta = theta
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let theta = try container.decodeIfPresent(Double.self, forKey: .theta)
    guard theta ?? 1 >= 1 else {
      throw DecodingError.dataCorruptedError(
        forKey: .theta,
        in: container,
        debugDescription: "theta below 1"
      )
    }
    self.init(theta: theta)
  }

  /// Months at the beginning whose errors do not count.
  static let unjudgedCount = 3

  package func fit(to series: TimeSeries) throws(ForecastingError) -> FittedDynamicTheta {
    // Three errors more than parameters.
    try check(series, required: Self.unjudgedCount + 6)
    let (adjustment, values) = SeasonalAdjustment.adjust(series.values)
    let problem = ThetaRegression(
      values: values,
      lines: Self.lines(values),
      firstJudged: Self.unjudgedCount
    )
    let best = problem.solution(weight: theta.map { 1 - 1 / $0 })
    var state = DynamicThetaState(firstLevel: best.firstLevel)
    for value in values { state.advance(by: value, alpha: best.alpha) }
    let estimated = (theta == nil ? 3 : 2) + adjustment.degreesOfFreedom
    return FittedDynamicTheta(
      adjustment: adjustment,
      alpha: best.alpha,
      weight: best.weight,
      firstLevel: best.firstLevel,
      state: state,
      variance: best.sumOfSquares / Double(values.count - Self.unjudgedCount - estimated),
      isNonnegative: series.values.allSatisfy { $0 >= 0 },
      converged: best.converged
    )
  }

  /// The line before each month, which depends on the data alone.
  private static func lines(_ values: [Double]) -> [SIMD2<Double>] {
    var state = DynamicThetaState(firstLevel: 0)
    return values.map { value in
      let line = SIMD2(state.intercept, state.slope)
      state.advance(by: value, alpha: 1)
      return line
    }
  }
}

/// Level and line of a dynamic Theta model after some months.
///
/// ```
/// y_t = l_{t-1} + w ((1-α)^{t-1} A_{t-1} + (1 - (1-α)^t) / α · B_{t-1}) + e_t,   w = 1 - 1/θ
/// l_t = α y_t + (1-α) l_{t-1}
/// B_t = ((t-2) B_{t-1} + 6 (y_t - ȳ_{t-1}) / t) / (t+1),   A_t = ȳ_t - B_t (t+1) / 2
/// ```
/// from l₀, A₀ = B₀ = 0, A₁ = y₁, B₁ = 0; A_t + B_t x is the least-squares line through the first t
/// months. The recursion is linear in level, line and values.
package struct DynamicThetaState: Codable, Equatable, Sendable {
  /// l_t.
  package private(set) var level: Double
  /// A_t.
  package private(set) var intercept = 0.0
  /// B_t.
  package private(set) var slope = 0.0
  /// Mean of the months so far.
  private var mean = 0.0
  /// t.
  package private(set) var monthCount = 0

  /// The state before the first month.
  package init(firstLevel: Double) {
    level = firstLevel
  }

  /// The state after an error of 1 in a month that would else be 0, as everything before it.
  init(unitErrorAfter monthCount: Int, alpha: Double) {
    level = 0
    self.monthCount = monthCount
    advance(by: 1, alpha: alpha)
  }

  /// What the next month is expected to be.
  ///
  /// - Parameters:
  ///   - alpha: smoothing parameter.
  ///   - weight: w = 1 - 1/θ.
  /// - Returns: the one-step forecast.
  package func prediction(alpha: Double, weight: Double) -> Double {
    let decay = Double.pow(1 - alpha, monthCount)
    return level + weight * (decay * intercept + (1 - decay * (1 - alpha)) / alpha * slope)
  }

  /// Takes in the next month.
  package mutating func advance(by value: Double, alpha: Double) {
    level += alpha * (value - level)
    monthCount += 1
    let t = Double(monthCount)
    slope = monthCount == 1 ? 0 : ((t - 2) * slope + 6 * (value - mean) / t) / (t + 1)
    mean += (value - mean) / t
    intercept = mean - slope * (t + 1) / 2
  }
}

/// A fitted dynamic Theta model.
package struct FittedDynamicTheta: FittedForecastModel {
  let adjustment: SeasonalAdjustment
  let alpha: Double
  let weight: Double
  let firstLevel: Double
  let state: DynamicThetaState
  let variance: Double
  let isNonnegative: Bool
  let converged: Bool

  package var summary: FitSummary {
    FitSummary(
      form: adjustment.kind == .none
        ? "dynamic Theta" : "dynamic Theta, \(adjustment.kind.rawValue) season",
      observationCount: state.monthCount,
      parameters: [
        .init("alpha", alpha), .init("weight", weight), .init("first level", firstLevel),
      ],
      residualVariance: variance,
      converged: converged
    )
  }

  package func forecast(horizon: Int) -> Forecast {
    precondition(horizon >= 1, "no month to forecast")
    let factors = varianceFactors(horizon: horizon)
    var state = state
    var steps: [ForecastDistribution] = []
    steps.reserveCapacity(horizon)
    for step in 0..<horizon {
      let mean = state.prediction(alpha: alpha, weight: weight)
      state.advance(by: mean, alpha: alpha)
      let normal = Normal(mean: mean, standardDeviation: .sqrt(variance * factors[step]))
      let restored = adjustment.restored(.normal(normal), step: step)
      steps.append(isNonnegative ? restored.rectified : restored)
    }
    return Forecast(steps: steps)
  }

  /// The variance of each month ahead over that of an error.
  private func varianceFactors(horizon: Int) -> [Double] {
    var factors = [Double](repeating: 1, count: horizon)
    for month in 0..<horizon - 1 {
      var effect = DynamicThetaState(unitErrorAfter: state.monthCount + month, alpha: alpha)
      for later in month + 1..<horizon {
        let moved = effect.prediction(alpha: alpha, weight: weight)
        factors[later] += moved * moved
        effect.advance(by: moved, alpha: alpha)
      }
    }
    return factors
  }

  /// The season goes on; level and line take in the months.
  package func extended(by values: [Double]) -> FittedDynamicTheta {
    var state = state
    for (step, value) in values.enumerated() {
      state.advance(by: adjustment.removed(value, step: step), alpha: alpha)
    }
    return FittedDynamicTheta(
      adjustment: adjustment.advanced(by: values.count),
      alpha: alpha,
      weight: weight,
      firstLevel: firstLevel,
      state: state,
      variance: variance,
      isNonnegative: isNonnegative && values.allSatisfy { $0 >= 0 },
      converged: converged
    )
  }

  /// The errors of the recursion, with the season put back into its predictions; the first months,
  /// which the estimation does not judge, are compared with the month before, the first with itself.
  package func oneStepErrors(of values: [Double]) -> [Double]? {
    let count = values.count
    guard count == state.monthCount else { return nil }
    var state = DynamicThetaState(firstLevel: firstLevel)
    var previous = 0.0
    return values.indices.map { t in
      let adjusted = adjustment.removed(values[t], at: t, of: count)
      if t == 0 { previous = adjusted }
      let prediction =
        t < DynamicTheta.unjudgedCount
        ? previous : state.prediction(alpha: alpha, weight: weight)
      state.advance(by: adjusted, alpha: alpha)
      previous = adjusted
      return values[t] - adjustment.restored(prediction, at: t, of: count)
    }
  }
}

extension ForecastModelDescriptor {
  /// ``DynamicTheta`` with θ estimated.
  package static let dynamicTheta = ForecastModelDescriptor(
    name: "dotm",
    summary: "the Theta method with a line of the months so far and its weight estimated",
    model: DynamicTheta()
  )
}
