import DataIO
import Datasets
import Foundation
import TestSupport
import Testing

/// Files as they are published, read beside a plain parser; needs the data beside the checkout.
@Suite struct RealFileTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let rows: Int
    let columns: Int
    /// Numbers, texts, months and days found.
    let types: [CSVOptions.ColumnType: Int]
    var testDescription: String { name }
  }

  private static let all = [
    Case(name: "neet/mvad.csv", rows: 712, columns: 86, types: [.number: 2, .text: 84]),
    Case(name: "neet/job_corps.csv", rows: 9240, columns: 47, types: [.number: 47]),
    Case(
      name: "forecasting/m3_monthly.csv",
      rows: 167_562,
      columns: 3,
      types: [.number: 1, .text: 1, .month: 1]
    ),
    Case(
      name: "vacancies/indeed_it_daily.csv",
      rows: 4774,
      columns: 5,
      types: [.number: 2, .text: 2, .date: 1]
    ),
    Case(
      name: "forecasting/labour_hierarchy.csv",
      rows: 16_448,
      columns: 5,
      types: [.number: 1, .text: 3, .month: 1]
    ),
  ]

  private static let present = all.filter { Repository.hasSharedData($0.name) }

  @Test("every cell is the one in the file", .tags(.reference), arguments: present)
  func cells(_ item: Case) throws {
    let path = try #require(Repository.sharedData).appending(path: item.name).path
    let table = try CSVReader.read(path: path, threads: 2)
    #expect(table.dataset.rowCount == item.rows)
    #expect(table.dataset.columns.count == item.columns)
    for type in CSVOptions.ColumnType.allCases {
      #expect(table.findings.columns.count { $0.type == type } == item.types[type] ?? 0, "\(type)")
    }
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    while bytes.last == 0x0A { bytes.removeLast() }
    let rows = try ReferenceCSVParser.rows(bytes, separator: UInt8(ascii: ","))
    try #require(rows.count == item.rows + 1)
    var wrong = 0
    for (index, column) in table.dataset.columns.enumerated() {
      for row in 0..<item.rows {
        let text = String(decoding: rows[row + 1][index].text, as: UTF8.self)
        let isSame =
          switch column.values {
          case .numbers(let values):
            values[row].isNaN ? text == "NA" || text.isEmpty : Double(text) == values[row]
          default: column.text(at: row) ?? "" == text
          }
        if !isSame { wrong += 1 }
      }
    }
    #expect(wrong == 0)
  }
}
