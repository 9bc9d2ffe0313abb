import DataIO
import Datasets
import TestSupport
import Testing

@Suite struct JSONLinesFuzzTests {
  private static let input = FuzzInput(
    tokens: [
      "{", "}", "[", "]", ":", ",", "\"", "\"a\"", "\"b\"", "{\"a\":", "1", "-", "1.5e3", "0",
      "null", "true",
      "false", "NaN", "-Infinity", "\\", "\\u00e8", "\\ud83d\\ude00", "\n", "\r\n", " ", "\0", "è",
    ],
    files: [
      "{\"id\":\"a\",\"ds\":\"2024-03\",\"y\":1.5}\n{\"id\":\"b\",\"ds\":\"2024-04\",\"y\":null}\n",
      "{\"a\":[1,{\"b\":\"x\"}],\"c\":true}\n{\"c\":false,\"d\":\"\\u00e8\"}\n",
    ]
  )

  @Test("any bytes give a table or a problem", .tags(.property))
  func anyBytes() {
    let count = isRelease ? 100_000 : 3000
    var tables = 0
    for index in 0..<count {
      let seed = UInt64(3_000_000_000 + index)
      var generator = TestGenerator(seed: seed)
      let bytes = Self.input.make(&generator)
      do throws(DataProblem) {
        let table = try JSONLinesReader.read(bytes: bytes, source: "f.jsonl")
        tables += table.rowCount > 0 ? 1 : 0
      } catch {
        #expect(error.file == "f.jsonl", "seed \(seed)")
      }
    }
    #expect(tables * 50 > count)
  }
}
