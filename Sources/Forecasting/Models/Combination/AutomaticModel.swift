package import Datasets

/// The default: counts with many zeros get a distribution of counts, all other series a combination.
///
/// A series is intermittent when its values are counts and, over all its months and over its last
/// two years, they are more than 1.32 months apart on average (the border of Syntetos, Boylan and
/// Croston 2005, J. Oper. Res. Soc. 56:495): smoothing and ARIMA take the zeros for a level. Of a
/// pooled definition, the intermittent series of the panel teach ``PooledCounts``. Where they are
/// most of the panel's series, counts of less than two years and series without any value go that
/// way too, whatever their zeros.
package struct AutomaticModel: PooledForecastModel {
  /// For series that are not intermittent.
  let combination: ForecastCombination
  /// For those that are, with what the panel taught it.
  let counts: PooledCounts
  /// True when most series of the panel are intermittent.
  let isPanelIntermittent: Bool

  /// A definition that is to be pooled.
  ///
  /// - Parameter members: of the combination; names in the catalogue, at least one, distinct.
  package init(members: [String]) {
    self.init(
      combination: ForecastCombination(members: members),
      counts: PooledCounts(),
      isPanelIntermittent: false
    )
  }

  private init(combination: ForecastCombination, counts: PooledCounts, isPanelIntermittent: Bool) {
    self.combination = combination
    self.counts = counts
    self.isPanelIntermittent = isPanelIntermittent
  }

  package func domain(of values: [Double]) -> SeriesDomain {
    isForCounts(values) ? counts.domain : combination.domain
  }

  package func pooled(over series: [TimeSeries]) -> AutomaticModel {
    let filled = series.map(\.values).filter { $0.contains(where: \.isFinite) }
    let intermittent = filled.filter(Self.isIntermittent)
    guard intermittent.contains(where: { $0.contains { $0 > 0 } }) else { return self }
    let isMost = 2 * intermittent.count > filled.count
    let teaching = AutomaticModel(
      combination: combination,
      counts: counts.pooled(over: []),
      isPanelIntermittent: isMost
    )
    return AutomaticModel(
      combination: combination,
      counts: counts.pooled(over: series.filter { teaching.isForCounts($0.values) }),
      isPanelIntermittent: isMost
    )
  }

  package func fit(to series: TimeSeries) throws(ForecastingError) -> FittedAutomaticModel {
    if isForCounts(series.values) { return .counts(try counts.fit(to: series)) }
    return .combination(try combination.fit(to: series))
  }

  /// True for values, NaN where missing, that ``counts`` is for.
  private func isForCounts(_ values: [Double]) -> Bool {
    let known = values.filter(\.isFinite)
    guard known.allSatisfy(counts.domain.contains) else { return false }
    if isPanelIntermittent && known.count < Self.recentMonths { return true }
    // Zeros alone are a constant where no panel says what may come.
    return Self.isIntermittent(values) && (counts.pool != nil || known.contains { $0 > 0 })
  }

  /// True for counts, NaN where missing, with many zeros.
  private static func isIntermittent(_ values: [Double]) -> Bool {
    let known = values.filter(\.isFinite)
    guard !known.isEmpty, known.allSatisfy(SeriesDomain.counts.contains) else { return false }
    return [known[...], known.suffix(recentMonths)].allSatisfy { months in
      Double(months.count) >= intermittentInterval * Double(months.count { $0 > 0 })
    }
  }

  /// Mean number of months between two that are not 0 from which a series is intermittent.
  private static let intermittentInterval = 1.32
  /// Months that must be intermittent by themselves.
  private static let recentMonths = 2 * seasonalPeriod
}

extension AutomaticModel: RegressionModel {
  package var estimatesEvents: Bool { combination.estimatesEvents }

  package func told(_ known: KnownMonths) -> AutomaticModel {
    AutomaticModel(
      combination: combination.told(known),
      counts: counts,
      isPanelIntermittent: isPanelIntermittent
    )
  }
}

/// A fit of what suited the series.
package enum FittedAutomaticModel: WarmStartedModel, HeldBackForecaster {
  case combination(FittedCombination)
  case counts(FittedCounts)

  private var fitted: any FittedForecastModel {
    switch self {
    case .combination(let fitted): fitted
    case .counts(let fitted): fitted
    }
  }

  /// The values that the fit can be carried through.
  var domain: SeriesDomain {
    switch self {
    case .combination: .real
    case .counts: .counts
    }
  }

  package var summary: FitSummary { fitted.summary }

  package var isOfPanel: Bool { fitted.isOfPanel }

  package var heldBackErrors: HeldBackErrors? {
    switch self {
    case .combination(let fitted): fitted.heldBackErrors
    case .counts: nil
    }
  }

  package func forecast(horizon: Int) -> Forecast { fitted.forecast(horizon: horizon) }

  package func extended(by values: [Double]) -> FittedAutomaticModel {
    switch self {
    case .combination(let fitted): .combination(fitted.extended(by: values))
    case .counts(let fitted): .counts(fitted.extended(by: values))
    }
  }

  package func refitted(to series: TimeSeries) throws(ForecastingError) -> FittedAutomaticModel {
    switch self {
    case .combination(let fitted): .combination(try fitted.refitted(to: series))
    case .counts(let fitted): .counts(try fitted.refitted(to: series))
    }
  }

  package func oneStepErrors(of values: [Double]) -> [Double]? {
    fitted.oneStepErrors(of: values)
  }
}

extension ForecastModelDescriptor {
  /// ``AutomaticModel`` with four models that err differently: the default.
  package static let auto = ForecastModelDescriptor(
    name: "auto",
    summary:
      "the default: ets_average, arima, ces and dotm combined; counts with many zeros by counts",
    model: AutomaticModel(members: ["ets_average", "arima", "ces", "dotm"])
  )
}
