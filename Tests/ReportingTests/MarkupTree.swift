import Foundation
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

/// Parsed markup, to ask it questions.
struct MarkupTree: Sendable {
  /// Name of the element.
  let name: String
  /// Its attributes.
  let attributes: [String: String]
  /// Text directly inside.
  var text = ""
  /// Elements inside.
  var children: [MarkupTree] = []

  /// Elements of a name, at any depth, in the order of the document.
  func all(_ name: String) -> [MarkupTree] {
    (self.name == name ? [self] : []) + children.flatMap { $0.all(name) }
  }

  /// Every element.
  var everything: [MarkupTree] { [self] + children.flatMap(\.everything) }

  /// All text inside.
  var fullText: String { text + children.map(\.fullText).joined(separator: " ") }

  /// Parses a document and expects it to be well-formed.
  ///
  /// - Returns: its root.
  @discardableResult
  static func parse(
    _ markup: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> MarkupTree {
    let builder = Builder()
    let parser = XMLParser(data: Data(markup.utf8))
    parser.delegate = builder
    let isWellFormed = parser.parse()
    #expect(
      isWellFormed,
      "not well-formed at line \(parser.lineNumber), column \(parser.columnNumber)",
      sourceLocation: sourceLocation
    )
    return try #require(builder.root, sourceLocation: sourceLocation)
  }

  /// A class because the parser's delegate has to be one.
  private final class Builder: NSObject, XMLParserDelegate {
    var open: [MarkupTree] = []
    var root: MarkupTree?

    func parser(
      _ parser: XMLParser,
      didStartElement elementName: String,
      namespaceURI: String?,
      qualifiedName: String?,
      attributes: [String: String]
    ) {
      open.append(MarkupTree(name: elementName, attributes: attributes))
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
      guard !open.isEmpty else { return }
      open[open.count - 1].text += string
    }

    func parser(
      _ parser: XMLParser,
      didEndElement elementName: String,
      namespaceURI: String?,
      qualifiedName: String?
    ) {
      guard let element = open.popLast() else { return }
      if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
    }
  }
}

/// Parses a chart and expects what every chart keeps: a name, a description that the name refers
/// to, and nothing but finite numbers where numbers belong.
@discardableResult
func expectSound(
  chart svg: String,
  _ comment: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> MarkupTree {
  let root = try MarkupTree.parse(svg, sourceLocation: sourceLocation)
  #expect(root.name == "svg", sourceLocation: sourceLocation)
  #expect(root.attributes["role"] == "img", sourceLocation: sourceLocation)
  let identifiers = Set(root.everything.compactMap { $0.attributes["id"] })
  let references = (root.attributes["aria-labelledby"] ?? "").split(separator: " ").map(String.init)
  #expect(references.count == 2, sourceLocation: sourceLocation)
  #expect(identifiers.isSuperset(of: references), sourceLocation: sourceLocation)
  let numeric: Set = [
    "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width", "height", "stroke-width",
    "font-size",
  ]
  for element in root.everything {
    for (name, value) in element.attributes where numeric.contains(name) {
      let number = Double(value)
      #expect(
        number.map { $0.isFinite && abs($0) <= 1e7 } == true,
        "\(comment): \(element.name) \(name)=\(value)",
        sourceLocation: sourceLocation
      )
    }
    if let data = element.attributes["d"] {
      #expect(
        data.allSatisfy { "MLZh0123456789.- ".contains($0) },
        "\(comment): path \(data)",
        sourceLocation: sourceLocation
      )
    }
    let words = element.text.lowercased().split { !$0.isLetter }
    #expect(
      !words.contains("nan") && !words.contains("inf"),
      "\(comment): text \(element.text)",
      sourceLocation: sourceLocation
    )
  }
  return root
}
