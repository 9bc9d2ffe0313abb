import Datasets
import Foundation
import Risk
import Statistics
import TestSupport
import Testing

@Suite struct `Levels of one outcome` {
  /// Rows of a category, their target, and a weight.
  private static func table(
    _ rows: [(level: String?, target: String?, weight: Double)]
  ) -> Dataset {
    Dataset(
      source: "rows.csv",
      columns: [
        Column(name: "area", values: .text(TextColumn(rows.map(\.level)))),
        Column(name: "y", values: .text(TextColumn(rows.map(\.target)))),
        Column(name: "w", values: .numbers(rows.map(\.weight))),
        Column(name: "others", values: .numbers(rows.map { $0.target == "1" ? 0 : $0.weight })),
        Column(name: "events", values: .numbers(rows.map { $0.target == "1" ? $0.weight : 0 })),
      ]
    )
  }

  private static func specification(
    target: RiskSpecification.Target = .binary(column: "y", positive: "1"),
    weights: RiskSpecification.Weights? = nil,
    poolBelow: Int = 0
  ) -> RiskSpecification {
    RiskSpecification(
      name: "levels",
      target: target,
      weights: weights,
      features: [
        .init(column: "area", kind: .categorical(.init(poolBelow: poolBelow, unseen: .reference)))
      ],
      missing: .indicator
    )
  }

  private static func found(
    _ specification: RiskSpecification,
    _ table: Dataset,
    partRows: Int? = nil
  ) throws -> [String] {
    let training =
      if let partRows {
        try RiskTraining(
          specification,
          parts: RowParts(table: table, rows: partRows),
          asOf: [],
          folder: NSTemporaryDirectory(),
          threads: 2
        )
      } else {
        try RiskTraining(specification, table, asOf: [], threads: 2)
      }
    return training.oneOutcomeLevels.map { level in
      "\(level.name) \(level.isPositive ? "+" : "-") \(level.rowCount ?? 0)"
    }
  }

  private static let rows: [(level: String?, target: String?, weight: Double)] = [
    ("a", "1", 2), ("a", "1", 1), ("b", "1", 1), ("b", "0", 3), ("c", "0", 1), ("c", "0", 1),
    ("c", nil, 1), (nil, "0", 1), ("d", "1", 1), ("d", "0", 0), ("e", "0", 0), ("f", "0", 1),
  ]

  @Test(arguments: [nil, 1, 5] as [Int?])
  func `are named before a fit, the reference, empty cells and unknown outcomes too`(
    partRows: Int?
  ) throws {
    #expect(
      try Self.found(Self.specification(), Self.table(Self.rows), partRows: partRows)
        == ["area=a + 2", "area=c - 2", "area=e - 1", "area=f - 1", "area=(missing) - 1"]
    )
  }

  @Test(arguments: [nil, 1, 5] as [Int?])
  func `count no row without weight`(partRows: Int?) throws {
    let found = ["area=a + 2", "area=c - 2", "area=d + 1", "area=f - 1", "area=(missing) - 1"]
    let specification = Self.specification(weights: .frequency(column: "w"))
    #expect(try Self.found(specification, Self.table(Self.rows), partRows: partRows) == found)
    let grouped = Self.specification(target: .grouped(successes: "events", failures: "others"))
    let known = Self.rows.filter { $0.target != nil }
    #expect(try Self.found(grouped, Self.table(known), partRows: partRows) == found)
  }

  @Test func `are those of pooled levels together`() throws {
    #expect(
      try Self.found(Self.specification(poolBelow: 2), Self.table(Self.rows))
        == ["area=a + 2", "area=c - 2", "area=(missing) - 1", "area=(pooled) - 2"]
    )
  }

  @Test func `stand in the model, which is read again as it was, and older ones too`() throws {
    let training = try RiskTraining(
      Self.specification(),
      Self.table(Self.rows),
      asOf: [],
      threads: 1
    )
    let model = try training.fit(threads: 1)
    #expect(model.oneOutcomeLevels == training.oneOutcomeLevels)
    #expect(model.separation?.levels == training.oneOutcomeLevels)
    let data = try JSONEncoder().encode(model)
    #expect(try JSONDecoder().decode(RiskModel.self, from: data) == model)
    let older = try JSONDecoder().decode(
      RiskSeparation.self,
      from: Data(
        #"{"kind": "quasiComplete", "levels": [{"name": "area=a=b", "isPositive": true}]}"#.utf8
      )
    )
    #expect(older.levels.map(\.name) == ["area=a=b"] && older.levels[0].rowCount == nil)
  }
}
