package import Datasets

/// Who is looked at when, what was known of them by then, and what counts as the event: the
/// content of a `COHORT.yaml` on monthly states.
package struct CohortSpecification: Sendable, Equatable, Codable {
  /// Name of the cohort.
  package var name: String
  /// Column that identifies the person.
  package var id: String
  /// Where the monthly states stand; `nil` for a table of episodes.
  package var states: States?
  /// Which columns make the episodes; `nil` for a table of monthly states.
  package var episodes: Episodes?
  /// The dates at which the score is to be made.
  package var asOf: [Month]
  /// Background columns taken over; yes and no become 1 and 0.
  package var carry: [String]
  /// What is counted before each date.
  package var features: [Window]
  /// What is to be predicted.
  package var label: Label
  /// Who belongs to the cohort at a date: those of whom all of this holds.
  package var rule: [Condition]
  /// What leaves a label open.
  package var censoring = Censoring()
  /// Since when carried columns are known.
  package var knownSince: [Knowledge] = []

  /// A cohort.
  package init(
    name: String,
    id: String,
    states: States?,
    episodes: Episodes? = nil,
    asOf: [Month],
    carry: [String],
    features: [Window],
    label: Label,
    rule: [Condition] = []
  ) {
    self.name = name
    self.id = id
    self.states = states
    self.episodes = episodes
    self.asOf = asOf
    self.carry = carry
    self.features = features
    self.label = label
    self.rule = rule
  }

  /// Columns of monthly states.
  package struct States: Sendable, Equatable, Codable {
    /// First and last column, in file order; the columns between them are the months between.
    package var firstColumn: String
    /// Last column.
    package var lastColumn: String
    /// Month of the first column.
    package var first: Month

    /// Columns of monthly states.
    package init(firstColumn: String, lastColumn: String, first: Month) {
      self.firstColumn = firstColumn
      self.lastColumn = lastColumn
      self.first = first
    }
  }

  /// Columns of a table of episodes, one row each: contracts, enrolments, registrations.
  ///
  /// In a month, a person is in the kinds of all episodes with a day in it, or in ``none``.
  package struct Episodes: Sendable, Equatable, Codable {
    /// Column of the first day.
    package var start: String
    /// Column of the last day; an empty cell is an episode that goes on.
    package var end: String
    /// Column of what it is.
    package var kind: String
    /// Column of the day on which the row was known; that of the start when `nil`.
    package var knownSince: String?
    /// First month that is observed; that of the first episode when `nil`.
    package var from: Month?
    /// Last month that is observed; that of the last day in the table when `nil`.
    package var until: Month?

    /// The state of a month without an episode.
    package static let none = "none"

    /// Columns of a table of episodes.
    package init(
      start: String,
      end: String,
      kind: String,
      knownSince: String? = nil,
      from: Month? = nil,
      until: Month? = nil
    ) {
      self.start = start
      self.end = end
      self.kind = kind
      self.knownSince = knownSince
      self.from = from
      self.until = until
    }
  }

  /// What leaves a label open, which then is empty and never 0.
  package struct Censoring: Sendable, Equatable, Codable {
    /// States that say that the person is not observed, as a missing one does.
    package var states: [String]
    /// Column of the month since which the person is away; empty for who stays.
    package var moved: String?
    /// True to keep dates whose label window reaches beyond the data, without labels.
    package var keepsOpenWindows: Bool

    /// What leaves a label open.
    package init(states: [String] = [], moved: String? = nil, keepsOpenWindows: Bool = false) {
      self.states = states
      self.moved = moved
      self.keepsOpenWindows = keepsOpenWindows
    }
  }

  /// Since when a carried column is known: a date that is not later finds it empty.
  package struct Knowledge: Sendable, Equatable, Codable {
    /// The carried column.
    package var column: String
    /// The month for all persons; `nil` where a column says it.
    package var month: Month?
    /// Column of the month of each person.
    package var since: String?

    /// Since when a column is known.
    package init(column: String, month: Month? = nil, since: String? = nil) {
      self.column = column
      self.month = month
      self.since = since
    }
  }

  /// A feature: what is counted over the months that end just before the date.
  package struct Window: Sendable, Equatable, Codable {
    /// Name of the column that is made.
    package var name: String
    /// Which months.
    package var span: Span
    /// What of them.
    package var measure: Measure
    /// The states that count; none for changes.
    package var states: [String]

    /// A feature.
    package init(name: String, span: Span, measure: Measure = .months, states: [String]) {
      self.name = name
      self.span = span
      self.measure = measure
      self.states = states
    }

    /// Months spent in some states, over a window of fixed length.
    package init(name: String, months: Int, states: [String]) {
      self.init(name: name, span: .months(months), states: states)
    }

    /// Number of months of the window of a date; not positive when it begins after the date.
    package func length(before date: Month) -> Int {
      switch span {
      case .months(let months): months
      case .since(let first): first.distance(to: date)
      }
    }
  }

  /// The months that a feature looks at; all end with the month before the date.
  package enum Span: Sendable, Equatable, Codable {
    /// The last so many.
    case months(Int)
    /// All from this one on.
    case since(Month)
  }

  /// What a feature says of its months.
  package enum Measure: String, Sendable, Codable, CaseIterable {
    /// How many are spent in the states.
    case months
    /// Their share of all.
    case share
    /// How often the state differs from that of the month before, both in the window.
    case changes
  }

  /// Something that must hold of a person at a date.
  package struct Condition: Sendable, Equatable, Codable {
    /// What is looked at.
    package var subject: Subject
    /// The smallest number that is right.
    package var atLeast: Double?
    /// The largest number that is right.
    package var atMost: Double?
    /// The texts that are right; all when empty.
    package var texts: [String]

    /// A condition.
    package init(
      subject: Subject,
      atLeast: Double? = nil,
      atMost: Double? = nil,
      texts: [String] = []
    ) {
      self.subject = subject
      self.atLeast = atLeast
      self.atMost = atMost
      self.texts = texts
    }

    /// What a condition looks at.
    package enum Subject: Sendable, Equatable, Codable {
      /// The states before the date.
      case window(Window)
      /// A column of the table.
      case column(String)
      /// The end of an episode.
      case ending(Ending)
    }

    /// True when a number is right.
    func holds(_ number: Double) -> Bool {
      number >= atLeast ?? -.infinity && number <= atMost ?? .infinity
    }
  }

  /// An episode that has ended some days before the date, with none of its kind since.
  package struct Ending: Sendable, Equatable, Codable {
    /// The kinds that count, as what ended and as what came since.
    package var kinds: [String]
    /// Column of the cause; `nil` where every end counts.
    package var causeColumn: String?
    /// The causes that count.
    package var causes: [String]
    /// Days that must have passed at the date, the first day of its month.
    package var days: Int
    /// Months before the date within which the last of them passed, or the end became known after
    /// that: 1 takes each person once where there is a date a month; any when `nil`.
    package var within: Int?

    /// The end of an episode.
    package init(
      kinds: [String],
      causeColumn: String? = nil,
      causes: [String] = [],
      days: Int,
      within: Int? = nil
    ) {
      self.kinds = kinds
      self.causeColumn = causeColumn
      self.causes = causes
      self.days = days
      self.within = within
    }
  }

  /// The event: at least some months in a state among those that start with the date.
  package struct Label: Sendable, Equatable, Codable {
    /// Name of the column that is made.
    package var name: String
    /// The states that count.
    package var states: [String]
    /// Length of the window, months.
    package var months: Int
    /// Fewest months that make the event.
    package var atLeast: Int

    /// The event.
    package init(name: String, states: [String], months: Int, atLeast: Int) {
      self.name = name
      self.states = states
      self.months = months
      self.atLeast = atLeast
    }
  }
}
