internal import Foundation
internal import TestSupport
internal import Testing

@Suite("A contact list in LibreOffice", .tags(.endToEnd))
struct ListInLibreOfficeTests {
  @Test(
    "opens with leading zeros and +39 kept, and every cell as the CSV has it",
    .enabled(if: LibreOffice.isAvailable)
  )
  func opens() throws {
    let example = try ListExample()
    let contacts = (0..<200).map { person in
      // A code and a telephone number that are no numbers: zeros first, a plus.
      "P\(person);=SUM(1+2);0\(5000 + person);"
        + (person % 2 == 0 ? "+393331234\(100 + person)" : "0212345\(100 + person)") + "\r\n"
    }
    try example.folder.write("id;cognome;cap;telefono\r\n" + contacts.joined(), to: "contatti.csv")
    try example.folder.write(
      ListExample.policy.replacingOccurrences(of: "[cognome]", with: "[cognome, cap]"),
      to: "policy.yaml"
    )
    let run = try example.list("out")
    try #require(run.status == 0, "\(run.errorOutput)")

    let sheets = try LibreOffice.sheets(
      of: example.folder.path("out/lista.xlsx"),
      in: TemporaryFolder()
    )
    let list = try #require(sheets["Lista"])
    let header = try #require(list.first)
    let written = try example.rows("out/lista.csv")
    #expect(list.count == written.count + 1 && written.count == 45)
    for (cells, row) in zip(list.dropFirst(), written) {
      let cells = Dictionary(uniqueKeysWithValues: zip(header, cells))
      #expect(Set(cells.keys) == Set(row.keys))
      for (name, cell) in cells {
        // Only in the CSV a plus is written 00, a formula is disarmed by a quote, and a number has
        // the decimal mark whatever the reader's settings are.
        let text =
          switch name {
          case "telefono": cell.replacingOccurrences(of: "+39", with: "0039")
          case "cognome": "'" + cell
          case "punteggio": cell.replacingOccurrences(of: ".", with: ",")
          default: cell
          }
        #expect(text == row[name], "\(name)")
      }
      let phone = try #require(cells["telefono"])
      #expect(phone.hasPrefix("+393331234") || phone.hasPrefix("0212345"))
      #expect(cells["cap"]?.hasPrefix("05") == true && cells["cap"]?.count == 5)
      #expect(cells["cognome"] == "=SUM(1+2)")
    }
    let summary = try #require(sheets["Riepilogo"])
    let totals = try #require(summary.first { $0.first == "totale" })
    #expect(totals.contains("45"))
  }
}
