internal import Risk
internal import Statistics

/// The test of a whole term: that all its coefficients are 0.
package struct RiskTermTest: Sendable, Equatable, Codable {
  /// What is tested: `column`, or `a:b`.
  package let term: String
  /// Chi-squared statistic; `nil` when there is no test.
  package let statistic: Double?
  /// Its degrees of freedom.
  package let degreesOfFreedom: Int?
  /// Probability of a larger statistic where the coefficients are 0.
  package let pValue: Double?
  /// `tested`, or why there is no test.
  package let status: String

  private enum CodingKeys: String, CodingKey {
    case term
    case statistic
    case degreesOfFreedom = "df"
    case pValue = "p_value"
    case status
  }
}

extension RiskModel {
  /// The tests of whole terms; empty when none were asked for.
  var termTests: [RiskTermTest] {
    (inference?.termTests ?? []).map { test in
      RiskTermTest(
        term: test.term,
        statistic: test.result?.statistic,
        degreesOfFreedom: test.result?.degreesOfFreedom,
        pValue: test.result?.pValue,
        status: test.reason?.rawValue ?? "tested"
      )
    }
  }
}
