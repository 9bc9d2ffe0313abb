/// How the columns of a table make a hierarchy: `state/region,occupation`.
///
/// `/` nests: a region lies in a state, and regions of one name in two states are two regions.
/// `,` crosses: every combination of a place and an occupation can occur.
package struct HierarchyFormula: Codable, Equatable, Sendable {
  /// The crossed paths; each is a list of columns from the outermost to the innermost.
  package let paths: [[String]]

  /// A formula from its paths; `nil` when there is none, a path or name is empty, or a column
  /// stands twice.
  package init?(paths: [[String]]) {
    let columns = paths.flatMap { $0 }
    guard !paths.isEmpty, paths.allSatisfy({ !$0.isEmpty }),
      columns.allSatisfy({ !$0.isEmpty }), Set(columns).count == columns.count
    else { return nil }
    self.paths = paths
  }

  /// The formula of a text such as `state/region,occupation`; `nil` when it is none.
  package init?(_ text: String) {
    self.init(
      paths: text.split(separator: ",", omittingEmptySubsequences: false).map {
        $0.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      }
    )
  }

  package init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let formula = HierarchyFormula(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not a hierarchy: \(text)")
      )
    }
    self = formula
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  /// All columns, in the order written.
  package var columns: [String] { paths.flatMap { $0 } }

  /// As it is written.
  package var text: String { paths.map { $0.joined(separator: "/") }.joined(separator: ",") }

  /// Index of the first column that is named although one outside it, on the same path, is not.
  ///
  /// Such a row has no place in a tree.
  ///
  /// - Parameter isNamed: for each column whether the row names a value, not the aggregate.
  /// - Returns: an index into ``columns``; `nil` when there is none.
  package func misplacedColumn(_ isNamed: [Bool]) -> Int? {
    var column = 0
    for path in paths {
      for depth in path.indices {
        if depth > 0, isNamed[column], !isNamed[column - 1] { return column }
        column += 1
      }
    }
    return nil
  }
}
