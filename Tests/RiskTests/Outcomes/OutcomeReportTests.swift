internal import Risk
internal import TestSupport
internal import Testing

@Suite("Outcomes of contacts")
struct OutcomeReportTests {
  private static func people(
    _ outcome: ContactOutcome?,
    _ count: Int,
    group: String = "1",
    hasDay: Bool = true
  ) -> [OutcomeReport.Person] {
    Array(
      repeating: OutcomeReport.Person(group: group, outcome: outcome, hasDay: hasDay),
      count: count
    )
  }

  struct Typed: CustomTestStringConvertible, Sendable {
    let text: String
    let outcome: ContactOutcome?
    var testDescription: String { text }
  }

  @Test(
    "outcomes are known however they are typed, and others are not",
    arguments: [
      Typed(text: "disponibile", outcome: .available),
      Typed(text: " Non  risponde", outcome: .noAnswer),
      Typed(text: "Non Risponde ", outcome: .noAnswer),
      Typed(text: "già occupato", outcome: .employed),
      Typed(text: "NUMERO-ERRATO", outcome: .wrongNumber),
      Typed(text: "preso_in__carico", outcome: .takenInCharge),
      Typed(text: "non so", outcome: nil),
      Typed(text: "", outcome: nil),
    ]
  )
  func typed(_ typed: Typed) {
    #expect(ContactOutcome(typed: typed.text) == typed.outcome)
  }

  // R: prop.test(244, 399, correct = FALSE)$conf.int
  @Test("of 399 people reached 244 say yes: 61.2 %, with R's interval", .tags(.reference))
  func share() throws {
    let report = OutcomeReport(
      Self.people(.available, 200) + Self.people(.takenInCharge, 44) + Self.people(.refused, 155)
        + Self.people(.noAnswer, 30) + Self.people(nil, 21, hasDay: false)
    )
    #expect(report.total.listed == 450)
    #expect(report.total.called == 429)
    #expect(report.total.reached == 399)
    let rate = try #require(report.total.positiveRate)
    expectClose(rate.value, 244.0 / 399, relativeTolerance: 1e-15)
    expectClose(rate.lower, 0.5628575857253433, relativeTolerance: 1e-11)
    expectClose(rate.upper, 0.6580730013610622, relativeTolerance: 1e-11)
  }

  @Test("whoever does not answer is neither a yes nor a no, and bounds what is not known")
  func unknown() throws {
    let known = Self.people(.available, 30) + Self.people(.refused, 20)
    let before = OutcomeReport(known)
    for outcome in [ContactOutcome.noAnswer, .wrongNumber, .callBack, nil] {
      let report = OutcomeReport(known + Self.people(outcome, 50))
      #expect(report.total.positiveRate == before.total.positiveRate)
      let bounds = try #require(report.total.bounds)
      #expect(bounds.lower == 0.3)
      #expect(bounds.upper == 0.8)
    }
  }

  @Test("counts of one to four are hidden, zeros are not, and sums give nothing away")
  func hidden() {
    let report = OutcomeReport(
      Self.people(.available, 3, group: "1") + Self.people(.refused, 20, group: "1")
        + Self.people(.available, 12, group: "2") + Self.people(.refused, 30, group: "2")
        + Self.people(.available, 25, group: "3") + Self.people(.refused, 9, group: "3")
    )
    #expect(report.groups.map(\.name) == ["1", "2", "3"])
    #expect(report.groups[0].positive == nil)
    #expect(report.groups[0].positiveRate == nil)
    #expect(report.groups[0].answers[ContactAnswer.notCalled.rawValue] == 0)
    // With one hidden count in a column its sum would give it away.
    #expect(report.groups.count { $0.positive == nil } >= 2)
    #expect(report.total.positive == 40)
  }

  @Test("a hidden outcome cannot be worked out from the sum of its answer")
  func hiddenOutcome() {
    let report = OutcomeReport(
      Self.people(.refused, 20) + Self.people(.employed, 9) + Self.people(.doNotContact, 2)
        + Self.people(.available, 40)
    )
    let shown = Dictionary(
      uniqueKeysWithValues: zip(ContactOutcome.allCases.map(\.rawValue), report.outcomes)
    )
    #expect(shown["non_contattare"] == .some(nil))
    #expect(shown["gia_occupato"] == .some(nil))
    #expect(shown["rifiuta"] == 20)
  }

  @Test("nobody gives no shares")
  func empty() {
    let report = OutcomeReport([])
    #expect(report.groups.isEmpty)
    #expect(report.total.listed == 0)
    #expect(report.total.positiveRate == nil)
    #expect(report.total.bounds == nil)
  }
}
