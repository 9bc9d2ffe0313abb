internal import Workflows

/// How many series came about how, for people.
enum StatusText {
  /// One row a status that occurs.
  static func table(_ statuses: ForecastResult.StatusCounts) -> TextTable {
    let counts = [
      ("as they are", statuses.ok),
      ("too short or unsuitable: a simpler model", statuses.fallback),
      ("less than a year: the panel's forecast", statuses.ofPanel),
      ("months of events left out", statuses.withoutEvents),
      ("missing months interpolated", statuses.interpolated),
      ("no value in the last months", statuses.withoutLastMonths),
      ("ended before the panel", statuses.endedEarly),
      ("going on after the panel", statuses.endedLate),
      ("months that stand twice", statuses.withRepeatedMonths),
      ("months with two values taken as missing", statuses.withContradictedMonths),
      ("infinite values taken as missing", statuses.withInfiniteValues),
      ("months far from all others left out", statuses.withStrayMonths),
      ("fitted now, not by the saved panel", statuses.fittedNow),
      ("errors of fewer months than others drawn", statuses.fewErrors),
      ("constant", statuses.constant),
      ("no value at all: no forecast", statuses.empty),
      ("values too large: no forecast", statuses.tooLarge),
    ]
    return TextTable(
      header: ["status", "series"],
      rows: counts.filter { $0.1 > 0 }.map { [$0.0, "\($0.1)"] }
    )
  }
}
