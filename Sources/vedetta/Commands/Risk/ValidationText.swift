internal import Datasets
internal import Workflows

/// The folds of a validation, for reading.
enum ValidationText {
  /// A table a fold, where rivals win, what staying with a score would have cost, and alarms.
  static func text(_ result: RiskValidationResult) -> String {
    var parts = result.folds.map { fold in
      ([heading(fold), table(fold.scores, baseRate: fold.baseRate).text] + bands(fold) + drift(fold))
        .joined(separator: "\n\n")
    }
    let rivals = rivals(result.rivalWins, of: result.models[0])
    parts += [overview(result), rivals, regret(result)].filter { !$0.isEmpty }
    let files = ["metrics.json", "folds.csv", "report.html", "card.md"]
    parts.append("Written: " + files.map { "\(result.output)/\($0)" }.joined(separator: ", "))
    return parts.joined(separator: "\n\n")
  }

  private static func heading(_ fold: RiskValidationResult.Fold) -> String {
    let dates = fold.trainingDates.map(\.description)
    let trained =
      dates.isEmpty
      ? "" : " of \(dates.count > 4 ? "\(dates[0]) to \(dates[dates.count - 1])" : list(dates))"
    return "\(fold.name): trained on \(fold.trainingRows) rows\(trained) "
      + "(\(fold.trainingPositives) positive), judged on \(fold.rows) (\(fold.positives) positive)"
      + (fold.fits.allSatisfy { $0 == "converged" } ? "" : "; fit: \(list(fold.fits))")
  }

  /// A line a score.
  ///
  /// - Parameters:
  ///   - scores: on the same rows, with the same capacities.
  ///   - baseRate: share of positives among the rows.
  /// - Returns: the table, with a group of columns a capacity.
  static func table(_ scores: [RiskValidationResult.Score], baseRate: Double) -> TextTable {
    let capacities = scores.first?.top.map(\.capacity) ?? []
    return TextTable(
      header: ["score", "AUC", "95 % interval", "model minus it", "AP", "Brier"]
        + capacities.flatMap { ["found at \($0)", "if ties fall", "precision", "lift", "overlap"] },
      rows: scores.map { score in
        [
          name(score.name, score.kind), number(score.auc.value, 4), interval(score.auc, 3),
          score.aucDifference.map { "\(signed($0.value, 3)) (\(interval($0, 3)))" } ?? "-",
          number(score.averagePrecision.value, 3), number(score.brier?.value, 4),
        ]
          + capacities.indices.flatMap { place -> [String] in
            guard score.top.indices.contains(place) else {
              return ["-", "-", number(baseRate, 3), "1.0", "-"]
            }
            let top = score.top[place]
            return [
              "\(top.found)",
              top.fewestFound == top.mostFound ? "-" : "\(top.fewestFound) to \(top.mostFound)",
              number(top.precision.value, 3), number(top.lift.value, 1), number(top.overlap, 2),
            ]
          }
      }
    )
  }

  private static func bands(_ fold: RiskValidationResult.Fold) -> [String] {
    guard !fold.bands.isEmpty else { return [] }
    let parts = fold.bands.map { band -> String in
      let name = band.from.map { "from \(plain($0))" } ?? "below"
      guard let rows = band.rows else { return "\(name): few rows" }
      return "\(name): \(rows) rows"
        + (band.share.map { ", \(number(100 * $0, 1)) % positive" } ?? ", few positive")
    }
    return ["Points, " + parts.joined(separator: "; ") + "."]
  }

  private static func drift(_ fold: RiskValidationResult.Fold) -> [String] {
    guard !fold.drift.isEmpty else { return [] }
    let parts = fold.drift.map { alarm -> String in
      let column = alarm.column ?? "the score"
      let percent = "\(number(100 * alarm.value, 1)) %"
      switch alarm.kind {
      case "base_rate":
        let shares = [
          (fold.trainingPositives, fold.trainingRows), (fold.positives, fold.rows),
        ].map { "\(number(100 * Double($0) / Double($1), 1)) %" }
        return "the share of positives from \(shares[0]) to \(shares[1])"
      case "missing": return "empty cells of \(column) by \(percent)"
      case "unseen": return "new levels of \(column) in \(percent)"
      default: return "\(column) (stability index \(number(alarm.value, 2)))"
      }
    }
    return ["Drift since training: " + parts.joined(separator: ", ") + "."]
  }

