package import Datasets

/// Who is looked at when, what was known of them by then, and what counts as the event: the
/// content of a `COHORT.yaml` on monthly states.
package struct CohortSpecification: Sendable, Equatable, Codable {
  /// Name of the cohort.
  package var name: String
  /// Column that identifies the person.
  package var id: String
  /// Where the monthly states stand.
  package var states: States
  /// The dates at which the score is to be made.
  package var asOf: [Month]
  /// Background columns taken over; yes and no become 1 and 0.
  package var carry: [String]
  /// What is counted before each date.
  package var features: [Window]
  /// What is to be predicted.
  package var label: Label

  /// A cohort.
  package init(
    name: String,
    id: String,
    states: States,
    asOf: [Month],
    carry: [String],
    features: [Window],
    label: Label
  ) {
    self.name = name
    self.id = id
    self.states = states
    self.asOf = asOf
    self.carry = carry
    self.features = features
    self.label = label
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

  /// A feature: months spent in some states over the months that end just before the date.
  package struct Window: Sendable, Equatable, Codable {
    /// Name of the column that is made.
    package var name: String
    /// Length of the window, months.
    package var months: Int
    /// The states that count.
    package var states: [String]

    /// A feature.
    package init(name: String, months: Int, states: [String]) {
      self.name = name
      self.months = months
      self.states = states
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
