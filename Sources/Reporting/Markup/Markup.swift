internal import Mustache

/// A piece of HTML or SVG that is safe to insert as it stands.
///
/// The one way from text to a page leads through ``init(_:)``, which escapes; the templates
/// insert every value unescaped, and every value they get is of this type. Mustache's own
/// escaping walks by `Character`, so that a quotation mark with a combining accent after it
/// passes unescaped; this one walks by Unicode scalar.
package struct Markup: Sendable, Equatable {
  /// The escaped text.
  let html: String

  /// Escapes a text.
  init(_ text: String) {
    html = Self.escape(text)
  }

  /// Takes markup made by this module.
  init(trusted html: String) {
    self.html = html
  }

  /// The text with `& < > " '` as entities and without what no document may hold: control
  /// characters that XML excludes, and the marks that reverse the direction of the text around
  /// them.
  package static func escape(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where isAllowed(scalar) {
      switch scalar {
      case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
      case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
      case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
      case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x9, 0xA, 0xD: true
    case 0..<0x20, 0x7F..<0xA0: false
    case 0x202A...0x202E, 0x2066...0x2069: false
    default: scalar.value & 0xFFFE != 0xFFFE
    }
  }
}

extension Markup: MustacheCustomRenderable {
  var renderText: String { html }
  var isNull: Bool { false }
}
