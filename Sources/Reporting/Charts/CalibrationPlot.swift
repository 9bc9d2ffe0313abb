package import Datasets
internal import RealModule
internal import Statistics

/// Do predicted probabilities come true: share observed against mean predicted, bin by bin, with
/// Wilson intervals, over a histogram of the scores.
package struct CalibrationPlot: Sendable, Equatable {
  /// Bins in order of risk; empty bins are left out.
  package let bins: [CalibrationBin]
  /// Distribution of the scores; empty for none.
  package let scores: [ScoreCount]
  /// Slope of the outcome's log odds on the score's; 1 is ideal.
  package let slope: Estimate?
  /// Calibration intercept; 0 is ideal.
  package let intercept: Estimate?
  /// Level of the intervals, in (0, 1).
  package let level: Double

  /// A plot of bins.
  package init(
    bins: [CalibrationBin],
    scores: [ScoreCount] = [],
    slope: Estimate? = nil,
    intercept: Estimate? = nil,
    level: Double = 0.95
  ) {
    self.bins = bins
    self.scores = scores
    self.slope = slope
    self.intercept = intercept
    self.level = level
  }

  /// The chart as an SVG element.
  package func svg(identifier: String, language: Language) -> String {
    drawing(in: language).svg(identifier: identifier)
  }

  private struct Mark {
    let predicted: Double
    let observed: Double
    let interval: ClosedRange<Double>
    let bin: CalibrationBin
  }

  private var marks: [Mark] {
    bins.filter { $0.count > 0 && $0.meanPredicted.isFinite }.map { bin in
      let interval = wilsonInterval(successes: bin.positives, trials: bin.count, level: level)
      return Mark(
        predicted: min(max(bin.meanPredicted, 0), 1),
        observed: bin.observedShare,
        interval: interval.lower...interval.upper,
        bin: bin
      )
    }
  }

  func drawing(in language: Language) -> Drawing {
    let words = language.catalogue
    let marks = marks
    // The axes end where the data do, unless that is near 1.
    let reach = marks.map { max($0.predicted, $0.observed) }.reduce(0.05, Double.maximum)
    let ticks = Ticks(covering: 0, reach > 0.6 ? 1 : reach * 1.15)
    let upper = min(1, ticks.upper)
    let shown = ticks.values.filter { $0 <= upper + 1e-9 }
    let labels = shown.map { language.percent($0, decimals: ticks.decimals(unit: 0.01)) }
    let hasHistogram = scores.contains { $0.count > 0 && $0.lower < upper }
    let plot = PlotFrame(
      left: 46,
      top: 38,
      width: ChartStyle.width - 62,
      height: hasHistogram ? 230 : 290,
      horizontal: 0...upper,
      vertical: 0...upper
    )
    let lower = PlotFrame(
      left: plot.left,
      top: plot.bottom + 26,
      width: plot.width,
      height: hasHistogram ? 56 : 0,
      horizontal: 0...upper,
      vertical: 0...1
    )
    let base = hasHistogram ? lower : plot
    var elements = plot.verticalAxis(values: shown, labels: labels)
    elements.append(plot.verticalTitle(words.calibrationVertical, drawingWidth: ChartStyle.width))
    elements += diagonal(plot, upper: upper, marks: marks, words: words)
    for mark in marks { elements.append(draw(mark, in: plot, language: language)) }
    elements += note(plot, marks: marks, language: language)
    if hasHistogram { elements += histogram(lower, upper: upper, language: language) }
    elements += base.horizontalAxis(values: shown, labels: labels, drawingWidth: ChartStyle.width)
    elements.append(base.horizontalTitle(words.calibrationHorizontal))
    return Drawing(
      width: ChartStyle.width,
      height: base.bottom + 44,
      title: words.calibrationTitle,
      summary: words.calibrationSummary.filled([
        "bins": language.number(Double(marks.count)),
        "inside": language.number(
          Double(marks.count { $0.interval.contains($0.predicted) })
        ),
      ]),
      elements: elements
    )
  }

  private func diagonal(
    _ plot: PlotFrame,
    upper: Double,
    marks: [Mark],
    words: Catalogue
  ) -> [SVGElement] {
    let angle = -Double.atan2(y: plot.height, x: plot.width) * 180 / .pi
    let line = SVGElement.line(
      plot.point(0, 0),
      plot.point(upper, upper),
      Stroke(ChartStyle.axis, 1.2, dashes: [5, 4])
    )
    // As far up the diagonal as the marks leave room for, else where they leave most; where they
    // are crowded the page's text has to do.
    let shares = stride(from: 0.86, to: 0.2, by: -0.04)
    let rooms = shares.map { (share: $0, room: room(at: $0 * upper, marks) / upper) }
    let free = rooms.first { $0.room > 0.15 } ?? rooms.max { $0.room < $1.room }
    guard let free, free.room > 0.1 else { return [line] }
    let place = plot.point(upper * free.share, upper * free.share)
    return [
      line,
      SVGElement.label(
        words.calibrationDiagonal,
        at: Point(x: place.x, y: place.y - 6),
        anchor: .middle,
        size: ChartStyle.smallTextSize,
        color: ChartStyle.quiet
      ).with(
        "transform",
        "rotate(\(svgNumber(angle)) \(svgNumber(place.x)) \(svgNumber(place.y)))"
      ),
    ]
  }

  private func room(at value: Double, _ marks: [Mark]) -> Double {
    marks.map { abs($0.predicted - value) }.reduce(1, Double.minimum)
  }

  private func draw(_ mark: Mark, in plot: PlotFrame, language: Language) -> SVGElement {
    let upper = plot.vertical.upperBound
    let x = plot.x(mark.predicted)
    let top = plot.y(min(mark.interval.upperBound, upper))
    let bottom = plot.y(mark.interval.lowerBound)
    let stroke = Stroke(ChartStyle.accent, 1.4)
    var parts = [SVGElement.line(Point(x: x, y: top), Point(x: x, y: bottom), stroke)]
    for (value, y) in [(mark.interval.upperBound, top), (mark.interval.lowerBound, bottom)]
    where value <= upper {
      parts.append(.line(Point(x: x - 3, y: y), Point(x: x + 3, y: y), stroke))
    }
    parts.append(
      .circle(
        Point(x: x, y: plot.y(mark.observed)),
        radius: 4.2,
        fill: ChartStyle.accent,
        stroke: Stroke(ChartStyle.paper, 1)
      )
    )
    let words = language.catalogue
    return SVGElement.group(parts).titled(
      words.calibrationMark.filled([
        "predicted": language.percent(mark.predicted, decimals: 1),
        "observed": SmallCells.share(of: mark.bin.positives, in: mark.bin.count, language),
        "count": SmallCells.count(mark.bin.count, language),
      ])
    )
  }

  /// Slope and intercept, in whichever empty corner has fewer marks.
  private func note(_ plot: PlotFrame, marks: [Mark], language: Language) -> [SVGElement] {
    let words = language.catalogue
    let lines = [(words.calibrationSlope, slope), (words.calibrationIntercept, intercept)]
      .compactMap { name, estimate in
        estimate.map { "\(name) \(language.estimate($0, decimals: 2))" }
      }
    guard !lines.isEmpty else { return [] }
    let width = lines.map { TextWidth.of($0) }.reduce(0, max)
    let height = Double(lines.count) * 17
    let corners = [
      LabelPlacement.Box(left: plot.left + 10, top: plot.top + 8, width: width, height: height),
      LabelPlacement.Box(
        left: plot.right - width - 8,
        top: plot.bottom - height - 10,
        width: width,
        height: height
      ),
    ]
    let drawn = marks.flatMap { mark in
      LabelPlacement.samples(along: [
        plot.point(mark.predicted, mark.interval.lowerBound),
        plot.point(mark.predicted, min(mark.interval.upperBound, plot.vertical.upperBound)),
      ])
    }
    let box = LabelPlacement.best(corners, obstacles: drawn, taken: [])
    return lines.enumerated().map { place, line in
      .label(
        line,
        at: Point(x: box.left, y: box.top + 13 + 17 * Double(place)),
        rim: true
      )
    }
  }

  private func histogram(
    _ plot: PlotFrame,
    upper: Double,
    language: Language
  ) -> [SVGElement] {
    let words = language.catalogue
    let visible = scores.filter { $0.count > 0 && $0.lower < upper - 1e-9 && $0.lower >= 0 }
    let largest = Double(visible.map(\.count).reduce(1, max))
    var elements: [SVGElement] = []
    for bin in visible {
      let left = plot.x(bin.lower)
      let width = max(1, plot.x(min(bin.upper, upper)) - left - 1)
      // A bin that holds anybody is seen.
      let height = max(1.5, Double(bin.count) / largest * plot.height)
      let cases = height * Double(bin.positives) / Double(bin.count)
      elements.append(
        SVGElement.group([
          .rectangle(
            x: left,
            y: plot.bottom - height,
            width: width,
            height: height,
            fill: ChartStyle.middle
          ),
          .rectangle(
            x: left,
            y: plot.bottom - cases,
            width: width,
            height: cases,
            fill: ChartStyle.accent
          ),
        ]).titled(
          words.histogramMark.filled([
            "lower": language.percent(bin.lower, decimals: 1),
            "upper": language.percent(bin.upper, decimals: 1),
            "count": SmallCells.count(bin.count, language),
          ])
        )
      )
    }
    elements.append(
      .label(
        language.number(largest),
        at: Point(x: plot.left - 6, y: plot.top + 9),
        anchor: .end,
        size: ChartStyle.smallTextSize,
        color: ChartStyle.quiet
      )
    )
    // The explanation stands over the right end, where high scores are rare.
    let key = words.histogramKey
    let keyWidth = TextWidth.of(key, size: ChartStyle.smallTextSize)
    let keyLeft = plot.right - keyWidth
    elements += [
      .rectangle(
        x: keyLeft - 15,
        y: plot.top - 6,
        width: 10,
        height: 10,
        fill: ChartStyle.accent
      ),
      .label(
        key,
        at: Point(x: keyLeft, y: plot.top + 3),
        size: ChartStyle.smallTextSize,
        color: ChartStyle.quiet,
        rim: true
      ),
    ]
    return elements
  }
}
