internal import LinearAlgebra

/// How a pass takes the crossproducts of a layout's terms.
///
/// Numbers, and categories of few levels, are written out as the columns of a dense block and go
/// through one symmetric product. The other categories stay codes: their crossproducts with dense
/// columns are sums of whole rows by code, with each other weighted cross-tables (Li and Wood 2020,
/// Stat. Comput. 30:19). Small categories are combined into one code first, so that one
/// cross-table, summed over its margins afterwards, serves several pairs. Which way each pair goes
/// is chosen once, by the estimated time a row.
struct PassPlan: Sendable {
  let layout: DesignLayout
  /// Columns of the dense block; the first is the ones, whether or not the design has them.
  let dense: [DenseColumn]
  /// Categories, alone or combined, that stay codes.
  let units: [Unit]
  /// Positions in ``units`` of each pair, and where its cross-table starts.
  let pairs: [Pair]
  /// Numbers in the cross-tables of ``pairs``.
  let pairCells: Int
  /// Numbers in the sums by code and dense column.
  let rowCells: Int

  /// A column of the dense block.
  struct DenseColumn: Sendable, Equatable {
    /// Design column; `nil` for ones that are not in the design.
    let column: Int?
    let source: Source

    enum Source: Sendable, Equatable {
      case ones
      /// Column of ``TermBlock/numbers``.
      case number(Int)
      /// Term and column within the term.
      case code(term: Int, offset: Int)
    }
  }

  /// One code made of one or more terms.
  struct Unit: Sendable, Equatable {
    /// Positions of the terms in the layout, the slowest digit of the combined code first.
    let terms: [Int]
    /// Number of different codes of each term.
    let counts: [Int]
    /// Column of ``TermBlock/numbers`` that multiplies the unit's columns.
    let factor: Int?
    /// Number of different combined codes.
    let cells: Int
    /// Where its sums by code and dense column start.
    var rowStart = 0
    /// Combined codes between two neighbouring codes of each term.
    private let strides: [Int]

    init(terms: [Int], counts: [Int], factor: Int?) {
      self.terms = terms
      self.counts = counts
      self.factor = factor
      var strides: [Int] = []
      var stride = 1
      for count in counts.reversed() {
        strides.append(stride)
        stride *= count
      }
      self.strides = strides.reversed()
      cells = stride
    }

    /// Code of the term at a position in ``terms`` in a combined code.
    func digit(_ position: Int, of cell: Int) -> Int {
      cell / strides[position] % counts[position]
    }
  }

  struct Pair: Sendable, Equatable {
    let first: Int
    let second: Int
    let start: Int
    let width: Int
  }

  /// Numbers in a row of weighted dense columns: the weight, the residual and the columns after the
  /// ones, padded to four.
  let rowStride: Int

  /// Position of a dense column, not the ones, in such a row.
  static func rowPosition(ofDense index: Int) -> Int { index + 1 }

  /// Chooses the ways for a layout.
  ///
  /// - Parameters:
  ///   - layout: the terms.
  ///   - rowCount: rows of a pass, over which the work on finished sums is spread.
  init(_ layout: DesignLayout, rowCount: Int) {
    let coded = layout.terms.indices.filter { term in
      switch layout.terms[term] {
      case .levels, .table: true
      case .intercept, .numbers, .slopes: false
      }
    }
    // Narrow categories may be written out; every threshold on the width is tried.
    let widths = Set(coded.map { layout.terms[$0].columnCount }).sorted().filter { $0 <= 24 }
    let rows = Double(max(rowCount, 1))
    var best = Choice(layout, coded: coded, expanded: [], rows: rows)
    for width in widths {
      let expanded = coded.filter { layout.terms[$0].columnCount <= width }
      let rest = coded.filter { layout.terms[$0].columnCount > width }
      let choice = Choice(layout, coded: rest, expanded: expanded, rows: rows)
      if choice.nanoseconds < best.nanoseconds { best = choice }
    }
    self.init(layout, best)
  }

  private init(_ layout: DesignLayout, _ choice: Choice) {
    self.layout = layout
    dense = choice.dense
    rowStride = choice.rowStride
    var units = choice.units
    var rowStart = 0
    for index in units.indices {
      units[index].rowStart = rowStart
      rowStart += units[index].cells * rowStride
    }
    self.units = units
    rowCells = rowStart
    var pairs: [Pair] = []
    var start = 0
    for first in units.indices {
      for second in units.indices where second > first {
        let width = units[second].cells
        pairs.append(Pair(first: first, second: second, start: start, width: width))
        start += units[first].cells * width
      }
    }
    self.pairs = pairs
    pairCells = start
  }

