/// The rectangle of a chart in which data are drawn, and the way from data to places in it.
struct PlotFrame: Sendable {
  let left: Double
  let top: Double
  let width: Double
  let height: Double
  /// Values at the left and right edge; the left one is smaller.
  let horizontal: ClosedRange<Double>
  /// Values at the bottom and top edge.
  let vertical: ClosedRange<Double>

  var right: Double { left + width }
  var bottom: Double { top + height }

  func x(_ value: Double) -> Double {
    left + Self.share(value, of: horizontal) * width
  }

  func y(_ value: Double) -> Double {
    bottom - Self.share(value, of: vertical) * height
  }

  func point(_ x: Double, _ y: Double) -> Point { Point(x: self.x(x), y: self.y(y)) }

  // Halved so that a range from -1e308 to 1e308 does not overflow.
  private static func share(_ value: Double, of range: ClosedRange<Double>) -> Double {
    (value / 2 - range.lowerBound / 2) / (range.upperBound / 2 - range.lowerBound / 2)
  }

  /// Horizontal grid lines with their labels to the left.
  func verticalAxis(values: [Double], labels: [String]) -> [SVGElement] {
    zip(values, labels).flatMap { (value, label) -> [SVGElement] in
      let y = self.y(value)
      return [
        .line(Point(x: left, y: y), Point(x: right, y: y), Stroke(ChartStyle.grid)),
        .label(
          label,
          at: Point(x: left - 6, y: y + 4),
          anchor: .end,
          size: ChartStyle.smallTextSize,
          color: ChartStyle.quiet
        ),
      ]
    }
  }

  /// The line at the bottom with ticks and labels under it.
  ///
  /// A tick without a label is shorter; a label that would leave the drawing is moved inside.
  func horizontalAxis(
    values: [Double],
    labels: [String],
    drawingWidth: Double
  ) -> [SVGElement] {
    var elements = [
      SVGElement.line(
        Point(x: left, y: bottom),
        Point(x: right, y: bottom),
        Stroke(ChartStyle.axis)
      )
    ]
    for (value, label) in zip(values, labels) {
      let x = self.x(value)
      elements.append(
        .line(
          Point(x: x, y: bottom),
          Point(x: x, y: bottom + (label.isEmpty ? 3 : 5)),
          Stroke(ChartStyle.axis)
        )
      )
      guard !label.isEmpty else { continue }
      let half = TextWidth.of(label, size: ChartStyle.smallTextSize) / 2
      elements.append(
        .label(
          label,
          at: Point(x: max(half + 1, min(x, drawingWidth - half - 1)), y: bottom + 17),
          anchor: .middle,
          size: ChartStyle.smallTextSize,
          color: ChartStyle.quiet
        )
      )
    }
    return elements
  }

  /// Name of the vertical axis, above its labels, left-aligned with the drawing.
  func verticalTitle(_ text: String, drawingWidth: Double) -> SVGElement {
    .label(
      TextWidth.fit(text, width: drawingWidth - 8),
      at: Point(x: 4, y: top - 12),
      color: ChartStyle.quiet
    )
  }

  /// Name of the horizontal axis, under its labels, right-aligned with the frame.
  func horizontalTitle(_ text: String) -> SVGElement {
    .label(text, at: Point(x: right, y: bottom + 34), anchor: .end, color: ChartStyle.quiet)
  }
}
