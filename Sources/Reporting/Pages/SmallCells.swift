package import Datasets

/// Counts of people under this are not shown.
package let smallCellLimit = 5

/// Numbers of people as they may be shown: under ``smallCellLimit`` only that they are.
package enum SmallCells {
  /// A count, `<5` where it is from 1 to 4.
  package static func count(_ count: Int, _ language: Language) -> String {
    isSmall(count) ? "<\(smallCellLimit)" : language.number(Double(count))
  }

  /// A count that is `nil` where it must not be shown.
  static func shown(_ count: Int?, _ language: Language) -> String {
    count.map { language.number(Double($0)) } ?? language.catalogue.suppressed
  }

  /// A share, not shown where the part or what is left of the whole is a small cell.
  package static func share(of part: Int, in whole: Int, _ language: Language) -> String {
    guard whole > 0 else { return Language.absent }
    guard !isSmall(part), !isSmall(whole - part) else { return language.catalogue.suppressed }
    return language.percent(Double(part) / Double(whole), decimals: 1)
  }

  /// Whether a count lies from 1 to 4: none is not a person.
  static func isSmall(_ count: Int) -> Bool { count > 0 && count < smallCellLimit }
}
