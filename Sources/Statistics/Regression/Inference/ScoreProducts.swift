internal import Concurrency
internal import LinearAlgebra

/// The sum of products of scores `Σ s s'`, the filling of the sandwich, on standardised columns.
struct Meat: Sendable {
  /// k × k, both triangles filled.
  private(set) var matrix: Matrix<Double>
  /// Rows of positive weight, each as often as its frequency says.
  private(set) var observationCount = 0.0
  /// Clusters with a row of positive weight.
  private(set) var clusterCount: Int?
  /// Rows with a leverage of 1.
  private(set) var saturatedRowCount = 0

  private init(columns: Int) {
    matrix = .zeros(rows: columns, columns: columns)
  }

  /// One pass with the scores of rows, each block's crossproduct added to a k × k matrix.
  init(
    _ rows: some RowBlocks,
    _ columns: FittedColumns,
    _ estimator: RobustCovariance.Estimator,
    threads: Int
  ) {
    let k = columns.kept.count
    let parts = mapBlockGroups(of: rows, threads: threads) { group in
      var part = Meat(columns: k)
      var block = DesignBlock(capacity: group.capacity, layout: rows.layout)
      var fitted = FittedBlock(capacity: group.capacity, columns: k)
      for index in group.blocks {
        rows.fill(index, into: &block)
        fitted.load(block, columns)
        part.add(block, &fitted, columns, estimator)
      }
      return part
    }
    self.init(columns: k)
    for part in parts {
      matrix += part.matrix
      observationCount += part.observationCount
      saturatedRowCount += part.saturatedRowCount
    }
    matrix.symmetrizeFromLower()
  }

  private mutating func add(
    _ block: DesignBlock,
    _ fitted: inout FittedBlock,
    _ columns: FittedColumns,
    _ estimator: RobustCovariance.Estimator
  ) {
    let power = estimator == .hc2 ? 0.5 : estimator == .hc3 ? 1 : 0
    let leverages = power > 0 ? fitted.leverages(columns.covariance) : []
    var factors = [Double](repeating: 0, count: fitted.rows)
    for i in 0..<fitted.rows where block.weights[i] > 0 {
      let frequency = block.frequencies[i]
      observationCount += frequency
      // f rows of weight w/f have f times the square of the f-th part of the score.
      factors[i] = fitted.residual[i] / frequency.squareRoot()
      guard power > 0 else { continue }
      let leverage = leverages[i] / frequency
      if leverage >= RobustCovariance.saturation {
        factors[i] = 0
        saturatedRowCount += 1
      } else {
        factors[i] /= power == 1 ? 1 - leverage : (1 - leverage).squareRoot()
      }
    }
    fitted.scaleRows(by: factors)
    matrix.addCrossproduct(of: fitted.design, usedRows: fitted.rows)
  }

  // MARK: Clusters

  /// Blocks that one worker sums up before the sums are merged.
  private static let blocksPerTask = 4
  /// Tasks between two merges: what is held beside the sums is that many blocks of scores.
  private static let tasksPerWave = 16

  /// One pass with the summed scores of clusters.
  ///
  /// The k × G sums are the only thing that grows: the rows go by in waves of a fixed number of
  /// blocks, each task adding up the clusters it meets, and the tasks are merged in order, so that
  /// bits depend neither on threads nor on how the rows of a cluster are spread.
  init(clusters: [Int32], _ rows: some RowBlocks, _ columns: FittedColumns, threads: Int) {
    precondition(clusters.count == rows.rowCount, "one cluster a row")
    let k = columns.kept.count
    let count = (clusters.max().map { Int($0) } ?? -1) + 1
    precondition(clusters.allSatisfy { $0 >= 0 }, "a cluster's code is negative")
    var sums = [Double](repeating: 0, count: k * count)
    var isMet = [Bool](repeating: false, count: count)
    var observations = 0.0
    let blocks = rows.blocks
    let perWave = Self.blocksPerTask * Self.tasksPerWave
    for wave in stride(from: 0, to: blocks.count, by: perWave) {
      let inWave = min(perWave, blocks.count - wave)
      let tasks = (inWave + Self.blocksPerTask - 1) / Self.blocksPerTask
      let parts = parallelMap(count: tasks, threads: threads) { task in
        let first = wave + task * Self.blocksPerTask
        let range = first..<min(first + Self.blocksPerTask, wave + inWave)
        return ClusterSums(clusters, rows, columns, blocks: range)
      }
      for part in parts {
        observations += part.observationCount
        for (position, cluster) in part.clusters.enumerated() {
          let target = Int(cluster) * k
          isMet[Int(cluster)] = true
          for j in 0..<k { sums[target + j] += part.sums[position * k + j] }
        }
      }
    }
    self.init(columns: k)
    if k > 0, count > 0 {
      Double.syrk(
        transpose: false,
        n: k,
        k: count,
        alpha: 1,
        a: sums,
        lda: k,
        beta: 0,
        c: &matrix.elements,
        ldc: k
      )
    }
    matrix.symmetrizeFromLower()
    observationCount = observations
    clusterCount = isMet.count { $0 }
  }
}

/// Score sums of the clusters met in some blocks.
private struct ClusterSums: Sendable {
  /// The clusters met, in the order of their first rows.
  private(set) var clusters: [Int32] = []
  /// k sums for each of them.
  private(set) var sums: [Double] = []
  private(set) var observationCount = 0.0

  init(
    _ codes: [Int32],
    _ rows: some RowBlocks,
    _ columns: FittedColumns,
    blocks: Range<Int>
  ) {
    let k = columns.kept.count
    let capacity = blocks.map { rows.blocks[$0].count }.max() ?? 0
    var block = DesignBlock(capacity: capacity, layout: rows.layout)
    var fitted = FittedBlock(capacity: capacity, columns: k)
    var positions: [Int32: Int] = [:]
    for index in blocks {
      rows.fill(index, into: &block)
      fitted.load(block, columns)
      let first = rows.blocks[index].lowerBound
      let stride = fitted.design.rows
      for i in 0..<block.rows where block.weights[i] > 0 {
        observationCount += block.frequencies[i]
        let code = codes[first + i]
        let start: Int
        if let known = positions[code] {
          start = known
        } else {
          start = sums.count
          positions[code] = start
          clusters.append(code)
          sums.append(contentsOf: repeatElement(0, count: k))
        }
        let residual = fitted.residual[i]
        for j in 0..<k { sums[start + j] += residual * fitted.design.elements[j * stride + i] }
      }
    }
  }
}
