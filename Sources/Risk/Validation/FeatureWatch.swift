internal import Datasets
internal import Statistics

/// Looks at the features of a fold: whether one knows the outcome, and whether they have moved.
struct FeatureWatch {
  let specification: RiskSpecification
  /// From this AUC on, a feature by itself is too good to be true.
  let suspectAUC: Double

  /// From this stability index on, a feature's rows are others.
  static let movedIndex = 0.25
  /// From this many standard errors on, the share of positives is another.
  static let movedRate = 3.0
  /// Classes of a number, by quantiles of the training rows.
  private static let classCount = 10
  /// A level needs this many training rows to have a share of its own.
  private static let levelRows = 20

  /// Features that by themselves tell the outcomes of rows apart nearly without error.
  func tooGood(_ rows: Dataset, _ outcomes: [Bool]) throws(DataProblem) -> [String: Double] {
    var found: [String: Double] = [:]
    for feature in specification.features {
      let column = try rows.column(feature.column)
      let scores: [Double]
      if case .numbers(let values) = column.values {
        // Empty cells in the middle, where they help neither end.
        let known = SortedNumbers(values)
        scores = values.map { $0.isNaN ? known.median : $0 }
      } else {
        scores = try Self.levelRates(column, rows, outcomes)
      }
      let area = RankedOutcomes(scores: scores, outcomes: outcomes).auc()
      let strength = max(area, 1 - area)
      if strength >= suspectAUC { found[feature.column] = strength }
    }
    return found
  }

  /// What has moved between training rows and those judged on.
  func drift(
    from before: Dataset,
    _ earlier: [Bool],
    to after: Dataset,
    _ later: [Bool]
  ) throws(DataProblem) -> [DriftAlarm] {
    var alarms: [DriftAlarm] = []
    let events = (Double(earlier.count { $0 }), Double(later.count { $0 }))
    let sizes = (Double(earlier.count), Double(later.count))
    let rate = (events.0 + events.1) / (sizes.0 + sizes.1)
    let error = (rate * (1 - rate) * (1 / sizes.0 + 1 / sizes.1)).squareRoot()
    let distance = (events.1 / sizes.1 - events.0 / sizes.0) / error
    if abs(distance) >= Self.movedRate { alarms.append(DriftAlarm(column: nil, size: distance)) }
    for feature in specification.features {
      let classes = try Self.classes(before.column(feature.column), after.column(feature.column))
      let index = PopulationStability(
        reference: classes.before.map(Double.init),
        current: classes.after.map(Double.init)
      ).index
      if index >= Self.movedIndex { alarms.append(DriftAlarm(column: feature.column, size: index)) }
    }
    return alarms
  }

  /// The training share of events of each row's level; of all rows, for rare levels.
  private static func levelRates(
    _ column: Column,
    _ rows: Dataset,
    _ outcomes: [Bool]
  ) throws(DataProblem) -> [Double] {
    let codes = LevelColumn(column).codes
    var counts: [Int32: (events: Double, rows: Int)] = [:]
    for (code, outcome) in zip(codes, outcomes) {
      counts[code, default: (0, 0)].rows += 1
      counts[code, default: (0, 0)].events += outcome ? 1 : 0
    }
    let base = Double(outcomes.count { $0 }) / Double(max(outcomes.count, 1))
    return codes.map { code in
      guard let count = counts[code], count.rows >= levelRows else { return base }
      return count.events / Double(count.rows)
    }
  }

  /// Rows in each class of a column; empty cells are a class of their own.
  private static func classes(
    _ before: Column,
    _ after: Column
  ) -> (before: [Int], after: [Int]) {
    if case .numbers(let earlier) = before.values, case .numbers(let later) = after.values {
      let cuts = SortedNumbers(earlier).cuts(classCount)
      func count(_ values: [Double]) -> [Int] {
        var counts = [Int](repeating: 0, count: cuts.count + 2)
        for value in values {
          counts[value.isNaN ? cuts.count + 1 : cuts.count { value > $0 }] += 1
        }
        return counts
      }
      return (count(earlier), count(later))
    }
    var places: [String: Int] = [:]
    func count(_ column: Column) -> [Int: Int] {
      var counts: [Int: Int] = [:]
      for row in 0..<column.count {
        let text = column.text(at: row) ?? ""
        let place = places[text] ?? places.count
        places[text] = place
        counts[place, default: 0] += 1
      }
      return counts
    }
    let (earlier, later) = (count(before), count(after))
    return (
      (0..<places.count).map { earlier[$0] ?? 0 }, (0..<places.count).map { later[$0] ?? 0 }
    )
  }
}

/// The numbers of a column in order, without the empty cells.
private struct SortedNumbers {
  private let values: [Double]

  init(_ values: [Double]) { self.values = values.filter { !$0.isNaN }.sorted() }

  var median: Double { values.isEmpty ? 0 : sampleQuantile(sorted: values, 0.5) }

  /// Distinct ends of classes of about equal size, all but the last.
  func cuts(_ count: Int) -> [Double] {
    guard !values.isEmpty else { return [] }
    var cuts: [Double] = []
    for step in 1..<count {
      // A value that occurs, so that equal numbers are in one class.
      let cut = values[(values.count - 1) * step / count]
      if cut > cuts.last ?? -.infinity { cuts.append(cut) }
    }
    return cuts
  }
}