  /// AUC of every score on every fold.
  private static func overview(_ result: RiskValidationResult) -> String {
    guard let first = result.folds.first, result.folds.count > 1 else { return "" }
    let rows = first.scores.indices.map { place -> [String] in
      let values = result.folds.map(\.scores[place].auc.value)
      return [name(first.scores[place].name, first.scores[place].kind)]
        + values.map { number($0, 4) }
        + [number(values.reduce(0, +) / Double(values.count), 4)]
    }
    return TextTable(header: ["AUC"] + result.folds.map(\.name) + ["mean"], rows: rows).text
  }

  /// Where a rival wins; says so where none does.
  ///
  /// - Parameters:
  ///   - wins: the wins.
  ///   - model: name of the model.
  /// - Returns: a line a win, or that there is none.
  static func rivals(_ wins: [RiskValidationResult.RivalWin], of model: String) -> String {
    guard !wins.isEmpty else { return "Nowhere does a rival do better than \(model)." }
    let lines = wins.map { win -> String in
      let place = "  \(win.fold.map { "\($0), " } ?? "")\(name(win.rival, win.kind)): "
      let ending = " (model minus it \(difference(win))\(verdict(win)))"
      guard let capacity = win.capacity else {
        return place + "AUC \(number(win.value, 4)), model \(number(win.model, 4))" + ending
      }
      let ties =
        win.fewestFound == win.mostFound
        ? "" : ", \(win.fewestFound ?? 0) to \(win.mostFound ?? 0) as ties fall"
      return place + "finds \(plain(win.value)) at \(capacity)\(ties), model \(plain(win.model))"
        + ending
    }
    return "Where a rival does better than \(model):\n" + lines.joined(separator: "\n")
  }

  private static func difference(_ win: RiskValidationResult.RivalWin) -> String {
    let decimals = win.capacity == nil ? 3 : 0
    return "\(signed(win.difference.value, decimals)), 95 % interval "
      + interval(win.difference, decimals)
  }

  private static func verdict(_ win: RiskValidationResult.RivalWin) -> String {
    guard let upper = win.difference.upper else { return "" }
    return upper < 0 ? ": beyond chance" : ": within chance"
  }

  private static func regret(_ result: RiskValidationResult) -> String {
    guard result.folds.count > 1 else { return "" }
    let capacity = result.folds.first?.scores.first?.top.first?.capacity ?? 0
    let rows = result.regret.map { score -> [String] in
      let mean = score.auc.reduce(0, +) / Double(score.auc.count)
      return [
        name(score.name, score.kind), number(mean, 3), number(score.auc.max(), 3),
        "\(score.found.reduce(0, +))", "\(score.found.max() ?? 0)",
      ]
    }
    return "Regret: the best score of each fold less this one.\n"
      + TextTable(
        header: [
          "score", "AUC, mean", "AUC, worst", "missed at \(capacity), all folds", "worst fold",
        ],
        rows: rows
      ).text
  }

  static func name(_ name: String, _ kind: RiskValidationResult.ScoreKind) -> String {
    switch kind {
    case .model, .baseRate: name
    case .rule: "rule: \(name)"
    case .points: "points: \(name)"
    case .area: "area: \(name)"
    }
  }

  private static func list(_ texts: [String]) -> String { texts.joined(separator: ", ") }

  private static func number(_ value: Double?, _ decimals: Int) -> String {
    TextTable.number(value, decimals: decimals)
  }

  private static func plain(_ value: Double) -> String {
    number(value, value == value.rounded() ? 0 : 1)
  }

  private static func signed(_ value: Double, _ decimals: Int) -> String {
    let text = number(value, decimals)
    return value > 0 ? "+" + text : text
  }

  private static func interval(_ value: RiskValidationResult.Interval, _ decimals: Int) -> String {
    guard let lower = value.lower, let upper = value.upper else { return "-" }
    return "\(number(lower, decimals)) to \(number(upper, decimals))"
  }
}
