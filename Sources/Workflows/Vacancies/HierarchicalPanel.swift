internal import Datasets
internal import Forecasting

/// The series of a table as a hierarchy: its leaves, and their sums.
struct HierarchicalPanel {
  /// Path of the table.
  let source: String
  /// How the series add up.
  let hierarchy: Hierarchy
  /// One a series of the hierarchy, all of the same last month (``Panel/end(of:)``).
  ///
  /// A month in which a leaf has no value is missing in its aggregates; before a leaf's first month,
  /// and where it has no value at all, it counts as nothing.
  let series: [TimeSeries]
  /// Aggregates that the table has itself, beside the sums.
  let published: PublishedTotals
  /// Leaves that ended more than a year before the last one; they count as 0 since.
  let endedCount: Int

  /// Months without value at the end after which a leaf counts as ended.
  private static let longestDelay = 12

  /// Makes the hierarchy of the series that a table's columns name.
  ///
  /// - Throws: `notATree` with the line of a row that names a column inside an aggregated one;
  ///   `noLeaves`.
  init(_ panel: Panel, of dataset: Dataset, _ formula: HierarchyFormula) throws(DataProblem) {
    let labels = try Self.labels(panel, dataset, formula)
    let isLeaf = labels.map { !$0.contains(Hierarchy.all) }
    let leaves = panel.series.indices.filter { isLeaf[$0] }
    guard !leaves.isEmpty else {
      throw DataProblem(.noLeaves, file: dataset.source, column: formula.columns.last)
    }
    let hierarchy = Hierarchy(formula, leaves: leaves.map { labels[$0] })
    let spans = leaves.map { (start: panel.series[$0].start, end: panel.series[$0].end) }
    let end = Panel.end(of: spans) ?? Month(index: 0)
    var ended = 0
    let own = leaves.map { index -> TimeSeries in
      let leaf = Self.cut(panel.series[index], at: end)
      let missing = leaf.end.distance(to: end)
      if missing > Self.longestDelay { ended += 1 }
      let padding = missing > Self.longestDelay ? 0 : Double.nan
      return TimeSeries(
        id: leaf.id,
        start: leaf.start,
        values: leaf.values + Array(repeating: padding, count: missing),
        flaws: leaf.flaws
      )
    }
    let series = Self.summed(hierarchy, own, end: end)
    source = panel.source
    endedCount = ended
    published = PublishedTotals(
      panel.series.indices.filter { !isLeaf[$0] }.map { (labels[$0], panel.series[$0]) },
      hierarchy,
      series
    )
    self.hierarchy = hierarchy
    self.series = series
  }

  /// A leaf without its months from `end` on.
  private static func cut(_ leaf: TimeSeries, at end: Month) -> TimeSeries {
    let late = end.distance(to: leaf.end)
    guard late > 0 else { return leaf }
    let count = max(0, leaf.start.distance(to: end))
    return TimeSeries(
      id: leaf.id,
      start: min(leaf.start, end),
      values: Array(leaf.values.prefix(count)),
      flaws: leaf.flaws + [SeriesFlaw(.lateMonth, count: leaf.count - count)]
    )
  }

  /// The columns' texts of each series.
  private static func labels(
    _ panel: Panel,
    _ dataset: Dataset,
    _ formula: HierarchyFormula
  ) throws(DataProblem) -> [[String]] {
    var columns: [Column] = []
    for name in formula.columns { columns.append(try dataset.column(name)) }
    var index: [String: Int] = [:]
    for (position, series) in panel.series.enumerated() { index[series.id] = position }
    var labels = [[String]?](repeating: nil, count: panel.series.count)
    var seen: Set<[Int32]> = []
    for row in 0..<dataset.rowCount {
      var codes: [Int32] = []
      for column in columns {
        if case .text(let texts) = column.values { codes.append(texts.codes[row]) }
      }
      if codes.count == columns.count, !seen.insert(codes).inserted { continue }
      let texts = columns.map { $0.text(at: row) ?? "" }
      guard let position = index[texts.joined(separator: "/")] else { continue }
      labels[position] = texts
      if let column = formula.misplacedColumn(texts.map { $0 != Hierarchy.all }) {
        throw DataProblem(
          .notATree,
          file: dataset.source,
          line: dataset.line(ofRow: row),
          column: formula.columns[column]
        )
      }
    }
    return labels.map { $0 ?? [] }
  }

  /// The aggregates, then the leaves.
  private static func summed(
    _ hierarchy: Hierarchy,
    _ leaves: [TimeSeries],
    end: Month
  ) -> [TimeSeries] {
    let count = hierarchy.aggregateCount
    let stride = hierarchy.ancestorCount
    var starts = [Month](repeating: end, count: count)
    // Neither forecast nor summed are leaves without any value, or with one that is too large: they
    // would hide all others.
    let summands = leaves.indices.filter { leaf in
      !leaves[leaf].hasTooLargeValues && leaves[leaf].values.contains(where: \.isFinite)
    }
    for leaf in summands {
      for place in leaf * stride..<(leaf + 1) * stride {
        let ancestor = Int(hierarchy.ancestors[place])
        starts[ancestor] = min(starts[ancestor], leaves[leaf].start)
      }
    }
    var sums = starts.map { [Double](repeating: 0, count: $0.distance(to: end)) }
    for leaf in summands {
      let series = leaves[leaf]
      for place in leaf * stride..<(leaf + 1) * stride {
        let ancestor = Int(hierarchy.ancestors[place])
        let offset = starts[ancestor].distance(to: series.start)
        for (month, value) in series.values.enumerated() { sums[ancestor][offset + month] += value }
      }
    }
    return (0..<count).map {
      TimeSeries(
        id: hierarchy.labels(of: $0).joined(separator: "/"),
        start: starts[$0],
        values: sums[$0]
      )
    } + leaves
  }
}
