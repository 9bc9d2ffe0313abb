internal import Datasets
internal import Foundation
internal import Testing
internal import Workflows

@Suite("A person's sheet in words")
struct PersonSheetTextTests {
  /// A sheet as `--json` writes it.
  private func sheet(
    language: String = "it",
    topShare: Double = 0.05,
    bands: String = #"{"number":1,"from":0,"to":0.125},{"number":2,"from":0.125,"to":1}"#,
    calibratedOn: String = "null",
    reasons: String = "",
    lists: String = ""
  ) throws -> PersonSheet {
    let text = """
      {"person":"x7","asOf":"2024-03","probability":0.25,"band":2,"topShare":\(topShare),
       "model":{"name":"m","outcome":"o","trainedOn":["2023-03"],"trainingRows":1234,
                "calibratedOn":\(calibratedOn),"digest":"abc"},
       "inputs":[],"bands":[\(bands)],"reasons":[\(reasons)],"auditColumns":[],
       "lists":[\(lists)],"language":"\(language)"}
      """
    return try JSONDecoder().decode(PersonSheet.self, from: Data(text.utf8))
  }

  private func lines(_ sheet: PersonSheet) -> [String] {
    PersonSheetText(sheet).text.components(separatedBy: "\n")
  }

  @Test("lists on which the person appeared have a section, which is left out without any")
  func lists() throws {
    #expect(!lines(try sheet()).contains("## Le liste"))
    var sheet = try sheet()
    sheet.lists = [
      .init(
        list: "neet-2024-03",
        issued: CalendarDate(year: 2024, month: 3, day: 1),
        expires: try #require(CalendarDate(year: 2024, month: 6, day: 30)),
        position: 12
      )
    ]
    #expect(
      lines(sheet).contains("- neet-2024-03: posto 12, del 2024-03-01, scade il 2024-06-30")
    )
    let english = try self.sheet(
      language: "en",
      lists: #"{"list":"l","expires":"2024-06-30","position":1}"#
    )
    #expect(lines(english).contains("## The lists"))
    #expect(lines(english).contains("- l: place 1, expires on 2024-06-30"))
  }

  @Test("the standing is a share of the highest, and in the lower half no more than that")
  func standing() throws {
    let start = "Rispetto alle persone valutate alla stessa data: "
    #expect(lines(try sheet(topShare: 0.5)).contains(start + "fra il 50% più alto."))
    #expect(lines(try sheet(topShare: 0.55)).contains(start + "non fra la metà più alta."))
    #expect(lines(try sheet(topShare: 1)).contains(start + "non fra la metà più alta."))
  }

  @Test("without a reason to tell the sheet says so")
  func noReasons() throws {
    #expect(PersonSheetText(try sheet()).text.contains("\nNessun fattore prevalente: "))
    let reason = #"{"column":"a","text":"due mesi","contribution":0.5,"oddsRatio":1.6487}"#
    let told = lines(try sheet(reasons: reason))
    #expect(told.contains("- due mesi: 1,65 volte") && !told.contains { $0.contains("prevalente") })
  }

  @Test("bands are told by their limits, a single one as all, calibration by its dates")
  func model() throws {
    let words = lines(try sheet(calibratedOn: #"["2024-01","2024-02"]"#))
    #expect(words.contains("- fascia 1: meno di 12,5%"))
    #expect(words.contains("- fascia 2: da 12,5% in su  ← questa"))
    #expect(words.contains("- corretto (calibrato) su: gennaio 2024, febbraio 2024"))
    #expect(words.contains("- stimato su: 1.234 righe di marzo 2023"))
    let one = lines(try sheet(bands: #"{"number":1,"from":0,"to":1}"#, calibratedOn: "[]"))
    #expect(one.contains("- fascia 1: tutte"))
    #expect(one.contains("- corretto (calibrato) su: righe senza data"))
  }
}
