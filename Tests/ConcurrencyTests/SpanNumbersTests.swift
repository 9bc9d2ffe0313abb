import Concurrency
import Foundation
import TestSupport
import Testing

@Suite struct SpanNumbersTests {
  /// What reading some cells gives that stand before enough other bytes.
  private func read(
    _ cells: [String],
    mark: Character = "."
  ) -> (values: [Double], marks: [UInt8], next: Int) {
    let bytes = Array((cells.map { $0 + ";" }.joined() + String(repeating: "x", count: 48)).utf8)
    var values = [Double](repeating: -1, count: cells.count + 1)
    var marks = [UInt8](repeating: 0, count: cells.count + 1)
    let found = bytes.span.readNumbers(
      cells.count,
      at: 0,
      separator: UInt8(ascii: ";"),
      mark: mark.asciiValue ?? 0,
      into: &values,
      at: 1,
      marks: &marks,
      at: 1
    )
    #expect(values[0] == -1 && marks[0] == 0)
    return (Array(values[1...].prefix(found.count)), Array(marks[1...]), found.next)
  }

  @Test("cells in the common form are the doubles nearest to them, with any number of digits")
  func values() {
    for wholes in 1...20 {
      for decimals in 0...20 {
        for digit in ["1", "5", "9"] {
          for sign in ["", "-"] {
            let text =
              sign + String(repeating: digit, count: wholes)
              + (decimals > 0 ? "." : "") + String(repeating: digit, count: decimals)
            let found = read([text, "7", "", "0." + digit])
            let expected = Double(text) ?? .nan
            if wholes + decimals > 19 || (decimals == 0 && abs(expected) > 0x1p53) {
              #expect(found.values.isEmpty && found.next == 0)
            } else {
              #expect(found.values.count == 4 && found.values[0] == expected, "\(text)")
              #expect(found.marks == [decimals > 0 ? 1 : 0, 0, 0, 1])
              #expect(found.values[2].isNaN)
            }
          }
        }
      }
    }
    #expect(read(["-0", "-0.0"]).values.map(\.sign) == [.minus, .minus])
    #expect(read(["1,5", "2"], mark: ",").values == [1.5, 2])
  }

  @Test(
    "a cell in any other form is where the reading stops",
    arguments: [
      "-", ".", ".5", "-.5", "+1", "00", "01", "-01.5", "1.2.3", "1..", "--1", "1e5", "1-", " 1",
      "1 ",
      "NA", "\"1\"", "1\n2", "1/2", "1:2", "1,5", "9007199254740993", "12345678901234567890",
      "1234567890.1234567890", "é", "1\r", "0x1", "12345é", "0.12345678901234567890",
    ]
  )
  func stops(cell: String) {
    let found = read(["1.5", "-2", cell, "3"])
    #expect(found.values == [1.5, -2] && found.next == 7)
    #expect(found.marks == [1, 0, 0, 0])
  }

  @Test("cells near the end of the text are left")
  func end() {
    let bytes = Array(String(repeating: "1;", count: 40).utf8)
    var values = [Double](repeating: 0, count: 40)
    var marks = [UInt8](repeating: 0, count: 40)
    for end in 0...bytes.count {
      let found = bytes.span.extracting(0..<end).readNumbers(
        40,
        at: 0,
        separator: UInt8(ascii: ";"),
        mark: UInt8(ascii: "."),
        into: &values,
        at: 0,
        marks: &marks,
        at: 0
      )
      #expect(found.count == max(0, (end - 46) / 2))
      #expect(found.next == 2 * found.count)
    }
  }
}
