import DataIO
import Datasets
import Foundation
import TestSupport
import Testing

@Suite struct NumberReadingTests {
  /// The numbers of a column, one cell a text, read from a CSV file.
  private func read(_ texts: [String], quoted: Bool, comma: Bool) throws -> [Double] {
    var bytes = Array("k;v\n".utf8)
    for text in texts {
      bytes.append(contentsOf: "a;".utf8)
      let quote: [UInt8] = quoted ? [UInt8(ascii: "\"")] : []
      bytes.append(contentsOf: quote)
      for byte in text.utf8 {
        bytes.append(comma && byte == UInt8(ascii: ".") ? UInt8(ascii: ",") : byte)
      }
      bytes.append(contentsOf: quote)
      bytes.append(UInt8(ascii: "\n"))
    }
    let options = CSVOptions(
      separator: .semicolon,
      decimalMark: comma ? .comma : .point,
      types: ["v": .number]
    )
    let table = try CSVReader.read(bytes: bytes, source: "n.csv", options: options)
    guard case .numbers(let values) = table.dataset.columns[1].values else { return [] }
    return values
  }

  private func check(_ texts: [String], quoted: Bool, comma: Bool, seed: UInt64) throws {
    let values = try read(texts, quoted: quoted, comma: comma)
    try #require(values.count == texts.count)
    var wrong = 0
    for (text, value) in zip(texts, values) {
      let expected = unsafe strtod(text, nil)
      if value.bitPattern != expected.bitPattern {
        wrong += 1
        if wrong < 5 { Issue.record("seed \(seed): \(text) is \(expected), read as \(value)") }
      }
    }
    #expect(wrong == 0, "seed \(seed): \(wrong) of \(texts.count)")
  }

  /// A number in one of the forms that programs write, and in those that are hard to round.
  private func text(_ generator: inout TestGenerator) -> String {
    func digits(_ count: Int) -> String {
      var text = ""
      for index in 0..<count {
        let digit = generator.below(10)
        text.append(String(index == 0 && count > 1 ? max(digit, 1) : digit))
      }
      return text
    }
    let sign = generator.below(4) == 0 ? "-" : ""
    switch generator.below(8) {
    case 0:
      let value = Double(bitPattern: generator.next())
      return value.isFinite ? "\(value)" : "0"
    case 1: return sign + digits(1 + generator.below(18))
    case 2: return sign + digits(1 + generator.below(9)) + "." + digits(1 + generator.below(17))
    case 3: return sign + "0." + digits(1 + generator.below(25))
    case 4:
      return sign + digits(1) + "." + digits(1 + generator.below(22)) + "e"
        + "\(generator.below(680) - 345)"
    case 5:
      // Half way between two neighbours, exactly, and one digit off.
      let exponent = generator.below(60)
      let whole = (1 << 53) + (generator.next() >> 11 | 1) & ((1 << 53) - 1)
      let half = (whole << 1 | 1).multipliedFullWidth(by: 1 << UInt64(min(exponent, 9)))
      return sign + (half.high == 0 ? "\(half.low)" : digits(20)) + "."
        + (generator.below(2) == 0 ? "0" : "000000000000000000000001")
    case 6: return sign + "\(Double(generator.below(1_000_000)) / 100)"
    default: return sign + digits(1 + generator.below(40)) + "." + digits(generator.below(60))
    }
  }

  @Test(
    "every number is the double nearest to its digits",
    .tags(.property),
    arguments: [(false, false), (true, false), (false, true), (true, true)]
  )
  func nearest(quoted: Bool, comma: Bool) throws {
    let rounds = isRelease ? 10 : 1
    for round in 0..<rounds {
      let seed = UInt64(round * 4 + (quoted ? 2 : 0) + (comma ? 1 : 0) + 1)
      var generator = TestGenerator(seed: seed)
      let texts = (0..<(isRelease ? 100_000 : 10_000)).map { _ in text(&generator) }
      try check(texts, quoted: quoted, comma: comma, seed: seed)
    }
  }

  @Test(
    "the hard cases of the literature are rounded right",
    .tags(.reference),
    arguments: [false, true]
  )
  func hardCases(quoted: Bool) throws {
    try check(
      [
        // D. Goldberg, Clinger, Gay, and the reports of what other programs got wrong
        "2.2250738585072011e-308", "2.2250738585072012e-308", "2.2250738585072014e-308",
        "4.9406564584124654e-324", "2.4703282292062327e-324", "2.4703282292062328e-324",
        "1.7976931348623157e308", "1.7976931348623158e308", "1.7976931348623159e308", "1e309",
        "9007199254740993", "9007199254740993.0", "9007199254740992.5", "5e-324", "1e-400", "0e999",
        "6929495644600919.5", "3.2378839133029012895883524125015321748630094790e-319",
        "1.00000000000000011102230246251565404236316680908203125",
        "1.00000000000000011102230246251565404236316680908203124",
        "1.00000000000000011102230246251565404236316680908203126", "8.5", "0.1",
        "123456789012345678",
        "1e23", "8.442911973260991817129021e-309", "7.2057594037927933e16", "-0", "-0.0", "00.5",
        "1e22",
        "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880",
      ],
      quoted: quoted,
      comma: false,
      seed: 0
    )
  }

  @Test("every power of ten and its neighbours in digits are read right")
  func powersOfTen() throws {
    var texts: [String] = []
    for exponent in -345...310 {
      for digits in ["1", "9", "9999999999999999999", "1000000000000000001", "4503599627370497.5"] {
        texts.append("\(digits)e\(exponent)")
      }
    }
    try check(texts, quoted: false, comma: false, seed: 0)
  }
}
