internal import Datasets

/// Whether an episode of a person has ended some days before a date, with none of its kind since:
/// the cessation rule.
struct EndingRule {
  private let ending: CohortSpecification.Ending
  private let kinds: Set<Int>
  private let causes: Column?

  /// A rule.
  ///
  /// - Throws: `unknownColumn`; `invalidValue` for a kind that does not occur.
  init(
    _ ending: CohortSpecification.Ending,
    _ table: Dataset,
    kinds names: [String]
  ) throws(DataProblem) {
    var kinds: Set<Int> = []
    for kind in ending.kinds {
      guard let place = names.firstIndex(of: kind) else {
        throw DataProblem(
          .invalidValue(
            expected: "a kind of episode of \(table.source): "
              + names.prefix(20).joined(separator: ", ")
          ),
          column: "where"
        )
      }
      kinds.insert(place)
    }
    self.ending = ending
    self.kinds = kinds
    causes = try ending.causeColumn.map { name throws(DataProblem) in try table.column(name) }
  }

  /// Whether the rule holds of a person's known episodes at a date.
  func holds(_ episodes: [Episode], at date: Month) -> Bool {
    let day = date.firstDay
    // An end on the date or later is not known before it.
    let own = episodes.filter { kinds.contains($0.kind) }
    return own.contains { ended in
      guard !ended.isOpen, ended.end < day else { return false }
      // Late news count from the day after they came in.
      let due = max(ended.end.advanced(by: ending.days), ended.knownSince.advanced(by: 1))
      guard due <= day else { return false }
      if let within = ending.within, due <= date.advanced(by: -within).firstDay { return false }
      if let causes {
        guard let cause = causes.text(at: ended.row), ending.causes.contains(cause) else {
          return false
        }
      }
      // Nothing of the kind that goes on, or began, after the end.
      return !own.contains { other in
        other.row != ended.row && (other.isOpen || other.end > ended.end)
      }
    }
  }
}
