import Statistics
import TestSupport
import Testing

@Suite struct `Population stability` {
  @Test func `is zero for equal shares, whatever the sizes`() {
    let same = PopulationStability(reference: [10, 20, 30], current: [10, 20, 30])
    #expect(same.index == 0)
    let larger = PopulationStability(reference: [1000, 2000], current: [100_000, 200_000])
    #expect(larger.index < 1e-6)
  }

  /// By hand: p = 10.5/31, 20.5/31 and q = 20.5/31, 10.5/31.
  @Test func `agrees with its definition`() {
    let found = PopulationStability(reference: [10, 20], current: [20, 10])
    expectClose(found.index, 0.4316449219231515, relativeTolerance: 1e-12)
    // Chi-squared with one degree of freedom at 0.95 is 3.841459; times 1/30 + 1/30.
    expectClose(found.noise, 0.25609725, relativeTolerance: 1e-6)
  }

  /// Shares 90.5 / 100 and 9.5 / 100 against 50.5 / 100 and 49.5 / 100, in Python.
  @Test func `agrees with another program`() {
    let found = PopulationStability(reference: [90, 9], current: [50, 49])
    expectClose(found.index, 0.8936229541570864, relativeTolerance: 1e-12)
  }

  @Test func `is zero where a sample has no rows`() {
    #expect(PopulationStability(reference: [0, 0], current: [3, 4]).index == 0)
  }

  @Test func `stays finite where a bin is empty`() {
    let found = PopulationStability(reference: [0, 50], current: [50, 0])
    #expect(found.index.isFinite && found.index > 1)
  }

  @Test func `exceeds its noise about one time in twenty where nothing moved`() {
    var generator = SeededGenerator(seed: 5)
    var beyond = 0
    let draws = 2000
    for _ in 0..<draws {
      var counts = [[Double]](repeating: Array(repeating: 0, count: 10), count: 2)
      for _ in 0..<800 { counts[0][generator.index(below: 10)] += 1 }
      for _ in 0..<500 { counts[1][generator.index(below: 10)] += 1 }
      let found = PopulationStability(reference: counts[0], current: counts[1])
      if found.index > found.noise { beyond += 1 }
    }
    // Four standard errors of a share of 0.05.
    expectClose(Double(beyond) / Double(draws), 0.05, absoluteTolerance: 0.02)
  }
}
