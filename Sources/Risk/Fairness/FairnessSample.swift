package import Datasets
internal import Statistics

/// Rows of known outcome with their groups, persons and places among equals.
package struct FairnessSample: Sendable {
  /// The rows.
  package let rows: Dataset
  let outcomes: [Bool]
  /// Number of each row's person.
  let persons: [Int]
  let tieKeys: [UInt64]
  let columns: [GroupColumn]
  let unknownOutcomes: Int

  /// A column of groups.
  struct GroupColumn: Sendable {
    let name: String
    /// The values, ascending; `nil`, where some cells are empty, last.
    let levels: [String?]
    /// Place of each row's value.
    let codes: [Int]
    let reference: Int
    /// Rows of each value whose outcome is not known.
    let unknown: [Int]
  }

  /// More groups than this are no audit but a list of people.
  private static let mostLevels = 50

  /// Rows to be audited.
  ///
  /// - Parameters:
  ///   - specification: names target and person.
  ///   - audit: names the groups.
  ///   - dataset: the rows; those of unknown outcome are counted and left out.
  ///   - tieKeys: settles the order of equal scores, from the text of the person's id (or of the
  ///     row number, without an id).
  /// - Throws: `DataProblem`: an unknown column or reference, a column of one group or of too many,
  ///   a row without a person, a target that has one value or stands for several people.
  package init(
    _ specification: RiskSpecification,
    _ audit: RiskSpecification.Audit,
    _ dataset: Dataset,
    tieKeys: (String) -> UInt64
  ) throws(DataProblem) {
    guard case .binary = specification.target, specification.weights == nil else {
      throw DataProblem(
        .invalidValue(expected: "rows of one person each, without counts or frequencies"),
        column: "target"
      )
    }
    // A group column that is not there is said before anything about the outcomes.
    for name in audit.groups { _ = try dataset.column(name) }
    let outcome = try Outcome(specification, dataset)
    let known = outcome.knownRows.map { dataset.selecting(rows: $0) } ?? dataset
    rows = known
    outcomes = outcome.response.array(count: known.rowCount).map { $0 == 1 }
    unknownOutcomes = dataset.rowCount - known.rowCount
    let names = try Self.persons(specification, known)
    var numbers: [String: Int] = [:]
    persons = names.map { name in
      if let number = numbers[name] { return number }
      numbers[name] = numbers.count
      return numbers.count - 1
    }
    self.tieKeys = names.map(tieKeys)
    columns = try audit.groups.map { name throws(DataProblem) in
      try Self.column(name, audit, dataset, known: outcome.knownRows)
    }
  }

  private static func persons(
    _ specification: RiskSpecification,
    _ dataset: Dataset
  ) throws(DataProblem) -> [String] {
    guard let id = specification.id else { return (0..<dataset.rowCount).map { String($0) } }
    let column = try dataset.column(id)
    return try (0..<dataset.rowCount).map { row throws(DataProblem) in
      guard let person = column.text(at: row) else {
        throw DataProblem(
          .missingValue,
          file: dataset.source,
          line: dataset.line(ofRow: row),
          column: id
        )
      }
      return person
    }
  }

  private static func column(
    _ name: String,
    _ audit: RiskSpecification.Audit,
    _ dataset: Dataset,
    known: [Int]?
  ) throws(DataProblem) -> GroupColumn {
    let column = LevelColumn(try dataset.column(name))
    let texts = column.texts
    guard texts.count <= mostLevels else {
      throw DataProblem(
        .invalidValue(
          expected: "a column of at most \(mostLevels) values; cut it into bands first"
        ),
        file: dataset.source,
        column: name
      )
    }
    // Numbers in the order of their values, texts by their characters.
    let order = texts.indices.sorted { left, right in
      if case .numbers(let values) = column.keys { return values[left] < values[right] }
      return texts[left] < texts[right]
    }
    var places = [Int](repeating: 0, count: texts.count)
    for (place, level) in order.enumerated() { places[level] = place }
    let all = column.codes.map { $0 < 0 ? texts.count : places[Int($0)] }
    let codes = known.map { $0.map { all[$0] } } ?? all
    var counts = [Int](repeating: 0, count: texts.count + 1)
    for code in codes { counts[code] += 1 }
    guard counts.count(where: { $0 > 0 }) > 1 else {
      throw DataProblem(.oneGroup, file: dataset.source, column: name)
    }
    var unknown = counts.map { -$0 }
    for code in all { unknown[code] += 1 }
    var levels: [String?] = order.map { texts[$0] }
    if unknown[texts.count] + counts[texts.count] > 0 {
      levels.append(nil)
    } else {
      unknown.removeLast()
      counts.removeLast()
    }
    var reference = counts.indices.max { (counts[$0], $1) < (counts[$1], $0) } ?? 0
    if let named = audit.reference.level(of: name) {
      guard let place = levels.firstIndex(of: named) else {
        throw DataProblem(
          .unknownLevel(nearest: nearestName(to: named, among: levels.compactMap(\.self))),
          file: dataset.source,
          column: name
        )
      }
      reference = place
    }
    return GroupColumn(
      name: name,
      levels: levels,
      codes: codes,
      reference: reference,
      unknown: unknown
    )
  }
}
