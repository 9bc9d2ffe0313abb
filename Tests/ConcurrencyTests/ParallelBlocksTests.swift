import Concurrency
import TestSupport
import Testing

@Suite struct `Parallel blocks` {
  private struct Refused: Error, Equatable { let index: Int }

  @Test(arguments: [1, 2, 3, 16]) func `each index is computed once and kept in order`(
    threads: Int
  ) {
    let values = parallelMap(count: 1000, threads: threads) { $0 * $0 }
    #expect(values == (0..<1000).map { $0 * $0 })
  }

  @Test func `no block gives no value`() {
    #expect(parallelMap(count: 0, threads: 2) { $0 } == [])
  }

  @Test(arguments: [1, 4]) func `the error of the lowest index is thrown`(threads: Int) {
    #expect(throws: Refused(index: 3)) {
      try parallelMap(count: 10, threads: threads) { index throws(Refused) -> Int in
        guard index < 3 else { throw Refused(index: index) }
        return index
      }
    }
  }

  @Test func `sums over blocks have the same bits for any number of threads`() {
    func sum(_ threads: Int) -> Double {
      let parts = parallelMap(count: 257, threads: threads) { block -> Double in
        var part = 0.0
        for term in 0..<100 { part += 1 / Double(1 + block * 100 + term) }
        return part
      }
      return parts.reduce(0, +)
    }
    #expect(sum(1) == sum(2))
    #expect(sum(1) == sum(9))
  }

  @Test(arguments: [1, 2, 4]) func `two pieces of work give both values`(threads: Int) throws {
    let pair = try parallelPair(threads: threads) {
      parallelMap(count: 100, threads: threads) { $0 }.reduce(0, +)
    } _: { isWanted in
      isWanted()
    }
    #expect(pair == (4950, true))
    #expect(throws: Refused(index: 2)) {
      try parallelPair(threads: threads) {
        1
      } _: { _ -> Int in
        throw Refused(index: 2)
      }
    }
  }

  @Test(arguments: [1, 2])
  func `when the first piece of work fails the second is told, and its error is the pair's`(
    threads: Int
  ) {
    let deadline = ContinuousClock.now + .seconds(60)
    #expect(throws: Refused(index: 1)) {
      try parallelPair(threads: threads) { () -> Int in
        throw Refused(index: 1)
      } _: { isWanted -> Int in
        while isWanted() {
          guard ContinuousClock.now < deadline else {
            Issue.record("the second piece was not told")
            break
          }
        }
        throw Refused(index: 2)
      }
    }
  }
}
