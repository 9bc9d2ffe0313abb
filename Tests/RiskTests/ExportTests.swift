import Datasets
import Foundation
import Risk
import Statistics
import TestSupport
import Testing

/// Statements run in the databases they are for, beside the program's own probabilities.
@Suite struct `An exported statement` {
  /// Rows with names and levels that would break careless quoting, empty cells and, where they are
  /// to be scored, levels, numbers and combinations that training rows do not have.
  static func rows(count: Int, seed: UInt64, isTraining: Bool) -> Dataset {
    var generator = SeededGenerator(seed: seed)
    let hostile = [
      "O'Brien", "a;b", "x\\y", "\"quoted\"", "naïve ☃", "--c", "new\nline", "  padded ",
      "'); DROP TABLE t; --",
    ]
    let rare = ["rare'1", "rare 2"]
    let strange = [
      "unseen", "(pooled)", "(missing)", "o'brien", "A;B", " a;b", "x\\\\y", "☃", "\\'", "1e5",
    ]
    let codes = ["007", "7", "1", "1.0"] + (isTraining ? [] : ["01", "7.0", "8", "(missing)"])
    let numbers = [1, 2.5, 10] + (isTraining ? [] : [3, 1.5, -1, 1e20])
    var columns: (age: [Double], curve: [Double], steady: [Double], offset: [Double]) = (
      [], [], [], []
    )
    var place: [String?] = []
    var code: [String?] = []
    var number: [Double] = []
    var outcome: [Double] = []
    for row in 0..<count {
      columns.age.append(generator.uniform() < 0.1 ? .nan : generator.uniform() * 60)
      let far = isTraining ? 1.0 : 3.0
      columns.curve.append(
        generator.uniform() < 0.1 ? .nan : (generator.uniform() - 0.5) * 10 * far
      )
      columns.steady.append(!isTraining && row % 9 == 4 ? .nan : generator.uniform() * 3 - 1)
      columns.offset.append(
        isTraining ? generator.uniform() : [0.5, -2, 1000, -1000, 30, -700, 0, 41, -38][row % 9]
      )
      let level =
        row % 40 == 7
        ? rare[row / 40 % 2]
        : isTraining || row % 5 > 0
          ? hostile[generator.index(below: hostile.count)]
          : strange[generator.index(below: strange.count)]
      place.append(row % 23 == 3 ? nil : level)
      code.append(!isTraining && row % 17 == 2 ? nil : codes[generator.index(below: codes.count)])
      number.append(numbers[generator.index(below: numbers.count)])
      let predictor = 0.02 * (columns.age[row].isNaN ? 50 : columns.age[row]) - 0.5
      outcome.append(generator.uniform() < LogisticLoss.probability(predictor) ? 1 : 0)
    }
    return Dataset(
      source: "rows.csv",
      columns: [
        Column(name: Self.id, values: .numbers((0..<count).map(Double.init))),
        Column(name: "età \"a\"", values: .numbers(columns.age)),
        Column(name: "curve'; --", values: .numbers(columns.curve)),
        Column(name: "steady", values: .numbers(columns.steady)),
        Column(name: "offset\n", values: .numbers(columns.offset)),
        Column(name: "Place\\", values: .text(TextColumn(place))),
        Column(name: "code", values: .text(TextColumn(code))),
        Column(name: "number", values: .numbers(number)),
        Column(name: "twin", values: .numbers(columns.steady.map { 2 * $0 + 1 })),
        Column(name: "y", values: .numbers(outcome)),
        Column(name: "z", values: .numbers(outcome.map { 2 - $0 })),
      ]
    )
  }

  static let id = "id\"; DROP TABLE people; --"

