internal import DataIO
internal import Datasets
internal import Foundation
internal import Risk

/// The files of a simulated population.
struct SimulatedTables {
  private let population: SimulatedPopulation
  private let dates: [Month]
  private let truth: [SimulatedPopulation.Truth]

  private let features: SimulatedFeatures

  init(
    _ population: SimulatedPopulation,
    dates: [Month],
    truth: [SimulatedPopulation.Truth],
    features: SimulatedFeatures
  ) {
    self.population = population
    self.dates = dates
    self.truth = truth
    self.features = features
  }

  /// Writes all of them into a folder.
  func write(to folder: SimulationFolder) throws {
    let persons = population.persons
    try folder.table(
      "people.csv",
      names: ["person"] + SimulationFolder.backgroundNames + months.map(\.description),
      of: persons
    ) { person in
      [[SimulationFolder.id(person)] + SimulationFolder.background(person) + states(person)]
    }
    try folder.table(
      "episodes.csv",
      names: ["person", "start", "end", "kind", "cause"],
      of: persons
    ) { person in
      person.episodes.map { episode in
        [
          SimulationFolder.id(person), .date(episode.start),
          episode.end.map { .date($0) } ?? .missing, .text(episode.kind.kind),
          episode.cause.map { .text($0) } ?? .missing,
        ]
      }
    }
    try folder.table("contacts.csv", names: ["person", "phone"], of: persons) { person in
      person.phone.map { [[SimulationFolder.id(person), .text($0)]] } ?? []
    }
    try folder.table(
      "truth.csv",
      names: [
        "person", "as_of", "probability", "probability_if_contacted", "risk_index", "frailty",
      ],
      of: truth
    ) { row in
      let person = persons[row.person]
      return [
        [
          SimulationFolder.id(person), .month(row.date), .number(row.probability),
          .number(row.probabilityIfContacted), .number(person.riskIndex), .number(person.frailty),
        ]
      ]
    }
    try folder.document("cohort.yaml", cohort)
    try folder.document("spec.yaml", specification)
    try folder.document("policy.yaml", policy)
    try folder.document("README.md", Self.words(population.plan, features))
  }

  private var months: [Month] {
    (0..<population.plan.months).map { population.plan.first.advanced(by: $0) }
  }

  private func states(_ person: SimulatedPerson) -> [TableCell] {
    person.months.map { $0.map { .text($0.state) } ?? .missing }
  }

  // MARK: Specifications

  private var cohort: String {
    let last = population.plan.first.advanced(by: population.plan.months - 1)
    return """
      # One row a person and date, from the simulated months.
      name: simulated
      id: person
      states: {columns: \(population.plan.first)..\(last), first: \(population.plan.first)}
      as_of: [\(dates.map(\.description).joined(separator: ", "))]
      carry: [woman, birth_year, citizenship, municipio, education]
      features:
      \(features.windows.map { "  - " + $0.cohortLine }.joined(separator: "\n"))
      label: {name: neet, state: jobless, months: \(SimulatePeopleWorkflow.horizon), at_least: \(
        SimulatePeopleWorkflow.atLeast
      )}

      """
  }

  private var specification: String {
    """
    # Risk of at least six jobless months among the twelve that start with the date.
    name: simulated
    id: person
    target: {column: neet, positive: 1}
    as_of: as_of
    features:
      - {column: woman, kind: numeric, label: {it: "donna"}}
      - {column: birth_year, kind: spline, knots: 4, label: {it: "anno di nascita"}, \
    reason: {it: "anno di nascita {value}", en: "born in {value}"}}
      - {column: citizenship, kind: categorical, reference: "IT", label: {it: "cittadinanza"}}
      - {column: municipio, kind: categorical, reference: "1", label: {it: "municipio"}, \
    reason: {it: "abita nel Municipio {value}", en: "lives in Municipio {value}"}}
      - column: education
        kind: categorical
        reference: medium
        label: {it: "istruzione"}
        reason:
          values:
            low: {it: "istruzione fino alla licenza media", en: "lower secondary school at most"}
            medium: {it: "diploma di scuola superiore", en: "upper secondary school"}
            high: {it: "laurea", en: "university degree"}
    \(windowLines)
    sensitive: [woman, citizenship]

    """
  }

  private var windowLines: String {
    features.windows.map(\.specificationLines).joined(separator: "\n")
  }

  private var policy: String {
    let latest = dates.last ?? population.plan.first
    return """
      # Who is called, of those of the latest date: at most 450 a month, in proportion to the Municipi.
      capacity: {total: \(min(450, population.persons.count)), per: month}
      quotas: {column: municipio, kind: proportional}
      filters:
        - {name: eta, keep: {column: birth_year, at_most: \(latest.year - 16)}}
        - {name: a_scuola, drop: {column: school_1, at_least: 1}}
        - {name: senza_telefono, drop: {phone: missing}}
      contacts: {file: contacts.csv, key: person, phone: phone}
      purpose: "Invito a un colloquio"
      expires: \(latest.advanced(by: 3))-01
      language: it

      """
  }

  private static func words(
    _ plan: SimulatedPopulation.Plan,
    _ features: SimulatedFeatures
  ) -> String {
    let effects = PopulationModel.municipioEffects.map { "\($0)" }.joined(separator: ", ")
    let shares = PopulationModel.contractShares.map { "\($0.0.kind) \($0.1)" }
      .joined(separator: ", ")
    return """
      # A simulated population

      \(plan.persons) persons who do not exist, seed \(plan.seed). Telephone numbers stand under a
      prefix that no operator has.

      | File | One row |
      | --- | --- |
      | `people.csv` | a person: background and the state of each month (`school`, `training`, `jobless`, `employed`), empty from the month of moving away on |
      | `episodes.csv` | a school, course, job or registration: `person,start,end,kind,cause`; contracts and causes as in the Italian communications of work |
      | `contacts.csv` | a person whose telephone number is known |
      | `truth.csv` | a person and date: the exact probability of the label of `cohort.yaml`, the same if the person is contacted at the date, and what the risk is made of |

      ## The truth

      Months follow each other as a Markov chain. The risk index is 0.5 for low and -0.4 for high
      education, 0.35 for citizens of countries outside the EU, 0.15 for those of other countries in it,
      0.15 for women, plus the Municipio's part (1 to 9: \(effects)), plus a frailty that no
      table shows, normal with standard deviation \(plan.model.frailtyDeviation). A jobless person finds work in a
      month with log odds -1.9 less the index. A job ends with log odds -4.6 (permanent), -3.6
      (apprenticeship), -2.7 (fixed term) or -2.0 (agency) plus 0.6 times the index, and in 35 of 100 cases
      another follows at once. Contracts of those hired: \(shares).
      A contact adds \(PopulationModel.contactEffect) to the log odds of finding work for \(PopulationModel.contactMonths) months
      and triples the chance of a course.

      ## To use it

      ```
      vedetta risk cohort --spec cohort.yaml --data people.csv --out rows.csv
      vedetta risk train --spec spec.yaml --data rows.csv --as-of \(
        plan.first.advanced(by: features.history)
      ) --out model
      vedetta risk list --model model --data rows.csv --policy policy.yaml --out list
      vedetta simulate outcomes --list list/lista.csv --out returned.csv
      ```

      """
  }
}
