internal import LinearAlgebra

/// What a pass over the rows computes.
enum PassContent: Sendable, Equatable {
  /// Loss and gradient.
  case gradient
  /// The Hessian too, its dense part multiplied in single precision and summed in double.
  case singleHessian
  /// The Hessian too, all in double.
  case hessian
}

/// Sums of a pass over some blocks, in the form in which they are collected.
struct PassSums: Sendable {
  /// Sum of weighted negative log-likelihoods.
  var loss = CompensatedSum()
  /// X'r of the dense columns.
  var denseGradient: [Double]
  /// Largest absolute value of each column of the numbers, standardised.
  var extent: [Double]
  /// Z'WZ of the dense columns; the lower triangle.
  var dense: Matrix<Double>
  /// For each unit and code: weight, residual and weighted dense columns.
  var rows: [Double]
  /// Cross-tables of the pairs of units.
  var pairs: [Double]
  /// For each unit and code: residual alone, or the sum of weight × factor² of a unit with one.
  var cells: [Double]

  init(_ plan: PassPlan, _ content: PassContent) {
    let d = plan.dense.count
    denseGradient = Array(repeating: 0, count: d)
    extent = Array(repeating: 0, count: plan.layout.numberCount)
    let full = content != .gradient
    dense = .zeros(rows: full ? d : 0, columns: full ? d : 0)
    rows = Array(repeating: 0, count: full ? plan.rowCells : 0)
    pairs = Array(repeating: 0, count: full ? plan.pairCells : 0)
    cells = Array(repeating: 0, count: plan.units.reduce(0) { $0 + $1.cells })
  }

  mutating func add(_ other: PassSums) {
    loss.add(other.loss.value)
    for i in denseGradient.indices { denseGradient[i] += other.denseGradient[i] }
    for i in extent.indices { extent[i] = max(extent[i], other.extent[i]) }
    dense += other.dense
    for i in rows.indices { rows[i] += other.rows[i] }
    for i in pairs.indices { pairs[i] += other.pairs[i] }
    for i in cells.indices { cells[i] += other.cells[i] }
  }
}

/// One worker's way through blocks of rows: its scratch memory and what it adds to the sums.
struct PassWorker {
  let plan: PassPlan
  let content: PassContent
  let point: PassPoint
  var sums: PassSums

  private var predictor: [Double]
  private var residual: [Double]
  private var variance: [Double]
  private var root: [Double]
  private var ones: [Double]
  private var scaled: [Double]
  private var unitCodes: [Int32]
  private var expanded: [Double]
  private var weighted: Matrix<Double>
  private var weightedSingle: Matrix<Float>
  /// The numbers of the sums by code: column by column, then row by row.
  private var columnwise: [Double]
  private var rowwise: [Double]
  private let slice: Int
  /// Between the columns of ``columnwise``; not a power of two, whose multiples share a place in
  /// the cache.
  private var columnStride: Int { slice + 8 }

  /// Largest number of rows that are worked on at once.
  init(_ plan: PassPlan, _ content: PassContent, _ point: PassPoint) {
    self.plan = plan
    self.content = content
    self.point = point
    sums = PassSums(plan, content)
    let d = plan.dense.count
    slice = d <= 64 ? 1024 : d <= 128 ? 512 : 256
    predictor = Array(repeating: 0, count: slice)
    residual = predictor
    variance = predictor
    root = predictor
    scaled = predictor
    ones = Array(repeating: 1, count: slice)
    unitCodes = Array(repeating: 0, count: slice * plan.units.count)
    let written = plan.dense.count {
      if case .code = $0.source { true } else { false }
    }
    expanded = Array(repeating: 0, count: slice * written)
    weighted = .zeros(rows: slice, columns: content == .hessian ? d : 0)
    weightedSingle = .zeros(rows: slice, columns: content == .singleHessian ? d : 0)
    let hasRows = content != .gradient && !plan.units.isEmpty
    columnwise = Array(repeating: 0, count: hasRows ? (slice + 8) * plan.rowStride : 0)
    rowwise = columnwise
  }

  /// How blocks are standardised when they are filled.
  func standardization(capacity: Int) -> Standardization {
    let layout = plan.layout
    var center = [Double](repeating: 0, count: layout.numberCount)
    var factor = [Double](repeating: 1, count: layout.numberCount)
    var slope = [Double](repeating: 0, count: layout.numberCount)
    for (term, placement) in zip(layout.terms, layout.placements) {
      // A number that multiplies a category has the coefficients of its levels instead.
      let hasSlope = if case .numbers = term { true } else { false }
      for (column, number) in zip(placement.columns, placement.numbers) {
        center[number] = point.center[column]
        factor[number] = 1 / point.scale[column]
        if hasSlope { slope[number] = point.coefficients[column] }
      }
    }
    return Standardization(center: center, factor: factor, slope: slope, capacity: capacity)
  }

