/// How much single rows pull at a logistic fit.
///
/// ```
/// h = w μ (1 - μ) x' C x,   D = r² h / (p (1 - h)²),   r = √w (y - μ) / √(μ (1 - μ))
/// ```
///
/// As R's `hatvalues` and `cooks.distance` give them for a `glm` (Pregibon 1981, Annals of
/// Statistics 9:705), to 1e-9 relative. A row of frequency f stands for f equal rows, and the values
/// are those of one of them.
package struct RowInfluence: Sendable, Equatable {
  /// Index of the row.
  package let row: Int
  /// Diagonal element h of the hat matrix, in [0, 1]; 0 for a row without weight.
  package let leverage: Double
  /// Cook's distance D: how far the coefficients move without the row, on the scale of their
  /// covariance; infinite where the leverage is 1.
  package let cooksDistance: Double

  /// What rows are ranked by.
  package enum Measure: String, Sendable, Codable {
    /// The leverage.
    case leverage
    /// Cook's distance.
    case cooksDistance
  }

  /// The influence of every row.
  ///
  /// - Parameters:
  ///   - rows: the rows that were fitted.
  ///   - fit: the fit.
  ///   - threads: largest number of workers.
  /// - Returns: n values, in the order of the rows.
  /// - Complexity: a pass of 2 n p² flops, and one of n p.
  package static func ofAll(
    _ rows: some RowBlocks,
    fit: LogisticFit,
    threads: Int = 1
  ) -> [RowInfluence] {
    passes(rows, fit, threads) { _, _ in }
  }

  /// The rows of the largest influence.
  ///
  /// - Parameters:
  ///   - count: how many; all when there are fewer.
  ///   - measure: what they are ranked by.
  ///   - rows: the rows that were fitted.
  ///   - fit: the fit.
  ///   - threads: largest number of workers.
  /// - Returns: largest first, equal ones in the order of the rows.
  /// - Complexity: as ``ofAll(_:fit:threads:)``, with memory for `count` rows a group of blocks.
  package static func largest(
    _ count: Int,
    by measure: Measure,
    _ rows: some RowBlocks,
    fit: LogisticFit,
    threads: Int = 1
  ) -> [RowInfluence] {
    precondition(count >= 0, "negative count")
    var all = passes(rows, fit, threads) { found, isLast in
      // Sorting at twice the size needed keeps the work linear.
      if isLast || found.count > 2 * count + 1024 { keepLargest(count, by: measure, &found) }
    }
    keepLargest(count, by: measure, &all)
    return all
  }

  private static func keepLargest(
    _ count: Int,
    by measure: Measure,
    _ values: inout [RowInfluence]
  ) {
    values.sort { left, right in
      let (a, b) =
        measure == .leverage
        ? (left.leverage, right.leverage) : (left.cooksDistance, right.cooksDistance)
      return a == b ? left.row < right.row : a > b
    }
    values.removeLast(max(values.count - count, 0))
  }

  /// Goes over the rows; `prune` may shorten what a group has found after each block.
  private static func passes(
    _ rows: some RowBlocks,
    _ fit: LogisticFit,
    _ threads: Int,
    _ prune: @Sendable (inout [RowInfluence], Bool) -> Void
  ) -> [RowInfluence] {
    let columns = FittedColumns(rows, fit, threads: threads)
    let k = columns.kept.count
    let parameters = Double(fit.degreesOfFreedom)
    return mapBlockGroups(of: rows, threads: threads) { group in
      var found: [RowInfluence] = []
      var block = DesignBlock(capacity: group.capacity, layout: rows.layout)
      var fitted = FittedBlock(capacity: group.capacity, columns: k)
      for index in group.blocks {
        rows.fill(index, into: &block)
        fitted.load(block, columns)
        let leverages = fitted.leverages(columns.covariance)
        let first = rows.blocks[index].lowerBound
        for i in 0..<block.rows {
          guard block.weights[i] > 0 else {
            found.append(RowInfluence(row: first + i, leverage: 0, cooksDistance: 0))
            continue
          }
          let frequency = block.frequencies[i]
          let leverage = min(leverages[i] / frequency, 1)
          let isSaturated = leverage >= RobustCovariance.saturation
          // (w (y - μ))² / (w μ (1 - μ)) is the squared Pearson residual of all f rows.
          let pearson = fitted.residual[i] * fitted.residual[i] / fitted.variance[i] / frequency
          let rest = 1 - leverage
          found.append(
            RowInfluence(
              row: first + i,
              leverage: leverage,
              cooksDistance: isSaturated
                ? .infinity
                : leverage == 0 ? 0 : pearson * leverage / (parameters * rest * rest)
            )
          )
        }
        prune(&found, index == group.blocks.last)
      }
      return found
    }.flatMap { $0 }
  }
}
