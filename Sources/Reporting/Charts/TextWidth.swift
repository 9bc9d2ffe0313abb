/// Widths of text, as the layout of a chart needs them before any browser sees it.
enum TextWidth {
  /// Helvetica's advance widths of the printable ASCII characters, in thousandths of the size.
  private static let advances: [Double] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
  ]

  /// A fallback font may be wider than Helvetica (DejaVu Sans is, by a tenth).
  private static let allowance = 1.08

  /// Width of a line of text, with an allowance for wider fonts.
  static func of(_ text: String, size: Double = ChartStyle.textSize) -> Double {
    var thousandths = 0.0
    for scalar in text.unicodeScalars {
      let place = Int(scalar.value) - 32
      if advances.indices.contains(place) {
        thousandths += advances[place]
      } else {
        // Accented letters and signs are about as wide as a figure; ideographs fill the square.
        thousandths += scalar.value >= 0x2E80 ? 1000 : 580
      }
    }
    return thousandths / 1000 * size * allowance
  }

  /// The text, cut and ended with an ellipsis where it is wider than a width.
  static func fit(_ text: String, width: Double, size: Double = ChartStyle.textSize) -> String {
    guard of(text, size: size) > width else { return text }
    var kept = ""
    for character in text {
      guard of(kept + String(character) + "…", size: size) <= width else { break }
      kept.append(character)
    }
    while kept.last == " " { kept.removeLast() }
    return kept + "…"
  }

  /// The text on at most `lines` lines of a width, broken between words; the last is cut.
  static func wrap(
    _ text: String,
    width: Double,
    lines: Int,
    size: Double = ChartStyle.textSize
  ) -> [String] {
    var wrapped: [String] = []
    var current = ""
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    for (place, word) in words.enumerated() {
      let longer = current.isEmpty ? word : current + " " + word
      if current.isEmpty || of(longer, size: size) <= width {
        current = longer
        continue
      }
      if wrapped.count == lines - 1 {
        let rest = ([current] + words[place...]).joined(separator: " ")
        return wrapped + [fit(rest, width: width, size: size)]
      }
      wrapped.append(fit(current, width: width, size: size))
      current = word
    }
    return wrapped + [fit(current, width: width, size: size)]
  }
}
