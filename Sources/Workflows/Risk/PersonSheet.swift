package import Datasets

/// What `risk score --person` is asked for.
///
/// Who the person is, and where the sheet is written, are told apart from it: a record of the
/// request cannot hold them.
package struct PersonSheetRequest: Codable, Sendable, Equatable {
  /// Folder of the model.
  package var model: String
  /// Path of the table with the person.
  package var data: String
  /// As-of date; the person's latest when `nil`.
  package var asOf: Month?
  /// Language of the sheet.
  package var language: Language
  /// File of the key behind the codes of lists; the user's own when `nil`, as far as there is one.
  package var key: String?
  /// Threads, force, registry.
  package var environment: RequestEnvironment

  /// A request.
  package init(
    model: String,
    data: String,
    asOf: Month? = nil,
    language: Language = .italian,
    key: String? = nil,
    environment: RequestEnvironment
  ) {
    self.model = model
    self.data = data
    self.asOf = asOf
    self.language = language
    self.key = key
    self.environment = environment
  }
}

/// What a score says of one person, from what, and why.
package struct PersonSheet: Codable, Sendable, Equatable {
  /// The person's identifier.
  package let person: String
  /// The date that the score is of; `nil` without an as-of column.
  package let asOf: Month?
  /// The score's model.
  package let model: Model
  /// The features in the order of the specification, and the offset where there is one.
  package let inputs: [Input]
  /// Probability of the outcome, in [0, 1].
  package let probability: Double
  /// Band of risk, from 1.
  package let band: Int
  /// What the bands are, the lowest first.
  package let bands: [Band]
  /// Share of the people of the date whose score is at least the person's, rounded up to twentieths.
  package let topShare: Double
  /// What raises the score, strongest first.
  package let reasons: [Reason]
  /// Columns that serve to audit the score and are no part of it.
  package let auditColumns: [String]
  /// Lists on which the person appeared; `nil` when there are lists and no key to look there with.
  package var lists: [Appearance]?
  /// Since when the person is not to be contacted; `nil` for who may be.
  package var objection: CalendarDate?
  /// Language of the words.
  package let language: Language
  /// Path of the sheet written; `nil` when it was not written.
  package let output: String?
  /// Why the model's fit was refused; `nil` for a model in order.
  package let modelFault: ModelFault?
  /// Why the run could not be recorded in the registry; `nil` when it was.
  package let notRecorded: String?

  /// The model behind a score.
  package struct Model: Codable, Sendable, Equatable {
    /// Name of the model.
    package let name: String
    /// What it predicts, in words.
    package let outcome: String
    /// As-of dates it was fitted on, ascending; empty without an as-of column.
    package let trainedOn: [String]
    /// Rows it was fitted on.
    package let trainingRows: Int
    /// As-of dates it was calibrated on; `nil` for a model that was not.
    package let calibratedOn: [String]?
    /// SHA-256 of `model.json`.
    package let digest: String
  }

  /// What the score was made of.
  package struct Input: Codable, Sendable, Equatable {
    /// The column.
    package let column: String
    /// What it is called.
    package let label: String
    /// The person's value, in words; `nil` for an empty cell.
    package let value: String?
    /// True for a sensitive column: a part of the score, and never a reason.
    package let isSensitive: Bool
  }

  /// A band of risk.
  package struct Band: Codable, Sendable, Equatable {
    /// From 1, the lowest.
    package let number: Int
    /// Probability from which on.
    package let from: Double
    /// Probability below which; 1 for the highest.
    package let to: Double
  }

  /// A reason of the score.
  package struct Reason: Codable, Sendable, Equatable {
    /// The feature's column.
    package let column: String
    /// The reason in words.
    package let text: String
    /// What it adds to the linear predictor, compared with the mean training row; above 0.
    package let contribution: Double
    /// The same as a factor of the odds, above 1.
    package let oddsRatio: Double
  }

  /// A list with the person on it.
  package struct Appearance: Codable, Sendable, Equatable {
    /// Identifier of the list.
    package let list: String
    /// The day of the list; `nil` where nothing says it.
    package let issued: CalendarDate?
    /// Last day on which it may be used.
    package let expires: CalendarDate
    /// The person's place on it, from 1.
    package let position: Int

    /// A list with the person on it.
    package init(list: String, issued: CalendarDate?, expires: CalendarDate, position: Int) {
      self.list = list
      self.issued = issued
      self.expires = expires
      self.position = position
    }
  }
}
