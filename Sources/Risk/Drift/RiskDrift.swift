package import Datasets
internal import Statistics

/// How far rows are from those that a model was trained on.
package struct RiskDrift: Sendable, Equatable {
  /// Each feature, in the order of the specification.
  package let features: [Feature]
  /// Rows that the model refuses to score, because of empty cells or unseen levels.
  package let unscorable: Int
  /// The model's probabilities of the others, before calibration.
  package let score: Stability
  /// Their mean.
  package let meanScore: Double
  /// Share of events in training.
  package let trainingRate: Double
  /// Share of events in the rows, where their outcomes are known.
  package let rate: Rate?
  /// Limits that are broken, features first.
  package let breaches: [Breach]

  /// How a distribution has moved.
  package struct Stability: Sendable, Equatable, Codable {
    /// Population stability index.
    package let index: Double
    /// What it exceeds one time in twenty although nothing has moved.
    package let noise: Double
  }

  /// A feature.
  package struct Feature: Sendable, Equatable, Codable {
    /// Name of its column.
    package let column: String
    /// Of the cells that have a known value.
    package let stability: Stability
    /// Share of empty cells in training.
    package let trainingMissing: Double
    /// Share of empty cells in the rows.
    package let missing: Double
    /// Share of rows whose level training did not have; `nil` for numbers.
    package let unseen: Double?
  }

  /// A share of events with its 95 % interval (Wilson 1927).
  package struct Rate: Sendable, Equatable, Codable {
    /// Rows of known outcome.
    package let rows: Int
    package let value: Double
    package let lower: Double
    package let upper: Double
  }

  /// A limit that is broken.
  package struct Breach: Sendable, Equatable, Codable {
    /// Name of the feature's column; `nil` for the score and the base rate.
    package let column: String?
    package let kind: Kind
    package let value: Double
    package let limit: Double

    /// What a limit is on.
    package enum Kind: String, Sendable, Codable {
      case stability = "psi"
      case score = "score_psi"
      case missing
      case unseen
      case baseRate = "base_rate"
    }
  }

  /// Compares rows with those of training.
  ///
  /// - Parameters:
  ///   - model: has a reference.
  ///   - dataset: the rows.
  /// - Throws: `DataProblem` with file, line and column for a cell that the model cannot take;
  ///   `noRows`; `invalidValue` for a model without a reference.
  package init(_ model: RiskModel, _ dataset: Dataset) throws(DataProblem) {
    guard dataset.rowCount > 0 else { throw DataProblem(.noRows, file: dataset.source) }
    guard let reference = model.reference else {
      throw DataProblem(
        .invalidValue(expected: "a model that keeps what its rows were like; train it again"),
        file: dataset.source
      )
    }
    var features: [Feature] = []
    var refused = [Bool](repeating: false, count: dataset.rowCount)
    for term in model.encoding.terms {
      switch term {
      case .categorical(let category):
        let rows = CategoryRows(category, LevelColumn(try dataset.column(category.column)))
        features.append(Feature(category, rows, trainingRows: model.training.rows))
        rows.mark(&refused, category, model.specification.missing)
      case .numeric, .spline:
        guard let number = reference.numbers.first(where: { $0.column == term.column }) else {
          continue
        }
        let column = try dataset.column(term.column)
        let values = try NumericSource(column, dataset, missing: .indicator).values
        features.append(Feature(number, values))
        guard model.specification.missing == .refuse else { continue }
        for (row, value) in values.enumerated() where value.isNaN { refused[row] = true }
      case .interaction: continue
      }
    }
    self.features = features
    let scorable = refused.indices.filter { !refused[$0] }
    unscorable = refused.count - scorable.count
    let rows = unscorable == 0 ? dataset : dataset.selecting(rows: scorable)
    let scores = model.scores(try model.encode(rows))
    score = Stability(reference.score, scores.uncalibrated)
    meanScore = scores.probabilities.reduce(0, +) / Double(max(scores.probabilities.count, 1))
    trainingRate = reference.baseRate
    rate = try Rate(model.specification, dataset)
    breaches = Self.breaches(
      model.specification.drift,
      features,
      score,
      trainingRate,
      rate,
      rows: (model.training.rows, dataset.rowCount)
    )
  }

  private static func breaches(
    _ limits: RiskSpecification.DriftLimits,
    _ features: [Feature],
    _ score: Stability,
    _ trainingRate: Double,
    _ rate: Rate?,
    rows: (training: Int, later: Int)
  ) -> [Breach] {
    var result: [Breach] = []
    func check(_ column: String?, _ kind: Breach.Kind, _ value: Double, _ limit: Double) {
      guard value > limit else { return }
      result.append(Breach(column: column, kind: kind, value: value, limit: limit))
    }
    for feature in features {
      // What few rows do by chance is no drift.
      let limit = max(limits.stability, feature.stability.noise)
      check(feature.column, .stability, feature.stability.index, limit)
      let change = abs(feature.missing - feature.trainingMissing)
      let noise = Self.noise(of: feature, rows: rows)
      check(feature.column, .missing, change, max(limits.missing, noise))
      if let unseen = feature.unseen {
        // Training has none, so it is the limit that must be clearly passed.
        let least = wilsonInterval(
          successes: unseen * Double(rows.later),
          trials: Double(rows.later),
          level: 0.95
        ).lower
        if least > limits.unseen { check(feature.column, .unseen, unseen, limits.unseen) }
      }
    }
    check(nil, .score, score.index, max(limits.score, score.noise))
    if let rate, let limit = limits.baseRate {
      check(nil, .baseRate, abs(rate.value - trainingRate), limit)
    }
    return result
  }
}

