package import Datasets

/// How many of the people concerned are found by contacting how many: the model, a comparison and
/// chance.
package struct GainChart: Sendable, Equatable {
  /// A curve.
  package struct Curve: Sendable, Equatable {
    /// Name, written beside the line.
    package let name: String
    /// Points from (0, 0) to (1, 1), contacted ascending.
    package let points: [GainPoint]

    /// A curve of points.
    package init(name: String, points: [GainPoint]) {
      self.name = name
      self.points = points
    }
  }

  /// A number of people that can be contacted, marked on the model's curve.
  package struct Mark: Sendable, Equatable {
    /// Number of people contacted.
    package let capacity: Int
    /// Share of the people contacted who have the outcome.
    package let precision: Double
    /// Share of the people with the outcome who are contacted.
    package let recall: Double

    /// A mark.
    package init(capacity: Int, precision: Double, recall: Double) {
      self.capacity = capacity
      self.precision = precision
      self.recall = recall
    }
  }

  /// The model's curve.
  package let model: Curve
  /// The curve of a simple rule.
  package let rule: Curve?
  /// Marks on the model's curve; the first four are drawn.
  package let marks: [Mark]
  /// Number of people in the evaluation.
  package let count: Int

  /// A chart of curves.
  package init(model: Curve, rule: Curve? = nil, marks: [Mark] = [], count: Int) {
    self.model = model
    self.rule = rule
    self.marks = marks
    self.count = count
  }

  /// The chart as an SVG element.
  package func svg(identifier: String, language: Language) -> String {
    drawing(in: language).svg(identifier: identifier)
  }

  func drawing(in language: Language) -> Drawing {
    let words = language.catalogue
    let plot = PlotFrame(
      left: 46,
      top: 38,
      width: ChartStyle.width - 62,
      height: 312,
      horizontal: 0...1,
      vertical: 0...1
    )
    let shares = [0, 0.2, 0.4, 0.6, 0.8, 1]
    let labels = shares.map { language.percent($0) }
    var elements = plot.verticalAxis(values: shares, labels: labels)
    elements.append(plot.verticalTitle(words.gainVertical, drawingWidth: ChartStyle.width))
    elements += plot.horizontalAxis(values: shares, labels: labels, drawingWidth: ChartStyle.width)
    elements.append(plot.horizontalTitle(words.gainHorizontal))

    let modelLine = line(model, in: plot)
    let ruleLine = rule.map { line($0, in: plot) } ?? []
    let chanceLine = [plot.point(0, 0), plot.point(1, 1)]
    elements.append(.polyline(chanceLine, Stroke(ChartStyle.axis, 1.2, dashes: [2, 4])))
    if !ruleLine.isEmpty {
      elements.append(.polyline(ruleLine, Stroke(ChartStyle.contrast, 1.8, dashes: [8, 4])))
    }
    if !modelLine.isEmpty {
      elements.append(.polyline(modelLine, Stroke(ChartStyle.accent, 2.6)))
    }

    let drawnMarks = marks.prefix(4).filter {
      $0.capacity > 0 && $0.capacity <= count && $0.recall.isFinite
    }
    var taken: [LabelPlacement.Box] = []
    if let key = keyBox(marks: drawnMarks, in: plot, language: language) { taken.append(key) }
    // Grid lines count too, but less: sampled at every eighth of the points.
    let grid = shares.flatMap { share in
      LabelPlacement.samples(along: [plot.point(0, share), plot.point(1, share)])
    }
    let obstacles =
      [modelLine, ruleLine, chanceLine].flatMap { LabelPlacement.samples(along: $0) }
      + grid.enumerated().filter { $0.offset % 8 == 0 }.map(\.element)
    let named: [(String, [Point], String)] = [
      (model.name, modelLine, ChartStyle.accent),
      (rule?.name ?? "", ruleLine, ChartStyle.contrast),
      (words.gainChance, chanceLine, ChartStyle.quiet),
    ]
    for (name, line, color) in named where !line.isEmpty {
      let text = TextWidth.fit(name, width: 190)
      let box = place(text, along: line, in: plot, obstacles: obstacles, taken: taken)
      taken.append(box)
      elements.append(
        .label(
          text,
          at: Point(x: box.left, y: box.top + 12),
          color: color,
          bold: color == ChartStyle.accent,
          rim: true
        )
      )
    }
    elements += draw(drawnMarks, in: plot, language: language)
    return Drawing(
      width: ChartStyle.width,
      height: plot.bottom + 44,
      title: words.gainTitle,
      summary: summary(drawnMarks, language: language),
      elements: elements
    )
  }

  private func line(_ curve: Curve, in plot: PlotFrame) -> [Point] {
    curve.points
      .filter { $0.contacted.isFinite && $0.found.isFinite }
      .map { plot.point(min(max($0.contacted, 0), 1), min(max($0.found, 0), 1)) }
  }

  /// A box beside a line, where it covers the least: outside the curve first, then inside.
  private func place(
    _ text: String,
    along line: [Point],
    in plot: PlotFrame,
    obstacles: [Point],
    taken: [LabelPlacement.Box]
  ) -> LabelPlacement.Box {
    let width = TextWidth.of(text)
    var candidates: [LabelPlacement.Box] = []
    let samples = LabelPlacement.samples(along: line)
    for distance in [5.0, 12, 22, 34] {
      for share in [0.5, 0.6, 0.4, 0.7, 0.3, 0.8, 0.9, 0.2] {
        let wanted = plot.x(share)
        guard let point = samples.first(where: { $0.x >= wanted }) else { continue }
        candidates.append(
          .init(left: point.x + distance, top: point.y + distance, width: width, height: 16)
        )
        candidates.append(
          .init(
            left: point.x - distance - width,
            top: point.y - distance - 16,
            width: width,
            height: 16
          )
        )
      }
    }
    let inside = candidates.filter {
      $0.left > plot.left && $0.left + $0.width < plot.right && $0.top > plot.top + 1
        && $0.top + $0.height < plot.bottom
    }
    let fallback = LabelPlacement.Box(
      left: plot.right - width - 4,
      top: plot.top + 4,
      width: width,
      height: 16
    )
    return LabelPlacement.best(
      inside.isEmpty ? [fallback] : inside,
      obstacles: obstacles,
      taken: taken
    )
  }

  private static let letters = ["A", "B", "C", "D"]
  private static let keySize = ChartStyle.smallTextSize
  private static let keyHeight = 20.0

  private func keyLine(_ mark: Mark, language: Language) -> String {
    language.catalogue.gainMark.filled([
      "capacity": language.number(Double(mark.capacity)),
      "recall": language.percent(mark.recall),
      "precision": language.percent(mark.precision),
    ])
  }

  /// The lower right triangle is free: no curve worth printing passes under the diagonal there.
  private func keyBox(
    marks: [Mark],
    in plot: PlotFrame,
    language: Language
  ) -> LabelPlacement.Box? {
    guard !marks.isEmpty else { return nil }
    let width =
      marks.map { TextWidth.of(keyLine($0, language: language), size: Self.keySize) + 22 }
      .reduce(0, max)
    let height = Double(marks.count) * Self.keyHeight
    return .init(
      left: plot.right - width - 2,
      top: plot.bottom - height - 6,
      width: width,
      height: height
    )
  }

  private func draw(_ marks: [Mark], in plot: PlotFrame, language: Language) -> [SVGElement] {
    guard let box = keyBox(marks: marks, in: plot, language: language) else { return [] }
    var elements: [SVGElement] = []
    var key: [SVGElement] = []
    for (index, mark) in marks.enumerated() {
      let x = plot.x(Double(mark.capacity) / Double(count))
      let y = plot.y(min(max(mark.recall, 0), 1))
      elements.append(
        .line(
          Point(x: x, y: y),
          Point(x: x, y: plot.bottom),
          Stroke(ChartStyle.ink, 1, dashes: [1.5, 3])
        )
      )
      elements.append(badge(Self.letters[index], at: Point(x: x, y: y)))
      let middle = box.top + Self.keyHeight * (Double(index) + 0.5)
      key.append(badge(Self.letters[index], at: Point(x: box.left + 8, y: middle)))
      key.append(
        .label(
          keyLine(mark, language: language),
          at: Point(x: box.left + 21, y: middle + 4),
          size: Self.keySize,
          rim: true
        )
      )
    }
    // Over the lines, whose ends run through it.
    elements += key
    return elements
  }

  private func badge(_ letter: String, at center: Point) -> SVGElement {
    .group([
      .circle(center, radius: 8, fill: ChartStyle.ink, stroke: Stroke(ChartStyle.paper, 1.5)),
      .label(
        letter,
        at: Point(x: center.x, y: center.y + 4),
        anchor: .middle,
        size: ChartStyle.smallTextSize,
        color: ChartStyle.paper,
        bold: true
      ),
    ])
  }

  private func summary(_ marks: [Mark], language: Language) -> String {
    let words = language.catalogue
    return
      ([words.gainSummary]
      + marks.map { keyLine($0, language: language) + "." })
      .joined(separator: " ")
  }
}
