internal import Datasets
internal import Forecasting

extension HierarchicalPanel {
  /// An event of some series as one of all that have a leaf in common with them.
  ///
  /// What happened to an aggregate happened to its leaves, and what happened to a leaf is in all that
  /// it is summed in.
  ///
  /// - Parameter event: of series of the hierarchy.
  /// - Returns: the event, of more series; itself when it is of all.
  func spreading(_ event: SeriesEvent) -> SeriesEvent {
    guard event.series != nil else { return event }
    let isNamed = series.map { event.touches($0.id) }
    var isTouched = isNamed
    let stride = hierarchy.ancestorCount
    for leaf in 0..<hierarchy.leafCount {
      let place = hierarchy.aggregateCount + leaf
      let ancestors = hierarchy.ancestors[leaf * stride..<(leaf + 1) * stride]
      guard isNamed[place] || ancestors.contains(where: { isNamed[Int($0)] }) else { continue }
      isTouched[place] = true
      for ancestor in ancestors { isTouched[Int(ancestor)] = true }
    }
    return SeriesEvent(
      name: event.name,
      kind: event.kind,
      first: event.first,
      last: event.last,
      series: series.indices.filter { isTouched[$0] }.map { series[$0].id }
    )
  }
}
