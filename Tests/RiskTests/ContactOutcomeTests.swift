import Risk
import Statistics
import TestSupport
import Testing

@Suite struct `Simulated calls` {
  private static let bands = (0..<40_000).map { 1 + $0 % 4 }

  @Test func `have the stated shares, and yes is likelier in higher bands`() {
    var generator = SeededGenerator(seed: 4)
    let calls = ContactOutcomeModel().calls(
      bands: Self.bands,
      margins: .init(reached: nil, available: nil),
      &generator
    )
    let n = Double(calls.count)
    let reached = calls.count(where: \.outcome.answer.isKnown)
    // 1 - 0.04 for a right number, times 1 - 0.55 · 0.50 · 0.45 for an answer at last.
    let reach = 0.96 * (1 - 0.55 * 0.50 * 0.45)
    expectClose(
      Double(reached) / n,
      reach,
      absoluteTolerance: 4 * (reach * (1 - reach) / n).squareRoot()
    )
    for (band, expected) in zip(1...4, [0.44, 0.52, 0.60, 0.68]) {
      let own = zip(Self.bands, calls).filter { $0 == band && $1.outcome.answer.isKnown }.map(\.1)
      let yes = Double(own.count { $0.outcome.answer == .positive }) / Double(own.count)
      let deviation = (expected * (1 - expected) / Double(own.count)).squareRoot()
      expectClose(yes, expected, absoluteTolerance: 4 * deviation, "band \(band)")
    }
    let wrong = Double(calls.count { $0.outcome == .wrongNumber }) / n
    expectClose(wrong, 0.04, absoluteTolerance: 4 * (0.04 * 0.96 / n).squareRoot())
    #expect(calls.allSatisfy { (1...3).contains($0.attempts) })
    let never = Double(calls.count { $0.outcome == .doNotContact }) / n
    #expect(never > 0.005 && never < 0.03)
  }

  @Test(.tags(.property), arguments: [1, 2, 3] as [UInt64])
  func `meet the margins exactly`(seed: UInt64) {
    let bands = Array(Self.bands.prefix(450))
    for (reached, available) in [(399, 244), (450, 450), (0, 0), (300, 0), (12, 12)] {
      var generator = SeededGenerator(seed: seed)
      let calls = ContactOutcomeModel().calls(
        bands: bands,
        margins: .init(reached: reached, available: available),
        &generator
      )
      #expect(calls.count(where: \.outcome.answer.isKnown) == reached, "seed \(seed)")
      #expect(calls.count { $0.outcome.answer == .positive } == available, "seed \(seed)")
    }
    var generator = SeededGenerator(seed: seed)
    let calls = ContactOutcomeModel().calls(
      bands: bands,
      margins: .init(reached: nil, available: 440),
      &generator
    )
    #expect(calls.count { $0.outcome.answer == .positive } == 440)
  }
}
