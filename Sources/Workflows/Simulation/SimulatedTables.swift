internal import DataIO
internal import Datasets
internal import Foundation
internal import Risk

/// The files of a simulated population.
struct SimulatedTables {
  private let population: SimulatedPopulation
  private let dates: [Month]
  private let truth: [SimulatedPopulation.Truth]

  init(_ population: SimulatedPopulation, dates: [Month], truth: [SimulatedPopulation.Truth]) {
    self.population = population
    self.dates = dates
    self.truth = truth
  }

  /// Writes all of them into a folder.
  func write(to folder: URL) throws {
    try table("people.csv", in: folder, names: Self.backgroundNames + months.map(\.description)) {
      person in
      [background(person) + states(person)]
    }
    try table("episodes.csv", in: folder, names: ["person", "start", "end", "kind", "cause"]) {
      person in
      person.episodes.map { episode in
        [
          id(person), .date(episode.start), episode.end.map { .date($0) } ?? .missing,
          .text(episode.kind.kind), episode.cause.map { .text($0) } ?? .missing,
        ]
      }
    }
    try table("contacts.csv", in: folder, names: ["person", "phone"]) { person in
      person.phone.map { [[id(person), .text($0)]] } ?? []
    }
    try writeTruth(to: folder)
    try document("cohort.yaml", in: folder, cohort)
    try document("spec.yaml", in: folder, specification)
    try document("README.md", in: folder, Self.words(population.plan))
  }

  // MARK: Tables

  private static let backgroundNames = [
    "person", "woman", "birth_year", "citizenship", "municipio", "education",
  ]

  private var months: [Month] {
    (0..<population.plan.months).map { population.plan.first.advanced(by: $0) }
  }

  private func id(_ person: SimulatedPerson) -> TableCell {
    let digits = "\(person.number)"
    return .text("P" + String(repeating: "0", count: max(0, 7 - digits.count)) + digits)
  }

  private func background(_ person: SimulatedPerson) -> [TableCell] {
    let known = person.background
    return [
      id(person), .number(known.isFemale ? 1 : 0), .number(Double(known.birth.year)),
      .text(known.citizenship.rawValue), .text("\(known.municipio)"),
      .text(known.education.rawValue),
    ]
  }

  private func states(_ person: SimulatedPerson) -> [TableCell] {
    person.months.map { $0.map { .text($0.state) } ?? .missing }
  }

  private func table(
    _ name: String,
    in folder: URL,
    names: [String],
    _ rows: (SimulatedPerson) -> [[TableCell]]
  ) throws {
    let writer = CSVWriter(names: names)
    let path = folder.appending(path: name).path
    try OutputFile.write(to: path, permissions: .ownerOnly) { file in
      try writer.appendHeader(to: &file)
      for person in population.persons {
        for row in rows(person) { try writer.append(row, to: &file) }
      }
    }
  }

  private func writeTruth(to folder: URL) throws {
    let writer = CSVWriter(
      names: [
        "person", "as_of", "probability", "probability_if_contacted", "risk_index", "frailty",
      ]
    )
    let path = folder.appending(path: "truth.csv").path
    try OutputFile.write(to: path, permissions: .ownerOnly) { file in
      try writer.appendHeader(to: &file)
      for row in truth {
        let person = population.persons[row.person]
        try writer.append(
          [
            id(person), .month(row.date), .number(row.probability),
            .number(row.probabilityIfContacted), .number(person.riskIndex), .number(person.frailty),
          ],
          to: &file
        )
      }
    }
  }

  private func document(_ name: String, in folder: URL, _ text: String) throws {
    try OutputFile.write(to: folder.appending(path: name).path, permissions: .ownerOnly) { file in
      try file.append(text)
    }
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
        - {name: jobless_1, window: 1, count: jobless}
        - {name: school_1, window: 1, count: school}
        - {name: training_1, window: 1, count: training}
        - {name: jobless_12, window: \(SimulatePeopleWorkflow.history), count: jobless}
        - {name: employed_12, window: \(SimulatePeopleWorkflow.history), count: employed}
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
      - column: jobless_1
        kind: numeric
        label: {it: "senza lavoro nell'ultimo mese"}
        reason: {it: "senza lavoro nell'ultimo mese", en: "without work in the last month"}
      - column: school_1
        kind: numeric
        label: {it: "a scuola nell'ultimo mese"}
        reason:
          it: "a scuola nell'ultimo mese"
          en: "at school in the last month"
          values: {0: {it: "non a scuola nell'ultimo mese", en: "not at school in the last month"}}
      - column: training_1
        kind: numeric
        label: {it: "in formazione nell'ultimo mese"}
        reason: {it: "in formazione nell'ultimo mese", en: "in training in the last month"}
      - column: jobless_12
        kind: numeric
        label: {it: "mesi senza lavoro negli ultimi 12"}
        reason:
          it: "{value} mesi senza lavoro negli ultimi 12"
          en: "{value} months without work in the last 12"
          values: {1: {it: "un mese senza lavoro negli ultimi 12", en: "one month without work in the last 12"}}
      - column: employed_12
        kind: numeric
        label: {it: "mesi di lavoro negli ultimi 12"}
        reason:
          it: "{value} mesi di lavoro negli ultimi 12"
          en: "{value} months of work in the last 12"
          values:
            0: {it: "nessun mese di lavoro negli ultimi 12", en: "no month of work in the last 12"}
            1: {it: "un mese di lavoro negli ultimi 12", en: "one month of work in the last 12"}
    sensitive: [woman, citizenship]

    """
  }

  private static func words(_ plan: SimulatedPopulation.Plan) -> String {
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
        plan.first.advanced(by: SimulatePeopleWorkflow.history)
      ) --out model
      ```

      """
  }
}
