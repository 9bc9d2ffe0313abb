package import Datasets

/// A fitted combination of models.
package struct FittedCombination: WarmStartedModel, HeldBackForecaster {
  /// A model of the combination.
  struct Member: Sendable {
    /// Its name in the catalogue.
    let name: String
    /// Its share; the shares of a combination add up to 1.
    var weight: Double
    /// Its fit.
    let fitted: any FittedForecastModel
  }

  let members: [Member]
  let isNonnegative: Bool
  let observationCount: Int
  /// The combination's errors on the months held back; `nil` for short series and for saved fits.
  package let heldBackErrors: HeldBackErrors?

  /// Weighs some fits by what they forecast of months held back.
  ///
  /// - Parameters:
  ///   - fits: fits to the series, at least one.
  ///   - series: all values finite.
  init(_ fits: [Member], series: TimeSeries) {
    let isNonnegative = series.values.allSatisfy { $0 >= 0 }
    self.isNonnegative = isNonnegative
    observationCount = series.count
    var members = fits
    let heldBack = Self.heldBack(fits, series)
    let weights =
      heldBack?.inverseErrors(series.values) ?? fits.map { _ in 1 / Double(fits.count) }
    for place in members.indices { members[place].weight = weights[place] }
    self.members = members
    heldBackErrors = heldBack.map { held in
      HeldBackErrors(
        of: series.values,
        heldBack: held.count,
        forecasts: held.forecasts[0].indices.map { origin in
          Self.combined(
            held.forecasts.map { $0[origin] },
            weights: weights,
            isNonnegative: isNonnegative
          )
        }
      )
    }
  }

  private init(
    members: [Member],
    isNonnegative: Bool,
    observationCount: Int
  ) {
    self.members = members
    self.isNonnegative = isNonnegative
    self.observationCount = observationCount
    heldBackErrors = nil
  }

  package var summary: FitSummary {
    let summaries = members.map(\.fitted.summary)
    return FitSummary(
      form: "\(summaries.map(\.form).joined(separator: " + "))",
      observationCount: observationCount,
      parameters: members.map { .init($0.name, $0.weight) },
      converged: summaries.allSatisfy(\.converged)
    )
  }

  package func forecast(horizon: Int) -> Forecast {
    Self.combined(
      members.map { $0.fitted.forecast(horizon: horizon) },
      weights: members.map(\.weight),
      isNonnegative: isNonnegative
    )
  }

  package func extended(by values: [Double]) -> FittedCombination {
    FittedCombination(
      members: members.map {
        Member(name: $0.name, weight: $0.weight, fitted: $0.fitted.extended(by: values))
      },
      isNonnegative: isNonnegative && values.allSatisfy { $0 >= 0 },
      observationCount: observationCount + values.count
    )
  }

  /// Members in the same forms; weighed again.
  package func refitted(to series: TimeSeries) throws(ForecastingError) -> FittedCombination {
    var fits: [Member] = []
    for member in members {
      guard let descriptor = ForecastModelCatalog[member.name] else { continue }
      let fitted = try descriptor.fit(to: series, startingFrom: member.fitted)
      fits.append(Member(name: member.name, weight: 1, fitted: fitted))
    }
    return FittedCombination(fits, series: series)
  }

  /// The weighted errors of the members.
  package func oneStepErrors(of values: [Double]) -> [Double]? {
    var result = [Double](repeating: 0, count: values.count)
    for member in members {
      guard let errors = member.fitted.oneStepErrors(of: values) else { return nil }
      for t in errors.indices { result[t] += member.weight * errors[t] }
    }
    return result
  }

  private static func combined(
    _ forecasts: [Forecast],
    weights: [Double],
    isNonnegative: Bool
  ) -> Forecast {
    Forecast(
      steps: (0..<forecasts[0].horizon).map { step in
        let parts = forecasts.map { $0.steps[step] }
        let combined = ForecastDistribution.quantileAverage(
          [.init(weight: 0.5, distribution: .quantileMedian(parts))]
            + zip(weights, parts).map { .init(weight: $0 / 2, distribution: $1) }
        )
        return isNonnegative ? combined.rectified : combined
      }
    )
  }
}

extension FittedCombination {
  /// What the members forecast of the months held back.
  private struct HeldBack {
    /// Months held back.
    let count: Int
    /// One forecast an origin, for each member.
    let forecasts: [[Forecast]]

    /// Weights in proportion to the inverse of the mean absolute errors.
    func inverseErrors(_ values: [Double]) -> [Double]? {
      let first = values.count - count
      var inverse: [Double] = []
      for forecasts in forecasts {
        var sum = 0.0
        var months = 0.0
        for (shown, forecast) in zip(HeldBackErrors.origins(heldBack: count), forecasts) {
          for (step, median) in forecast.median.enumerated() {
            sum += abs(values[first + shown + step] - median)
            months += 1
          }
        }
        guard sum > 0 else { return nil }
        inverse.append(months / sum)
      }
      let total = inverse.reduce(0, +)
      return total.isFinite ? inverse.map { $0 / total } : nil
    }
  }

  private static func heldBack(_ fits: [Member], _ series: TimeSeries) -> HeldBack? {
    let count = HeldBackErrors.count(of: series.count)
    let first = series.count - count
    guard count >= ForecastCombination.leastHeldBack, first >= ForecastCombination.leastTraining
    else { return nil }
    let training = series.prefix(first)
    var forecasts: [[Forecast]] = []
    for member in fits {
      guard let descriptor = ForecastModelCatalog[member.name] else { return nil }
      do throws(ForecastingError) {
        var fitted = try descriptor.fit(to: training, startingFrom: member.fitted)
        var shown = 0
        var own: [Forecast] = []
        for origin in HeldBackErrors.origins(heldBack: count) {
          fitted = fitted.extended(by: Array(series.values[first + shown..<first + origin]))
          shown = origin
          own.append(fitted.forecast(horizon: count - origin))
        }
        forecasts.append(own)
      } catch {
        return nil
      }
    }
    return HeldBack(count: count, forecasts: forecasts)
  }
}

extension FittedCombination {
  private enum CodingKeys: String, CodingKey {
    case members, isNonnegative, observationCount
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      members: try container.decode([Member].self, forKey: .members),
      isNonnegative: try container.decode(Bool.self, forKey: .isNonnegative),
      observationCount: try container.decode(Int.self, forKey: .observationCount)
    )
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(members, forKey: .members)
    try container.encode(isNonnegative, forKey: .isNonnegative)
    try container.encode(observationCount, forKey: .observationCount)
  }

  package static func == (left: FittedCombination, right: FittedCombination) -> Bool {
    left.observationCount == right.observationCount
      && left.isNonnegative == right.isNonnegative && left.members == right.members
  }
}

extension FittedCombination.Member: Codable, Equatable {
  private enum CodingKeys: String, CodingKey {
    case name, weight, fitted
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let name = try container.decode(String.self, forKey: .name)
    self.init(
      name: name,
      weight: try container.decode(Double.self, forKey: .weight),
      fitted: try container.decodeFit(ofModel: name, forKey: .fitted)
    )
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(weight, forKey: .weight)
    try container.encode(fit: fitted, forKey: .fitted)
  }

  static func == (left: Self, right: Self) -> Bool {
    left.name == right.name && left.weight == right.weight
      && isEqual(left.fitted, right.fitted)
  }

  private static func isEqual<Fitted: FittedForecastModel>(
    _ left: Fitted,
    _ right: any FittedForecastModel
  ) -> Bool {
    left == right as? Fitted
  }
}
