import Datasets
import Reporting

extension SampleReports {
  /// A score on a fold whose figures follow from its AUC.
  static func score(
    _ name: String,
    isModel: Bool = false,
    auc: Double,
    found: Int = 40,
    difference: Estimate? = nil
  ) -> ValidationReportInput.Score {
    func near(_ value: Double, _ reach: Double) -> Estimate {
      Estimate(value, lower: value - reach, upper: value + reach)
    }
    return ValidationReportInput.Score(
      name: name,
      isModel: isModel,
      auc: near(auc, 0.05),
      averagePrecision: near(auc - 0.25, 0.1),
      brier: isModel ? near(0.05, 0.01) : nil,
      slope: isModel ? near(0.9, 0.2) : nil,
      intercept: isModel ? near(-0.2, 0.3) : nil,
      lists: [
        .init(
          capacity: 71,
          found: found,
          precision: near(Double(found) / 71, 0.1),
          recall: near(Double(found) / 80, 0.1),
          lift: near(5, 1),
          net: near(Double(found) - 8, 6),
          overlap: isModel ? 1 : 0.8
        )
      ],
      difference: difference.map {
        .init(auc: $0, averagePrecision: $0, brier: nil, found: [near(-2, 4)])
      }
    )
  }

  /// Folds by month, the later ones after ever more dates.
  static func validation(
    _ language: Language = .italian,
    folds: Int = 4,
    rivals: Int = 3
  ) -> ValidationReportInput {
    let isItalian = language == .italian
    let first = Month(year: 2022, month: 1)
    return ValidationReportInput(
      name: "neet-milano",
      purpose: isItalian ? "Invitare a un colloquio" : "Invite to a talk",
      outcome: isItalian ? "sei mesi senza lavoro" : "six months without work",
      scheme: isItalian ? "date successive" : "later dates",
      folds: (1...folds).map { place in
        let training = (0..<place).map { first.advanced(by: $0).description }
        let auc = 0.8 + 0.01 * Double(place % 5)
        return .init(
          name: first.advanced(by: place).description,
          trainingDates: training,
          trainingRows: 700 * place,
          trainingPositives: 60 * place,
          rows: 700,
          positives: 80,
          scores: [score("neet-milano", isModel: true, auc: auc)]
            + (0..<rivals).map { rival in
              score(
                isItalian
                  ? "regola: giorni di iscrizione al centro per l'impiego, poi mesi \(rival)"
                  : "rule: days on the register of the job centre, then months \(rival)",
                auc: auc - 0.03 * Double(rival),
                difference: Estimate(0.03 * Double(rival), lower: -0.02, upper: 0.1)
              )
            },
          calibration: (1...6).map {
            .init(meanPredicted: 0.1 * Double($0), count: 100, positives: 10 * $0)
          },
          drift: place % 2 == 0 ? ["PSI 0,4"] : []
        )
      },
      regret: [
        .init(
          name: "neet-milano",
          auc: Array(repeating: 0.01, count: folds),
          found: Array(repeating: 1, count: folds)
        )
      ],
      warnings: [isItalian ? "una colonna sospetta" : "a suspect column"],
      provenance: provenance(["data (SHA-256)"])
    )
  }
}
