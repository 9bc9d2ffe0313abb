internal import Foundation

/// The commands of a Markdown text, with what it says they print.
struct ReadmeBlocks {
  /// A block of commands.
  struct Block: Sendable {
    /// Line of the opening fence.
    let line: Int
    /// Commands, each split into words as a shell does.
    let commands: [[String]]
    /// Lines that the commands print together; `nil` where the text does not say.
    let output: [String]?
  }

  /// Blocks in order.
  let blocks: [Block]

  /// Takes the `sh` blocks out of a text; a `text` block that follows at once is their output.
  init(_ markdown: String) {
    var blocks: [Block] = []
    var fence: (kind: String, line: Int)?
    var lines: [String] = []
    var open: Block?
    for (index, line) in markdown.components(separatedBy: "\n").enumerated() {
      if let current = fence {
        guard line == "```" else {
          lines.append(line)
          continue
        }
        if current.kind == "sh" {
          open = Block(line: current.line, commands: Self.commands(lines), output: nil)
        } else if current.kind == "text", let block = open {
          blocks.append(Block(line: block.line, commands: block.commands, output: lines))
          open = nil
        }
        fence = nil
        lines = []
      } else if line.hasPrefix("```") {
        if line != "```text", let block = open {
          blocks.append(block)
          open = nil
        }
        fence = (String(line.dropFirst(3)), index + 1)
      } else if !line.isEmpty, let block = open {
        blocks.append(block)
        open = nil
      }
    }
    if let block = open { blocks.append(block) }
    self.blocks = blocks
  }

  /// Commands of the lines of a block: a backslash at the end of a line continues it, `#` opens a
  /// remark.
  private static func commands(_ lines: [String]) -> [[String]] {
    lines.joined(separator: "\n").replacing("\\\n", with: " ").components(separatedBy: "\n")
      .map(words).filter { !$0.isEmpty }
  }

  /// Words of a command; quotes of either kind hold spaces together.
  private static func words(_ command: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in command {
      if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character == " " {
        if let finished = word { words.append(finished) }
        word = nil
      } else if character == "#", word == nil {
        break
      } else {
        word = (word ?? "") + String(character)
      }
    }
    if let finished = word { words.append(finished) }
    return words
  }

  /// The first difference of what was printed from what the text says; `nil` when there is none.
  ///
  /// Text must be equal but for the width of spaces. Numbers may differ by one in their last written
  /// place. A line `…` stands for any number of lines.
  static func difference(of printed: String, from expected: [String]) -> String? {
    var lines = printed.components(separatedBy: "\n")[...]
    while lines.last?.isEmpty == true { lines.removeLast() }
    var skipping = false
    for line in expected {
      if line == "…" {
        skipping = true
        continue
      }
      if skipping {
        guard let found = lines.firstIndex(where: { agree($0, line) }) else {
          return "not printed: \(line)"
        }
        lines = lines[(found + 1)...]
        skipping = false
        continue
      }
      guard let first = lines.popFirst() else { return "not printed: \(line)" }
      guard agree(first, line) else { return "printed: \(first)\nwritten: \(line)" }
    }
    if !skipping, let rest = lines.first { return "printed and not written: \(rest)" }
    return nil
  }

  private static func agree(_ printed: String, _ written: String) -> Bool {
    let printed = printed.split(separator: " ")
    let written = written.split(separator: " ")
    return printed.count == written.count
      && zip(printed, written).allSatisfy { $0 == $1 || agree(number: $0, $1) }
  }

  /// Two words that are numbers with the same signs around them, one in the last place apart.
  private static func agree(number printed: Substring, _ written: Substring) -> Bool {
    let number = /([^0-9-]*)(-?[0-9]+(?:[.,]([0-9]+))?(?:[eE]([-+]?[0-9]+))?)([^0-9]*)/
    guard let left = printed.wholeMatch(of: number), let right = written.wholeMatch(of: number),
      left.1 == right.1, left.5 == right.5, (left.3?.count ?? 0) == (right.3?.count ?? 0),
      left.4 == right.4,
      let value = Double(left.2.replacing(",", with: ".")),
      let other = Double(right.2.replacing(",", with: "."))
    else { return false }
    let exponent = right.4.flatMap { Int($0) } ?? 0
    let place = pow(10, Double(exponent - (right.3?.count ?? 0)))
    // Whole numbers count things: they are equal or not.
    return right.3 != nil && abs(value - other) <= 1.000001 * place
  }
}
