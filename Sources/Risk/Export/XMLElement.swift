/// An element of an XML document, to be written.
struct XMLElement: Sendable {
  /// Name of the element.
  let name: String
  /// Attributes in order.
  var attributes: [(name: String, value: String)]
  /// Elements inside.
  var children: [XMLElement]
  /// Text inside an element without children.
  var text: String?

  /// An element.
  init(
    _ name: String,
    _ attributes: [(String, String)] = [],
    text: String? = nil,
    children: [XMLElement] = []
  ) {
    self.name = name
    self.attributes = attributes
    self.text = text
    self.children = children
  }

  /// The document with this element as its root, two spaces a level.
  var document: String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + lines(indent: "")
  }

  private func lines(indent: String) -> String {
    let start =
      "\(indent)<\(name)"
      + attributes.map { " \($0.name)=\"\(Self.escaped($0.value))\"" }.joined()
    if let text { return "\(start)>\(Self.escaped(text))</\(name)>\n" }
    guard !children.isEmpty else { return "\(start)/>\n" }
    return "\(start)>\n" + children.map { $0.lines(indent: indent + "  ") }.joined()
      + "\(indent)</\(name)>\n"
  }

  /// True when XML 1.0 can hold a text.
  static func canHold(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0x9, 0xA, 0xD: true
      case ..<0x20, 0xFFFE, 0xFFFF: false
      default: true
      }
    }
  }

  /// A text for an attribute or an element; ends of lines survive the reading.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", "\r": result += "&#\(scalar.value);"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
