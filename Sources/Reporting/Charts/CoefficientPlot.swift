package import Datasets
internal import RealModule

/// Odds ratios with their intervals on a logarithmic axis.
package struct CoefficientPlot: Sendable, Equatable {
  /// A term of the model.
  package struct Row: Sendable, Equatable {
    /// What the term means.
    package let label: String
    /// Odds ratio; 0 or infinite for an infinite estimate, NaN for none.
    package let oddsRatio: Double
    /// Lower end of its interval; NaN for none.
    package let lower: Double
    /// Upper end of its interval.
    package let upper: Double

    /// A row.
    package init(label: String, oddsRatio: Double, lower: Double, upper: Double) {
      self.label = label
      self.oddsRatio = oddsRatio
      self.lower = lower
      self.upper = upper
    }
  }

  /// Top to bottom.
  package let rows: [Row]
  /// Level of the intervals, in (0, 1).
  package let level: Double
  /// Across a page, with names to the left of the axis, instead of half a page with names above.
  package let isWide: Bool

  /// A plot of rows.
  package init(rows: [Row], level: Double = 0.95, isWide: Bool = false) {
    self.rows = rows
    self.level = level
    self.isWide = isWide
  }

  /// The chart as an SVG element.
  package func svg(identifier: String, language: Language) -> String {
    drawing(in: language).svg(identifier: identifier)
  }

  /// False for penalised estimates.
  package var hasIntervals: Bool {
    rows.contains { !$0.lower.isNaN || !$0.upper.isNaN }
  }

  private var rowHeight: Double { isWide ? 26 : 36 }
  private var width: Double { isWide ? 980 : ChartStyle.width }
  /// The axis spans what is estimated well; beyond, arrows point.
  private static let widest = 1e4

  /// Ends of the axis, log-symmetric rounding to ticks.
  private var range: ClosedRange<Double> {
    let ends = rows.flatMap { [$0.oddsRatio, $0.lower, $0.upper] }
      .filter { $0.isFinite && $0 > 0 }
    let lowest = min(max(ends.reduce(0.5, Double.minimum), 1 / Self.widest), 0.5)
    let highest = max(min(ends.reduce(2, Double.maximum), Self.widest), 2)
    return (lowest / 1.08)...(highest * 1.08)
  }

  func drawing(in language: Language) -> Drawing {
    let words = language.catalogue
    let range = range
    let plot = PlotFrame(
      left: isWide ? 320 : 12,
      top: 40,
      width: isWide ? 480 : width - 24,
      height: rowHeight * Double(max(1, rows.count)) + 6,
      horizontal: Double.log(range.lowerBound)...Double.log(range.upperBound),
      vertical: 0...1
    )
    let ticks = thinned(Ticks.logarithmic(range.lowerBound, range.upperBound), in: plot)
    var elements: [SVGElement] = [
      .label(words.coefficientHeading, at: Point(x: 4, y: 16), color: ChartStyle.quiet),
      .label(
        hasIntervals
          ? words.coefficientColumn.filled(["level": language.percent(level)])
          : words.shrunkColumn,
        at: Point(x: width - 4, y: 16),
        anchor: .end,
        color: ChartStyle.quiet
      ),
    ]
    for (place, _) in rows.enumerated() where !ticks.isEmpty {
      let top = plot.top + rowHeight * Double(place)
      // Where names stand above the axis, the lines keep out of them.
      elements += gridLines(ticks, from: isWide ? top : top + 18, to: top + rowHeight, in: plot)
    }
    for (place, row) in rows.enumerated() {
      let y = plot.top + rowHeight * (Double(place) + 0.5)
      elements += draw(row, at: y, in: plot, language: language)
    }
    elements += plot.horizontalAxis(
      values: ticks.map { .log($0) },
      labels: ticks.map { language.significant($0, digits: 1, maximumDecimals: 4) },
      drawingWidth: width
    )
    let lowest = plot.bottom + 34
    elements += [
      .label(
        words.coefficientLowers,
        at: Point(x: plot.left, y: lowest),
        size: ChartStyle.smallTextSize,
        color: ChartStyle.quiet
      ),
      .label(
        words.coefficientRaises,
        at: Point(x: plot.right, y: lowest),
        anchor: .end,
        size: ChartStyle.smallTextSize,
        color: ChartStyle.quiet
      ),
    ]
    return Drawing(
      width: width,
      height: plot.bottom + 44,
      title: words.coefficientTitle,
      summary: (hasIntervals ? words.coefficientSummary : words.shrunkSummary).filled([
        "count": language.number(Double(rows.count)),
        "clear": language.number(Double(rows.count { isClear($0) })),
      ]),
      elements: elements
    )
  }

  private func gridLines(
    _ ticks: [Double],
    from top: Double,
    to bottom: Double,
    in plot: PlotFrame
  ) -> [SVGElement] {
    ticks.map { tick in
      let x = plot.x(.log(tick))
      let isOne = abs(tick - 1) < 1e-9
      return .line(
        Point(x: x, y: top),
        Point(x: x, y: bottom),
        Stroke(isOne ? ChartStyle.quiet : ChartStyle.grid, isOne ? 1.3 : 1)
      )
    }
  }

  /// Whether the interval leaves out 1.
  private func isClear(_ row: Row) -> Bool { row.lower > 1 || row.upper < 1 }

  /// Every tick, or only the powers of ten, or only 1: what keeps the labels apart.
  private func thinned(_ ticks: [Double], in plot: PlotFrame) -> [Double] {
    let choices = [
      ticks,
      ticks.filter { tick in
        let exponent = Double.log10(tick)
        return abs(exponent - exponent.rounded()) < 1e-6
      },
    ]
    return choices.first { values in
      zip(values, values.dropFirst()).allSatisfy { plot.x(.log($1)) - plot.x(.log($0)) > 26 }
    } ?? [1]
  }

  private func draw(
    _ row: Row,
    at y: Double,
    in plot: PlotFrame,
    language: Language
  ) -> [SVGElement] {
    let baseline = isWide ? y : y + 8
    let clear = isClear(row)
    let stroke = Stroke(clear ? ChartStyle.accent : ChartStyle.quiet, 2)
    // A narrow plot has name and value above the axis.
    let value = valueText(row, language: language)
    let room = isWide ? plot.left : width - TextWidth.of(value) - 4
    let textBaseline = isWide ? y + 4 : y - 5
    var elements: [SVGElement] = [
      .label(
        TextWidth.fit(row.label, width: room - 16),
        at: Point(x: 4, y: textBaseline),
        rim: true
      ),
      .label(value, at: Point(x: width - 4, y: textBaseline), anchor: .end, rim: true),
    ]
    let range = plot.horizontal
    func place(_ ratio: Double) -> Double {
      plot.x(min(max(ratio > 0 ? .log(ratio) : -.infinity, range.lowerBound), range.upperBound))
    }
    if !row.lower.isNaN && !row.upper.isNaN {
      let left = place(row.lower)
      let right = place(row.upper)
      elements.append(.line(Point(x: left, y: baseline), Point(x: right, y: baseline), stroke))
      for (end, x, direction) in [(row.lower, left, -1.0), (row.upper, right, 1.0)] {
        let beyond = end <= 0 || .log(end) < range.lowerBound || .log(end) > range.upperBound
        elements.append(
          beyond
            ? arrow(at: Point(x: x, y: baseline), direction: direction, color: stroke.color)
            : .line(Point(x: x, y: baseline - 4), Point(x: x, y: baseline + 4), stroke)
        )
      }
    }
    guard !row.oddsRatio.isNaN else { return elements }
    let isBeyond = row.oddsRatio <= 0 || !range.contains(.log(row.oddsRatio))
    if isBeyond {
      let direction = row.oddsRatio < 1 ? -1.0 : 1.0
      let tip = Point(x: place(row.oddsRatio), y: baseline)
      elements += [
        .line(
          tip,
          Point(x: tip.x - direction * 34, y: baseline),
          Stroke(ChartStyle.accent, 2, dashes: [3, 2])
        ),
        arrow(at: tip, direction: direction, color: ChartStyle.accent),
      ]
    } else {
      elements.append(
        .circle(
          Point(x: place(row.oddsRatio), y: baseline),
          radius: 4.5,
          fill: clear ? ChartStyle.accent : ChartStyle.paper,
          stroke: Stroke(clear ? ChartStyle.accent : ChartStyle.quiet, 1.8)
        )
      )
    }
    return elements
  }

  private func arrow(at tip: Point, direction: Double, color: String) -> SVGElement {
    .polygon(
      [
        Point(x: tip.x + 2 * direction, y: tip.y),
        Point(x: tip.x - 7 * direction, y: tip.y - 5),
        Point(x: tip.x - 7 * direction, y: tip.y + 5),
      ],
      fill: color
    )
  }

  private func valueText(_ row: Row, language: Language) -> String {
    guard !row.oddsRatio.isNaN else { return language.catalogue.notEstimated }
    return language.oddsRatio(Estimate(row.oddsRatio, lower: row.lower, upper: row.upper))
  }
}
