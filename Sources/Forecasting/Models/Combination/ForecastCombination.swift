package import Datasets

/// Several models, fitted to the same series and combined.
///
/// ```
/// q(p) = (median of q_i(p) + Σ w_i q_i(p)) / 2,   w_i = (1/e_i) / Σ 1/e_j
/// ```
/// Quantile functions q_i are combined, not densities, so that an interval has the middle width of
/// the members' instead of being widened by the distance between their centres. The median of four
/// models and the mean weighted by the inverse of the errors e_i on rolling origins were the best of
/// the statistical combinations in the M4 competition (Petropoulos and Svetunkov 2020, Fiorucci and
/// Louzada 2020, both in Int. J. Forecasting 36). On months before the last of M3 and Tourism, the
/// median is better on one set and the weights on the other; their mean is never the worse of both.
///
/// The last months of a series are held back once (``HeldBackErrors``): members are fitted to the
/// months before in the forms chosen for the whole, and forecast them from several origins. The errors
/// give the weights and, of the combination, the widths of its intervals. Series too short for that
/// have equal weights.
///
/// Told of events and the calendar, members with regressors know of them. The months of events are
/// left out of the series for all members: with a column of its own, a month tells such a member
/// nothing, whatever it holds, and its forecast is the one that it makes on its own.
package struct ForecastCombination: ForecastModel {
  /// Names of the members in the catalogue.
  package let members: [String]
  /// What the members are told of.
  private var known = KnownMonths()

  /// A combination.
  ///
  /// - Parameter members: names in the catalogue, at least one, distinct.
  package init(members: [String]) {
    precondition(!members.isEmpty, "nothing to combine")
    self.members = members
  }

  /// Two years, so that every member can see a season.
  private static let required = 2 * seasonalPeriod

  package func fit(to series: TimeSeries) throws(ForecastingError) -> FittedCombination {
    try check(series, required: Self.required)
    var fits: [FittedCombination.Member] = []
    for name in members {
      guard let descriptor = ForecastModelCatalog[name] else { continue }
      do throws(ForecastingError) {
        fits.append(
          .init(name: name, weight: 1, fitted: try descriptor.told(known).fit(to: series))
        )
      } catch {
        // Too short for this member: the others do.
        continue
      }
    }
    guard !fits.isEmpty else { throw .tooShort(required: Self.required + 1, found: series.count) }
    return FittedCombination(fits, series: series)
  }

  /// Fewest months that are left when the last are held back.
  static let leastTraining = 2 * seasonalPeriod
  /// Fewest months held back.
  static let leastHeldBack = seasonalPeriod / 2
}

extension ForecastCombination: RegressionModel {
  package var estimatesEvents: Bool { false }

  package func told(_ known: KnownMonths) -> ForecastCombination {
    var result = self
    result.known = known
    return result
  }
}
