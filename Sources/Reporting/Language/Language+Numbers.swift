internal import Datasets
internal import Foundation
internal import RealModule

extension Language {
  private var decimalMark: String { self == .italian ? "," : "." }
  private var groupMark: String { self == .italian ? "." : "," }

  /// What stands where there is no number.
  static let absent = "–"

  /// A number with a fixed count of decimals, as `1.234,5` or `1,234.5`.
  ///
  /// NaN is a dash, infinity its sign, magnitudes from 1e15 up are written with a power of ten.
  package func number(_ value: Double, decimals: Int = 0, signed: Bool = false) -> String {
    guard !value.isNaN else { return Self.absent }
    let magnitude = abs(value)
    guard magnitude < 1e15 else {
      return sign(value, signed) + (value.isInfinite ? "∞" : scientific(magnitude))
    }
    // Written in the C locale whatever the system's.
    let text = String(format: "%.\(min(max(decimals, 0), 12))f", magnitude)
    let parts = text.split(separator: ".")
    let fraction = parts.count > 1 ? decimalMark + parts[1] : ""
    let isZero = !text.contains { $0 != "0" && $0 != "." }
    return (isZero ? "" : sign(value, signed)) + grouped(parts[0]) + fraction
  }

  /// A number with about `digits` significant digits, at most `decimals` decimals.
  package func significant(_ value: Double, digits: Int = 3, maximumDecimals: Int = 3) -> String {
    guard value.isFinite, value != 0 else { return number(value) }
    let magnitude = abs(value)
    let exponent = Int(Double.log10(magnitude).rounded(.down))
    if exponent < -maximumDecimals { return sign(value, false) + scientific(magnitude) }
    return number(value, decimals: min(max(0, digits - 1 - exponent), maximumDecimals))
  }

  /// An odds ratio with three significant digits; far from 1 with a power of ten.
  func oddsRatio(_ value: Double) -> String {
    guard value.isFinite, value > 0 else { return number(value) }
    return value < 0.001 || value >= 100_000
      ? scientific(value) : significant(value, digits: 3, maximumDecimals: 4)
  }

  /// Decimals that suit a number of a size: none from 100 up, two below 10.
  func decimals(of value: Double) -> Int { abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : 2 }

  /// A number of a series, with decimals that suit its size.
  func value(_ value: Double) -> String { number(value, decimals: decimals(of: value)) }

  /// A share as a percentage, as `12,3%`.
  package func percent(_ share: Double, decimals: Int = 0, signed: Bool = false) -> String {
    guard share.isFinite else { return number(share) }
    return number(share * 100, decimals: decimals, signed: signed) + "%"
  }

  /// Labels of an axis, all in one unit: millions and thousands of millions shortened.
  package func axisLabels(_ ticks: Ticks) -> [String] {
    let largest = max(abs(ticks.lower), abs(ticks.upper))
    if largest >= 1e15 || ticks.step < 1e-6 {
      // One power of ten for all, and decimals enough to tell them apart.
      let exponent = Int(Double.log10(largest).rounded(.down))
      let unit = Double.pow(10, Double(exponent))
      let decimals = ticks.decimals(unit: unit)
      return ticks.values.map { value in
        guard abs(value) >= ticks.step / 2 else { return "0" }
        return number(value / unit, decimals: decimals) + powerOfTen(exponent)
      }
    }
    let (unit, name): (Double, String) =
      switch largest {
      case 1e9...: (1e9, self == .italian ? "\u{A0}mld" : "\u{A0}bn")
      case 1e6...: (1e6, self == .italian ? "\u{A0}mln" : "\u{A0}m")
      default: (1, "")
      }
    let decimals = ticks.decimals(unit: unit)
    return ticks.values.map { value in
      abs(value) < ticks.step / 2 ? "0" : number(value / unit, decimals: decimals) + name
    }
  }

  private func sign(_ value: Double, _ signed: Bool) -> String {
    value < 0 ? "−" : signed && value > 0 ? "+" : ""
  }

  private func grouped(_ digits: Substring) -> String {
    var text = ""
    for (place, digit) in digits.enumerated() {
      if place > 0 && (digits.count - place) % 3 == 0 { text += groupMark }
      text.append(digit)
    }
    return text
  }

  private func scientific(_ magnitude: Double, decimals: Int = 1) -> String {
    var exponent = Int(Double.log10(magnitude).rounded(.down))
    var mantissa = magnitude / Double.pow(10, Double(exponent))
    if !mantissa.isFinite || mantissa == 0 {
      // Subnormal numbers: the power of ten itself leaves the range.
      mantissa = magnitude / Double.pow(10, Double(exponent + 20)) * 1e20
    }
    if mantissa >= 9.95 {
      mantissa /= 10
      exponent += 1
    }
    return number(mantissa, decimals: decimals) + powerOfTen(exponent)
  }

  /// `·10⁶`, nothing for an exponent of 0.
  private func powerOfTen(_ exponent: Int) -> String {
    let superscripts: [Character: String] = [
      "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷",
      "8": "⁸", "9": "⁹",
    ]
    let power = String(exponent).map { superscripts[$0] ?? "" }.joined()
    return exponent == 0 ? "" : "·10\(power)"
  }
}
