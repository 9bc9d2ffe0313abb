internal import Foundation
internal import FoundationXML

/// What stands in an XML document, from its first byte to its last.
enum XMLEvent {
  /// A tag opens: its name without a prefix, and its attributes.
  case start(Substring, [String: String])
  /// Characters; one text may come in pieces.
  case text(String)
  /// A tag closes.
  case end(Substring)

  /// Reads a document; nothing outside it is ever fetched.
  ///
  /// - Parameters:
  ///   - bytes: the document.
  ///   - handle: called with each event in turn.
  /// - Returns: false when it is not well formed.
  static func read(_ bytes: [UInt8], _ handle: (XMLEvent) -> Void) -> Bool {
    withoutActuallyEscaping(handle) { handle in
      let parser = XMLParser(data: Data(bytes))
      parser.shouldResolveExternalEntities = false
      let delegate = XMLEventDelegate(handle)
      parser.delegate = delegate
      return withExtendedLifetime(delegate) { parser.parse() }
    }
  }

  /// A name without its prefix.
  static func local(_ name: String) -> Substring {
    name.split(separator: ":").last ?? Substring(name)
  }
}

/// A class because Foundation's parser calls a delegate.
private final class XMLEventDelegate: NSObject, XMLParserDelegate {
  private let handle: (XMLEvent) -> Void

  init(_ handle: @escaping (XMLEvent) -> Void) {
    self.handle = handle
  }

  func parser(
    _ parser: XMLParser,
    didStartElement element: String,
    namespaceURI: String?,
    qualifiedName: String?,
    attributes: [String: String]
  ) {
    handle(.start(XMLEvent.local(element), attributes))
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    handle(.text(string))
  }

  func parser(
    _ parser: XMLParser,
    didEndElement element: String,
    namespaceURI: String?,
    qualifiedName: String?
  ) {
    handle(.end(XMLEvent.local(element)))
  }
}
