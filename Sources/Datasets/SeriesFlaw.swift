/// What was wrong with some rows of a series, and is not in its values.
package struct SeriesFlaw: Codable, Equatable, Sendable {
  /// What was wrong.
  package let kind: Kind
  /// Number of months with it, at least 1.
  package let count: Int
  /// Line of the file of the first of them, from 1; `nil` where no single one stands for it.
  package let line: Int?

  /// What can be wrong with rows of a series.
  package enum Kind: String, Codable, CaseIterable, Sendable {
    /// A month stands twice with one value, which counts once.
    case repeatedMonth
    /// A month stands twice with two values and counts as missing.
    case contradictedMonth
    /// A value is infinite and counts as missing.
    case infiniteValue
    /// A month is more than ten years from all others and is left out.
    case remoteMonth
    /// A month is after the last one of the panel, where all series must end together, and is left
    /// out.
    case lateMonth
  }

  /// A flaw.
  package init(_ kind: Kind, count: Int, line: Int? = nil) {
    precondition(count >= 1, "no month")
    self.kind = kind
    self.count = count
    self.line = line
  }
}
