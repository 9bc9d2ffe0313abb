internal import Workflows

/// Experiments, for reading.
enum ExperimentText {
  /// What an experiment can find.
  static func power(_ power: ExperimentPower) -> String {
    let target = percent(power.target)
    var lines = [
      "\(power.contacted) contacted, \(power.heldOut) held out, expected share without contact "
        + "\(TextTable.number(power.rate, decimals: 4))"
    ]
    if let fall = power.detectableFall {
      lines.append(
        "A fall of \(points(fall)) points or more is found with probability \(target) or more."
      )
    } else {
      lines.append("Not even a fall to 0 is found with probability \(target); take more people.")
    }
    if let effect = power.effect, let found = power.power {
      lines.append(
        "A change of \(points(effect)) points is found with probability \(percent(found))"
          + (power.neededRows.map { "; \(target) needs \($0) people." } ?? ".")
      )
    }
    return lines.joined(separator: "\n")
  }

  /// Who was drawn.
  static func draw(_ result: RiskExperimentDrawResult, columns: [String]) -> String {
    var parts = [
      "\(result.rows) people, \(result.heldOut) held out, "
        + "\(result.rows - result.heldOut) to be contacted"
    ]
    if !columns.isEmpty {
      parts.append(
        TextTable(
          header: [columns.joined(separator: ", "), "people", "held out"],
          rows: result.strata.map { stratum in
            [
              stratum.levels.map { $0 ?? "(missing)" }.joined(separator: ", "),
              count(stratum.rows), count(stratum.heldOut),
            ]
          }
        ).text
      )
    }
    if let found = result.power { parts.append(power(found)) }
    parts.append("Written: \(result.output)")
    return parts.joined(separator: "\n\n")
  }

  /// What the treatment did.
  static func analysis(_ result: RiskExperimentAnalyseResult, by column: String?) -> String {
    let others = result.otherArms == 0 ? "" : "; \(result.otherArms) rows of neither arm left out"
    var parts = [
      "\(result.rows) people of both arms\(others)",
      table("everybody", [result.overall], result.level),
    ]
    if !result.bands.isEmpty {
      parts.append(
        table("band of risk, lowest first", result.bands, result.level)
          + heterogeneity(result.bandHeterogeneity)
      )
    }
    if let column {
      parts.append(
        table(column, result.subgroups, result.level)
          + heterogeneity(result.subgroupHeterogeneity)
      )
    }
    if !result.uplift.isEmpty { parts.append(uplift(result)) }
    let all = [result.overall] + result.bands + result.subgroups
    if all.contains(where: { $0.mark == .suppressed }) {
      parts.append("<5: not shown, since it would tell of fewer than five people.")
    }
    if all.contains(where: { $0.mark == .missingArm }) {
      parts.append("-: nobody of known outcome in one of the arms, so there is no effect.")
    }
    if let output = result.output {
      parts.append(
        "Written: \(output)/experiment.json, \(output)/effects.csv, \(output)/uplift.csv, "
          + "\(output)/report.html"
      )
    }
    return parts.joined(separator: "\n\n")
  }

  private static func table(_ title: String, _ effects: [ExperimentEffect], _ level: Double)
    -> String
  {
    TextTable(
      header: [
        title, "treated", "unknown", "share", "controls", "unknown", "share", "effect",
        "std error", "\(percent(level)) interval",
      ],
      rows: effects.map { effect in
        let hidden = effect.mark == .suppressed ? "<5" : "-"
        func number(_ value: Double?) -> String {
          value.map { TextTable.number($0, decimals: 4) } ?? hidden
        }
        let interval =
          effect.lower.map { lower in
            "\(TextTable.number(lower, decimals: 4)) to "
              + TextTable.number(effect.upper, decimals: 4)
          } ?? hidden
        return [
          name(effect), count(effect.treated), count(effect.treatedUnknown),
          number(effect.treatedShare), count(effect.controls), count(effect.controlsUnknown),
          number(effect.controlShare), number(effect.effect), number(effect.standardError),
          interval,
        ]
      }
    ).text
  }

  private static func name(_ effect: ExperimentEffect) -> String {
    guard let name = effect.name else { return "(missing)" }
    guard let lowest = effect.lowestScore else { return name }
    return "\(name): \(TextTable.number(lowest, decimals: 3)) to "
      + TextTable.number(effect.highestScore, decimals: 3)
  }

  private static func heterogeneity(_ test: ExperimentHeterogeneity?) -> String {
    guard let test else { return "" }
    return "\nEffects are equal: Q = \(TextTable.number(test.statistic, decimals: 2)) on "
      + "\(test.degreesOfFreedom) degrees of freedom, p = \(TextTable.probability(test.pValue))"
  }

  /// Every second point of the curve; the file has all.
  private static func uplift(_ result: RiskExperimentAnalyseResult) -> String {
    let table = TextTable(
      header: ["riskiest", "people", "effect in them", "change over all", "95 % interval"],
      rows: result.uplift.enumerated().filter { $0.offset % 2 == 1 }.map { _, point in
        let interval = point.lower.map { lower in
          "\(TextTable.number(lower, decimals: 4)) to "
            + TextTable.number(point.upper, decimals: 4)
        }
        return [
          percent(point.share), "\(point.rows)", TextTable.number(point.effect, decimals: 4),
          TextTable.number(point.total, decimals: 4), interval ?? "-",
        ]
      }
    ).text
    let interval = result.upliftAreaLower.map { lower in
      " (\(TextTable.number(lower, decimals: 4)) to "
        + "\(TextTable.number(result.upliftAreaUpper, decimals: 4)))"
    }
    return table + "\nArea from treating at random: "
      + TextTable.number(result.upliftArea, decimals: 4) + (interval ?? "")
      + "; below 0 the riskiest first prevents more."
  }

  private static func count(_ count: Int?) -> String { count.map(String.init) ?? "<5" }

  private static func percent(_ share: Double) -> String {
    let tenths = TextTable.number(share * 100, decimals: 1)
    return (tenths.hasSuffix(".0") ? String(tenths.dropLast(2)) : tenths) + " %"
  }

  private static func points(_ share: Double) -> String {
    TextTable.number(share * 100, decimals: 2)
  }
}
