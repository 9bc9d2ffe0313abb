/// A finished chart: what is drawn, and what it says to those who cannot see it.
struct Drawing: Sendable {
  /// Width in the chart's own units; a page scales it.
  let width: Double
  /// Height in the same units.
  let height: Double
  /// Short name.
  let title: String
  /// What the picture shows, in a sentence or two.
  let summary: String
  /// Back to front.
  let elements: [SVGElement]

  /// The drawing as an `svg` element that needs nothing else.
  ///
  /// - Parameter identifier: distinct in the page; letters, digits and hyphens.
  /// - Returns: markup of one element.
  func svg(identifier: String) -> String {
    SVGElement(
      "svg",
      [
        ("xmlns", "http://www.w3.org/2000/svg"),
        ("viewBox", "0 0 \(svgNumber(width)) \(svgNumber(height))"),
        ("role", "img"),
        ("aria-labelledby", "\(identifier)-title \(identifier)-summary"),
        ("font-family", ChartStyle.fonts),
        ("font-size", svgNumber(ChartStyle.textSize)),
      ],
      children: [
        SVGElement("title", [("id", "\(identifier)-title")], text: title),
        SVGElement("desc", [("id", "\(identifier)-summary")], text: summary),
        .rectangle(x: 0, y: 0, width: width, height: height, fill: ChartStyle.paper),
      ] + elements
    ).markup
  }
}
