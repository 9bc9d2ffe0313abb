internal import Datasets
internal import Testing

@Suite("End of a panel")
struct PanelEndTests {
  private static func span(_ first: Int, _ end: Int) -> (start: Month, end: Month) {
    (Month(index: first), Month(index: end))
  }

  @Test("a few series that go on do not move it, one of a few does")
  func quorum() {
    let many = Array(repeating: Self.span(0, 60), count: 40)
    #expect(Panel.end(of: many + [Self.span(0, 90), Self.span(0, 62)]) == Month(index: 60))
    #expect(Panel.end(of: Array(many.prefix(5)) + [Self.span(0, 90)]) == Month(index: 90))
    #expect(Panel.end(of: []) == nil)
  }

  @Test("a series ten years after all others is not of the panel, whatever the number of series")
  func remote() {
    let few = [Self.span(0, 60), Self.span(10, 60)]
    #expect(Panel.end(of: few + [Self.span(181, 200)]) == Month(index: 60))
    #expect(Panel.end(of: few + [Self.span(180, 200)]) == Month(index: 200))
    #expect(Panel.end(of: [Self.span(500, 560)] + few) == Month(index: 60))
  }
}
