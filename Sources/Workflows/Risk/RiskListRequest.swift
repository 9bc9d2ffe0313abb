package import Datasets

/// What `risk list` is asked for.
package struct RiskListRequest: Codable, Sendable, Equatable {
  /// Folder of the model.
  package var model: String
  /// Path of the table of people.
  package var data: String
  /// Path of the `POLICY.yaml`.
  package var policy: String
  /// As-of date of the list; the latest in the data when `nil`.
  package var asOf: Month?
  /// The day of the list; the first of the as-of month when `nil`.
  package var issued: CalendarDate?
  /// Path of an earlier issue with the team's remarks, whose places are kept where people were
  /// phoned.
  package var earlier: String?
  /// File of the key that pseudonyms and the order of ties come from; `$VEDETTA_KEY`, else
  /// `pseudonym.key` in the user's settings, when `nil`.
  package var key: String?
  /// Folder to write to.
  package var output: String
  /// Threads, seed, force, registry.
  package var environment: RequestEnvironment

  /// A request.
  package init(
    model: String,
    data: String,
    policy: String,
    asOf: Month? = nil,
    issued: CalendarDate? = nil,
    earlier: String? = nil,
    key: String? = nil,
    output: String,
    environment: RequestEnvironment
  ) {
    self.model = model
    self.data = data
    self.policy = policy
    self.asOf = asOf
    self.issued = issued
    self.earlier = earlier
    self.key = key
    self.output = output
    self.environment = environment
  }
}

/// What `risk list` gave.
package struct RiskListResult: Codable, Sendable, Equatable {
  /// Folder of the outputs.
  package let output: String
  /// Identifier of the list: the same inputs give the same one.
  package let list: String
  /// Name of the model.
  package let model: String
  /// As-of date; `nil` without an as-of column.
  package let asOf: String?
  /// The day of the list; `nil` where nothing says it.
  package let issued: String?
  /// What the list may be used for.
  package let purpose: String
  /// Last day on which it may be used.
  package let expires: String
  /// People in the data.
  package let people: Int
  /// How people became fewer, filter by filter.
  package let waterfall: [Step]
  /// People who could have been on the list.
  package let candidates: Int
  /// Places that the policy gives.
  package let capacity: Int
  /// Places filled.
  package let places: Int
  /// Of these, places kept from an earlier issue.
  package let keptPlaces: Int
  /// People left out whose score equals that of the last place that was open to them.
  package let equalsLeftOut: Int
  /// People who are also on the last list before of the same model; `nil` without one.
  package let alsoOnLast: Overlap?
  /// Places and candidates of each group of the quotas' column; empty without quotas.
  package let groups: [Group]
  /// Places that would be other people's if quotas were not.
  package let movedByQuotas: Int
  /// People of the contacts' table who are not in the data; `nil` without one.
  package let contactsWithoutPerson: Int?
  /// SHA-256 of `lista.csv`.
  package let digest: String
  /// File of the key behind the pseudonyms.
  package let key: String
  /// True when the key file was made by this run.
  package let keyIsNew: Bool
  /// True when the registry knew no list and nobody who is not to be contacted.
  package let registryIsEmpty: Bool
  /// Why the model's fit was refused; `nil` for a model in order.
  package let modelFault: ModelFault?
  /// Names of the files in the folder.
  package let files: [String]
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package let notRecorded: String?

  /// People who are on another list too.
  package struct Overlap: Codable, Sendable, Equatable {
    /// Identifier of the other list.
    package let list: String
    /// How many people are on both.
    package let people: Int
  }

  /// One filter, counted.
  package struct Step: Codable, Sendable, Equatable {
    /// Name of the filter; `non_valutabile` for those who cannot be scored.
    package let name: String
    /// People left out.
    package let removed: Int
    /// People left.
    package let remaining: Int
    /// Of those left out, how many have one of the highest scores, as many as there are places.
    package let removedFromTop: Int
  }

  /// A group of the quotas' column.
  package struct Group: Codable, Sendable, Equatable {
    /// Text of its cells; `nil` where they are empty.
    package let name: String?
    /// People who could have been on the list.
    package let candidates: Int
    /// People on the list.
    package let places: Int
  }
}
