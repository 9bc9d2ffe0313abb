internal import Foundation
internal import Risk
internal import Statistics

/// One line of the table of coefficients: maximum likelihood, Wald test and interval.
package struct RiskCoefficient: Sendable, Equatable, Codable {
  /// `(Intercept)`, `column`, or `column=level`.
  package let term: String
  /// Estimate on the logit scale; `nil` for an aliased term, infinite where it is.
  package let estimate: Double?
  /// Standard error; `nil` for aliased and infinite terms.
  package let standardError: Double?
  /// Estimate over standard error.
  package let z: Double?
  /// Two-sided probability of a |z| at least this large under no effect.
  package let pValue: Double?
  /// exp(estimate).
  package let oddsRatio: Double?
  /// Lower end of the Wald interval of the odds ratio, 95 %.
  package let oddsRatioLower: Double?
  /// Upper end of the interval.
  package let oddsRatioUpper: Double?
  /// `estimated`, `infinite`, or `aliased: ` with the combination.
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
  /// The table of coefficients: maximum likelihood, Wald tests and 95 % Wald intervals.
  var coefficientTable: [RiskCoefficient] {
    let reach = Normal.standard.quantile(0.975)
    return zip(encoding.columnNames, fit.coefficients).map { name, coefficient in
      switch coefficient.status {
      case .estimated:
        let value = coefficient.value
        let error = coefficient.standardError
        return RiskCoefficient(
          term: name,
          estimate: value,
          standardError: error,
          z: error.map { value / $0 },
          pValue: error.map { Normal.twoSidedTail(value / $0) },
          oddsRatio: exp(value),
          oddsRatioLower: error.map { exp(value - reach * $0) },
          oddsRatioUpper: error.map { exp(value + reach * $0) },
          status: "estimated"
        )
      case .infinite(let isPositive):
        return RiskCoefficient(
          term: name,
          estimate: isPositive ? .infinity : -.infinity,
          standardError: nil,
          z: nil,
          pValue: nil,
          oddsRatio: isPositive ? .infinity : 0,
          oddsRatioLower: nil,
          oddsRatioUpper: nil,
          status: "infinite"
        )
      case .aliased(let terms):
        return RiskCoefficient(
          term: name,
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
}
