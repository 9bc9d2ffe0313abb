/// An element of an SVG drawing; well-formed by construction.
struct SVGElement: Sendable {
  /// Where a text sits on its point.
  enum Anchor: String, Sendable {
    case start
    case middle
    case end
  }

  /// Name of the element.
  let name: String
  /// Attributes in the order they are written.
  var attributes: [(name: String, value: String)]
  /// Elements inside.
  var children: [SVGElement]
  /// Text inside, before the children; escaped when written.
  var text: String

  init(
    _ name: String,
    _ attributes: [(name: String, value: String)] = [],
    children: [SVGElement] = [],
    text: String = ""
  ) {
    self.name = name
    self.attributes = attributes
    self.children = children
    self.text = text
  }

  /// The element as markup.
  var markup: String {
    var output = ""
    write(to: &output)
    return output
  }

  private func write(to output: inout String) {
    output += "<" + name
    for attribute in attributes {
      output += " \(attribute.name)=\"\(Markup.escape(attribute.value))\""
    }
    guard !children.isEmpty || !text.isEmpty else {
      output += "/>"
      return
    }
    output += ">" + Markup.escape(text)
    for child in children { child.write(to: &output) }
    output += "</\(name)>"
  }

  /// The same element with a text that appears on hovering and is read out.
  func titled(_ title: String) -> SVGElement {
    var copy = self
    copy.children.insert(SVGElement("title", text: title), at: 0)
    return copy
  }

  /// The same element with one more attribute.
  func with(_ name: String, _ value: String) -> SVGElement {
    var copy = self
    copy.attributes.append((name, value))
    return copy
  }
}

/// A coordinate or length as SVG text: two decimals, no exponent, the same on every system.
///
/// Charts leave out what is not finite; should one slip through, it is drawn at 0.
func svgNumber(_ value: Double) -> String {
  guard value.isFinite else { return "0" }
  let hundredths = Int((min(max(value, -1e7), 1e7) * 100).rounded())
  let (whole, rest) = abs(hundredths).quotientAndRemainder(dividingBy: 100)
  var text = hundredths < 0 ? "-\(whole)" : "\(whole)"
  if rest != 0 {
    text += rest < 10 ? ".0\(rest)" : rest % 10 == 0 ? ".\(rest / 10)" : ".\(rest)"
  }
  return text
}

/// A place in the coordinates of a drawing, y downwards.
struct Point: Sendable, Equatable {
  let x: Double
  let y: Double

  var isFinite: Bool { x.isFinite && y.isFinite }
}

/// How a line is drawn.
struct Stroke: Sendable {
  let color: String
  let width: Double
  /// Lengths of dashes and gaps; empty for a solid line.
  let dashes: [Double]

  init(_ color: String, _ width: Double = 1, dashes: [Double] = []) {
    self.color = color
    self.width = width
    self.dashes = dashes
  }

  var attributes: [(name: String, value: String)] {
    var list = [("stroke", color), ("stroke-width", svgNumber(width))]
    if !dashes.isEmpty {
      list.append(("stroke-dasharray", dashes.map(svgNumber).joined(separator: " ")))
    }
    return list
  }
}

extension SVGElement {
  static func line(_ from: Point, _ to: Point, _ stroke: Stroke) -> SVGElement {
    SVGElement(
      "line",
      [
        ("x1", svgNumber(from.x)), ("y1", svgNumber(from.y)),
        ("x2", svgNumber(to.x)), ("y2", svgNumber(to.y)),
      ] + stroke.attributes
    )
  }

  /// Lines through runs of points; a point that is not finite ends a run, and a run of one point
  /// is drawn as a dot.
  static func polyline(_ points: [Point], _ stroke: Stroke) -> SVGElement {
    var data: [String] = []
    for run in points.split(whereSeparator: { !$0.isFinite }) {
      data.append(pathData(run))
      if run.count == 1 { data.append("h0") }
    }
    return SVGElement(
      "path",
      [("d", data.joined()), ("fill", "none")] + stroke.attributes
        + [
          ("stroke-linejoin", "round"),
          ("stroke-linecap", stroke.dashes.isEmpty ? "round" : "butt"),
        ]
    )
  }

  /// The area between two edges with the same abscissae; where either is not finite there is none.
  static func area(lower: [Point], upper: [Point], fill: String) -> SVGElement {
    let pairs = zip(lower, upper).map { (lower: $0, upper: $1) }
    var data: [String] = []
    for run in pairs.split(whereSeparator: { !$0.lower.isFinite || !$0.upper.isFinite }) {
      let outline = run.map(\.upper) + run.map(\.lower).reversed()
      data.append(pathData(outline[...]) + "Z")
    }
    return SVGElement("path", [("d", data.joined()), ("fill", fill), ("stroke", "none")])
  }

  private static func pathData(_ points: ArraySlice<Point>) -> String {
    points.enumerated()
      .map { "\($0 == 0 ? "M" : "L")\(svgNumber($1.x)) \(svgNumber($1.y))" }
      .joined()
  }

  static func rectangle(
    x: Double,
    y: Double,
    width: Double,
    height: Double,
    fill: String,
    stroke: Stroke? = nil
  ) -> SVGElement {
    SVGElement(
      "rect",
      [
        ("x", svgNumber(x)), ("y", svgNumber(y)),
        ("width", svgNumber(max(0, width))), ("height", svgNumber(max(0, height))),
        ("fill", fill),
      ] + (stroke?.attributes ?? [])
    )
  }

  static func circle(
    _ center: Point,
    radius: Double,
    fill: String,
    stroke: Stroke? = nil
  ) -> SVGElement {
    SVGElement(
      "circle",
      [
        ("cx", svgNumber(center.x)), ("cy", svgNumber(center.y)), ("r", svgNumber(radius)),
        ("fill", fill),
      ] + (stroke?.attributes ?? [])
    )
  }

  static func polygon(_ points: [Point], fill: String) -> SVGElement {
    SVGElement("path", [("d", pathData(points[...]) + "Z"), ("fill", fill)])
  }

  /// A line of text on its baseline, with a white rim that keeps it readable over lines.
  static func label(
    _ text: String,
    at point: Point,
    anchor: Anchor = .start,
    size: Double = ChartStyle.textSize,
    color: String = ChartStyle.ink,
    bold: Bool = false,
    rim: Bool = false
  ) -> SVGElement {
    var attributes = [
      (name: "x", value: svgNumber(point.x)), ("y", svgNumber(point.y)), ("fill", color),
    ]
    if size != ChartStyle.textSize { attributes.append(("font-size", svgNumber(size))) }
    if anchor != .start { attributes.append(("text-anchor", anchor.rawValue)) }
    if bold { attributes.append(("font-weight", "700")) }
    if rim {
      attributes += [
        ("stroke", ChartStyle.paper), ("stroke-width", "3"), ("stroke-linejoin", "round"),
        ("paint-order", "stroke"),
      ]
    }
    return SVGElement("text", attributes, text: text)
  }

  static func group(_ children: [SVGElement]) -> SVGElement {
    SVGElement("g", children: children)
  }
}
