package import Datasets

/// An interval forecast at one level, one pair of ends a month ahead.
package struct ForecastBand: Sendable, Equatable, Codable {
  /// Probability that the value lies inside, in (0, 1).
  package let level: Double
  /// Lower ends, one a month ahead; NaN where there is none.
  package let lower: [Double]
  /// Upper ends.
  package let upper: [Double]

  /// A band.
  package init(level: Double, lower: [Double], upper: [Double]) {
    precondition(lower.count == upper.count, "as many lower as upper ends")
    self.level = level
    self.lower = lower
    self.upper = upper
  }
}

/// What was, and what may come: history, median and mean of a forecast, nested intervals.
package struct FanChart: Sendable, Equatable {
  /// How much room the chart takes.
  package enum Format: Sendable {
    /// One half of a page, or a telephone's width.
    case standard
    /// The width of a page.
    case wide
    /// One of many.
    case small
  }

  /// Name above the chart.
  package let title: String
  /// Unit of the values, such as «annunci»; `nil` for none.
  package let unit: String?
  /// What was observed; NaN where nothing was.
  package let history: TimeSeries
  /// Expected values, from the month after the history on.
  package let mean: [Double]
  /// Medians, as many as means.
  package let median: [Double]
  /// Intervals, in any order.
  package let bands: [ForecastBand]
  /// What was observed afterwards, where that is known; from the month after the history on.
  package let actuals: [Double]
  /// The last months of the history that are drawn.
  package let historyMonths: Int
  /// How much room it takes.
  package let format: Format

  /// A chart of a forecast.
  package init(
    title: String,
    unit: String? = nil,
    history: TimeSeries,
    mean: [Double],
    median: [Double],
    bands: [ForecastBand],
    actuals: [Double] = [],
    historyMonths: Int = 72,
    format: Format = .standard
  ) {
    self.title = title
    self.unit = unit
    self.history = history
    self.mean = mean
    self.median = median
    self.bands = bands
    self.actuals = actuals
    self.historyMonths = historyMonths
    self.format = format
  }

  /// The chart as an SVG element.
  package func svg(identifier: String, language: Language) -> String {
    drawing(in: language).svg(identifier: identifier)
  }

  private var size: (width: Double, height: Double) {
    switch format {
    case .standard: (ChartStyle.width, 300)
    case .wide: (980, 400)
    case .small: (320, 216)
    }
  }

  /// Widest first, so that the narrower are drawn over it.
  private var nestedBands: [ForecastBand] { bands.sorted { $0.level > $1.level } }

  func drawing(in language: Language) -> Drawing {
    let size = size
    let shownHistory = Array(history.values.suffix(max(1, historyMonths)))
    let firstMonth = history.end.advanced(by: -shownHistory.count)
    let horizon = ([mean.count, median.count, actuals.count] + bands.map(\.lower.count))
      .reduce(0, max)
    let values = (shownHistory + mean + median + actuals + bands.flatMap { $0.lower + $0.upper })
      .filter(\.isFinite)
    let ticks = verticalTicks(values)
    let labels = language.axisLabels(ticks)
    let labelWidth =
      labels.map { TextWidth.of($0, size: ChartStyle.smallTextSize) }.reduce(20, max)
    let hasEndLabels = format != .small
    let left = min(labelWidth + 12, size.width * 0.3)
    // The title of the page's figure stands outside; a small chart carries its own.
    let top = format == .small ? 34.0 : 38.0
    func frame(rightMargin: Double) -> PlotFrame {
      PlotFrame(
        left: left,
        top: top,
        width: size.width - left - rightMargin,
        height: size.height - top - 30,
        horizontal: 0...Double(max(1, shownHistory.count + horizon - 1)),
        vertical: ticks.lower...ticks.upper
      )
    }
    // What stands at the right end depends on heights alone, and decides the width left.
    let endTexts = hasEndLabels ? endLabels(frame(rightMargin: 10), language: language) : []
    let plot = frame(
      rightMargin: endTexts.map { TextWidth.of($0.text) + 12 }.reduce(10, max)
    )
    let origin = shownHistory.count - 1
    var elements = plot.verticalAxis(values: ticks.values, labels: labels)
    elements.append(heading(plot, width: size.width, isCut: ticks.lower > 0, language: language))
    elements += monthAxis(
      plot,
      from: firstMonth,
      months: shownHistory.count + horizon,
      language: language
    )
    elements += fan(plot, origin: origin, last: lastObserved(shownHistory))
    elements += originMark(plot, origin: origin, horizon: horizon, language: language)
    let observed = shownHistory.enumerated().map { plot.point(Double($0), $1) }
    elements.append(
      .polyline(observed, Stroke(ChartStyle.ink, format == .small ? 1.4 : 1.7))
    )
    let known = actuals.enumerated().map { plot.point(Double(origin + 1 + $0), $1) }
    for point in known where point.isFinite {
      elements.append(
        .circle(
          point,
          radius: format == .small ? 1.8 : 2.6,
          fill: ChartStyle.paper,
          stroke: Stroke(ChartStyle.ink, 1.3)
        )
      )
    }
    elements += draw(endTexts, in: plot)
    return Drawing(
      width: size.width,
      height: size.height,
      title: title,
      summary: summary(language),
      elements: elements
    )
  }

  /// Ticks from 0 where the values come near it, so that a change is not made to look larger than
  /// it is; close to the values otherwise, so that it is seen at all.
  private func verticalTicks(_ values: [Double]) -> Ticks {
    let lowest = values.min() ?? 0
    let highest = values.max() ?? 1
    let includesZero = lowest >= 0 && lowest <= highest * 0.45
    return Ticks(
      covering: includesZero ? 0 : lowest,
      highest,
      count: format == .small ? 3 : 5
    )
  }

  private func lastObserved(_ values: [Double]) -> Double? {
    values.last.flatMap { $0.isFinite ? $0 : nil }
  }

  private func heading(
    _ plot: PlotFrame,
    width: Double,
    isCut: Bool,
    language: Language
  ) -> SVGElement {
    guard format == .small else {
      let words = language.catalogue
      let unit = unit ?? words.fanVertical
      return plot.verticalTitle(
        isCut ? words.fanNotFromZero.filled(["unit": unit]) : unit,
        drawingWidth: width
      )
    }
    return .label(
      TextWidth.fit(title, width: (width - 8) / 1.06, size: 13),
      at: Point(x: 4, y: 16),
      size: 13,
      bold: true
    )
  }

  private func monthAxis(
    _ plot: PlotFrame,
    from first: Month,
    months: Int,
    language: Language
  ) -> [SVGElement] {
    let ticks = MonthTicks(
      from: first,
      through: first.advanced(by: max(0, months - 1)),
      labels: Int(plot.width / 62),
      language: language
    )
    return plot.horizontalAxis(
      values: ticks.ticks.map { Double(first.distance(to: $0.month)) },
      labels: ticks.ticks.map(\.label),
      drawingWidth: size.width
    )
  }

  /// Bands and lines; they start at the last observed value, from which uncertainty grows.
  private func fan(_ plot: PlotFrame, origin: Int, last: Double?) -> [SVGElement] {
    func line(_ values: [Double]) -> [Point] {
      let ahead = values.enumerated().map { plot.point(Double(origin + 1 + $0), $1) }
      guard let last else { return ahead }
      return [plot.point(Double(origin), last)] + ahead
    }
    let nested = nestedBands
    let fills = [ChartStyle.pale, ChartStyle.middle]
    var elements = nested.enumerated().map { place, band in
      SVGElement.area(
        lower: line(band.lower),
        upper: line(band.upper),
        fill: nested.count == 1 ? ChartStyle.pale : fills[min(place, 1)]
      )
    }
    if !meanIsMedian(plot) {
      elements.append(.polyline(line(mean), Stroke(ChartStyle.contrast, 1.6, dashes: [5, 3])))
    }
    elements.append(
      .polyline(line(median), Stroke(ChartStyle.accent, format == .small ? 1.8 : 2.4))
    )
    return elements
  }

  /// Whether mean and median would cover each other on paper.
  private func meanIsMedian(_ plot: PlotFrame) -> Bool {
    zip(mean, median).allSatisfy { pair in
      let distance = abs(plot.y(pair.0) - plot.y(pair.1))
      return distance < 1.2 || distance.isNaN
    }
  }

  private func originMark(
    _ plot: PlotFrame,
    origin: Int,
    horizon: Int,
    language: Language
  ) -> [SVGElement] {
    guard horizon > 0, origin >= 0 else { return [] }
    let x = plot.x(Double(origin))
    var elements = [
      SVGElement.line(
        Point(x: x, y: plot.top - 4),
        Point(x: x, y: plot.bottom),
        Stroke(ChartStyle.quiet, 1, dashes: [2, 3])
      )
    ]
    if format != .small {
      let text = language.catalogue.fanOrigin.filled([
        "month": language.shortMonth(history.end.advanced(by: -1))
      ])
      elements.append(
        .label(
          text,
          at: Point(x: x - 5, y: plot.top + 2),
          anchor: .end,
          size: ChartStyle.smallTextSize,
          color: ChartStyle.quiet,
          rim: true
        )
      )
    }
    return elements
  }

  // MARK: Labels at the right end

  private func bandName(_ band: ForecastBand, _ language: Language) -> String {
    let percents = band.level * 100
    return language.percent(band.level, decimals: percents == percents.rounded() ? 0 : 1)
  }

  private struct EndLabel {
    let text: String
    let y: Double
    let color: String
    let bold: Bool
  }

  private func endLabels(_ plot: PlotFrame, language: Language) -> [EndLabel] {
    let words = language.catalogue
    var labels: [EndLabel] = []
    func add(_ text: String, at value: Double?, _ color: String, bold: Bool = false) {
      guard let value else { return }
      labels.append(EndLabel(text: text, y: plot.y(value), color: color, bold: bold))
    }
    let joined = meanIsMedian(plot)
    add(
      joined ? words.fanBoth : words.fanMedian,
      at: median.last(where: \.isFinite),
      ChartStyle.accent,
      bold: true
    )
    if !joined { add(words.fanMean, at: mean.last(where: \.isFinite), ChartStyle.contrast) }
    for band in nestedBands {
      add(bandName(band, language), at: band.upper.last(where: \.isFinite), ChartStyle.quiet)
    }
    return labels
  }

  private func draw(_ labels: [EndLabel], in plot: PlotFrame) -> [SVGElement] {
    let places = LabelPlacement.spread(labels.map(\.y), gap: 14, in: plot.top...plot.bottom)
    return zip(labels, places).map { label, y in
      .label(
        label.text,
        at: Point(x: plot.right + 6, y: y + 4),
        color: label.color,
        bold: label.bold
      )
    }
  }

  private func summary(_ language: Language) -> String {
    let words = language.catalogue
    guard let last = median.lastIndex(where: \.isFinite) else { return words.fanSummaryEmpty }
    let month = history.end.advanced(by: last)
    var text = words.fanSummary.filled([
      "origin": language.month(history.end.advanced(by: -1)),
      "month": language.month(month),
      "median": language.value(median[last]),
    ])
    for band in bands.sorted(by: { $0.level < $1.level })
    where last < band.lower.count && band.lower[last].isFinite && band.upper[last].isFinite {
      text +=
        " "
        + words.fanSummaryBand.filled([
          "level": bandName(band, language),
          "lower": language.value(band.lower[last]),
          "upper": language.value(band.upper[last]),
        ])
    }
    return text
  }
}
