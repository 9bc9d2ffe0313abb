import Datasets
import TestSupport
import Testing

@Suite struct `Data sets` {
  private let dataset = Dataset(
    source: "people.csv",
    columns: [
      Column(name: "id", values: .text(TextColumn(["007", "b", nil, "b"]))),
      Column(name: "age", values: .numbers([20, 21.5, .nan, -0.0])),
    ]
  )

  @Test func `text columns keep each distinct text once`() {
    let column = TextColumn(["x", "ü", nil, "x", ""])
    #expect(column.codes == [0, 1, -1, 0, 2])
    #expect(Array(column.levels) == ["x", "ü", ""])
    #expect(column[1] == "ü" && column[2] == nil && column[4] == "")
  }

  @Test func `cells read as they would be written`() {
    #expect((0..<4).map { dataset.columns[0].text(at: $0) } == ["007", "b", nil, "b"])
    #expect((0..<4).map { dataset.columns[1].text(at: $0) } == ["20", "21.5", nil, "-0.0"])
  }

  @Test func `numbers at the end of the whole ones have a text`() {
    #expect(Column.text(of: Double(Int.min)) == "-9.223372036854776e+18")
    #expect(Column.text(of: -9_007_199_254_740_991) == "-9007199254740991")
    #expect(Column.text(of: -.infinity) == "-inf")
  }

  @Test func `a selection keeps order, repeats and the lines of the file`() {
    let part = dataset.selecting(rows: [3, 0, 3])
    #expect(part.columns[0].text(at: 1) == "007")
    #expect((0..<3).map { part.line(ofRow: $0) } == [5, 2, 5])
  }

  @Test func `an unknown column is refused with the nearest name`() {
    #expect(
      throws: DataProblem(.unknownColumn(nearest: "age"), file: "people.csv", column: "agee")
    ) {
      try dataset.column("agee")
    }
  }
}
