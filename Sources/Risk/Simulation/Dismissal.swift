internal import Datasets
internal import Statistics

/// A job that a simulated person is dismissed from, with one before it for some.
package struct Dismissal {
  /// The contract.
  let kind: Situation
  /// The jobs in order; the last is the one that ends.
  let episodes: [SimulatedPerson.Episode]

  /// Share of each contract among dismissals; apprentices are younger than 30.
  package static let contractShares: [(Situation, Double)] = [
    (.permanent, 0.72), (.fixedTerm, 0.15), (.apprenticeship, 0.07), (.agency, 0.06),
  ]
  /// Share of each cause.
  package static let causeShares: [(String, Double)] = [
    ("licenziamento_individuale", 0.66), ("licenziamento_collettivo", 0.14),
    ("cessazione_attivita", 0.20),
  ]
  /// Share of persons with a job before the one that ends.
  package static let earlierShare = 0.6
  /// Nobody works before this age, in months.
  private static let workingAge = 16 * 12

  /// Draws a dismissal in a month.
  init(
    in month: Month,
    _ background: SimulatedPerson.Background,
    _ generator: inout SeededGenerator
  ) {
    let age = background.birth.distance(to: month)
    let drawn = Self.draw(Self.contractShares, &generator)
    kind = drawn == .apprenticeship && age >= 30 * 12 ? .permanent : drawn
    let end = month.firstDay.advanced(by: generator.index(below: 28))
    let earliest = background.birth.advanced(by: Self.workingAge).firstDay
    func before(_ day: CalendarDate, _ days: Range<Int>) -> CalendarDate {
      day.advanced(by: -(days.lowerBound + generator.index(below: days.count)))
    }
    let start = min(max(before(end, 60..<2400), earliest), end)
    let cause = Self.draw(Self.causeShares, &generator)
    var jobs = [SimulatedPerson.Episode(kind: kind, start: start, end: end, cause: cause)]
    let hasEarlier = generator.uniform() < Self.earlierShare
    let earlierEnd = before(start, 10..<200)
    let earlierStart = before(earlierEnd, 60..<700)
    if hasEarlier, earlierStart >= earliest {
      jobs.insert(
        SimulatedPerson.Episode(
          kind: generator.uniform() < 0.75 ? .fixedTerm : .agency,
          start: earlierStart,
          end: earlierEnd,
          cause: "fine_termine"
        ),
        at: 0
      )
    }
    episodes = jobs
  }

  private static func draw<Value>(
    _ shares: [(Value, Double)],
    _ generator: inout SeededGenerator
  ) -> Value {
    var left = generator.uniform()
    for (value, share) in shares {
      left -= share
      if left < 0 { return value }
    }
    return shares[0].0
  }
}
