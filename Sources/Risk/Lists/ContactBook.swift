package import Datasets

/// Names and telephone numbers of people, from a table of their own that is joined last.
package struct ContactBook: Sendable {
  /// The table.
  package let dataset: Dataset
  /// The column of telephone numbers.
  package let phone: String
  private let rows: [String: Int]
  private let phones: Column

  /// A book.
  ///
  /// - Parameters:
  ///   - dataset: one row a person; a person may have several that give the same number, of which
  ///     the first counts.
  ///   - key: column of the ids; every row has one.
  ///   - phone: column of the numbers.
  /// - Throws: `unknownColumn`; `missingValue`; `twoValues` for a person with two numbers.
  package init(_ dataset: Dataset, key: String, phone: String) throws(DataProblem) {
    let keys = try dataset.column(key)
    let phones = try dataset.column(phone)
    var rows: [String: Int] = [:]
    for row in 0..<dataset.rowCount {
      let line = dataset.line(ofRow: row)
      guard let person = keys.text(at: row) else {
        throw DataProblem(.missingValue, file: dataset.source, line: line, column: key)
      }
      guard let first = rows[person] else {
        rows[person] = row
        continue
      }
      let numbers = [first, row].map { phones.text(at: $0).flatMap(Self.digits) }
      if numbers[0] != numbers[1] {
        throw DataProblem(
          .twoValues(otherLine: dataset.line(ofRow: first)),
          file: dataset.source,
          line: line,
          column: phone
        )
      }
    }
    self.dataset = dataset
    self.phone = phone
    self.rows = rows
    self.phones = phones
  }

  /// Row of a person, or `nil`.
  package func row(of person: String) -> Int? { rows[person] }

  /// True for a person whose number can be called: 6 to 15 digits, a plus or 00 before them, and
  /// nothing else but spaces, points, hyphens, slashes and brackets.
  package func canBeCalled(_ person: String) -> Bool {
    guard let row = rows[person], let text = phones.text(at: row),
      let digits = Self.digits(text)
    else { return false }
    return (6...17).contains(digits.utf8.count)
  }

  /// The digits of a number; `nil` where something stands that no number has.
  private static func digits(_ text: String) -> String? {
    var digits = ""
    for (place, character) in text.unicodeScalars.enumerated() {
      switch character {
      case "0"..."9": digits.unicodeScalars.append(character)
      case " ", "\u{A0}", ".", "-", "/", "(", ")": continue
      case "+" where place == 0: digits += "00"
      default: return nil
      }
    }
    return digits.isEmpty ? nil : digits
  }
}
