internal import Datasets

/// A number computed from data, with the interval that shows how far to trust it.
package struct Estimate: Sendable, Equatable, Codable {
  /// The estimate.
  package let value: Double
  /// Lower end of the interval; `nil` without one.
  package let lower: Double?
  /// Upper end of the interval; `nil` without one.
  package let upper: Double?

  /// An estimate.
  package init(_ value: Double, lower: Double? = nil, upper: Double? = nil) {
    self.value = value
    self.lower = lower
    self.upper = upper
  }

  /// Whether the interval holds a number; `nil` without an interval.
  func covers(_ number: Double) -> Bool? {
    guard let lower, let upper else { return nil }
    return lower <= number && number <= upper
  }
}

extension Language {
  /// An estimate with its interval in brackets, as `0,88 (0,83–0,92)`.
  func estimate(_ estimate: Estimate, decimals: Int) -> String {
    self.estimate(estimate) { number($0, decimals: decimals) }
  }

  /// A share with its interval in brackets, as `69,0% (58,0–79,0%)`.
  func percent(_ estimate: Estimate, decimals: Int) -> String {
    self.estimate(estimate) { percent($0, decimals: decimals) }
  }

  /// An odds ratio with its interval in brackets.
  func oddsRatio(_ estimate: Estimate) -> String { self.estimate(estimate, written: oddsRatio) }

  private func estimate(_ estimate: Estimate, written: (Double) -> String) -> String {
    let value = written(estimate.value)
    guard let lower = estimate.lower, let upper = estimate.upper,
      !lower.isNaN, !upper.isNaN
    else { return value }
    return "\(value) (\(interval(written(lower), written(upper))))"
  }

  /// Two ends as `0,83–0,92`; with a word between them where a minus sign would meet the dash.
  func interval(_ lower: String, _ upper: String) -> String {
    let hasSign = lower.hasPrefix("−") || upper.hasPrefix("−")
    return lower + (hasSign ? catalogue.intervalTo : "–") + upper
  }

  /// Texts in a row, as `a, b e c`.
  func list(_ texts: [String]) -> String {
    guard let last = texts.last, texts.count > 1 else { return texts.first ?? "" }
    return texts.dropLast().joined(separator: ", ") + catalogue.listSeparatorLast + last
  }
}
