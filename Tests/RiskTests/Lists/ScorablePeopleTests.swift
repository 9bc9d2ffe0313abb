import Datasets
import Risk
import Statistics
import TestSupport
import Testing

@Suite struct `People who can be scored` {
  /// What can be wrong with cells.
  enum Faults: Sendable { case none, gaps, all }

  private static func people(_ count: Int, _ faults: Faults, seed: UInt64) -> Dataset {
    let gaps = faults != .none
    var generator = SeededGenerator(seed: seed)
    func number(_ isEmpty: Bool) -> Double { isEmpty ? .nan : Double(generator.index(below: 9)) }
    var columns: [[Double]] = [[], []]
    var areas: [String?] = []
    var target: [Double] = []
    for _ in 0..<count {
      for column in columns.indices {
        columns[column].append(number(gaps && generator.index(below: 8) == 0))
      }
      let area = generator.index(below: gaps ? 12 : 3)
      areas.append(area == 11 ? nil : area > 9 && faults == .all ? "elsewhere" : "\(area % 3)")
      target.append(generator.uniform() < 0.4 ? 1 : 0)
    }
    if faults == .all {
      areas[count / 2] = "1"
      columns[0][count / 2] = 3
      columns[1][count / 2] = .infinity
    }
    return Dataset(
      source: "people.csv",
      columns: [
        Column(name: "id", values: .text(TextColumn((0..<count).map { "p\($0)" }))),
        Column(name: "a", values: .numbers(columns[0])),
        Column(name: "b", values: .numbers(columns[1])),
        Column(name: "area", values: .text(TextColumn(areas))),
        Column(name: "y", values: .numbers(target)),
      ]
    )
  }

  @Test(.tags(.property), arguments: [1, 2, 3] as [UInt64], [Faults.gaps, .all])
  func `and the others are told apart as if each were alone`(seed: UInt64, faults: Faults) throws {
    let model = try RiskModel(
      fitting: RiskSpecification(
        name: "t",
        id: "id",
        target: .binary(column: "y", positive: "1"),
        features: [
          .init(column: "area", kind: .categorical(.init(reference: "0"))),
          .init(column: "a", kind: .numeric), .init(column: "b", kind: .numeric),
        ]
      ),
      to: Self.people(400, .none, seed: 9),
      asOf: [],
      threads: 1
    )
    let people = Self.people(300, faults, seed: seed)
    let found = try model.scorable(people)
    var rows: [Int] = []
    var problems: [Int: DataProblem] = [:]
    for row in 0..<people.rowCount {
      do throws(DataProblem) {
        _ = try model.encode(people.selecting(rows: [row]))
        rows.append(row)
      } catch {
        problems[row] = error
      }
    }
    #expect(found.rows == rows, "seed \(seed)")
    #expect(found.others.map(\.row) == problems.keys.sorted())
    for other in found.others { #expect(other.problem == problems[other.row], "row \(other.row)") }
    #expect(rows.count > 100)
    let causes: [DataProblem.Cause] =
      faults == .all ? [.missingValue, .unseenLevel, .nonFinite] : [.missingValue]
    for cause in causes { #expect(problems.values.contains { $0.cause == cause }) }
  }
}
