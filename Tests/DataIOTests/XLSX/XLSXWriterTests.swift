import DataIO
import Datasets
import Foundation
import TestSupport
import Testing

@Suite("Workbooks", .enabled(if: SpreadsheetParts.isAvailable))
struct XLSXWriterTests {
  private static let day = CalendarDate(dayNumber: 19_791)  // 2024-03-09

  private static let hard = [
    "=1+1", "+39 02 1234567", "0212345678", "-1", "@SUM(A1)", "\tx", "\rx", "a & b < \"c\"",
    "perché", "日本 \u{1F600}", "'", "{=1}", "http://example.org", " x ",
  ]

  private static let workbook = Workbook(
    title: "Lista & prova",
    created: day,
    sheets: [
      .init(
        name: "Lista",
        Dataset(
          source: "t",
          columns: [
            Column(name: "telefono", values: .text(TextColumn(hard))),
            Column(name: "punteggio", values: .numbers(hard.indices.map { Double($0) / 8 })),
            Column(name: "mese", values: .months(hard.map { _ in Month(year: 2024, month: 3) })),
            Column(name: "giorno", values: .dates(hard.map { _ in day })),
            Column(name: "vuoto", values: .numbers(hard.map { _ in .nan })),
          ]
        )
      ),
      .init(name: "Riepilogo", header: [], rows: [[.text("scopo"), .missing]], hasFilter: false),
    ]
  )

  private func written(_ folder: TemporaryFolder, _ name: String = "t.xlsx") throws -> String {
    try XLSXWriter.write(Self.workbook, to: folder.path(name), permissions: .ownerOnly)
    return folder.path(name)
  }

  @Test("texts are text cells, whatever they begin with; numbers and days are values")
  func cells() throws {
    let folder = try TemporaryFolder()
    let parts = try SpreadsheetParts(try written(folder))
    let cells = parts.cells(1)
    for (row, text) in Self.hard.enumerated() where !text.contains("\r") {
      #expect(cells["A\(row + 2)"] == text)
    }
    #expect(cells["B3"] == "0.125")
    // Days since the end of 1899.
    #expect(cells["D2"] == "45360" && cells["C2"] == "45352")
    #expect(cells["E2"] == nil)
    let sheet = try #require(parts.texts["xl/worksheets/sheet1.xml"])
    #expect(!sheet.contains("<f>"))
    #expect(!parts.texts.keys.contains { $0.contains("rels/sheet") }, "no links out of texts")
    let styles = try #require(parts.texts["xl/styles.xml"])
    #expect(styles.contains("dd/mm/yyyy") && styles.contains("mm/yyyy"))
    #expect(styles.contains("numFmtId=\"49\""), "texts are formatted as text")
    #expect(parts.cells(2)["A1"] == "scopo")
  }

  @Test("the header stays in sight and has a filter")
  func header() throws {
    let folder = try TemporaryFolder()
    let parts = try SpreadsheetParts(try written(folder))
    let sheet = try #require(parts.texts["xl/worksheets/sheet1.xml"])
    #expect(sheet.contains("state=\"frozen\"") && sheet.contains("ySplit=\"1\""))
    #expect(sheet.contains("<autoFilter ref=\"A1:E\(Self.hard.count + 1)\"/>"))
    let other = try #require(parts.texts["xl/worksheets/sheet2.xml"])
    #expect(!other.contains("frozen") && !other.contains("autoFilter"))
  }

  @Test("the bytes are the same each time, and no clock stands in them")
  func bytes() throws {
    let folder = try TemporaryFolder()
    let first = try Data(contentsOf: URL(filePath: try written(folder, "a.xlsx")))
    Thread.sleep(forTimeInterval: 2.1)
    let second = try Data(contentsOf: URL(filePath: try written(folder, "b.xlsx")))
    #expect(first == second)
    let parts = try SpreadsheetParts(folder.path("a.xlsx"))
    #expect(parts.texts["docProps/core.xml"]?.contains("2024-03-09T00:00:00Z") == true)
    #expect(parts.texts["times"] == "[(1980, 1, 1, 0, 0, 0)]")
  }

  @Test("the file is its owner's alone from the beginning")
  func permissions() throws {
    let folder = try TemporaryFolder()
    let attributes = try FileManager.default.attributesOfItem(atPath: try written(folder))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test("a place that cannot be written is a problem with the system's words")
  func refusal() throws {
    #expect(throws: OutputProblem.self) {
      try XLSXWriter.write(Self.workbook, to: "/nonexistent/t.xlsx")
    }
  }

  @Test("a text longer than a cell is cut, not lost")
  func long() throws {
    let folder = try TemporaryFolder()
    let text = String(repeating: "x", count: 40_000)
    try XLSXWriter.write(
      Workbook(
        title: "t",
        sheets: [.init(name: "s", header: ["a"], rows: [[.text(text)]], hasFilter: true)]
      ),
      to: folder.path("t.xlsx")
    )
    #expect(try SpreadsheetParts(folder.path("t.xlsx")).cells(1)["A2"]?.count == 32_767)
  }

  @Test(
    "LibreOffice reads the same texts, numbers and days",
    .enabled(if: LibreOffice.isAvailable)
  )
  func libreOffice() throws {
    let folder = try TemporaryFolder()
    let sheets = try LibreOffice.sheets(of: try written(folder), in: TemporaryFolder())
    let rows = try #require(sheets["Lista"])
    for text in ["=1+1", "+39 02 1234567", "0212345678", "-1", "@SUM(A1)"] {
      let row = try #require(rows.first { $0[0] == text }, "\(text)")
      #expect(row[2] == "03/2024" && row[3] == "09/03/2024")
    }
    // With the decimal mark of its own settings.
    let number = rows.first { $0[0] == "+39 02 1234567" }?[1]
    #expect(number?.replacingOccurrences(of: ",", with: ".") == "0.125")
    #expect(sheets["Riepilogo"]?.first?.first == "scopo")
  }
}
