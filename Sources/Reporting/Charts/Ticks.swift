internal import RealModule

/// Round numbers along an axis that cover a range.
///
/// Heckbert's "Nice numbers for graph labels" (Graphics Gems, 1990) with loose ends and Wilkinson's
/// wider choice of steps, 1, 2, 2.5 and 5 times a power of ten.
package struct Ticks: Sendable, Equatable {
  /// Ascending, at least two; the first and the last enclose the range asked for.
  package let values: [Double]
  /// Distance of two neighbours.
  package let step: Double

  /// The first tick: the lower end of the axis.
  package var lower: Double { values[0] }
  /// The last tick: the upper end of the axis.
  package var upper: Double { values[values.count - 1] }

  /// Ticks that cover a range.
  ///
  /// - Parameters:
  ///   - first: one end; not finite counts as 0.
  ///   - second: other end; not finite counts as 0.
  ///   - count: about how many steps are wanted, at least 1.
  package init(covering first: Double, _ second: Double, count: Int = 5) {
    let ends = [first, second].map { $0.isFinite ? min(max($0, -1e300), 1e300) : 0 }
    var lower = min(ends[0], ends[1])
    var upper = max(ends[0], ends[1])
    let magnitude = max(abs(lower), abs(upper))
    // A span at the edge of double precision has no round numbers inside: widen it.
    if upper - lower <= 1e-9 * magnitude || upper - lower < 1e-280 {
      let margin = magnitude < 1e-270 ? 0.5 : magnitude * 0.1
      lower -= margin
      upper += margin
    }
    let raw = (upper - lower) / Double(max(1, count))
    var exponent = Int(Double.log10(raw).rounded(.down))
    let unit = Double.pow(10, Double(exponent))
    var multiple = [1, 2, 2.5, 5].first { $0 * unit >= raw * (1 - 1e-9) } ?? 10
    if multiple == 10 {
      multiple = 1
      exponent += 1
    }
    let step = multiple * Double.pow(10, Double(exponent))
    let first = (lower / step + 1e-9).rounded(.down)
    let last = (upper / step - 1e-9).rounded(.up)
    let places = Int(max(last - first, 1))
    values = (0...places).map { (first + Double($0)) * step }
    self.step = step
  }

  /// Decimals that tell the values apart when they are counted in a unit, such as a million.
  package func decimals(unit: Double = 1) -> Int {
    var scaled = step / unit
    for places in 0..<12 {
      if scaled >= 1 - 1e-9 && abs(scaled - scaled.rounded()) < 1e-6 * scaled { return places }
      scaled *= 10
    }
    return 12
  }

  /// Ticks of a logarithmic axis from `lower` to `upper`, both positive: 1, 2 and 5 times the
  /// powers of ten over up to three decades, powers of ten beyond.
  package static func logarithmic(_ lower: Double, _ upper: Double) -> [Double] {
    let first = Int(Double.log10(lower).rounded(.down))
    let last = Int(Double.log10(upper).rounded(.up))
    let decades = max(1, last - first)
    let multiples: [Double] = decades <= 3 ? [1, 2, 5] : [1]
    let stride = max(1, (decades + 6) / 7)
    var values: [Double] = []
    for exponent in first...last where exponent % stride == 0 || decades <= 3 {
      for multiple in multiples {
        let value = multiple * Double.pow(10, Double(exponent))
        if value >= lower * (1 - 1e-9) && value <= upper * (1 + 1e-9) { values.append(value) }
      }
    }
    return values
  }
}