  /// How the columns of a table are declared.
  enum Storage {
    /// Numbers as doubles, texts as texts.
    case plain
    /// Numbers as decimals with zeros at the end.
    case decimals
    /// All as texts that the database compares without regard to case, empty ones for no value.
    case texts
  }

  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let specification: RiskSpecification
    var calibration: CalibrationMap?
    var table = "people"
    /// How the database's table holds the cells.
    var storage = Storage.plain
    var testDescription: String { name }
  }

  static func category(
    _ column: String,
    _ unseen: RiskSpecification.UnseenPolicy,
    poolBelow: Int = 0,
    reference: String? = nil
  ) -> RiskSpecification.Feature {
    .init(
      column: column,
      kind: .categorical(.init(reference: reference, poolBelow: poolBelow, unseen: unseen))
    )
  }

  static func specification(
    _ features: [RiskSpecification.Feature],
    _ interactions: [(String, String)],
    missing: RiskSpecification.MissingPolicy,
    offset: String? = nil,
    target: RiskSpecification.Target = .binary(column: "y", positive: "1"),
    id: String? = id
  ) -> RiskSpecification {
    RiskSpecification(
      name: "hostile\n; DROP TABLE people; --",
      id: id,
      target: target,
      offset: offset,
      features: features,
      interactions: interactions.map { .init($0.0, $0.1) },
      missing: missing
    )
  }

  private static let numbers: [RiskSpecification.Feature] = [
    .init(column: "età \"a\"", kind: .numeric),
    .init(column: "curve'; --", kind: .spline(.init(knots: .count(3)))),
    .init(column: "steady", kind: .numeric),
  ]

  static let all = specification(
    numbers + [
      category("Place\\", .pooled, poolBelow: 20), category("code", .reference),
      category("number", .reference),
    ],
    [
      ("età \"a\"", "steady"), ("steady", "Place\\"), ("code", "età \"a\""),
      ("code", "number"), ("number", "Place\\"),
    ],
    missing: .indicator
  )

  static let cases = [
    Case(name: "all kinds of terms", specification: all),
    Case(name: "columns of texts", specification: all, table: "a b.\"c.d\"", storage: .texts),
    Case(
      name: "refused cells",
      specification: specification(
        [
          .init(column: "steady", kind: .numeric),
          .init(
            column: "curve'; --",
            kind: .spline(.init(knots: .positions([-2, 0.5]), basis: .b))
          ),
          category("Place\\", .refuse, poolBelow: 20), category("code", .refuse, reference: "7"),
        ],
        [("Place\\", "code")],
        missing: .indicator
      ),
      table: "score_cells"
    ),
    Case(
      name: "an offset far from 0",
      specification: specification(
        [category("code", .pooled), .init(column: "steady", kind: .numeric)],
        [],
        missing: .indicator,
        offset: "offset\n"
      )
    ),
    Case(
      name: "refused empty cells",
      specification: specification(
        [
          .init(column: "steady", kind: .numeric), category("code", .reference),
          category("number", .refuse),
        ],
        [("steady", "code")],
        missing: .refuse
      )
    ),
    Case(
      name: "numbers of events and an aliased column",
      specification: specification(
        [
          .init(column: "steady", kind: .numeric), .init(column: "twin", kind: .numeric),
          category("number", .reference),
        ],
        [],
        missing: .indicator,
        target: .grouped(successes: "y", failures: "z"),
        id: nil
      ),
      storage: .decimals
    ),
    Case(name: "calibration by lines", specification: all, calibration: lines),
    Case(name: "calibration by curves", specification: all, calibration: curves),
  ]

  private static func map(_ stages: String) -> CalibrationMap? {
    try? JSONDecoder().decode(CalibrationMap.self, from: Data("{\"stages\": [\(stages)]}".utf8))
  }

  private static let line =
    #"{"method": "platt", "curve": {"intercept": 0.25, "slope": 0.8125}}"#

  /// Lines on the logit scale.
  static let lines = map("\(line), \(line)")

  /// A curve of each kind.
  static let curves = map(
    """
    \(line),
    {"method": "beta", "curve": {"a": 0.7, "b": 1.3, "intercept": -0.2}},
    {"method": "isotonic", "curve": {
      "probabilities": [0.1, 0.3, 0.35, 0.6, 0.61], "values": [0.05, 0.05, 0.4, 0.4, 0.93]
    }}
    """
  )

  /// Statements that make a table of some rows.
  static func table(_ rows: Dataset, _ test: Case, in database: DatabaseProgram) -> String {
    func name(_ text: String) -> String { "\"\(text.replacing("\"", with: "\"\""))\"" }
    func quoted(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }
    let double = database == .sqlite ? "REAL" : "DOUBLE PRECISION"
    let text = test.storage == .texts && database != .postgresql ? "TEXT COLLATE NOCASE" : "TEXT"
    let types = rows.columns.map { column -> String in
      guard test.storage != .texts, case .numbers = column.values else { return text }
      return column.name == Self.id
        ? "INTEGER" : test.storage == .decimals ? "DECIMAL(38, 17)" : double
    }
    let columns = zip(rows.columns, types).map { "\(name($0.name)) \($1)" }
    let values = (0..<rows.rowCount).map { row -> String in
      let cells = zip(rows.columns, types).map { column, type -> String in
        let cell = column.text(at: row)
        guard type == text else { return cell ?? "NULL" }
        return cell.map(quoted) ?? (test.storage == .texts ? "''" : "NULL")
      }
      return "(\(cells.joined(separator: ", ")))"
    }
    let schema = test.table.contains(".") ? Self.schema(database) : ""
    let table = test.table.contains(".") ? "\"a b\".\"c.d\"" : test.table
    // The statement is to mean the same whatever the session has set.
    let session =
      database == .postgresql
      ? "SET standard_conforming_strings = off; SET escape_string_warning = off;\n" : ""
    return schema + "CREATE TABLE \(table) (\(columns.joined(separator: ", ")));\n"
      + "INSERT INTO \(table) VALUES\n\(values.joined(separator: ",\n"));\n\(session)"
  }

  private static func schema(_ database: DatabaseProgram) -> String {
    database == .sqlite ? "ATTACH ':memory:' AS \"a b\";\n" : "CREATE SCHEMA \"a b\";\n"
  }

  /// The probabilities that a statement gives, by the id's number; `nil` for NULL.
  static func probabilities(
    _ statement: String,
    _ rows: Dataset,
    _ test: Case,
    in database: DatabaseProgram
  ) throws -> [Double?] {
    let quotedID = "\"\(Self.id.replacing("\"", with: "\"\""))\""
    let number =
      switch database {
      case .sqlite: "printf('%!.17g', probability)"
      case .duckdb, .postgresql: "CAST(probability AS text)"
      }
    let output = try database.run(
      table(rows, test, in: database)
        + "CREATE TABLE results AS\n\(statement)"
        + "SELECT CASE WHEN probability IS NULL THEN 'none' ELSE \(number) END FROM results "
        + "ORDER BY CAST(\(quotedID) AS integer);\n"
    )
    return output.split(separator: "\n").map { $0 == "none" ? nil : Double($0) ?? .nan }
  }

  /// The program's own probability of each row; `nil` where it refuses one.
  static func expected(_ model: RiskModel, _ rows: Dataset) -> [Double?] {
    (0..<rows.rowCount).map { row in
      // A row that is refused throws, and takes nothing from the others.
      guard let encoded = try? model.encode(rows.selecting(rows: [row])) else { return nil }
      return model.probabilities(encoded)[0]
    }
  }

  static func model(_ test: Case) throws -> RiskModel {
    let model = try RiskModel(
      fitting: test.specification,
      to: rows(count: 1200, seed: 7, isTraining: true),
      asOf: [],
      threads: 1
    )
    guard let map = test.calibration else { return model }
    return model.calibrated(by: map, asOf: [], keepsCalibration: false)
  }

  @Test(
    arguments: DatabaseProgram.allCases.filter(\.isAvailable),
    cases
  ) func `gives the program's probabilities`(_ database: DatabaseProgram, _ test: Case) throws {
    let model = try Self.model(test)
    let dialect = try #require(SQLDialect.catalogue.first { $0.name == database.rawValue })
    let statement = try ExportFormat.sql.text(
      of: model,
      ExportOptions(
        dialect: dialect,
        table: test.table,
        id: test.specification.id == nil ? Self.id : nil,
        digest: "0123"
      )
    )
    #expect((model.fit.coefficients[2].value == 0) == test.name.hasSuffix("aliased column"))
    let rows = Self.rows(count: 400, seed: 8, isTraining: false)
    let expected = Self.expected(model, rows)
    let found = try Self.probabilities(statement, rows, test, in: database)
    try #require(found.count == expected.count)
    var largest = 0.0
    for (row, pair) in zip(found, expected).enumerated() {
      #expect((pair.0 == nil) == (pair.1 == nil), "row \(row): \(pair)")
      let difference = abs((pair.0 ?? 0) - (pair.1 ?? 0))
      #expect(difference <= 1e-12, "row \(row): \(pair)")
      largest = Double.maximum(largest, difference)
    }
    #expect(Set(expected.compactMap { $0 }).count > 10)
    #expect((model.calibration == nil) == !test.name.hasPrefix("calibration"))
    #expect(expected.contains(nil) == test.name.hasPrefix("refused"))
    if ProcessInfo.processInfo.environment["VEDETTA_EXPORT_FIGURES"] != nil {
      print("export \(database) \(test.name): \(expected.count { $0 == nil }) refused, \(largest)")
    }
  }
}
