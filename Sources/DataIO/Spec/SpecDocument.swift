internal import Concurrency
package import Datasets
internal import Yams

/// A specification that a user wrote in YAML.
///
/// Strict: one document, no key twice, no anchors and aliases (they hide what a specification
/// says, and a few lines of them can stand for gigabytes), at most a megabyte and 64 levels. A
/// scalar is the text the user wrote, never what YAML would make of it: `1993-07` is no sum, `no`
/// no truth value and `1.10` no number until a reader asks for one (``SpecNode``).
package struct SpecDocument: Sendable {
  /// Path of the file, for messages.
  package let file: String
  /// The whole document.
  package let root: SpecNode

  /// Reads a file.
  ///
  /// - Throws: `DataProblem` as ``init(text:file:)``, and `fileNotFound`, `fileUnreadable`,
  ///   `invalidEncoding`.
  package static func read(path: String) throws(DataProblem) -> SpecDocument {
    let bytes = try MappedFile.input(path)
    guard bytes.count > 0 else {
      throw DataProblem(.malformedDocument(reason: "it is empty"), file: path)
    }
    guard bytes.count <= SpecComposer.byteLimit else {
      throw DataProblem(.malformedDocument(reason: "more than a megabyte"), file: path)
    }
    return try SpecDocument(bytes: bytes.bytes(), file: path)
  }

  /// A document from the bytes of a file.
  ///
  /// - Throws: as ``init(text:file:)``, and `invalidEncoding` when they are not UTF-8.
  package init(bytes: [UInt8], file: String) throws(DataProblem) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw DataProblem(.invalidEncoding(name: "UTF-8"), file: file)
    }
    try self.init(text: text, file: file)
  }

  /// A document from its text.
  ///
  /// - Parameters:
  ///   - text: YAML; a byte order mark at its start is skipped.
  ///   - file: where it came from, for messages.
  /// - Throws: `DataProblem`: `malformedDocument` with the parser's words and the line, also for a
  ///   key that stands twice, an alias, and a document without content.
  package init(text: String, file: String) throws(DataProblem) {
    self.file = file
    root = try SpecComposer(file: file).root(of: text)
  }
}

/// From the parser's tree to ``SpecNode``, with the limits that keep a hostile file harmless.
struct SpecComposer {
  static let byteLimit = 1 << 20
  static let depthLimit = 64
  static let aliasLimit = 16

  let file: String

  func root(of text: String) throws(DataProblem) -> SpecNode {
    var text = text
    if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    try checkLimits(text)
    do {
      let parser = try Parser(yaml: text, encoding: .utf8)
      guard let root = try parser.singleRoot() else { throw malformed("it is empty", line: nil) }
      // The parser keeps the anchors alive, by which the nodes that have one are known.
      return try withExtendedLifetime(parser) { () throws -> SpecNode in
        try node(root, keyPath: nil, depth: 0)
      }
    } catch let problem as DataProblem {
      throw problem
    } catch let error as YamlError {
      throw self.problem(error, text: text)
    } catch {
      throw malformed("unreadable", line: nil)
    }
  }

  /// Refuses before parsing what would take the parser long: it compares keys with all that is in
  /// them, aliases unfolded.
  private func checkLimits(_ text: String) throws(DataProblem) {
    guard text.utf8.count <= Self.byteLimit else {
      throw malformed("more than a megabyte", line: nil)
    }
    var line = 1
    var depth = 0
    var nestedKeys = 0
    var aliases = 0
    var previous = UInt8(ascii: "\n")
    for byte in text.utf8 {
      switch previous {
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "?") where byte <= 0x20: nestedKeys += 1
      case UInt8(ascii: "*") where byte > 0x20: aliases += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
      case UInt8(ascii: "\n"): line += 1
      default: break
      }
      guard depth <= Self.depthLimit, nestedKeys <= Self.depthLimit else {
        throw malformed("more than \(Self.depthLimit) levels", line: line)
      }
      guard aliases <= Self.aliasLimit else {
        throw malformed("aliases are not used here; write the content out", line: line)
      }
      previous = byte
    }
  }

  private func node(_ node: Node, keyPath: String?, depth: Int) throws(DataProblem) -> SpecNode {
    let line = node.mark?.line ?? 1
    guard depth <= Self.depthLimit else {
      throw malformed("more than \(Self.depthLimit) levels", line: line)
    }
    guard node.anchor == nil else {
      throw malformed("anchors are not used here; write the content out", line: line)
    }
    let content: SpecNode.Content
    switch node {
    case .scalar(let scalar):
      content = .scalar(scalar.string, isPlain: scalar.style == .plain)
    case .sequence(let sequence):
      var elements: [SpecNode] = []
      for (index, element) in sequence.enumerated() {
        let path = "\(keyPath ?? "")[\(index + 1)]"
        elements.append(try self.node(element, keyPath: path, depth: depth + 1))
      }
      content = .sequence(elements)
    case .mapping(let mapping):
      var entries: [SpecNode.Entry] = []
      for (key, value) in mapping {
        guard let name = key.scalar?.string, key.anchor == nil else {
          throw malformed("a key is not a plain name", line: key.mark?.line ?? line)
        }
        let path = keyPath.map { "\($0).\(name)" } ?? name
        entries.append(
          SpecNode.Entry(
            key: name,
            line: key.mark?.line ?? line,
            value: try self.node(value, keyPath: path, depth: depth + 1)
          )
        )
      }
      content = .mapping(entries)
    case .alias:
      throw malformed("aliases are not used here; write the content out", line: line)
    }
    return SpecNode(file: file, line: line, keyPath: keyPath, content: content)
  }

  private func malformed(_ reason: String, line: Int?, column: String? = nil) -> DataProblem {
    DataProblem(.malformedDocument(reason: reason), file: file, line: line, column: column)
  }

  private func problem(_ error: YamlError, text: String) -> DataProblem {
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let words = [context?.text, problem].compactMap { $0 }.filter { !$0.isEmpty }
      return malformed(words.joined(separator: ", "), line: mark.line)
    case .reader(let problem, let offset, _, _):
      let line = offset.map { text.utf8.prefix($0).count { $0 == UInt8(ascii: "\n") } + 1 }
      return malformed(problem, line: line)
    case .duplicatedKeysInMapping(let duplicates, let context):
      return malformed("the key stands twice", line: context.mark.line, column: duplicates.first)
    default:
      return malformed("unreadable", line: nil)
    }
  }
}
