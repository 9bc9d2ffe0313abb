internal import Datasets
internal import TestSupport
internal import Testing

@Suite("Hierarchy")
struct HierarchyTests {
  @Test("paths nest by / and cross by ,")
  func formula() throws {
    let formula = try #require(HierarchyFormula("state/region,occupation"))
    #expect(formula.paths == [["state", "region"], ["occupation"]])
    #expect(formula.text == "state/region,occupation")
    for text in ["", "a,", "a//b", "/a", "a,b/a"] {
      #expect(HierarchyFormula(text) == nil, "\(text)")
    }
  }

  @Test("a named column inside an unnamed one has no place in the tree")
  func misplaced() throws {
    let formula = try #require(HierarchyFormula("state/region,occupation"))
    #expect(formula.misplacedColumn([true, true, true]) == nil)
    #expect(formula.misplacedColumn([true, false, true]) == nil)
    #expect(formula.misplacedColumn([false, false, true]) == nil)
    #expect(formula.misplacedColumn([false, true, true]) == 1)
  }

  @Test("levels, names and sums of crossed paths are those counted by hand")
  func crossed() throws {
    let formula = try #require(HierarchyFormula("state/region,job"))
    let hierarchy = Hierarchy(
      formula,
      leaves: [
        ["A", "north", "cook"], ["A", "south", "cook"], ["B", "north", "cook"],
        ["B", "north", "nurse"],
      ]
    )
    #expect(
      hierarchy.levels.map(\.name) == [
        "total", "job", "state", "state,job", "state/region", "state/region,job",
      ]
    )
    #expect(hierarchy.levels.map(\.series.count) == [1, 2, 2, 3, 3, 4])
    let sums = hierarchy.summed([1, 2, 4, 8])
    #expect(sums == [15, 7, 8, 3, 12, 3, 4, 8, 1, 2, 12, 1, 2, 4, 8])
    #expect(hierarchy.labels(of: 0) == ["<all>", "<all>", "<all>"])
    #expect(hierarchy.labels(of: 2) == ["<all>", "<all>", "nurse"])
    #expect(hierarchy.labels(of: 10) == ["B", "north", "<all>"])
    #expect(hierarchy.labels(of: 14) == ["B", "north", "nurse"])
  }
}