  /// Adds the rows of a block.
  mutating func add(_ block: inout TermBlock) {
    block.standardization?.complete(&block.numbers, capacity: block.capacity, rows: block.rows)
    for start in stride(from: 0, to: block.rows, by: slice) {
      add(block, start, min(slice, block.rows - start))
    }
  }

  private mutating func add(_ block: TermBlock, _ start: Int, _ count: Int) {
    predict(block, start, count)
    let loss = RowKernels.logistic(
      predictor,
      count: count,
      response: block.response,
      weights: block.weights,
      from: start,
      residual: &residual,
      variance: &variance,
      root: &root
    )
    sums.loss.add(loss)
    switch content {
    case .gradient: addGradient(block, start, count)
    case .singleHessian, .hessian: addHessian(block, start, count)
    }
  }

  private mutating func predict(_ block: TermBlock, _ start: Int, _ count: Int) {
    let layout = plan.layout
    let intercept = layout.interceptColumn.map { point.coefficients[$0] } ?? 0
    addOffsets(of: block, intercept, start, count)
    let capacity = block.capacity
    for (index, placement) in layout.placements.enumerated() {
      guard let code = placement.code, let cells = layout.terms[index].cellCount else { continue }
      // The tables are read and written without further checks.
      precondition(
        RowKernels.largest(block.codes, from: code * capacity + start, count: count) < cells,
        "code outside its term"
      )
    }
    for (index, term) in plan.expandedTerms.enumerated() {
      guard let code = layout.placements[term].code else { continue }
      RowKernels.lookUp(
        block.codes,
        from: code * capacity + start,
        count: count,
        in: point.expandedEffects[index],
        addingTo: &predictor
      )
    }
    for (index, unit) in plan.units.enumerated() {
      let target = index * slice
      for (place, term) in unit.terms.enumerated() {
        guard let code = layout.placements[term].code else { continue }
        RowKernels.combine(
          block.codes,
          from: code * capacity + start,
          count: count,
          // What stood there counts for nothing.
          factor: place == 0 ? 0 : unit.counts[place],
          into: &unitCodes,
          at: target
        )
      }
      if let factor = unit.factor {
        RowKernels.lookUp(
          unitCodes,
          from: target,
          count: count,
          in: point.unitEffects[index],
          times: block.numbers,
          from: factor * capacity + start,
          addingTo: &predictor
        )
      } else {
        RowKernels.lookUp(
          unitCodes,
          from: target,
          count: count,
          in: point.unitEffects[index],
          addingTo: &predictor
        )
      }
    }
  }

  /// Begins the linear predictor with what all rows have.
  private mutating func addOffsets(
    of block: TermBlock,
    _ intercept: Double,
    _ start: Int,
    _ count: Int
  ) {
    let offsets = block.offsets.span.extracting(start..<(start + count))
    var target = predictor.mutableSpan
    guard let numbers = block.standardization?.predictor.span.extracting(start..<(start + count))
    else {
      for i in offsets.indices { target[i] = offsets[i] + intercept }
      return
    }
    for i in offsets.indices { target[i] = offsets[i] + intercept + numbers[i] }
  }

  private mutating func addGradient(_ block: TermBlock, _ start: Int, _ count: Int) {
    for (index, column) in plan.dense.enumerated() {
      switch column.source {
      case .ones:
        sums.denseGradient[index] += RowKernels.dot(ones, from: 0, count: count, residual)
      case .number(let number):
        sums.denseGradient[index] += RowKernels.dot(
          block.numbers,
          from: number * block.capacity + start,
          count: count,
          residual
        )
      case .code(let term, let offset):
        writeOut(term, offset, block, start, count, at: 0)
        sums.denseGradient[index] += RowKernels.dot(expanded, from: 0, count: count, residual)
      }
    }
    var table = 0
    for (index, unit) in plan.units.enumerated() {
      if let factor = unit.factor {
        RowKernels.multiply(
          block.numbers,
          from: factor * block.capacity + start,
          count: count,
          residual,
          into: &scaled
        )
      }
      tally(index, count, unit.factor == nil ? residual : scaled, at: table)
      table += unit.cells
    }
  }

  private mutating func tally(_ unit: Int, _ count: Int, _ numbers: [Double], at table: Int) {
    RowKernels.tally(
      unitCodes,
      from: unit * slice,
      count: count,
      numbers,
      into: &sums.cells,
      at: table
    )
  }

