internal import Datasets

/// What happened to persons after a date.
struct CohortLabels {
  /// An outcome, or why there is none.
  enum Label {
    case positive
    case negative
    /// States are missing that could change it.
    case unknown
    /// The person is away within the window.
    case moved
    /// The window reaches beyond the data.
    case notClosed

    /// 1 and 0; NaN for what is not known.
    var number: Double {
      switch self {
      case .positive: 1
      case .negative: 0
      case .unknown, .moved, .notClosed: .nan
      }
    }
  }

  private let label: CohortSpecification.Label
  private let states: [Int32]
  private let history: StateHistory
  private let moved: [Month?]

  /// Labels of persons.
  ///
  /// - Throws: `invalidValue` for a state that nobody is ever in.
  init(
    _ specification: CohortSpecification,
    _ records: PersonRecords,
    source: String
  ) throws(DataProblem) {
    label = specification.label
    history = records.outcomes
    moved = records.moved
    states = try history.codes(of: label.states, source: source, key: "label")
  }

  /// The label of a person at a date.
  ///
  /// A window that is not closed says nothing, not even of whom the event has hit already: rows of
  /// positives alone would be learned from.
  func of(_ person: Int, at date: Month) -> Label {
    guard history.covers(date, months: label.months) else { return .notClosed }
    let present = moved[person].map { max(min(date.distance(to: $0), label.months), 0) }
    let months = present ?? label.months
    let found = history.count(states, row: person, from: date, months: months)
    let open = found.unknown + label.months - months
    if found.inside >= label.atLeast { return .positive }
    if found.inside + open < label.atLeast { return .negative }
    return months < label.months ? .moved : .unknown
  }
}
