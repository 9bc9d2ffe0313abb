import Foundation
import LinearAlgebra
import Statistics
import TestSupport
import Testing

@Suite struct `Separation is proved or ruled out` {
  /// A case of `separation_reference.json`, decided by linear programs.
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let design: [[Double]]
    let response: [Double]
    let kind: String
    let separated: [Int]
    let limits: [String]
    let hasIntercept: Bool
    var testDescription: String { name }

    var rows: DenseRows {
      denseRows(design, response, interceptColumn: hasIntercept ? 0 : nil)
    }
  }

  static let cases: [Case] = {
    let url = Repository.fixtures.appending(path: "separation_reference.json")
    guard let data = try? Data(contentsOf: url),
      let json = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
      let list = json["cases"] as? [[String: Any]]
    else { return [] }
    return list.compactMap { entry in
      guard let name = entry["name"] as? String, let design = entry["design"] as? [[Double]],
        let response = entry["response"] as? [Double], let kind = entry["kind"] as? String,
        let separated = entry["separated"] as? [Int], let limits = entry["limits"] as? [String]
      else { return nil }
      return Case(
        name: name,
        design: design,
        response: response,
        kind: kind,
        separated: separated,
        limits: limits,
        hasIntercept: design.allSatisfy { $0[0] == 1 }
      )
    }
  }()

  private static func word(_ limit: SeparationProof.Limit) -> String {
    switch limit {
    case .finite: "finite"
    case .infinite(let isPositive): isPositive ? "+inf" : "-inf"
    case .undetermined: "undetermined"
    case .aliased: "aliased"
    case .unknown: "unknown"
    }
  }

  @Test func `all cases of the fixture are there`() {
    #expect(Self.cases.count == 80)
  }

  @Test(.tags(.reference), arguments: cases)
  func `kind, rows and signs are those of linear programs`(example: Case) throws {
    let proof = try SeparationProof(example.rows)
    #expect(proof.kind.rawValue == example.kind)
    #expect(proof.separatedRowCount == example.separated.count)
    #expect(proof.columns.map(Self.word) == example.limits)
    // The direction moves the separated rows to their side and no other.
    for (i, x) in example.design.enumerated() {
      let move = zip(x, proof.direction).reduce(0) { $0 + $1.0 * $1.1 }
      let size = zip(x, proof.direction).reduce(0) { $0 + abs($1.0 * $1.1) }
      if example.separated.contains(i) {
        #expect(example.response[i] == 1 ? move > 1e-7 * size : move < -1e-7 * size, "row \(i)")
      } else {
        #expect(abs(move) <= 1e-12 * size, "row \(i)")
      }
    }
  }

  @Test(.tags(.property), arguments: [UInt64(1), 2, 3, 4, 5, 6])
  func `the answer does not depend on units, order or threads`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for example in Self.cases {
      let p = example.limits.count
      let factors = (0..<p).map { $0 == 0 ? 1 : pow(10, generator.uniform() * 10 - 5) }
      let shifts = (0..<p).map { _ in generator.normal() * 3 }
      var order = Array(example.design.indices)
      order.shuffle(using: &generator)
      let design = order.map { i in
        (0..<p).map { j in
          example.design[i][j] * factors[j]
            + (example.hasIntercept && j > 0 ? shifts[j] * factors[j] : 0)
        }
      }
      let rows = denseRows(
        design,
        order.map { example.response[$0] },
        interceptColumn: example.hasIntercept ? 0 : nil
      )
      let proof = try SeparationProof(rows, threads: 2)
      #expect(proof.kind.rawValue == example.kind, "seed \(seed), \(example.name)")
      // A shift changes the intercept alone.
      let first = example.hasIntercept ? 1 : 0
      #expect(
        proof.columns.dropFirst(first).map(Self.word) == Array(example.limits.dropFirst(first)),
        "seed \(seed), \(example.name)"
      )
    }
  }

  @Test(.tags(.property), arguments: [UInt64(11), 12, 13, 14])
  func `overlapping rows are never called separated`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for trial in 0..<25 {
      // Nearly separated rows of a steep model, with one pair that overlaps: equal rows of
      // different outcomes that span the space.
      let p = 2 + generator.index(below: 6)
      var design: [[Double]] = []
      var response: [Double] = []
      let slope = (0..<p).map { _ in generator.normal() * 20 }
      for _ in 0..<200 {
        let x = [1] + (1..<p).map { _ in generator.normal() }
        design.append(x)
        response.append(zip(x, slope).reduce(0) { $0 + $1.0 * $1.1 } > 0 ? 1 : 0)
      }
      for j in 0..<p {
        let x = (0..<p).map { $0 == 0 ? 1 : $0 == j ? 0.25 : generator.uniform() }
        design += [x, x]
        response += [0, 1]
      }
      let proof = try SeparationProof(denseRows(design, response, interceptColumn: 0))
      #expect(proof.kind == .none, "seed \(seed), trial \(trial)")
      #expect(proof.columns.allSatisfy { $0 == .finite }, "seed \(seed), trial \(trial)")
    }
  }

  @Test(.tags(.property), arguments: [1e3, 1e6, 1e9, 1e12])
  func `a row far from all others does not make them separated`(distance: Double) throws {
    var generator = SeededGenerator(seed: 17)
    for trial in 0..<20 {
      var design = (0..<60).map { _ in [1, generator.normal(), generator.normal()] }
      var response = design.map { $0[1] + generator.normal() > 0 ? 1.0 : 0 }
      design.append([1, distance, generator.normal()])
      response.append(1)
      let proof = try SeparationProof(denseRows(design, response, interceptColumn: 0))
      #expect(proof.kind == .none || (proof.kind == .undecided && distance > 1e7), "\(trial)")
    }
  }

  @Test(.tags(.property), arguments: [UInt64(21), 22])
  func `a planted separation is found among many rows, with the same bits for any threads`(
    seed: UInt64
  ) throws {
    var generator = SeededGenerator(seed: seed)
    var design: [[Double]] = []
    var response: [Double] = []
    for i in 0..<20_000 {
      let flag = i % 500 == 7 ? 1.0 : 0
      let a = generator.normal()
      let b = generator.normal()
      design.append([1, a, b, flag, 2 * flag + a - b])
      let chance = LogisticLoss.probability(a - 0.5 * b - 0.3)
      response.append(flag == 1 ? 0 : generator.uniform() < chance ? 1 : 0)
    }
    let rows = denseRows(design, response, interceptColumn: 0)
    let one = try SeparationProof(rows, threads: 1)
    let two = try SeparationProof(rows, threads: 2)
    #expect(one.kind == .quasiComplete && one.separatedRowCount == 40, "seed \(seed)")
    #expect(
      one.columns
        == [.finite, .finite, .finite, .infinite(isPositive: false), .aliased],
      "seed \(seed)"
    )
    #expect(one.direction == two.direction && one.columns == two.columns, "seed \(seed)")
  }

  @Test(.tags(.reference), .enabled(if: Repository.hasSharedData("reference/endometrial.csv")))
  func `the endometrial data separate along NV alone`() throws {
    let proof = try SeparationProof(try sharedTable("endometrial").rows("HG", ["NV", "PI", "EH"]))
    #expect(proof.kind == .quasiComplete)
    #expect(proof.columns == [.finite, .infinite(isPositive: true), .finite, .finite])
    #expect(proof.separatedRowCount == 13)
  }

  @Test(.tags(.reference), .enabled(if: Repository.hasSharedData("reference/silvapulle1981.csv")))
  func `Silvapulle's data send the intercept down and the slope up`() throws {
    let proof = try SeparationProof(try sharedTable("silvapulle1981").rows("y", ["ghqs"]))
    #expect(proof.kind == .quasiComplete)
    #expect(proof.columns == [.infinite(isPositive: false), .infinite(isPositive: true)])
  }

  @Test func `rows without weight do not count`() throws {
    let design = Matrix([1, 1, 1, 1, 1, 1, 1, 2, 3, 4, 5, 6], rows: 6, columns: 2)
    func kind(_ weights: [Double]) throws -> SeparationProof.Kind {
      try SeparationProof(
        DenseRows(
          design: design,
          response: [0, 0, 1, 0, 1, 1],
          weights: weights,
          interceptColumn: 0
        )
      ).kind
    }
    #expect(try kind([1, 1, 1, 1, 1, 1]) == .none)
    #expect(try kind([1, 1, 0, 1, 1, 1]) == .complete)
    #expect(throws: StatisticsError.tooFewObservations(required: 1, found: 0)) {
      try kind([0, 0, 0, 0, 0, 0])
    }
  }

  @Test func `a value that is not finite is refused`() {
    let rows = denseRows([[1, .nan], [1, 2], [1, 3]], [0, 1, 0], interceptColumn: 0)
    #expect(throws: StatisticsError.notFinite(index: 0)) { try SeparationProof(rows) }
  }
}
