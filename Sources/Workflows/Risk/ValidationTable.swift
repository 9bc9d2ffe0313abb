internal import Datasets
internal import Risk

/// The figures of all folds as a long table: one row a fold, score, metric and capacity.
struct ValidationTable {
  /// Columns `fold`, `score`, `kind`, `metric`, `capacity`, `value`, `lower` and `upper`.
  let dataset: Dataset

  /// Lays out the figures.
  init(_ validation: RiskValidation, source: String) {
    var lines: [Line] = []
    for fold in validation.folds {
      for score in fold.scores {
        func add(_ metric: String, _ value: RiskValidation.Estimate?, at capacity: Int? = nil) {
          guard let value else { return }
          lines.append(
            Line(fold: fold, score: score, metric: metric, capacity: capacity, value: value)
          )
        }
        add("auc", score.auc)
        add("average_precision", score.averagePrecision)
        add("brier", score.probability?.brier)
        add("calibration_slope", score.probability?.calibrationSlope)
        add("calibration_intercept", score.probability?.calibrationIntercept)
        for top in score.top {
          add("precision", top.precision, at: top.capacity)
          add("recall", top.recall, at: top.capacity)
          add("lift", top.lift, at: top.capacity)
          add("net", top.net, at: top.capacity)
        }
        guard let difference = score.difference else { continue }
        add("auc_difference", difference.auc)
        add("average_precision_difference", difference.averagePrecision)
        add("brier_difference", difference.brier)
        for (top, found) in zip(score.top, difference.found) {
          add("found_difference", found, at: top.capacity)
        }
      }
    }
    func text(_ name: String, _ value: (Line) -> String) -> Column {
      Column(name: name, values: .text(TextColumn(lines.map(value))))
    }
    func number(_ name: String, _ value: (Line) -> Double?) -> Column {
      Column(name: name, values: .numbers(lines.map { value($0) ?? .nan }))
    }
    dataset = Dataset(
      source: source,
      columns: [
        text("fold") { $0.fold.name }, text("score") { $0.score.name },
        text("kind") { $0.score.kind.rawValue }, text("metric", \.metric),
        number("capacity") { $0.capacity.map(Double.init) }, number("value") { $0.value.value },
        number("lower", \.value.lower), number("upper", \.value.upper),
      ]
    )
  }

  private struct Line {
    let fold: RiskValidation.Fold
    let score: RiskValidation.Score
    let metric: String
    let capacity: Int?
    let value: RiskValidation.Estimate
  }
}
