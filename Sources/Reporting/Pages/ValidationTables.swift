package import Datasets

/// The tables on models and their rivals: the same ones on a page and on a card.
package struct ValidationTables: Sendable {
  private let input: ValidationReportInput
  private let language: Language

  /// The tables of an input in a language.
  package init(_ input: ValidationReportInput, _ language: Language) {
    self.input = input
    self.language = language
  }

  private var words: ValidationWords { .words(language) }
  private var catalogue: Catalogue { language.catalogue }
  private var isOne: Bool { input.folds.count == 1 && input.folds[0].name.isEmpty }

  /// What each fold learns from and is judged on.
  package var folds: ReportTable {
    ReportTable(
      caption: words.foldCaption,
      columns: [
        words.fold, words.trainedOn, words.trainingRows, words.trainingPositives, words.testRows,
        words.testPositives,
      ],
      rows: input.folds.map { fold in
        let dates = fold.trainingDates
        let range =
          dates.count > 2
          ? dates[0] + catalogue.intervalTo + dates[dates.count - 1] : language.list(dates)
        return [
          fold.name, dates.isEmpty ? words.otherFolds : range,
          language.number(Double(fold.trainingRows)),
          SmallCells.count(fold.trainingPositives, language),
          language.number(Double(fold.rows)), SmallCells.count(fold.positives, language),
        ]
      }
    )
  }

  /// AUC, average precision, Brier score and calibration of every score; one table a fold.
  package var measures: [ReportTable] {
    input.folds.map { fold in
      ReportTable(
        caption: caption(words.measureCaption, fold),
        columns: [
          catalogue.columnMethod, catalogue.measureAUC, catalogue.measureAveragePrecision,
          catalogue.measureBrier, catalogue.measureSlope, catalogue.measureIntercept,
        ],
        rows: fold.scores.map { score in
          [
            score.name, language.estimate(score.auc, decimals: 3),
            language.estimate(score.averagePrecision, decimals: 3), number(score.brier, 4),
            number(score.slope, 2), number(score.intercept, 2),
          ]
        }
      )
    }
  }

  /// What a list of the first k finds; one table a fold and capacity.
  package var lists: [ReportTable] {
    input.folds.flatMap { fold in
      (fold.scores.first?.lists ?? []).indices.map { place in
        let capacity = fold.scores[0].lists[place].capacity
        return ReportTable(
          caption: caption(words.listCaption, fold).filled([
            "capacity": language.number(Double(capacity))
          ]),
          columns: [
            catalogue.columnMethod, catalogue.columnPrecision, catalogue.columnRecall,
            catalogue.columnLift, words.net, words.overlap,
          ],
          rows: fold.scores.filter { !$0.lists.isEmpty }.map { score in
            let list = score.lists[place]
            return [
              score.name, language.percent(list.precision, decimals: 1),
              language.percent(list.recall, decimals: 1), language.estimate(list.lift, decimals: 1),
              language.estimate(list.net, decimals: 1), language.percent(list.overlap),
            ]
          }
        )
      }
    }
  }

  /// The model minus each rival; one table a fold.
  package var differences: [ReportTable] {
    input.folds.map { fold in
      let capacities = fold.scores.first?.lists.map(\.capacity) ?? []
      return ReportTable(
        caption: caption(words.differenceCaption, fold),
        columns: [
          words.rival, catalogue.measureAUC, catalogue.measureAveragePrecision,
          catalogue.measureBrier,
        ]
          + capacities.map {
            words.foundAt.filled(["capacity": language.number(Double($0))])
          },
        rows: fold.scores.dropFirst().compactMap { score in
          score.difference.map { difference in
            [
              score.name, signed(difference.auc, 3), signed(difference.averagePrecision, 3),
              difference.brier.map { signed($0, 4) } ?? Language.absent,
            ]
              + capacities.indices.map {
                difference.found.indices.contains($0)
                  ? signed(difference.found[$0], 0) : Language.absent
              }
          }
        }
      )
    }
  }

  /// What it would have cost to stay with each score; `nil` for one set of rows.
  package var regret: ReportTable? {
    guard !input.regret.isEmpty, input.folds.count > 1 else { return nil }
    let capacity = input.folds.first?.scores.first?.lists.first?.capacity ?? 0
    let k = ["capacity": language.number(Double(capacity))]
    return ReportTable(
      caption: words.regretCaption,
      columns: [
        catalogue.columnMethod, words.regretMean, words.regretWorst, words.regretFound.filled(k),
        words.regretFoundWorst.filled(k),
      ],
      rows: input.regret.map { score in
        [
          score.name,
          language.number(score.auc.reduce(0, +) / Double(score.auc.count), decimals: 3),
          language.number(score.auc.reduce(0, Double.maximum), decimals: 3),
          language.number(Double(score.found.reduce(0, +))),
          language.number(Double(score.found.max() ?? 0)),
        ]
      }
    )
  }

  private func caption(_ text: String, _ fold: ValidationReportInput.Fold) -> String {
    isOne ? text : "\(fold.name) · \(text)"
  }

  private func number(_ estimate: Estimate?, _ decimals: Int) -> String {
    estimate.map { language.estimate($0, decimals: decimals) } ?? Language.absent
  }

  private func signed(_ estimate: Estimate, _ decimals: Int) -> String {
    language.signed(estimate, decimals: decimals)
  }
}

extension Language {
  /// A difference with its sign and interval, as `+0,046 (0,008–0,086)`.
  func signed(_ estimate: Estimate, decimals: Int) -> String {
    let value = number(estimate.value, decimals: decimals, signed: true)
    return interval(of: estimate, decimals: decimals).map { "\(value) (\($0))" } ?? value
  }

  /// The interval of an estimate; `nil` without one.
  func interval(of estimate: Estimate, decimals: Int) -> String? {
    guard let lower = estimate.lower, let upper = estimate.upper else { return nil }
    return interval(number(lower, decimals: decimals), number(upper, decimals: decimals))
  }
}
