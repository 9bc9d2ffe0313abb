internal import LinearAlgebra

/// Gradient and Hessian over the design columns, put together from the sums of a pass.
struct HessianAssembly {
  private let plan: PassPlan
  private(set) var gradient: [Double]
  private(set) var hessian: Matrix<Double>
  private(set) var extent: [Double]

  init(_ plan: PassPlan) {
    self.plan = plan
    let p = plan.layout.columnCount
    gradient = Array(repeating: 0, count: p)
    hessian = .zeros(rows: p, columns: p)
    extent = Array(repeating: 1, count: p)
  }

  mutating func add(_ sums: PassSums, _ content: PassContent) {
    let layout = plan.layout
    for (term, placement) in zip(layout.terms, layout.placements) {
      switch term {
      case .numbers:
        for (column, number) in zip(placement.columns, placement.numbers) {
          extent[column] = sums.extent[number]
        }
      case .slopes:
        for column in placement.columns {
          extent[column] = sums.extent[placement.numbers.lowerBound]
        }
      case .table(let table):
        for (offset, column) in placement.columns.enumerated() {
          extent[column] = table.column(offset).reduce(0) { max($0, abs($1)) }
        }
      case .intercept, .levels: break
      }
    }
    for (index, column) in plan.dense.enumerated() {
      if let target = column.column { gradient[target] = sums.denseGradient[index] }
    }
    if content == .gradient {
      addCellGradients(sums)
      return
    }
    for (j, right) in plan.dense.enumerated() {
      for (i, left) in plan.dense.enumerated() where i >= j {
        if let a = left.column, let b = right.column { set(a, b, sums.dense[i, j]) }
      }
    }
    var table = 0
    for unit in plan.units {
      addUnit(unit, sums, cellStart: table)
      table += unit.cells
    }
    for pair in plan.pairs { addPair(pair, sums.pairs) }
  }

  private mutating func set(_ a: Int, _ b: Int, _ value: Double) {
    hessian[a, b] = value
    hessian[b, a] = value
  }

  private mutating func addCellGradients(_ sums: PassSums) {
    var table = 0
    for unit in plan.units {
      let cells = Array(sums.cells[table..<(table + unit.cells)])
      for position in unit.terms.indices {
        let margin = Self.margin(Matrix(cells, rows: 1, columns: cells.count), unit, position)
        let own = project(margin, unit.terms[position])
        for (offset, column) in columns(unit, position).enumerated() {
          gradient[column] = own[0, offset]
        }
      }
      table += unit.cells
    }
  }

  private func columns(_ unit: PassPlan.Unit, _ position: Int) -> Range<Int> {
    plan.layout.placements[unit.terms[position]].columns
  }

  // MARK: One unit, with the dense columns and with itself

  private mutating func addUnit(_ unit: PassPlan.Unit, _ sums: PassSums, cellStart: Int) {
    let stride = plan.rowStride
    let all = Matrix(
      Array(sums.rows[unit.rowStart..<(unit.rowStart + unit.cells * stride)]),
      rows: stride,
      columns: unit.cells
    )
    for position in unit.terms.indices {
      let margin = Self.margin(all, unit, position)
      let own = project(margin, unit.terms[position])
      for (offset, column) in columns(unit, position).enumerated() {
        gradient[column] = own[1, offset]
        for (index, dense) in plan.dense.enumerated() {
          guard let other = dense.column else { continue }
          set(column, other, own[index == 0 ? 0 : PassPlan.rowPosition(ofDense: index), offset])
        }
      }
      let weights =
        unit.factor == nil
        ? (0..<margin.columns).map { margin[0, $0] }
        : Array(sums.cells[cellStart..<(cellStart + unit.cells)])
      setSelf(unit, position, weights)
    }
    guard unit.terms.count > 1 else { return }
    let weights = Matrix((0..<unit.cells).map { all[0, $0] }, rows: 1, columns: unit.cells)
    for first in unit.terms.indices {
      for second in unit.terms.indices where second > first {
        var table = Matrix<Double>.zeros(rows: unit.counts[first], columns: unit.counts[second])
        for cell in 0..<unit.cells {
          table[unit.digit(first, of: cell), unit.digit(second, of: cell)] += weights[0, cell]
        }
        setCross(table, unit.terms[first], unit.terms[second])
      }
    }
  }

  /// The block of a term with itself from the weight of each of its codes.
  private mutating func setSelf(_ unit: PassPlan.Unit, _ position: Int, _ weights: [Double]) {
    let term = unit.terms[position]
    let range = columns(unit, position)
    guard case .table(let table) = plan.layout.terms[term] else {
      for (offset, column) in range.enumerated() { hessian[column, column] = weights[offset] }
      return
    }
    var weighted = table
    for j in 0..<table.columns {
      for i in 0..<table.rows { weighted[i, j] *= weights[i] }
    }
    let product = table.multiplied(by: weighted, transposingSelf: true)
    for (i, a) in range.enumerated() {
      for (j, b) in range.enumerated() where j <= i { set(a, b, product[i, j]) }
    }
  }

  // MARK: Two units

  private mutating func addPair(_ pair: PassPlan.Pair, _ cells: [Double]) {
    let first = plan.units[pair.first]
    let second = plan.units[pair.second]
    // One column a code of `first`.
    let end = pair.start + first.cells * pair.width
    let table = Matrix(Array(cells[pair.start..<end]), rows: pair.width, columns: first.cells)
    for position in first.terms.indices {
      let half = Self.margin(table, first, position).transposed
      for other in second.terms.indices {
        setCross(Self.margin(half, second, other), first.terms[position], second.terms[other])
      }
    }
  }

  /// The block of two terms from the cross-table of their codes.
  private mutating func setCross(_ table: Matrix<Double>, _ first: Int, _ second: Int) {
    let half = project(table, second)
    let full = project(half.transposed, first)
    let rows = plan.layout.placements[second].columns
    let columns = plan.layout.placements[first].columns
    for (j, a) in columns.enumerated() {
      for (i, b) in rows.enumerated() { set(a, b, full[i, j]) }
    }
  }

  /// Sums the columns of a matrix, one a code of a unit, by the code of one of its terms.
  private static func margin(
    _ matrix: Matrix<Double>,
    _ unit: PassPlan.Unit,
    _ position: Int
  ) -> Matrix<Double> {
    guard unit.terms.count > 1 else { return matrix }
    var result = Matrix<Double>.zeros(rows: matrix.rows, columns: unit.counts[position])
    for cell in 0..<unit.cells {
      let target = unit.digit(position, of: cell) * matrix.rows
      let source = cell * matrix.rows
      for i in 0..<matrix.rows { result.elements[target + i] += matrix.elements[source + i] }
    }
    return result
  }

  /// Columns of the codes of a term to those of its design columns.
  private func project(_ matrix: Matrix<Double>, _ term: Int) -> Matrix<Double> {
    if case .table(let table) = plan.layout.terms[term] { return matrix * table }
    // The last code has no column.
    let count = plan.layout.terms[term].columnCount
    return Matrix(
      Array(matrix.elements[..<(matrix.rows * count)]),
      rows: matrix.rows,
      columns: count
    )
  }
}