  /// The categories that are written out as dense columns.
  var expandedTerms: [Int] {
    var result: [Int] = []
    for column in dense {
      if case .code(let term, _) = column.source, result.last != term { result.append(term) }
    }
    return result
  }

  /// Bytes that the sums of one group of blocks take.
  var bytes: Int { 8 * (dense.count * dense.count + rowCells + pairCells) }

  // MARK: Estimated time

  /// One way of dividing the terms, with its time a row on one core of about 3 GHz.
  private struct Choice {
    var dense: [DenseColumn]
    var units: [Unit]
    var rowStride: Int
    var nanoseconds: Double

    init(_ layout: DesignLayout, coded: [Int], expanded: [Int], rows: Double) {
      dense = [DenseColumn(column: layout.interceptColumn, source: .ones)]
      units = []
      for (index, term) in layout.terms.enumerated() {
        let placement = layout.placements[index]
        switch term {
        case .numbers:
          for (column, number) in zip(placement.columns, placement.numbers) {
            dense.append(DenseColumn(column: column, source: .number(number)))
          }
        case .levels, .table:
          guard expanded.contains(index) else { continue }
          for (offset, column) in placement.columns.enumerated() {
            dense.append(DenseColumn(column: column, source: .code(term: index, offset: offset)))
          }
        case .intercept, .slopes:
          break
        }
      }
      let rowStride = (dense.count + 1 + 3) / 4 * 4
      self.rowStride = rowStride
      units = coded.map { term in
        Unit(terms: [term], counts: [layout.terms[term].cellCount ?? 1], factor: nil)
      }
      Self.combine(&units, rowStride: rowStride, rows: rows)
      for (index, term) in layout.terms.enumerated() {
        guard case .slopes(let count) = term else { continue }
        let factor = layout.placements[index].numbers.lowerBound
        units.append(Unit(terms: [index], counts: [count + 1], factor: factor))
      }
      let d = Double(dense.count)
      nanoseconds = d * d * 0.0135 + d * (units.isEmpty ? 0.4 : 0.8)
      for (index, unit) in units.enumerated() {
        nanoseconds += Self.time(of: unit, rowStride, rows)
        for other in units[(index + 1)...] {
          nanoseconds += Self.tallyTime(unit.cells * other.cells, rows)
        }
      }
    }

    /// Combines units as long as that saves time.
    private static func combine(_ units: inout [Unit], rowStride: Int, rows: Double) {
      while units.count > 1 {
        var best: (first: Int, second: Int, saving: Double)?
        for first in units.indices {
          for second in units.indices where second > first {
            let joined = join(units[first], units[second])
            // Beyond that the sums leave the caches whatever the number of pairs.
            guard joined.cells <= 4096 else { continue }
            var saving =
              time(of: units[first], rowStride, rows) + time(of: units[second], rowStride, rows)
              + tallyTime(units[first].cells * units[second].cells, rows)
              - time(of: joined, rowStride, rows)
            for (index, other) in units.enumerated() where index != first && index != second {
              saving +=
                tallyTime(units[first].cells * other.cells, rows)
                + tallyTime(units[second].cells * other.cells, rows)
                - tallyTime(joined.cells * other.cells, rows)
            }
            if saving > best?.saving ?? 0 { best = (first, second, saving) }
          }
        }
        guard let best else { return }
        let joined = join(units[best.first], units[best.second])
        units.remove(at: best.second)
        units[best.first] = joined
      }
    }

    private static func join(_ first: Unit, _ second: Unit) -> Unit {
      Unit(
        terms: first.terms + second.terms,
        counts: first.counts + second.counts,
        factor: nil
      )
    }

    /// Looking up, combining and summing rows by code.
    private static func time(of unit: Unit, _ rowStride: Int, _ rows: Double) -> Double {
      let numbers = unit.cells * rowStride
      let inCache = numbers <= 1 << 15 ? 1.0 : 2.5
      return 0.5 + 0.15 * Double(unit.terms.count) + (0.5 + 0.12 * Double(rowStride)) * inCache
        + sumTime * Double(numbers) / rows
    }

    /// One weighted cross-table of a number of cells.
    private static func tallyTime(_ cells: Int, _ rows: Double) -> Double {
      let scatter =
        switch cells {
        case ...4096: 0.6
        case ...32768: 0.9
        case ...131_072: 1.6
        case ...1_048_576: 4.0
        default: 12.0
        }
      return scatter + sumTime * Double(cells) / rows
    }

    /// Making, adding up and margining one number of the sums: a few dozen groups each have it.
    private static let sumTime = 40.0
  }
}
