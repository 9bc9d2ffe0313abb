/// Whether a series wanders instead of keeping to a level, by the test of KPSS.
///
/// ```
/// Σ_t (Σ_{s≤t} e_s)² / (n² σ²) > 0.463,   e = y - mean
/// σ² = Σe²/n + 2/n Σ_{k≤l} (1 - k/(l+1)) Σ e_t e_{t-k},   l = ⌊3 √n / 13⌋
/// ```
/// Kwiatkowski, Phillips, Schmidt and Shin (1992, J. Econometrics 54:159), at 5 %, with the lags of
/// R's `forecast::ndiffs`.
///
/// - Parameter values: finite, oldest first.
/// - Returns: false for constant values and fewer than three.
func wanders(_ values: [Double]) -> Bool {
  let count = values.count
  guard count > 2 else { return false }
  var mean = 0.0
  for value in values { mean += value / Double(count) }
  let lags = Int(3 * Double(count).squareRoot() / 13)
  var sums = 0.0
  var partial = 0.0
  var variance = 0.0
  for t in values.indices {
    let error = values[t] - mean
    partial += error
    sums += partial * partial
    variance += error * error
    for lag in 1..<max(lags + 1, 1) where lag <= t {
      variance += 2 * (1 - Double(lag) / Double(lags + 1)) * error * (values[t - lag] - mean)
    }
  }
  return variance > 0 && sums > 0.463 * Double(count) * variance
}