extension RiskDrift {
  /// What the change of a share of empty cells exceeds one time in twenty although nothing has
  /// moved.
  private static func noise(of feature: Feature, rows: (training: Int, later: Int)) -> Double {
    let (before, after) = (Double(rows.training), Double(rows.later))
    guard before > 0, after > 0 else { return 1 }
    let share = (feature.trainingMissing * before + feature.missing * after) / (before + after)
    return Normal.standard.quantile(0.975)
      * (share * (1 - share) * (1 / before + 1 / after)).squareRoot()
  }
}

extension RiskDrift.Stability {
  init(_ reference: ReferenceBins, _ values: [Double]) {
    self.init(
      reference: reference.counts.map(Double.init),
      current: reference.counts(of: values).map(Double.init)
    )
  }

  init(reference: [Double], current: [Double]) {
    let stability = PopulationStability(reference: reference, current: current)
    index = stability.index
    noise = stability.noise
  }
}

extension RiskDrift.Feature {
  init(_ number: TrainingReference.Number, _ values: [Double]) {
    column = number.column
    stability = RiskDrift.Stability(number.bins, values)
    trainingMissing = number.missingShare
    missing = Double(values.count(where: \.isNaN)) / Double(values.count)
    unseen = nil
  }

  fileprivate init(_ category: CategoricalTerm, _ rows: CategoryRows, trainingRows: Int) {
    var reference = category.shares + [max(0, 1 - category.shares.reduce(0, +))]
    var counts = rows.counts
    // Empty cells have a line of their own.
    trainingMissing = rows.missingPlace.map { reference[$0] } ?? 0
    if let place = rows.missingPlace {
      reference[place] = 0
      counts[place] = 0
    }
    column = category.column
    stability = RiskDrift.Stability(
      reference: reference.map { $0 * Double(trainingRows) },
      current: counts
    )
    missing = rows.emptyRows / Double(rows.places.count)
    unseen = rows.unseenRows / Double(rows.places.count)
  }
}

/// Which of a category's levels rows have.
private struct CategoryRows {
  /// Place of each row's level, the reference's after the others; -1 for an empty cell, -2 for a
  /// level that training did not have.
  let places: [Int]
  /// Rows of each level, the reference last.
  private(set) var counts: [Double]
  private(set) var emptyRows = 0.0
  private(set) var unseenRows = 0.0
  /// Place of the level of empty cells.
  let missingPlace: Int?

  init(_ category: CategoricalTerm, _ column: LevelColumn) {
    var known: [String: Int] = [:]
    for (place, level) in (category.levels + [category.reference]).enumerated() {
      known[level] = place
    }
    missingPlace = known[CategoricalTerm.missingLevel]
    let pooledPlace = known[CategoricalTerm.pooledLevel]
    for level in category.pooled { known[level] = pooledPlace }
    let texts = column.texts.map { known[$0] ?? -2 }
    places = column.codes.map { $0 < 0 ? -1 : texts[Int($0)] }
    counts = Array(repeating: 0, count: category.levels.count + 1)
    for place in places {
      switch place {
      case -1: emptyRows += 1
      case -2: unseenRows += 1
      default: counts[place] += 1
      }
    }
  }

  /// Marks the rows that the model refuses for this category.
  func mark(
    _ refused: inout [Bool],
    _ category: CategoricalTerm,
    _ missing: RiskSpecification.MissingPolicy
  ) {
    let refusesEmpty = missingPlace == nil && (missing == .refuse || category.unseen == .refuse)
    for (row, place) in places.enumerated() {
      if place == -1, refusesEmpty { refused[row] = true }
      if place == -2, category.unseen == .refuse { refused[row] = true }
    }
  }
}

extension RiskDrift.Rate {
  /// The events of rows; `nil` where no outcome is known.
  init?(_ specification: RiskSpecification, _ dataset: Dataset) throws(DataProblem) {
    guard case .binary(let name, _) = specification.target, dataset[name] != nil else { return nil }
    let (outcome, _) = try Outcome.read(specification, dataset)
    let count = outcome.knownRows?.count ?? dataset.rowCount
    guard count > 0 else { return nil }
    var events = 0.0
    for row in 0..<count { events += outcome.response[row] }
    let interval = wilsonInterval(successes: events, trials: Double(count), level: 0.95)
    rows = count
    value = events / Double(count)
    lower = interval.lower
    upper = interval.upper
  }
}
