internal import Datasets

/// What a councillor should take home from a risk model's evaluation, in whole sentences.
struct RiskFindings {
  let input: RiskReportInput
  let language: Language

  private var words: Catalogue { language.catalogue }

  private var baseRate: Double {
    Double(input.evaluation.positives) / Double(input.evaluation.count)
  }

  /// The sentences, most important first.
  var sentences: [String] {
    guard input.evaluation.positives > 0 else { return [words.findingNoPositives] }
    return [precision, recall, rule, ranking, calibration].compactMap { $0 }
  }

  private var precision: String? {
    guard let first = input.model.capacities.first, first.precision.value.isFinite else {
      return nil
    }
    let found = first.precision.value * Double(first.capacity)
    return words.findingPrecision.filled([
      "capacity": language.number(Double(first.capacity)),
      "found": people(found),
      "precision": language.percent(first.precision.value),
      "random": people(baseRate * Double(first.capacity)),
    ])
  }

  private var recall: String? {
    guard let last = input.model.capacities.last, last.recall.value.isFinite else { return nil }
    return words.findingRecall.filled([
      "capacity": language.number(Double(last.capacity)),
      "share": language.percent(Double(last.capacity) / Double(input.evaluation.count)),
      "recall": language.percent(last.recall.value),
      "lift": language.number(last.lift.value, decimals: 1),
    ])
  }

  private var rule: String? {
    guard let rule = input.rule, let model = input.model.capacities.last,
      let other = rule.capacities.first(where: { $0.capacity == model.capacity }),
      model.recall.value.isFinite, other.recall.value.isFinite
    else { return nil }
    let mine = language.percent(model.recall.value)
    let theirs = language.percent(other.recall.value)
    let sentence =
      mine == theirs
      ? words.findingRuleEqual
      : model.recall.value > other.recall.value ? words.findingRuleBelow : words.findingRuleAbove
    var text = sentence.filled([
      "capacity": language.number(Double(model.capacity)),
      "rule": rule.name,
      "recall": mine,
      "ruleRecall": theirs,
    ])
    if mine != theirs, overlap(model.recall, other.recall) {
      text += " " + words.findingRuleUncertain
    }
    return text
  }

  /// Whether the model ranks better than the rule, where an interval of the difference says so.
  private var ranking: String? {
    guard let difference = input.aucDifference, let lower = difference.lower,
      let upper = difference.upper, lower.isFinite, upper.isFinite
    else { return nil }
    let sentence =
      lower > 0
      ? words.findingRanksBetter : upper < 0 ? words.findingRanksWorse : words.findingRanksAlike
    func written(_ value: Double) -> String { language.number(value, decimals: 3, signed: true) }
    return sentence.filled([
      "difference": written(difference.value),
      "level": language.percent(input.level),
      "lower": written(lower),
      "upper": written(upper),
    ])
  }

  private func overlap(_ first: Estimate, _ second: Estimate) -> Bool {
    guard let a = first.lower, let b = first.upper, let c = second.lower, let d = second.upper
    else { return false }
    return a <= d && c <= b
  }

  /// A verdict only where there are intervals to base it on.
  private var calibration: String? {
    guard let slope = input.model.calibrationSlope,
      let intercept = input.model.calibrationIntercept,
      let slopeIsOne = slope.covers(1), let interceptIsZero = intercept.covers(0)
    else { return nil }
    if !interceptIsZero { return intercept.value < 0 ? words.findingTooHigh : words.findingTooLow }
    if !slopeIsOne { return slope.value < 1 ? words.findingTooExtreme : words.findingTooFlat }
    return words.findingCalibrated
  }

  /// An approximate number of people.
  private func people(_ number: Double) -> String {
    let isFew = number < Double(smallCellLimit)
    let sentence = isFew ? words.fewPeople : words.aboutPeople
    return sentence.filled([
      "count": language.number(isFew ? Double(smallCellLimit) : number.rounded())
    ])
  }

  /// The numbers set large.
  var keyFigures: [KeyFigure] {
    guard input.evaluation.positives > 0 else { return [] }
    var figures: [KeyFigure] = []
    if let last = input.model.capacities.last {
      let capacity = ["capacity": language.number(Double(last.capacity))]
      figures.append(
        figure(last.recall, words.figureRecall.filled(capacity)) { language.percent($0) }
      )
      figures.append(
        figure(last.lift, words.figureLift.filled(capacity)) {
          language.number($0, decimals: 1) + "×"
        }
      )
    }
    if let auc = input.model.auc {
      figures.append(figure(auc, words.figureAUC) { language.number($0, decimals: 2) })
    }
    return figures
  }

  private func figure(
    _ estimate: Estimate,
    _ meaning: String,
    written: (Double) -> String
  ) -> KeyFigure {
    var interval: String?
    if let lower = estimate.lower, let upper = estimate.upper, lower.isFinite, upper.isFinite {
      interval = words.figureInterval.filled([
        "level": language.percent(input.level),
        "lower": written(lower),
        "upper": written(upper),
      ])
    }
    return KeyFigure(value: written(estimate.value), meaning: meaning, interval: interval)
  }
}
