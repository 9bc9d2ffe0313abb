internal import Datasets

/// A series and the columns of all effects that it may have, run through the filter of an ARIMA
/// model: what is left is a regression with independent errors.
struct FilteredEffects {
  /// Degrees of freedom that no effect has taken yet.
  let freedom: Double
  private let values: [Double]
  /// Of the constant and of what is known, orthonormal.
  private let basis: OrthonormalColumns
  /// One column a month of the series; that of a step is their sum from its month on.
  private let pulses: [[Double]]

  /// Runs a series and its effects through a model; `nil` where the model leaves too few months.
  ///
  /// - Parameters:
  ///   - fit: to the series.
  ///   - series: all values finite.
  ///   - known: regressors of what is known.
  init?(_ fit: FittedARIMA, _ series: TimeSeries, known: [ARIMARegressor]) {
    let differencing = ARIMADifferencing(fit.orders)
    let differences = differencing.differences(of: series.values)
    let months = series.start..<series.end
    let filter = ARMAFilter(fit.coefficients)
    values = filter.standardizedInnovations(of: differences)
    let regression = ARIMARegression(fit.orders, regressors: known, origin: series.start)
    var basis = OrthonormalColumns()
    for column in regression.columns(months) {
      basis.append(filter.standardizedInnovations(of: differencing.differences(of: column)))
    }
    self.basis = basis
    freedom = Double(differences.count - fit.orders.coefficientCount - basis.columns.count)
    guard freedom >= Double(seasonalPeriod) else { return nil }
    // The filter before each month; what it has seen does not matter to its variances.
    var states = [filter]
    for _ in differences {
      var next = states[states.count - 1]
      next.advance(innovation: 0)
      states.append(next)
    }
    pulses = series.values.indices.map { month in
      var column = [Double](repeating: 0, count: series.count)
      column[month] = 1
      let pulse = differencing.differences(of: column)
      let start = max(0, month - differencing.lostCount)
      return Array(repeating: 0, count: start)
        + states[start].standardizedInnovations(of: Array(pulse[start...]))
    }
  }

  /// The effect of largest |t| beside some others, `nil` where none is above the limit.
  ///
  /// - Parameters:
  ///   - found: the others.
  ///   - isObserved: false for months that are no outliers.
  ///   - limit: of |t|.
  /// - Returns: the effect.
  func largest(
    beside found: [OutlierDetection.Candidate],
    _ isObserved: [Bool],
    limit: Double
  ) -> OutlierDetection.Candidate? {
    let basis = basis(with: found)
    let residuals = basis.residuals(of: values)
    let spread = Self.robustSpread(residuals, least: Self.rounding * Self.size(values))
    guard spread > 0 else { return nil }
    var largest = limit * spread
    var result: OutlierDetection.Candidate?
    var step = [Double](repeating: 0, count: values.count)
    for place in pulses.indices.reversed() {
      let pulse = pulses[place]
      for t in step.indices { step[t] += pulse[t] }
      let isRun =
        place >= OutlierDetection.leastRun && pulses.count - place >= OutlierDetection.leastRun
      for isLasting in [false, true] where isLasting ? isRun : isObserved[place] {
        let candidate = OutlierDetection.Candidate(place: place, isLasting: isLasting)
        guard !found.contains(candidate) else { continue }
        let score = basis.score(of: isLasting ? step : pulse, residuals: residuals)
        if abs(score) > largest {
          largest = abs(score)
          result = candidate
        }
      }
    }
    return result
  }

  /// Effects that are above the limit in their joint regression, the smallest dropped until all are.
  func eliminated(
    _ found: [OutlierDetection.Candidate],
    limit: Double
  ) -> [OutlierDetection.Candidate] {
    var found = found
    while true {
      let sizes = effects(found).map { abs($0.t) }
      guard let smallest = sizes.indices.min(by: { sizes[$0] < sizes[$1] }),
        sizes[smallest] <= limit
      else { return found }
      found.remove(at: smallest)
    }
  }

