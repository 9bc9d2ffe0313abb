internal import DataIO
internal import Datasets
internal import Risk

/// The files of a simulated register of dismissals.
struct CessationTables {
  /// Dates of the lists.
  let dates: [Month]
  /// Dates to train on, whose label windows close before the first list.
  let trainingDates: [Month]
  private let register: SimulatedCessations
  private let capacity: Int

  /// Months of the label.
  private static let horizon = 6
  private static let contracts =
    "[apprendistato, tempo_determinato, tempo_indeterminato, somministrazione]"

  init(_ register: SimulatedCessations, lists: Int, capacity: Int) {
    self.register = register
    self.capacity = capacity
    let first = register.plan.latest.advanced(by: 1 - lists)
    dates = (0..<lists).map { first.advanced(by: $0) }
    trainingDates = [10, 8, 6].map { first.advanced(by: -$0) }
  }

  /// Writes all of them into a folder.
  func write(to folder: SimulationFolder) throws {
    let people = register.people
    func id(_ person: RegisteredPerson) -> TableCell { SimulationFolder.id(person.person) }
    func named(_ name: String, _ isNamed: (RegisteredPerson) -> Bool) throws {
      try folder.table(name, names: ["person"], of: people.filter(isNamed)) { [[id($0)]] }
    }
    try folder.table(
      "cob.csv",
      names: ["person"] + SimulationFolder.backgroundNames
        + ["kind", "start", "end", "cause", "recorded", "moved"],
      of: people
    ) { person in
      person.contracts.map { contract in
        [id(person)] + SimulationFolder.background(person.person) + [
          .text(contract.episode.kind.kind), .date(contract.episode.start),
          contract.episode.end.map { .date($0) } ?? .missing,
          contract.episode.cause.map { .text($0) } ?? .missing, .date(contract.recorded),
          person.moved.map { .month($0) } ?? .missing,
        ]
      }
    }
    try folder.table("contacts.csv", names: ["person", "phone"], of: people) { person in
      person.person.phone.map { [[id(person), .text($0)]] } ?? []
    }
    try folder.table("hires.csv", names: ["person", "start"], of: people) { person in
      person.contracts.map { [id(person), .date($0.episode.start)] }
    }
    for (name, day) in [("in_charge.csv", \RegisteredPerson.inCharge), ("calls.csv", \.called)] {
      try folder.table(name, names: ["person", "since"], of: people) { person in
        person[keyPath: day].map { [[id(person), .date($0)]] } ?? []
      }
    }
    try named("opted_out.csv", \.isOptedOut)
    try named("control.csv", \.isControl)
    try folder.document("cohort.yaml", cohort)
    try folder.document("spec.yaml", Self.specification)
    try folder.document("policy.yaml", policy)
    try folder.document("policy-campaign.yaml", campaign)
    try folder.document("README.md", words(register, capacity: capacity))
  }

  // MARK: Specifications

  private var cohort: String {
    let causes = Dismissal.causeShares.map(\.0).joined(separator: ", ")
    let last = register.population.first.advanced(by: register.population.months - 1)
    return """
      # Who has been dismissed and is not re-employed, at the first of some months; the policies leave
      # out whom the call is not for.
      name: cessations
      id: person
      episodes:
        start: start
        end: end
        kind: kind
        known_since: recorded
        from: \(register.population.first.advanced(by: -18))
        until: \(last)
      as_of: [\((trainingDates + dates).map(\.description).joined(separator: ", "))]
      carry: [woman, birth_year, citizenship, municipio, education, kind, end, moved]
      where:
        - ended: \(Self.contracts)
          cause: {column: cause, is: [\(causes)]}
      features:
        - {name: employed_12, window: 12, count: \(Self.contracts)}
        - {name: none_6, window: 6, count: none}
        - {name: changes_12, window: 12, as: changes}
      label: {name: still_out, state: none, months: \(Self.horizon), at_least: \(Self.horizon)}
      censor: {moved: moved, open_windows: yes}
      known_since: {moved: moved}

      """
  }

  private static let specification = """
    # Risk of no contract in any of the six months that start with the date.
    name: cessations
    id: person
    target: {column: still_out, positive: 1}
    as_of: as_of
    features:
      - {column: woman, kind: numeric, label: {it: "donna"}}
      - {column: birth_year, kind: spline, knots: 4, label: {it: "anno di nascita"}}
      - {column: citizenship, kind: categorical, reference: "IT", label: {it: "cittadinanza"}}
      - {column: municipio, kind: categorical, reference: "1", label: {it: "municipio"}}
      - {column: education, kind: categorical, reference: "medium", label: {it: "istruzione"}}
      - {column: kind, kind: categorical, reference: "tempo_indeterminato", label: {it: "contratto cessato"}}
      - {column: employed_12, kind: numeric, label: {it: "mesi di lavoro negli ultimi 12"}}
      - {column: none_6, kind: numeric, label: {it: "mesi senza contratto negli ultimi 6"}}
      - {column: changes_12, kind: numeric, label: {it: "cambiamenti negli ultimi 12 mesi"}}
    sensitive: [woman, citizenship]

    """

  /// The filters that leave those whom the list is for.
  private var eligibility: String {
    let ages = SimulatedCessations.ages
    let year = register.plan.latest.year
    let days = SimulatedCessations.hireDays
    return """
        - {name: sesso, keep: {column: woman, is: "1"}}
        - {name: eta, keep: {column: birth_year, at_least: \(year - ages.upperBound), at_most: \(year - ages.lowerBound)}}
        - {name: rioccupata, drop: {file: hires.csv, key: person, column: start, since: issued - \(days) days, until: issued}}
        - {name: meno_di_30_giorni, drop: {column: end, after: issued - \(SimulatedCessations.noticeDays) days}}
      """
  }

  private var policy: String {
    """
    # The calls of a month: women of \(SimulatedCessations.ages.lowerBound) to \(SimulatedCessations.ages.upperBound), 30 days after a dismissal, whose number is known.
    capacity: {total: \(capacity), per: month}
    quotas: {column: municipio, kind: proportional}
    filters:
    \(eligibility)
      - {name: trasferita, drop: {column: moved, missing: false}}
      - {name: in_carico, drop: {file: in_charge.csv, key: person, column: since, until: issued}}
      - {name: contattata, drop: {file: calls.csv, key: person, column: since, since: issued - 90 days, until: issued}}
      - {name: appena_sentita, drop: {contacted: 180 days}}
      - {name: opposizione, drop: {file: opted_out.csv, key: person}}
      - {name: senza_telefono, drop: {phone: missing}}
      - {name: controllo, drop: {file: control.csv, key: person}}
    contacts: {file: contacts.csv, key: person, phone: phone}
    \(ending)
    """
  }

  private var campaign: String {
    """
    # By letter or telephone: all women of \(SimulatedCessations.ages.lowerBound) to \(SimulatedCessations.ages.upperBound), 30 days after a dismissal, once.
    capacity: {total: \(register.plan.eligible), per: list}
    filters:
    \(eligibility)
    contacts: {file: contacts.csv, key: person, phone: phone}
    columns: [municipio]
    \(ending)
    """
  }

  private var ending: String {
    let last = register.plan.latest.advanced(by: 1).firstDay.advanced(by: -1)
    return """
      reasons: 3
      purpose: "Proposta di presa in carico dopo il licenziamento"
      expires: \(last)
      language: it

      """
  }
}
