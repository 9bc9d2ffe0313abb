internal import Datasets
internal import Foundation
internal import TestSupport
internal import Testing
internal import Workflows

@Suite("Training beyond memory")
struct StreamedTrainTests {
  private struct Scene {
    let place: TemporaryFolder
    let environment: RequestEnvironment

    init(_ rows: String, _ specification: String) throws {
      place = try TemporaryFolder()
      environment = RequestEnvironment(threads: 2, force: true, registry: place.path("registry"))
      _ = try place.write(rows, to: "rows.csv")
      _ = try place.write(specification, to: "spec.yaml")
    }

    func train(
      _ rows: RiskTrainRequest.RowPlace?,
      asOf: [Month] = [],
      memory: Int? = nil
    ) throws -> RiskTrainResult {
      try RiskTrainWorkflow().run(
        RiskTrainRequest(
          specification: place.path("spec.yaml"),
          data: place.path("rows.csv"),
          asOf: asOf,
          output: place.path("model"),
          allowed: [.fewEvents],
          memory: memory,
          rows: rows,
          environment: environment
        )
      )
    }

    /// What lies beside the output but for the inputs, the registry and the model.
    var leftovers: [String] {
      get throws {
        try FileManager.default.contentsOfDirectory(atPath: place.path("."))
          .filter { !["rows.csv", "spec.yaml", "registry", "model"].contains($0) }
      }
    }
  }

  /// Rows of three dates with empty cells, quotes and a line break in a cell.
  private static let rows: String = {
    var text = "id;as_of;months;income;area;neet\n"
    var state: UInt64 = 1
    for row in 0..<3000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let draw = Int(state >> 33)
      let area = draw % 11 == 0 ? "" : draw % 7 == 0 ? "\"north;\nwest\"" : "a\(draw % 4)"
      let income = draw % 13 == 0 ? "" : "\(draw % 90_000 / 100),\(10 + draw % 90)"
      let neet = row % 41 == 0 ? "" : (draw / 5 + row) % 3 == 0 ? "1" : "0"
      text += "p\(row);2024-0\(1 + row % 3);\(draw % 9);\(income);\(area);\(neet)\n"
    }
    return text
  }()

  private static let specification = """
    name: streamed
    id: id
    target: {column: neet, positive: 1}
    as_of: as_of
    features:
      - {column: months, kind: numeric}
      - {column: income, kind: spline, knots: 3}
      - {column: area, kind: categorical, pool_below: 5, unseen: reference}
    interactions: [[months, area]]
    missing: indicator
    """

  private static let dates = [Month(year: 2024, month: 1), Month(year: 2024, month: 3)]

  private func expectSame(_ streamed: RiskTrainResult, _ expected: RiskTrainResult) throws {
    #expect(streamed.rows == expected.rows)
    #expect(streamed.asOf == expected.asOf)
    #expect(streamed.warnings == expected.warnings)
    #expect(streamed.coefficients.map(\.term) == expected.coefficients.map(\.term))
    expectClose(streamed.deviance, expected.deviance, relativeTolerance: 1e-12)
    expectClose(streamed.nullDeviance, expected.nullDeviance, relativeTolerance: 1e-12)
    for (found, other) in zip(streamed.coefficients, expected.coefficients) {
      let error = try #require(other.standardError)
      expectClose(
        found.estimate ?? .nan,
        try #require(other.estimate),
        absoluteTolerance: 1e-10 * error,
        other.term
      )
      expectClose(found.standardError ?? .nan, error, relativeTolerance: 1e-8, other.term)
    }
  }

  @Test("streamed rows give the model of the rows in memory", arguments: [[], dates])
  func sameModel(asOf: [Month]) throws {
    let scene = try Scene(Self.rows, Self.specification)
    let expected = try scene.train(nil, asOf: asOf)
    let streamed = try scene.train(.streamed, asOf: asOf)
    try expectSame(streamed, expected)
    #expect(try scene.leftovers.isEmpty)
  }

  @Test("the cohort of the shipped example gives its model when it is streamed")
  func shippedExample() throws {
    let place = try TemporaryFolder()
    let environment = RequestEnvironment(threads: 2, force: true, registry: place.path("registry"))
    let example = Repository.root.appending(path: "Models/neet-mvad")
    _ = try RiskCohortWorkflow().run(
      RiskCohortRequest(
        specification: example.appending(path: "cohort.yaml").path,
        data: example.appending(path: "data/mvad.csv").path,
        output: place.path("cohort.csv"),
        environment: environment
      )
    )
    let train = { (rows: RiskTrainRequest.RowPlace?) in
      try RiskTrainWorkflow().run(
        RiskTrainRequest(
          specification: example.appending(path: "spec.yaml").path,
          data: place.path("cohort.csv"),
          asOf: [1994, 1995, 1996].map { Month(year: $0, month: 7) },
          output: place.path("model"),
          rows: rows,
          environment: environment
        )
      )
    }
    try expectSame(train(.streamed), train(nil))
  }

  @Test("rows that have no room in memory are streamed without being asked")
  func automatic() throws {
    let scene = try Scene(Self.rows, Self.specification)
    let expected = try scene.train(nil)
    let limited = try scene.train(nil, memory: 100_000)
    expectClose(limited.deviance, expected.deviance, relativeTolerance: 1e-12)
    #expect(limited.rows == expected.rows)
  }

  @Test("a bad cell in the last rows is named with its line, and nothing is left behind")
  func badCell() throws {
    let scene = try Scene(
      Self.rows + "p9;2024-01;many;1,0;a1;0\n",
      Self.specification
    )
    let line = Self.rows.count { $0 == "\n" } + 1
    #expect(
      throws: DataProblem(
        .notANumber,
        file: scene.place.path("rows.csv"),
        line: line,
        column: "months"
      )
    ) { try scene.train(.streamed) }
    let month = try Scene(Self.rows + "p9;2024;1;1,0;a1;0\n", Self.specification)
    #expect(
      throws: DataProblem(
        .notAMonth,
        file: month.place.path("rows.csv"),
        line: line,
        column: "as_of"
      )
    ) { try month.train(.streamed) }
    #expect(try scene.leftovers.isEmpty && month.leftovers.isEmpty)
  }

  @Test("a memory limit below the fit's need, a date that is not there and a lost file are refused")
  func refusals() throws {
    let scene = try Scene(Self.rows, Self.specification)
    let problem = #expect(throws: DataProblem.self) { try scene.train(nil, memory: 1000) }
    guard case .memoryLimit = problem?.cause else {
      Issue.record("not refused for its memory")
      return
    }
    let data = scene.place.path("rows.csv")
    #expect(throws: DataProblem(.valueNotFound(value: "2025-01"), file: data, column: "as_of")) {
      try scene.train(.streamed, asOf: [Month(year: 2025, month: 1)])
    }
    try FileManager.default.removeItem(atPath: data)
    #expect(throws: DataProblem(.fileNotFound, file: data)) { try scene.train(.streamed) }
  }
}
