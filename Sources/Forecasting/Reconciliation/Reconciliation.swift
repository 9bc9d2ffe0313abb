internal import Concurrency
internal import Datasets

/// A way to make vectors of a hierarchy add up, prepared for any number of them.
enum Reconciliation {
  case minimumTrace(MinimumTrace)
  case bottomUp
  /// The number of a level of the chain, shared out in the proportions of those below.
  case proportions(ProportionalReconciliation, keeping: Int)
  /// The total, shared out in given proportions of the leaves.
  case history(ProportionalReconciliation, sizes: [Double])
}

extension HierarchyForecast {
  /// Prepares a way to make forecasts add up; not `none`.
  func reconciliation(_ method: ReconciliationMethod) -> Reconciliation {
    func trace(_ covariance: ErrorCovariance) -> Reconciliation {
      .minimumTrace(MinimumTrace(hierarchy, covariance: covariance, threads: threads))
    }
    switch method {
    case .none: preconditionFailure("nothing to make add up")
    case .bottomUp: return .bottomUp
    case .ols: return trace(.identity(hierarchy))
    case .structural: return trace(.structural(hierarchy))
    case .variance: return trace(.diagonal(residuals, hierarchy))
    case .shrinkage: return trace(.shrinkage(residuals, hierarchy))
    case .topDown: return .proportions(ProportionalReconciliation(hierarchy), keeping: 0)
    case .middleOut:
      let proportions = ProportionalReconciliation(hierarchy)
      return .proportions(proportions, keeping: proportions.middle)
    case .topDownHistory:
      let sizes = series.suffix(hierarchy.leafCount).map { leaf in
        leaf.values.suffix(2 * seasonalPeriod).reduce(0) { $1.isFinite ? $0 + max($1, 0) : $0 }
      }
      return .history(ProportionalReconciliation(hierarchy), sizes: sizes)
    }
  }

  /// Vectors made to add up.
  ///
  /// Where no leaf has a value below 0, no result has. Leaves without forecast, which are not
  /// delivered, are 0 in every sum.
  ///
  /// - Parameters:
  ///   - vectors: one number a series each, all finite.
  ///   - reconciliation: how.
  /// - Returns: as many vectors.
  func reconciled(_ vectors: [[Double]], by reconciliation: Reconciliation) -> [[Double]] {
    let results = addedUp(vectors, by: reconciliation)
    let unknown = base.indices.filter { $0 >= hierarchy.aggregateCount && base[$0].forecast == nil }
    guard !unknown.isEmpty else { return results }
    return parallelMap(count: results.count, threads: threads) { index in
      var leaves = Array(results[index][hierarchy.aggregateCount...])
      for leaf in unknown { leaves[leaf - hierarchy.aggregateCount] = 0 }
      return hierarchy.summed(leaves)
    }
  }

  private func addedUp(_ vectors: [[Double]], by reconciliation: Reconciliation) -> [[Double]] {
    let first = hierarchy.aggregateCount
    switch reconciliation {
    case .minimumTrace(let trace):
      let results = trace.reconciled(vectors)
      guard isNonnegative else { return results }
      return parallelMap(count: results.count, threads: threads) { index in
        results[index][first...].contains { $0 < 0 }
          ? trace.nonNegative(vectors[index]).values : results[index]
      }
    case .bottomUp:
      return parallelMap(count: vectors.count, threads: threads) { index in
        hierarchy.summed(bounded(vectors[index][first...]))
      }
    case .proportions(let proportions, let level):
      return parallelMap(count: vectors.count, threads: threads) { index in
        proportions.reconciled(bounded(vectors[index][...]), keeping: level)
      }
    case .history(let proportions, let sizes):
      return parallelMap(count: vectors.count, threads: threads) { index in
        proportions.reconciled(bounded(vectors[index][...]), proportions: sizes)
      }
    }
  }

  /// The standard deviations after reconciliation, for each step one a series.
  func spreads(_ reconciliation: Reconciliation) -> [[Double]] {
    switch reconciliation {
    case .minimumTrace(let trace):
      return ReconciledSpread(hierarchy, residuals).deviations(baseDeviations) {
        trace.reconciled($0)
      }
    case .bottomUp:
      let first = hierarchy.aggregateCount
      return ReconciledSpread(hierarchy, residuals).deviations(baseDeviations) { vectors in
        vectors.map { hierarchy.summed(Array($0[first...])) }
      }
    case .proportions, .history: return baseDeviations
    }
  }

  private func bounded(_ values: ArraySlice<Double>) -> [Double] {
    isNonnegative ? values.map { max(0, $0) } : Array(values)
  }
}
