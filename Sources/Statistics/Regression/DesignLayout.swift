package import LinearAlgebra

/// What the columns of a design are made of, term by term.
///
/// Rows are handed out as ``TermBlock``: numbers as they are and categories as codes. The n × p
/// design that the terms stand for is never built; the passes over the data use the structure.
package struct DesignLayout: Sendable, Equatable {
  /// The terms, in the order of their columns.
  package let terms: [Term]
  /// Where the columns, numbers and codes of each term stand.
  package let placements: [Placement]
  /// Number of design columns, p.
  package let columnCount: Int
  /// Number of number columns of a block.
  package let numberCount: Int
  /// Number of code columns of a block.
  package let codeCount: Int

  /// Some design columns that come from the same source.
  package enum Term: Sendable, Equatable {
    /// One column of ones.
    case intercept
    /// That many columns of numbers.
    case numbers(count: Int)
    /// One 0/1 column for each of the codes `0..<count`; the code `count` stands for none of them.
    case levels(count: Int)
    /// The columns of an m × k table: a row of code c has the table's row c. For numbers of few
    /// distinct values that have several columns each.
    case table(Matrix<Double>)
    /// One column for each of the codes `0..<count`, which holds the row's number where the code is
    /// its own and 0 elsewhere; the code `count` stands for none. A number times a category.
    case slopes(count: Int)

    /// Number of design columns.
    package var columnCount: Int {
      switch self {
      case .intercept: 1
      case .numbers(let count), .levels(let count), .slopes(let count): count
      case .table(let table): table.columns
      }
    }

    /// Number of different codes; `nil` for a term without.
    package var cellCount: Int? {
      switch self {
      case .intercept, .numbers: nil
      case .levels(let count), .slopes(let count): count + 1
      case .table(let table): table.rows
      }
    }

    fileprivate var numberCount: Int {
      switch self {
      case .intercept, .levels, .table: 0
      case .numbers(let count): count
      case .slopes: 1
      }
    }
  }

  /// Where a term's parts stand.
  package struct Placement: Sendable, Equatable {
    /// Its design columns.
    package let columns: Range<Int>
    /// Its columns in ``TermBlock/numbers``.
    package let numbers: Range<Int>
    /// Its column in ``TermBlock/codes``.
    package let code: Int?
  }

  /// A layout of some terms.
  ///
  /// - Parameter terms: at most one intercept.
  package init(_ terms: [Term]) {
    precondition(terms.count { $0 == .intercept } <= 1, "more than one intercept")
    var column = 0
    var number = 0
    var code = 0
    var placements: [Placement] = []
    for term in terms {
      let hasCode = term.cellCount != nil
      placements.append(
        Placement(
          columns: column..<(column + term.columnCount),
          numbers: number..<(number + term.numberCount),
          code: hasCode ? code : nil
        )
      )
      column += term.columnCount
      number += term.numberCount
      code += hasCode ? 1 : 0
    }
    self.terms = terms
    self.placements = placements
    columnCount = column
    numberCount = number
    codeCount = code
  }

  /// Index of the column of ones, or `nil` without one.
  package var interceptColumn: Int? {
    terms.firstIndex(of: .intercept).map { placements[$0].columns.lowerBound }
  }

  /// Rows of a block that keep its numbers in the second-level cache: 256 to 1024.
  package var blockRows: Int {
    numberCount <= 64 ? 1024 : numberCount <= 128 ? 512 : 256
  }

  /// Consecutive blocks of ``blockRows`` rows that cover `rowCount` rows.
  package func evenBlocks(rowCount: Int) -> [Range<Int>] {
    stride(from: 0, to: rowCount, by: blockRows).map { $0..<min($0 + blockRows, rowCount) }
  }
}
