package import Datasets

/// Changes of several series as horizontal bars from zero, with intervals.
package struct BarList: Sendable, Equatable {
  /// A bar.
  package struct Bar: Sendable, Equatable {
    /// Name, written above the bar.
    package let label: String
    /// Length, as a share: 0.12 is 12 % more.
    package let value: Double
    /// Lower end of the interval; NaN for none.
    package let lower: Double
    /// Upper end of the interval.
    package let upper: Double

    /// A bar.
    package init(label: String, value: Double, lower: Double = .nan, upper: Double = .nan) {
      self.label = label
      self.value = value
      self.lower = lower
      self.upper = upper
    }
  }

  /// Name of the chart.
  package let title: String
  /// Top to bottom.
  package let bars: [Bar]
  /// Bars of the list beside this one; both get the same axis.
  package let neighbours: [Bar]

  /// A list of bars.
  package init(title: String, bars: [Bar], neighbours: [Bar] = []) {
    self.title = title
    self.bars = bars
    self.neighbours = neighbours
  }

  /// The chart as an SVG element.
  package func svg(identifier: String, language: Language) -> String {
    drawing(in: language).svg(identifier: identifier)
  }

  private static let rowHeight = 42.0

  func drawing(in language: Language) -> Drawing {
    let words = language.catalogue
    let drawn = bars.filter { !$0.value.isNaN }
    // A single wild interval must not flatten every bar: the axis spans the values with room for
    // intervals up to six times as long, beyond which they end in an arrow.
    let scaled = (bars + neighbours).filter { !$0.value.isNaN }
    let longest = scaled.map { abs($0.value) }.filter(\.isFinite).reduce(0.01, max)
    let ends = scaled.flatMap { [$0.value, $0.lower, $0.upper] }.filter(\.isFinite)
      .map { min(max($0, -6 * longest), 6 * longest) }
    let ticks = Ticks(
      covering: ends.reduce(0, Double.minimum),
      ends.reduce(0, Double.maximum),
      count: 4
    )
    let plot = PlotFrame(
      left: 8,
      top: 10,
      width: ChartStyle.width - 16,
      height: Self.rowHeight * Double(max(1, drawn.count)) + 4,
      horizontal: ticks.lower...ticks.upper,
      vertical: 0...1
    )
    let labels = ticks.values.map {
      language.percent($0, decimals: ticks.decimals(unit: 0.01), signed: true)
    }
    var elements: [SVGElement] = []
    for (place, bar) in drawn.enumerated() {
      let top = plot.top + Self.rowHeight * Double(place)
      // Only beside the bar, to keep the lines out of the text above it.
      for value in ticks.values {
        let isZero = abs(value) < ticks.step / 2
        elements.append(
          .line(
            Point(x: plot.x(value), y: top + 20),
            Point(x: plot.x(value), y: top + Self.rowHeight - 1),
            Stroke(isZero ? ChartStyle.quiet : ChartStyle.grid, isZero ? 1.3 : 1)
          )
        )
      }
      elements += draw(bar, top: top, in: plot, language: language)
    }
    elements += plot.horizontalAxis(
      values: ticks.values,
      labels: labels,
      drawingWidth: ChartStyle.width
    )
    return Drawing(
      width: ChartStyle.width,
      height: plot.bottom + 26,
      title: title,
      summary: drawn.isEmpty
        ? words.barSummaryEmpty
        : drawn.map { "\($0.label): \(valueText($0, language))." }.joined(separator: " "),
      elements: elements
    )
  }

  private func draw(
    _ bar: Bar,
    top: Double,
    in plot: PlotFrame,
    language: Language
  ) -> [SVGElement] {
    let range = plot.horizontal
    func place(_ value: Double) -> Double {
      plot.x(min(max(value, range.lowerBound), range.upperBound))
    }
    let zero = plot.x(0)
    let end = place(bar.value)
    let rises = bar.value >= 0
    let middle = top + 30
    let interval = intervalText(bar, language)
    let intervalWidth =
      interval.isEmpty ? 0 : TextWidth.of(interval, size: ChartStyle.smallTextSize) + 5
    let value = language.percent(bar.value, decimals: 1, signed: true)
    // Bold figures are a little wider.
    let valueWidth = TextWidth.of(value) * 1.05 + intervalWidth
    var elements: [SVGElement] = [
      .label(
        TextWidth.fit(bar.label, width: plot.width - valueWidth - 14),
        at: Point(x: plot.left, y: top + 15),
        rim: true
      ),
      .label(
        value,
        at: Point(x: plot.right - intervalWidth, y: top + 15),
        anchor: .end,
        bold: true
      ),
      .rectangle(
        x: min(zero, end),
        y: middle - 7,
        width: max(1, abs(end - zero)),
        height: 14,
        fill: rises ? ChartStyle.middle : ChartStyle.paper,
        stroke: Stroke(rises ? ChartStyle.accent : ChartStyle.contrast, 1.4)
      ),
    ]
    guard !interval.isEmpty else { return elements }
    elements.append(
      .label(
        interval,
        at: Point(x: plot.right, y: top + 15),
        anchor: .end,
        size: ChartStyle.smallTextSize,
        color: ChartStyle.quiet
      )
    )
    let stroke = Stroke(ChartStyle.ink, 1.4)
    let left = place(bar.lower)
    let right = place(bar.upper)
    elements.append(.line(Point(x: left, y: middle), Point(x: right, y: middle), stroke))
    for (value, x, direction) in [(bar.lower, left, -1.0), (bar.upper, right, 1.0)] {
      if range.contains(value) {
        elements.append(
          .line(Point(x: x, y: middle - 4), Point(x: x, y: middle + 4), stroke)
        )
      } else {
        elements.append(
          .polygon(
            [
              Point(x: x, y: middle),
              Point(x: x - 7 * direction, y: middle - 4.5),
              Point(x: x - 7 * direction, y: middle + 4.5),
            ],
            fill: ChartStyle.ink
          )
        )
      }
    }
    return elements
  }

  private func valueText(_ bar: Bar, _ language: Language) -> String {
    let value = language.percent(bar.value, decimals: 1, signed: true)
    let interval = intervalText(bar, language)
    return interval.isEmpty ? value : "\(value) \(interval)"
  }

  /// The interval in brackets; empty without one.
  private func intervalText(_ bar: Bar, _ language: Language) -> String {
    guard !bar.lower.isNaN, !bar.upper.isNaN else { return "" }
    let lower = language.percent(bar.lower, decimals: 1, signed: true)
    let upper = language.percent(bar.upper, decimals: 1, signed: true)
    return "(\(lower) \(language.catalogue.intervalFromTo) \(upper))"
  }
}
