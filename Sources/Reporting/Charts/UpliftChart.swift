package import Datasets

/// What treating a share of people, the riskiest first, changes over all of them, beside treating at
/// random.
package struct UpliftChart: Sendable, Equatable {
  /// Points by share, ascending.
  package let points: [ExperimentReportInput.Point]

  /// A chart of points.
  package init(points: [ExperimentReportInput.Point]) {
    self.points = points
  }

  /// The chart as an SVG element; the interval is a band, treating at random a dotted line.
  package func svg(identifier: String, language: Language) -> String {
    drawing(in: language).svg(identifier: identifier)
  }

  func drawing(in language: Language) -> Drawing {
    let words = ExperimentWords.words(language)
    let drawn = points.filter { $0.share.isFinite && $0.total.value.isFinite }
    let ends =
      drawn.flatMap { [$0.total.value, $0.total.lower, $0.total.upper] }
      .compactMap(\.self).filter(\.isFinite) + [0]
    let ticks = Ticks(
      covering: ends.reduce(0, Double.minimum),
      ends.reduce(0, Double.maximum)
    )
    let plot = PlotFrame(
      left: 56,
      top: 38,
      width: ChartStyle.width - 72,
      height: 260,
      horizontal: 0...1,
      vertical: ticks.lower...ticks.upper
    )
    let shares = [0, 0.2, 0.4, 0.6, 0.8, 1]
    let decimals = ticks.decimals(unit: 0.01)
    var elements = plot.verticalAxis(
      values: ticks.values,
      labels: ticks.values.map { language.number($0 * 100, decimals: decimals) }
    )
    elements.append(plot.verticalTitle(words.upliftVertical, drawingWidth: ChartStyle.width))
    elements += plot.horizontalAxis(
      values: shares,
      labels: shares.map { language.percent($0) },
      drawingWidth: ChartStyle.width
    )
    elements.append(plot.horizontalTitle(words.upliftHorizontal))
    let banded = drawn.compactMap { point in
      point.total.lower.flatMap { lower in
        point.total.upper.map { (share: point.share, lower: lower, upper: $0) }
      }
    }
    .filter { $0.lower.isFinite && $0.upper.isFinite }
    if banded.count > 1 {
      let start = plot.point(0, 0)
      elements.append(
        .area(
          lower: [start] + banded.map { plot.point($0.share, $0.lower) },
          upper: [start] + banded.map { plot.point($0.share, $0.upper) },
          fill: ChartStyle.pale
        )
      )
    }
    if let last = drawn.last {
      elements.append(
        .polyline(
          [plot.point(0, 0), plot.point(last.share, last.total.value)],
          Stroke(ChartStyle.axis, 1.2, dashes: [2, 4])
        )
      )
      elements.append(
        .polyline(
          [plot.point(0, 0)] + drawn.map { plot.point($0.share, $0.total.value) },
          Stroke(ChartStyle.accent, 2.6)
        )
      )
    }
    return Drawing(
      width: ChartStyle.width,
      height: plot.bottom + 44,
      title: words.upliftTitle,
      summary: words.upliftSummary,
      elements: elements
    )
  }
}
