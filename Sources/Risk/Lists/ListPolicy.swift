package import Datasets

/// How a contact list is made: the content of a `POLICY.yaml`.
package struct ListPolicy: Sendable, Equatable {
  /// How many people can be contacted.
  package var capacity: Capacity
  /// How the places are shared among groups.
  package var quotas: Quotas?
  /// Who is left out, in the order in which people are counted.
  package var filters: [ListFilter]
  /// Reasons given for each person, at most.
  package var reasons: Int
  /// What the list may be used for.
  package var purpose: String
  /// Last day on which it may be used.
  package var expires: CalendarDate
  /// Days after the last one for which the registry keeps who was on the list.
  package var keepDays: Int
  /// Language of the reasons.
  package var language: Language
  /// Columns of the data that are written beside each person, on request.
  package var columns: [String]

  /// A year, in which what the calls brought can be evaluated.
  package static let defaultKeepDays = 365

  /// A policy.
  package init(
    capacity: Capacity,
    quotas: Quotas? = nil,
    filters: [ListFilter] = [],
    reasons: Int = 3,
    purpose: String,
    expires: CalendarDate,
    keepDays: Int = ListPolicy.defaultKeepDays,
    language: Language = .italian,
    columns: [String] = []
  ) {
    self.capacity = capacity
    self.quotas = quotas
    self.filters = filters
    self.reasons = reasons
    self.purpose = purpose
    self.expires = expires
    self.keepDays = keepDays
    self.language = language
    self.columns = columns
  }

  /// How many people can be contacted.
  package struct Capacity: Sendable, Equatable, ExpressibleByIntegerLiteral {
    /// Places, of the whole list or of each operator.
    package var total: Int
    /// What `total` is for.
    package var per: Period
    /// Who does the contacting, by name or number; people are dealt out to them in turn.
    package var operators: [String]

    /// What a number of places is for.
    package enum Period: String, Sendable, CaseIterable {
      case list, week, month
      /// As many for each operator.
      case `operator`
    }

    /// A capacity.
    package init(total: Int, per: Period = .list, operators: [String] = []) {
      self.total = total
      self.per = per
      self.operators = operators
    }

    package init(integerLiteral value: Int) { self.init(total: value) }

    /// Places on the list.
    package var places: Int { per == .operator ? total * operators.count : total }
  }

  /// How the places are shared among the groups that a column makes.
  package struct Quotas: Sendable, Equatable {
    /// The column.
    package var column: String
    /// How.
    package var kind: Kind
    /// Least places of each group, as far as it has people; 0 where nothing is said.
    package var minimum: Minimum
    /// What places are proportional to, by group, in millionths; the number of people who can be
    /// on the list when empty.
    package var shares: [Share]

    /// The ways of sharing.
    package enum Kind: String, Sendable, CaseIterable {
      /// Places in proportion, by largest remainder.
      case proportional
      /// The least of each group first, the other places to the highest scores.
      case floor
      /// The highest scores; groups are only counted.
      case none
    }

    /// Least places.
    package enum Minimum: Sendable, Equatable {
      /// Of each group.
      case each(Int)
      /// Of named groups, in the order of the policy.
      case named([Share])
    }

    /// A number of a group.
    package struct Share: Sendable, Equatable {
      /// The group: the text of its cells.
      package let group: String
      /// The number.
      package let value: Int

      /// A number of a group.
      package init(group: String, value: Int) {
        self.group = group
        self.value = value
      }
    }

    /// Quotas.
    package init(
      column: String,
      kind: Kind,
      minimum: Minimum = .each(0),
      shares: [Share] = []
    ) {
      self.column = column
      self.kind = kind
      self.minimum = minimum
      self.shares = shares
    }
  }
}
