internal import RealModule

/// Whether a monthly series has a yearly season, by its autocorrelation at lag 12.
///
/// ```
/// |r_m| > 1.645 / √n · √(1 + 2 Σ_{k<m} r_k²),   n ≥ 3m
/// ```
/// The 90 % test of the M4 competition's benchmark code (Makridakis, Spiliotis and Assimakopoulos
/// 2020, Int. J. Forecasting 36:54), with the autocorrelations of R's `acf`.
///
/// - Parameter values: finite, oldest first.
/// - Returns: false for fewer than three years and for constant values.
/// - Complexity: O(12 n).
func hasSeason(_ values: [Double]) -> Bool {
  let count = values.count
  guard count >= 3 * seasonalPeriod else { return false }
  let mean = values.reduce(0, +) / Double(count)
  let centered = values.map { $0 - mean }
  func product(lag: Int) -> Double {
    var sum = 0.0
    for t in lag..<count { sum += centered[t] * centered[t - lag] }
    return sum
  }
  let variance = product(lag: 0)
  guard variance > 0 else { return false }
  var squares = 0.0
  for lag in 1..<seasonalPeriod {
    let correlation = product(lag: lag) / variance
    squares += correlation * correlation
  }
  let limit = 1.645 / Double.sqrt(Double(count)) * .sqrt(1 + 2 * squares)
  return abs(product(lag: seasonalPeriod) / variance) > limit
}
