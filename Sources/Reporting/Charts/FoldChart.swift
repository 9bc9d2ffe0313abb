package import Datasets

/// A number of several methods on several folds, each with its interval: the first method is the
/// model, the others its rivals.
package struct FoldChart: Sendable, Equatable {
  /// A fold.
  package struct Fold: Sendable, Equatable {
    /// Name of the fold.
    package let name: String
    /// The methods with their numbers, the model first.
    package let methods: [Method]

    /// A fold.
    package init(name: String, methods: [Method]) {
      self.name = name
      self.methods = methods
    }
  }

  /// A method on a fold.
  package struct Method: Sendable, Equatable {
    /// What it is called.
    package let name: String
    /// True for a regression, false for a rival.
    package let isModel: Bool
    /// Its number.
    package let estimate: Estimate

    /// A method on a fold.
    package init(name: String, isModel: Bool, estimate: Estimate) {
      self.name = name
      self.isModel = isModel
      self.estimate = estimate
    }
  }

  /// Top to bottom.
  package let folds: [Fold]
  /// Across a page, with names to the left of the axis, instead of half a page with names above.
  package let isWide: Bool

  /// A chart of folds.
  package init(folds: [Fold], isWide: Bool = false) {
    self.folds = folds
    self.isWide = isWide
  }

  /// The chart as an SVG element.
  package func svg(identifier: String, language: Language) -> String {
    drawing(in: language).svg(identifier: identifier)
  }

  private var rowHeight: Double { isWide ? 22 : 34 }
  private var width: Double { isWide ? 980 : ChartStyle.width }
  private static let headHeight = 26.0

  func drawing(in language: Language) -> Drawing {
    let words = ValidationWords.words(language)
    let numbers =
      folds.flatMap(\.methods).flatMap { method in
        [method.estimate.value, method.estimate.lower, method.estimate.upper]
      }
      .compactMap(\.self).filter(\.isFinite)
    let ticks = Ticks(
      covering: numbers.reduce(0.5, Double.minimum),
      numbers.reduce(0.6, Double.maximum)
    )
    let rows = folds.map { Self.headHeight + rowHeight * Double($0.methods.count) }
    let plot = PlotFrame(
      left: isWide ? 330 : 14,
      top: 8,
      width: isWide ? 470 : width - 28,
      height: rows.reduce(0, +) + 4,
      horizontal: ticks.lower...ticks.upper,
      vertical: 0...1
    )
    var elements: [SVGElement] = []
    var y = plot.top
    for fold in folds {
      elements.append(
        .label(fold.name, at: Point(x: 4, y: y + 18), bold: true)
      )
      y += Self.headHeight
      for method in fold.methods {
        elements += draw(method, from: y, in: plot, ticks: ticks.values, language: language)
        y += rowHeight
      }
    }
    let decimals = ticks.decimals()
    elements += plot.horizontalAxis(
      values: ticks.values,
      labels: ticks.values.map { language.number($0, decimals: decimals) },
      drawingWidth: width
    )
    elements.append(plot.horizontalTitle(words.chartHorizontal))
    return Drawing(
      width: width,
      height: plot.bottom + 44,
      title: words.chartTitle,
      summary: words.chartSummary,
      elements: elements
    )
  }

  private func draw(
    _ method: Method,
    from top: Double,
    in plot: PlotFrame,
    ticks: [Double],
    language: Language
  ) -> [SVGElement] {
    let baseline = isWide ? top + rowHeight / 2 : top + 24
    let textBaseline = isWide ? baseline + 4 : top + 13
    let stroke = Stroke(method.isModel ? ChartStyle.accent : ChartStyle.quiet, 2)
    let value = language.estimate(method.estimate, decimals: 3)
    let room = isWide ? plot.left : width - TextWidth.of(value) - 4
    var elements = ticks.map { tick in
      SVGElement.line(
        // Where names stand above the axis, the lines keep out of them.
        Point(x: plot.x(tick), y: isWide ? top : top + 17),
        Point(x: plot.x(tick), y: top + rowHeight),
        Stroke(ChartStyle.grid)
      )
    }
    elements += [
      .label(
        TextWidth.fit(method.name, width: room - 20),
        at: Point(x: isWide ? 16 : 4, y: textBaseline),
        color: method.isModel ? ChartStyle.ink : ChartStyle.quiet
      ),
      .label(value, at: Point(x: width - 4, y: textBaseline), anchor: .end),
    ]
    if let lower = method.estimate.lower, let upper = method.estimate.upper, lower.isFinite,
      upper.isFinite
    {
      elements.append(
        .line(
          Point(x: plot.x(lower), y: baseline),
          Point(x: plot.x(upper), y: baseline),
          stroke
        )
      )
    }
    guard method.estimate.value.isFinite else { return elements }
    elements.append(
      .circle(
        Point(x: plot.x(method.estimate.value), y: baseline),
        radius: 4.5,
        fill: method.isModel ? ChartStyle.accent : ChartStyle.paper,
        stroke: Stroke(stroke.color, 1.8)
      )
    )
    return elements
  }
}
