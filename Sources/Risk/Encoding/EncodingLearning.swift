internal import Concurrency
internal import Datasets
internal import Statistics

/// Learns an encoding from training rows in memory or in parts.
///
/// What is learned of each column alone comes from one reading of the rows. A second one finds the
/// values around the quantiles of splines whose columns have many values, and a third the means of
/// these splines' columns and what the interactions need; neither takes place without such terms.
struct EncodingLearning: Sendable {
  /// What was learned.
  let encoding: Encoding
  /// The values of the splines that are tables of them, by column.
  let tables: [String: [Double]]
  /// The levels of categories all of whose rows have one outcome.
  let oneOutcomeLevels: [OneOutcomeLevel]

  /// Learns an encoding.
  ///
  /// - Parameters:
  ///   - specification: the features and policies.
  ///   - tallies: what the columns have, in the order of the features.
  ///   - rows: the training rows.
  /// - Throws: `DataProblem` with file, line and column.
  init(
    _ specification: RiskSpecification,
    _ tallies: [FeatureTally],
    _ rows: some TrainingParts
  ) throws(DataProblem) {
    let features = specification.features
    let values = try Self.values(specification, tallies, rows)
    var terms: [Encoding.Term] = []
    var tables: [String: [Double]] = [:]
    var oneOutcomeLevels: [OneOutcomeLevel] = []
    var wide: [Int] = []
    for (position, (feature, tally)) in zip(features, tallies).enumerated() {
      let column = feature.column
      switch (feature.kind, tally) {
      case (.numeric, .numeric(let numbers)):
        terms.append(.numeric(NumericTerm(column, numbers)))
      case (.categorical(let categories), .categorical(let levels)):
        let term = try CategoricalTerm(column, levels, categories, file: rows.source)
        terms.append(.categorical(term))
        oneOutcomeLevels += term.oneOutcomeLevels(levels)
      case (.spline(let spline), .spline(let numbers, let points)):
        let basis = try SplineTerm.basis(
          column,
          spline,
          points,
          values[position] ?? SplineValues([]),
          file: rows.source
        )
        tables[column] = points.few?.values
        var means: [Double] = []
        if let few = points.few {
          means =
            SplineSums(
              basis,
              few.values + [.nan],
              RowValues(few.weights + [numbers.missingWeight]),
              fill: numbers.mean
            ).means
        } else {
          wide.append(position)
        }
        terms.append(.spline(SplineTerm(column, basis, numbers, columnMeans: means)))
      default:
        preconditionFailure("the tally of another feature")
      }
    }
    var pairs: [InteractionTally.Parts] = []
    for pair in specification.interactions {
      pairs.append(try InteractionTally.Parts(pair, terms, file: rows.source))
    }
    let joint = try JointTally(specification, terms, wide: wide, pairs, rows)
    for (position, sums) in zip(wide, joint.splines) {
      guard case .spline(let term) = terms[position] else { continue }
      terms[position] = .spline(term.with(columnMeans: sums.means))
    }
    for (position, pair) in specification.interactions.enumerated() {
      terms.append(
        .interaction(InteractionTerm(pair, pairs[position], joint.interactions[position]))
      )
    }
    encoding = Encoding(terms: terms)
    self.tables = tables
    self.oneOutcomeLevels = oneOutcomeLevels
  }

  /// The values around the quantiles of splines, by the position of the feature.
  private static func values(
    _ specification: RiskSpecification,
    _ tallies: [FeatureTally],
    _ rows: some TrainingParts
  ) throws(DataProblem) -> [Int: SplineValues] {
    var wanted: [(position: Int, column: String, intervals: Set<UInt32>)] = []
    for (position, feature) in specification.features.enumerated() {
      guard case .spline(let spline) = feature.kind, case .spline(_, let tally) = tallies[position]
      else { continue }
      let intervals = tally.wanted(spline.knots)
      if !intervals.isEmpty { wanted.append((position, feature.column, intervals)) }
    }
    guard !wanted.isEmpty else { return [:] }
    let columns = wanted
    let found = try rows.reduce(
      into: columns.map { SplineValues($0.intervals) },
      part: { part throws(DataProblem) in
        try parallelMap(count: columns.count, threads: part.threads) { index throws(DataProblem) in
          let column = try part.dataset.column(columns[index].column)
          let values = try NumericSource(column, part.dataset, missing: .indicator).values
          return SplineValues(columns[index].intervals, values, part.weights.weights)
        }
      },
      join: { total, next throws(DataProblem) in
        for index in total.indices { total[index].add(next[index]) }
      }
    )
    var result: [Int: SplineValues] = [:]
    for (column, values) in zip(columns, found) { result[column.position] = values }
    return result
  }
}

/// What needs the terms of single columns to be known.
private struct JointTally: Sendable {
  /// Sums of the splines of many values.
  private(set) var splines: [SplineSums] = []
  /// Of each interaction.
  private(set) var interactions: [InteractionTally] = []

  private init(_ splines: [SplineSums], _ interactions: [InteractionTally]) {
    self.splines = splines
    self.interactions = interactions
  }

  init(
    _ specification: RiskSpecification,
    _ terms: [Encoding.Term],
    wide: [Int],
    _ pairs: [InteractionTally.Parts],
    _ rows: some TrainingParts
  ) throws(DataProblem) {
    guard !wide.isEmpty || !pairs.isEmpty else { return }
    let named = Set(specification.interactions.flatMap { [$0.first, $0.second] })
    let parts = terms.filter { named.contains($0.column) }
    let splines = wide.compactMap { position in
      if case .spline(let term) = terms[position] { term } else { nil }
    }
    let joint = try rows.reduce(
      into: JointTally?.none,
      part: { part throws(DataProblem) -> JointTally in
        let training = part.weights
        let sums = try parallelMap(count: splines.count, threads: part.threads) {
          index throws(DataProblem) in
          let spline = splines[index]
          let column = try part.dataset.column(spline.column)
          let values = try NumericSource(column, part.dataset, missing: .indicator).values
          return SplineSums(spline.basis, values, training.weights, fill: spline.mean)
        }
        var source = TermSource(dataset: part.dataset, missing: specification.missing)
        try source.add(parts, threads: part.threads)
        let encoded = source
        let tallies = parallelMap(count: pairs.count, threads: part.threads) { index in
          InteractionTally(specification.interactions[index], pairs[index], encoded, training)
        }
        return JointTally(sums, tallies)
      },
      join: { total, next throws(DataProblem) in
        if total == nil { total = next } else { total?.add(next) }
      }
    )
    if let joint { self = joint }
  }

  private mutating func add(_ next: JointTally) {
    for index in splines.indices { splines[index].add(next.splines[index]) }
    for index in interactions.indices { interactions[index].add(next.interactions[index]) }
  }
}
