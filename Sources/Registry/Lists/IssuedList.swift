package import Datasets

/// A contact list as the log knows it: what it is and what it may be used for, never who is on it.
package struct IssuedList: Codable, Equatable, Sendable {
  /// Identifier of the list: the same inputs give the same one.
  package let id: String
  /// Name of the model that ranked the people.
  package let model: String
  /// As-of date of the people; `nil` without one.
  package let asOf: Month?
  /// The day of the list; `nil` where nothing says it.
  package let issued: CalendarDate?
  /// Last day on which it may be used.
  package let expires: CalendarDate
  /// Last day on which the registry keeps who is on it and what calling them brought.
  package let keepUntil: CalendarDate
  /// What it may be used for.
  package let purpose: String
  /// SHA-256 of its `lista.csv`.
  package let digest: String
  /// Absolute path of the folder it was written to.
  package let folder: String
  /// Fingerprint of the key behind its codes, of ``KeyedHash/fingerprint``.
  package let key: String
  /// Places filled.
  package let places: Int
  /// Column by which places were shared; `nil` without quotas.
  package let groupColumn: String?
  /// The list that it corrects; `nil` for a first issue.
  package let corrects: String?
  /// SHA-256 of what the registry keeps of who is on it.
  package let people: String

  /// A list.
  package init(
    id: String,
    model: String,
    asOf: Month?,
    issued: CalendarDate?,
    expires: CalendarDate,
    keepUntil: CalendarDate,
    purpose: String,
    digest: String,
    folder: String,
    key: String,
    places: Int,
    groupColumn: String?,
    corrects: String?,
    people: String
  ) {
    self.id = id
    self.model = model
    self.asOf = asOf
    self.issued = issued
    self.expires = expires
    self.keepUntil = keepUntil
    self.purpose = purpose
    self.digest = digest
    self.folder = folder
    self.key = key
    self.places = places
    self.groupColumn = groupColumn
    self.corrects = corrects
    self.people = people
  }
}

/// Somebody's place on a list.
package struct ListPlace: Codable, Equatable, Sendable {
  /// The code that stands for the person.
  package let code: String
  /// Position, from 1.
  package let position: Int
  /// Band of risk, from 1; `nil` for a kept place of someone who is not in the data.
  package let band: Int?
  /// The person's group in the column by which places were shared.
  package let group: String?

  /// A place.
  package init(code: String, position: Int, band: Int?, group: String?) {
    self.code = code
    self.position = position
    self.band = band
    self.group = group
  }
}

/// What calling somebody brought, as an outreach team gave it back.
package struct ContactRecord: Codable, Equatable, Sendable {
  /// The code that stands for the person.
  package let code: String
  /// The outcome by its name; `nil` where the team wrote none.
  package let outcome: String?
  /// The day of the last contact.
  package let day: CalendarDate?
  /// Attempts, where the team counted them.
  package let attempts: Int?
  /// Who called.
  package let caller: String?

  /// A record.
  package init(
    code: String,
    outcome: String?,
    day: CalendarDate?,
    attempts: Int?,
    caller: String?
  ) {
    self.code = code
    self.outcome = outcome
    self.day = day
    self.attempts = attempts
    self.caller = caller
  }
}

/// Somebody whom an operator added to a list, or took off it, by hand.
package struct ListChange: Codable, Equatable, Sendable {
  /// What an operator did.
  package enum Kind: String, Codable, Sendable, CaseIterable {
    /// The person was not on the list.
    case added = "aggiunta"
    /// The person was on it.
    case removed = "rimozione"
  }

  /// The code that stands for the person.
  package let code: String
  /// What was done.
  package let kind: Kind
  /// Why, in the operator's words.
  package let reason: String
  /// Who did it.
  package let caller: String
  /// When.
  package let day: CalendarDate

  /// A change.
  package init(code: String, kind: Kind, reason: String, caller: String, day: CalendarDate) {
    self.code = code
    self.kind = kind
    self.reason = reason
    self.caller = caller
    self.day = day
  }
}

/// Somebody's name under a list: that they have looked at it and answer for its use.
package struct ListApproval: Codable, Equatable, Sendable {
  /// Identifier of the list.
  package let list: String
  /// SHA-256 of the `lista.csv` that was approved.
  package let digest: String
  /// Who approved it.
  package let name: String
  /// When.
  package let when: Timestamp
  /// HMAC-SHA256 of the other fields under the key, 64 hexadecimal digits.
  package let signature: String

  /// An approval, signed.
  ///
  /// - Parameters:
  ///   - list: identifier of the list.
  ///   - digest: SHA-256 of its `lista.csv`.
  ///   - name: who approves it.
  ///   - when: the moment.
  ///   - key: signs the other fields.
  package init(list: String, digest: String, name: String, when: Timestamp, key: KeyedHash) {
    self.list = list
    self.digest = digest
    self.name = name
    self.when = when
    signature = Self.signature(list, digest, name, when, key)
  }

  /// True when the fields are those that were signed, under the same key.
  package func isSigned(by key: KeyedHash) -> Bool {
    Self.signature(list, digest, name, when, key) == signature
  }

  private static func signature(
    _ list: String,
    _ digest: String,
    _ name: String,
    _ when: Timestamp,
    _ key: KeyedHash
  ) -> String {
    // Lengths before texts, so that no two sets of fields give the same bytes.
    let fields = ["vedetta approval", list, digest, name, when.description]
    let message = fields.map { "\($0.utf8.count):\($0)" }.joined()
    return ContentDigest.hexadecimal(key.code(of: Array(message.utf8)))
  }
}

/// That something of a list was written or erased, with digests instead of persons.
package struct ListDeed: Codable, Equatable, Sendable {
  /// What was done.
  package enum Kind: String, Codable, Sendable {
    /// A file that a team gave back was taken over.
    case outcomes
    /// Additions and removals by operators were taken over.
    case changes
    /// Who was on the list and what the calls brought was erased.
    case erased
  }

  /// Identifier of the list.
  package let list: String
  /// What was done.
  package let kind: Kind
  /// SHA-256 of what the registry keeps since, or kept before it was erased.
  package let digest: String?

  /// A deed.
  package init(list: String, kind: Kind, digest: String?) {
    self.list = list
    self.kind = kind
    self.digest = digest
  }
}

/// A list that the registry knows.
package struct RegisteredList: Codable, Equatable, Sendable {
  /// Whether a list is in use.
  package enum Status: String, Codable, Sendable {
    /// In use, or was until it expired.
    case current
    /// A later list corrects it.
    case replaced
    /// Who was on it is erased.
    case erased
  }

  /// The list.
  package let list: IssuedList
  /// Whether it is in use.
  package let status: Status
  /// Who approved it; `nil` when nobody has.
  package let approval: ListApproval?
  /// SHA-256 of what the calls brought; `nil` when nothing was given back.
  package let contacts: String?
  /// SHA-256 of operators' additions and removals; `nil` without any.
  package let changes: String?
}
