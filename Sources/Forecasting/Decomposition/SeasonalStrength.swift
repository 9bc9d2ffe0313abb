/// How much of a series' movement about its trend is its yearly season.
///
/// ```
/// F = max(0, 1 - Var(remainder) / Var(season + remainder))
/// ```
/// Wang, Smith and Hyndman (2006, Data Mining and Knowledge Discovery 13:335), from the
/// decomposition of ``STL``. R's `forecast::nsdiffs` takes a yearly difference above 0.64.
///
/// - Parameter values: finite, oldest first.
/// - Returns: in [0, 1]; 0 for at most two years and where nothing moves about the trend.
func seasonalStrength(_ values: [Double]) -> Double {
  guard values.count > 2 * seasonalPeriod else { return 0 }
  let parts = STL(period: seasonalPeriod, seasonalWindow: 11).components(of: values)
  let remainder = parts.remainder
  let moving = zip(parts.seasonal, remainder).map { $0 + $1 }
  let whole = variance(moving)
  return whole > 0 ? max(0, 1 - variance(remainder) / whole) : 0
}

/// Mean square about the mean.
private func variance(_ values: [Double]) -> Double {
  var mean = 0.0
  for value in values { mean += value / Double(values.count) }
  var sum = 0.0
  for value in values { sum += (value - mean) * (value - mean) }
  return sum / Double(values.count)
}