  /// Sizes and t of effects in their joint regression.
  func effects(_ found: [OutlierDetection.Candidate]) -> [OutlierDetection.Effect] {
    let all = basis(with: found)
    let residuals = all.residuals(of: values)
    let spread = Self.size(residuals) / max(freedom - Double(found.count), 1).squareRoot()
    let isExact = Self.size(residuals) <= Self.rounding * Self.size(values)
    return found.map { candidate in
      let others = basis(with: found.filter { $0 != candidate })
      let rest = others.residuals(of: column(candidate))
      let square = Self.product(rest, rest)
      let size = square > 0 ? Self.product(rest, values) / square : 0
      return OutlierDetection.Effect(
        place: candidate.place,
        isLasting: candidate.isLasting,
        size: size,
        t: isExact ? (size < 0 ? -.infinity : .infinity) : size * square.squareRoot() / spread
      )
    }
  }

  /// Share of the series' size that is rounding.
  private static let rounding = 1e-12

  private func basis(with found: [OutlierDetection.Candidate]) -> OrthonormalColumns {
    var result = basis
    for candidate in found { result.append(column(candidate)) }
    return result
  }

  private func column(_ candidate: OutlierDetection.Candidate) -> [Double] {
    guard candidate.isLasting else { return pulses[candidate.place] }
    var result = [Double](repeating: 0, count: values.count)
    for pulse in pulses[candidate.place...] {
      for t in result.indices { result[t] += pulse[t] }
    }
    return result
  }

  /// The standard deviation by the median absolute residual, 0 for residuals that are rounding.
  ///
  /// Where half of the residuals are 0, the root mean square takes its place.
  private static func robustSpread(_ residuals: [Double], least: Double) -> Double {
    let size = size(residuals)
    guard size > least else { return 0 }
    // 1.4826 is 1 over the third quartile of the normal distribution.
    let spread = 1.4826 * residuals.map(abs).sorted()[residuals.count / 2]
    return spread > 1e-3 * size / Double(residuals.count).squareRoot()
      ? spread : size / Double(residuals.count).squareRoot()
  }

  /// Euclidean length.
  private static func size(_ values: [Double]) -> Double { product(values, values).squareRoot() }

  private static func product(_ left: [Double], _ right: [Double]) -> Double {
    var sum = 0.0
    for t in left.indices { sum += left[t] * right[t] }
    return sum
  }
}

/// Orthonormal columns by the process of Gram and Schmidt, each orthogonalised twice.
struct OrthonormalColumns {
  private(set) var columns: [[Double]] = []

  /// Least share of a column's squares that no columns before it explain.
  private static let independence = 1e-10

  /// Takes in a column, unless it depends on those there are.
  mutating func append(_ column: [Double]) {
    let rest = residuals(of: residuals(of: column))
    let square = Self.square(rest)
    guard square > Self.independence * Self.square(column) else { return }
    let length = square.squareRoot()
    columns.append(rest.map { $0 / length })
  }

  /// What the columns do not explain.
  func residuals(of values: [Double]) -> [Double] {
    var result = values
    for column in columns {
      var sum = 0.0
      for t in column.indices { sum += column[t] * result[t] }
      for t in column.indices { result[t] -= sum * column[t] }
    }
    return result
  }

  /// The product of residuals with a further column of which the explained part is taken away and
  /// whose length is 1; 0 for a column that depends on those there are.
  func score(of column: [Double], residuals: [Double]) -> Double {
    var square = 0.0
    var sum = 0.0
    for t in column.indices {
      square += column[t] * column[t]
      sum += column[t] * residuals[t]
    }
    var rest = square
    for own in columns {
      var product = 0.0
      for t in own.indices { product += own[t] * column[t] }
      rest -= product * product
    }
    return rest > Self.independence * square ? sum / rest.squareRoot() : 0
  }

  private static func square(_ values: [Double]) -> Double {
    var sum = 0.0
    for value in values { sum += value * value }
    return sum
  }
}
