internal import Foundation
internal import Risk
internal import Statistics

/// One line of the table of coefficients: estimate, test and interval, as the specification asks.
package struct RiskCoefficient: Sendable, Equatable, Codable {
  /// `(Intercept)`, `column`, or `column=level`.
  package let term: String
  /// Estimate on the logit scale; `nil` for an aliased term, infinite where it is.
  package let estimate: Double?
  /// Standard error; `nil` for aliased and infinite terms.
  package let standardError: Double?
  /// Estimate over standard error; the signed root of the likelihood ratio with profile intervals.
  package let z: Double?
  /// Two-sided probability of a |z| at least this large where the coefficient is 0.
  package let pValue: Double?
  /// exp(estimate).
  package let oddsRatio: Double?
  /// Lower end of the interval of the odds ratio; 0 where it is open.
  package let oddsRatioLower: Double?
  /// Upper end of the interval; infinite where it is open.
  package let oddsRatioUpper: Double?
  /// `estimated`, `infinite`, or `aliased: ` with the combination; with a penalty `penalised`,
  /// `zero`, or `unpenalised` for the intercept and terms of factor 0.
  package let status: String

  // The names that the CSV form has too.
  private enum CodingKeys: String, CodingKey {
    case term
    case estimate
    case standardError = "std_error"
    case z
    case pValue = "p_value"
    case oddsRatio = "odds_ratio"
    case oddsRatioLower = "or_lower"
    case oddsRatioUpper = "or_upper"
    case status
  }
}

extension RiskModel {
  /// The table of coefficients, with the standard errors, intervals and tests asked for.
  var coefficientTable: [RiskCoefficient] {
    let level = specification.inference.level
    let reach = Normal.standard.quantile((1 + level) / 2)
    return encoding.columnNames.indices.map { column in
      let coefficient = fit.coefficients[column]
      // Files of format 1 have the errors of the likelihood alone.
      let error = inference.map { $0.standardErrors[column] } ?? coefficient.standardError
      let profile = inference?.profiles?.first { $0.column == column }
      let wald = inference?.profiles == nil ? error : nil
      switch coefficient.status {
      case .estimated:
        let value = coefficient.value
        return RiskCoefficient(
          term: encoding.columnNames[column],
          estimate: value,
          standardError: error,
          z: wald.map { value / $0 } ?? profile?.statistic.map { Self.root($0, signOf: value) },
          pValue: wald.map { Normal.twoSidedTail(value / $0) } ?? profile?.pValue,
          oddsRatio: exp(value),
          oddsRatioLower: wald.map { exp(value - reach * $0) } ?? profile?.lower.oddsRatio(0),
          oddsRatioUpper: wald.map { exp(value + reach * $0) }
            ?? profile?.upper.oddsRatio(.infinity),
          status: shrinkage(of: column) ?? "estimated"
        )
      case .infinite(let isPositive):
        let sign: Double = isPositive ? 1 : -1
        return RiskCoefficient(
          term: encoding.columnNames[column],
          estimate: sign * .infinity,
          standardError: nil,
          z: profile?.statistic.map { Self.root($0, signOf: sign) },
          pValue: profile?.pValue,
          oddsRatio: isPositive ? .infinity : 0,
          oddsRatioLower: profile?.lower.oddsRatio(0),
          oddsRatioUpper: profile?.upper.oddsRatio(.infinity),
          status: "infinite"
        )
      case .aliased(let terms):
        return RiskCoefficient(
          term: encoding.columnNames[column],
          estimate: nil,
          standardError: nil,
          z: nil,
          pValue: nil,
          oddsRatio: nil,
          oddsRatioLower: nil,
          oddsRatioUpper: nil,
          status: "aliased: \(combination(terms))"
        )
      }
    }
  }

  /// What a penalty did to an estimate; `nil` without one.
  private func shrinkage(of column: Int) -> String? {
    guard let penalty else { return nil }
    if penalty.factors[column] == 0 { return "unpenalised" }
    return fit.coefficients[column].value == 0 ? "zero" : "penalised"
  }

  private static func root(_ statistic: Double, signOf value: Double) -> Double {
    value < 0 ? -statistic.squareRoot() : statistic.squareRoot()
  }
}

extension ProfileBound {
  /// The bound of an odds ratio; `open` where the bound is infinite, `nil` where it was not found.
  fileprivate func oddsRatio(_ open: Double) -> Double? {
    switch self {
    case .finite(let value): exp(value)
    case .infinite: open
    case .notFound: nil
    }
  }
}
