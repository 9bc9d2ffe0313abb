package import Datasets
internal import Registry

/// What `risk objection` is asked for.
///
/// It names a person, so that it is never recorded as it stands.
package struct RiskObjectionRequest: Sendable, Equatable {
  /// Who objects.
  package enum Person: Sendable, Equatable {
    /// By the id of the data.
    case id(String)
    /// By the code that stands for it on lists.
    case code(String)
  }

  /// Who objects.
  package var person: Person
  /// Why, in words that name nobody.
  package var reason: String
  /// From which day; today when `nil`.
  package var day: CalendarDate?
  /// True to lift the entry, at the person's own wish.
  package var isLifted: Bool
  /// File of the key behind the codes.
  package var key: String?
  /// Registry.
  package var environment: RequestEnvironment

  /// A request.
  package init(
    person: Person,
    reason: String,
    day: CalendarDate? = nil,
    isLifted: Bool = false,
    key: String? = nil,
    environment: RequestEnvironment
  ) {
    self.person = person
    self.reason = reason
    self.day = day
    self.isLifted = isLifted
    self.key = key
    self.environment = environment
  }
}

/// What `risk objection` gave.
package struct RiskObjectionResult: Codable, Sendable, Equatable {
  /// The code that stands for the person.
  package let code: String
  /// From which day.
  package let day: String
  /// True when the entry was lifted.
  package let isLifted: Bool
  /// False when there was nothing to do: the entry was there already, or there was none to lift.
  package let isChanged: Bool
  /// Lists that have not expired and that the person is on, to be struck off by hand.
  package let lists: [String]
}

/// A person's own wish not to be contacted.
package struct RiskObjectionWorkflow: Sendable {
  /// A workflow.
  package init() {}

  /// Enters a person in the suppression list, which every list leaves out before people are ranked.
  ///
  /// - Throws: `DataProblem` for a key that is missing, open to others or another than the
  ///   registry's, or a code that is none; `OutputProblem` when the registry cannot be written.
  package func run(_ request: RiskObjectionRequest) throws -> RiskObjectionResult {
    let recorder = RunRecorder(request.environment)
    let registry = request.environment.registry
    let store = try RegistryStore(folder: registry, access: .writing)
    let file = try request.key ?? RequestEnvironment.defaultKeyFile()
    let lists = try store.lists()
    let suppressions = try store.suppressions()
    // With a new key nobody who is on a list already would be found.
    let key = KeyedHash(
      key: try SecretKey(
        file: file,
        registry: registry,
        mayCreate: lists.isEmpty && suppressions.isEmpty
      )
    )
    guard suppressions.allSatisfy({ $0.key == key.fingerprint }),
      lists.isEmpty || lists.contains(where: { $0.list.key == key.fingerprint })
    else { throw DataProblem(.otherKey, file: file) }
    let code =
      switch request.person {
      case .id(let id): key.pseudonym(of: id)
      case .code(let code): code
      }
    // A code with a slip of the pen would protect nobody.
    guard KeyedHash.isPseudonym(code) else {
      throw DataProblem(
        .invalidValue(expected: "a code as it stands on a list, 26 of the signs a-z and 2-7"),
        column: "--code"
      )
    }
    let now = recorder.now
    let today = now.day
    let day = request.day ?? today
    let isThere = suppressions.contains { $0.code == code }
    let isChanged = isThere == request.isLifted
    if isChanged {
      let change = SuppressionChange(
        codes: [code],
        key: key.fingerprint,
        reason: request.reason,
        day: day,
        isLifted: request.isLifted
      )
      try store.suppress(change, when: now, actor: RequestEnvironment.actor)
    }
    var current: [String] = []
    for list in lists
    where list.status == .current && list.list.expires >= min(day, today) && !request.isLifted {
      if try store.people(of: list).contains(where: { $0.code == code }) {
        current.append(list.list.id)
      }
    }
    return RiskObjectionResult(
      code: code,
      day: day.description,
      isLifted: request.isLifted,
      isChanged: isChanged,
      lists: current
    )
  }
}