  /// Writes one column of a category into `expanded`.
  private mutating func writeOut(
    _ term: Int,
    _ offset: Int,
    _ block: TermBlock,
    _ start: Int,
    _ count: Int,
    at target: Int
  ) {
    guard let code = plan.layout.placements[term].code else { return }
    let source = code * block.capacity + start
    if case .table(let table) = plan.layout.terms[term] {
      for i in 0..<count {
        expanded[target + i] = table[Int(block.codes[source + i]), offset]
      }
    } else {
      RowKernels.indicate(
        block.codes,
        from: source,
        count: count,
        level: offset,
        into: &expanded,
        at: target
      )
    }
  }

  private mutating func addHessian(_ block: TermBlock, _ start: Int, _ count: Int) {
    let stride = plan.rowStride
    let hasUnits = !plan.units.isEmpty
    if hasUnits {
      RowKernels.copy(variance, from: 0, count: count, to: &columnwise, at: 0)
      RowKernels.copy(residual, from: 0, count: count, to: &columnwise, at: columnStride)
    }
    var written = 0
    for (index, column) in plan.dense.enumerated() {
      switch column.source {
      case .ones:
        weigh(ones, 0, count, index)
      case .number(let number):
        let source = number * block.capacity + start
        weigh(block.numbers, source, count, index)
        if hasUnits {
          addColumn(block.numbers, source, count, index)
        }
      case .code(let term, let offset):
        writeOut(term, offset, block, start, count, at: written)
        weigh(expanded, written, count, index)
        if hasUnits {
          addColumn(expanded, written, count, index)
        }
        written += slice
      }
    }
    if content == .hessian {
      sums.dense.addCrossproduct(ofLeading: plan.dense.count, of: weighted, usedRows: count)
    } else {
      sums.dense.addCrossproduct(ofLeading: plan.dense.count, of: weightedSingle, usedRows: count)
    }
    if hasUnits {
      RowKernels.transpose(
        columnwise,
        stride: columnStride,
        columns: stride,
        count: count,
        into: &rowwise
      )
    }
    var table = 0
    for (index, unit) in plan.units.enumerated() {
      RowKernels.tallyRows(
        unitCodes,
        from: index * slice,
        count: count,
        rows: rowwise,
        stride: stride,
        factor: unit.factor.map { (block.numbers, $0 * block.capacity + start) },
        into: &sums.rows,
        at: unit.rowStart
      )
      if let factor = unit.factor {
        // weight × factor²
        let source = factor * block.capacity + start
        RowKernels.multiply(block.numbers, from: source, count: count, variance, into: &scaled)
        for i in 0..<count { scaled[i] *= block.numbers[source + i] }
        tally(index, count, scaled, at: table)
      }
      table += unit.cells
    }
    addPairs(block, start, count)
  }

  private mutating func addPairs(_ block: TermBlock, _ start: Int, _ count: Int) {
    for pair in plan.pairs {
      let factors = [plan.units[pair.first].factor, plan.units[pair.second].factor].compactMap(
        \.self
      )
      var isScaled = false
      for factor in factors {
        let source = factor * block.capacity + start
        if isScaled {
          for i in 0..<count { scaled[i] *= block.numbers[source + i] }
        } else {
          RowKernels.multiply(block.numbers, from: source, count: count, variance, into: &scaled)
          isScaled = true
        }
      }
      RowKernels.tallyPairs(
        unitCodes,
        first: pair.first * slice,
        second: pair.second * slice,
        count: count,
        width: pair.width,
        isScaled ? scaled : variance,
        into: &sums.pairs,
        at: pair.start
      )
    }
  }

  private mutating func weigh(_ x: [Double], _ start: Int, _ count: Int, _ index: Int) {
    if content == .hessian {
      sums.denseGradient[index] += RowKernels.weigh(
        x,
        from: start,
        count: count,
        root: root,
        residual: residual,
        into: &weighted.elements,
        at: index * slice
      )
    } else {
      sums.denseGradient[index] += RowKernels.weigh(
        x,
        from: start,
        count: count,
        root: root,
        residual: residual,
        into: &weightedSingle.elements,
        at: index * slice
      )
    }
  }

  /// Weighs a dense column for the sums by code.
  private mutating func addColumn(_ x: [Double], _ start: Int, _ count: Int, _ index: Int) {
    RowKernels.multiply(
      x,
      from: start,
      count: count,
      variance,
      into: &columnwise,
      at: PassPlan.rowPosition(ofDense: index) * columnStride
    )
  }
}
