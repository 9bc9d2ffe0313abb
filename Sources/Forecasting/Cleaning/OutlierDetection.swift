internal import Datasets
internal import RealModule
internal import Statistics

/// Additive outliers and level shifts of a series, by the innovations of an ARIMA model.
///
/// Chen and Liu (1993, J. American Statistical Association 88:284): an effect of size ω in month τ,
/// a pulse or a step, moves the innovations by ω x(τ), where x is the effect's column run through the
/// model's filter; its estimate and t are those of a regression of the innovations on x,
///
/// ```
/// ω = Σ x e / Σ x²,   t = ω √(Σ x²) / σ
/// ```
/// with x less its regression on the columns there are already. The largest |t| over all months and
/// both kinds is taken in until none is above the limit, σ being the median absolute deviation, which
/// outliers do not move. Then the model is chosen again with the effects as regressors, and effects
/// that are below the limit in the joint regression are dropped, the smallest first; and so on until
/// nothing new is found.
///
/// The limit is that of Bonferroni: for N months and kinds that are looked at, the quantile of
/// Student's t at 1 - 0.05 / 2N, about 3.7 for ten years. So a series of independent normal
/// innovations has something found in it with a probability of at most 5 %.
///
/// A shift that the chosen model takes for a level that wanders is not found, such as that of the Nile
/// in 1899: a difference leaves one month of it. Series whose errors are not normal, such as counts
/// that are mostly 0, have more found in them than the limit says.
struct OutlierDetection {
  /// A change that was found.
  struct Effect {
    /// Index of the month, of a level shift the first at the new level.
    let place: Int
    /// True for a level shift.
    let isLasting: Bool
    /// How far off, in the unit of the series.
    let size: Double
    /// The size in standard errors.
    let t: Double
  }

  /// What was found, by month.
  private(set) var effects: [Effect] = []

  /// Probability of a false alarm in a series.
  static let falseAlarm = 0.05
  /// Fewest months before and after a level shift.
  static let leastRun = 6
  /// Largest share of the months that are outliers.
  private static let largestShare = 0.1
  private static let rounds = 3

  /// Looks for effects; `nil` for a series to which no model can be fitted.
  ///
  /// - Parameters:
  ///   - series: all values finite.
  ///   - isObserved: false for months that were filled in, which are no outliers.
  ///   - known: regressors that explain what is known.
  init?(_ series: TimeSeries, isObserved: [Bool], known: [ARIMARegressor]) {
    let known = known.filter { $0.touches(series.id) }
    var found: [Candidate] = []
    var limit = Double.infinity
    for _ in 0..<Self.rounds {
      let regressors = known + found.map { $0.regressor(of: series) }
      guard let fit = try? ARIMA(regressors: regressors).fit(to: series),
        let filtered = FilteredEffects(fit, series, known: known)
      else { break }
      limit = Self.limit(
        tests: isObserved.count { $0 } + max(0, series.count - 2 * Self.leastRun),
        freedom: filtered.freedom
      )
      found = filtered.eliminated(found, limit: limit)
      let before = found
      let most = Int(Self.largestShare * Double(series.count))
      while found.count < most, let next = filtered.largest(beside: found, isObserved, limit: limit)
      {
        found.append(next)
      }
      found = filtered.eliminated(found, limit: limit)
      effects = filtered.effects(found)
      if found == before { break }
    }
    guard limit.isFinite else { return nil }
    effects.sort { $0.place < $1.place }
  }

  /// A month and a kind of effect.
  struct Candidate: Equatable {
    let place: Int
    let isLasting: Bool

    func regressor(of series: TimeSeries) -> ARIMARegressor {
      let month = series.start.advanced(by: place)
      return isLasting
        ? ARIMARegressor(name: "level shift \(month)", .level(month: month))
        : ARIMARegressor(name: "outlier \(month)", .pulse(month: month))
    }
  }

  /// Bonferroni's limit of |t|, by the first terms of the expansion of Student's quantile in that of
  /// the normal (Abramowitz and Stegun 1964, 26.7.5).
  ///
  /// - Parameters:
  ///   - tests: number of months and kinds that are looked at.
  ///   - freedom: degrees of freedom of σ.
  /// - Returns: above 0.
  static func limit(tests: Int, freedom: Double) -> Double {
    let z = Normal.standard.quantile(1 - falseAlarm / 2 / Double(max(tests, 1)))
    let cube = z * z * z
    let first = (cube + z) / 4
    let second = (5 * cube * z * z + 16 * cube + 3 * z) / 96
    let freedom = max(freedom, 1)
    return z + first / freedom + second / (freedom * freedom)
  }
}
