internal import Datasets
internal import Registry
internal import Reporting
internal import Risk

/// The page on an audit, from its result to the page's input.
struct RiskAuditReport {
  /// The page.
  let html: String

  init(_ result: RiskAuditResult, _ input: AuditInput, _ request: RiskAuditRequest) {
    let page = Self.input(
      result,
      input.specification,
      input.digests,
      seed: request.environment.seed,
      language: request.language
    )
    html = FairnessReportPage(input: page, language: request.language).html
  }

  /// What a page shows of an audit.
  static func input(
    _ result: RiskAuditResult,
    _ specification: RiskSpecification,
    _ digests: [InputDigest],
    seed: UInt64,
    language: Language
  ) -> FairnessReportInput {
    FairnessReportInput(
      name: result.name,
      outcome: specification.targetLabel?.text(language) ?? "",
      rows: result.rows,
      positives: result.positives,
      unknownOutcomes: result.unknownOutcomes,
      asOf: result.asOf,
      lists: Self.lists(result, specification, language),
      changes: Self.changes(result, specification, language),
      breaches: Self.breaches(result, specification, language),
      notJudged: result.notJudged.map {
        Self.words($0, isBroken: false, specification, language)
      },
      hasLimits: result.limits > 0,
      smallest: result.smallest,
      provenance: Provenance(digests, seed: seed, replicates: result.replicates, language)
    )
  }

  /// The limits broken, in words.
  static func breaches(
    _ result: RiskAuditResult,
    _ specification: RiskSpecification,
    _ language: Language
  ) -> [String] {
    result.breaches.map { words($0, isBroken: true, specification, language) }
  }

  /// The limits broken, in words, the groups that break a limit together.
  static func breachesByLimit(
    _ result: RiskAuditResult,
    _ specification: RiskSpecification,
    _ language: Language
  ) -> [String] {
    var limits: [(of: AuditBreach, groups: [String])] = []
    for breach in result.breaches {
      let text =
        group(of: breach, specification, language)
        + (breach.found.map { " " + language.number($0, decimals: 2) } ?? "")
      let known = limits.firstIndex {
        ($0.of.limit, $0.of.allowed, $0.of.score, $0.of.capacity)
          == (breach.limit, breach.allowed, breach.score, breach.capacity)
      }
      if let known {
        limits[known].groups.append(text)
      } else {
        limits.append((breach, [text]))
      }
    }
    return limits.map { limit in
      guard limit.groups.count > 1 else {
        return words(limit.of, isBroken: true, specification, language)
      }
      let allowed = language.number(limit.of.allowed, decimals: 2)
      let place =
        name(of: limit.of.score, language) + (limit.of.capacity.map { ", \($0)" } ?? "")
      let groups = limit.groups.joined(separator: "; ")
      return switch language {
      case .italian: "Limite \(limit.of.limit) \(allowed) superato (\(place)) da \(groups)"
      case .english: "Limit \(limit.of.limit) \(allowed) broken (\(place)) by \(groups)"
      }
    }
  }

  private static func lists(
    _ result: RiskAuditResult,
    _ specification: RiskSpecification,
    _ language: Language
  ) -> [FairnessReportInput.List] {
    result.scores.flatMap { score in
      result.capacities.enumerated().map { place, capacity in
        FairnessReportInput.List(
          score: name(of: score.name, language),
          capacity: capacity,
          recall: score.recall[place],
          precision: score.precision[place],
          groups: result.groups.map { group in
            let measures = result.measures.filter {
              $0.score == score.name && $0.column == group.column && $0.level == group.level
                && ($0.capacity ?? capacity) == capacity
            }
            func measure(_ measure: FairnessMeasure) -> AuditMeasure? {
              measures.first { $0.measure == measure.rawValue }
            }
            func estimate(_ name: FairnessMeasure) -> Estimate? {
              measure(name).flatMap { found in
                found.value.map { Estimate($0, lower: found.lower, upper: found.upper) }
              }
            }
            let recall = measure(.recall)
            return .init(
              name: "\(specification.label(of: group.column, language)) = "
                + level(group.level, language),
              isReference: group.isReference,
              isSmall: recall?.mark == .small,
              rows: group.rows,
              recall: estimate(.recall),
              recallRatio: recall?.ratio.map {
                Estimate($0, lower: recall?.ratioLower, upper: recall?.ratioUpper)
              },
              recallDifference: recall?.difference.map {
                Estimate($0, lower: recall?.differenceLower, upper: recall?.differenceUpper)
              },
              baseRate: estimate(.baseRate),
              selectionRate: estimate(.selectionRate),
              selectionToBaseRate: estimate(.selectionToBaseRate),
              precision: estimate(.precision),
              falsePositiveRate: estimate(.falsePositiveRate),
              observedToExpected: estimate(.observedToExpected)
            )
          }
        )
      }
    }
  }

  private static func changes(
    _ result: RiskAuditResult,
    _ specification: RiskSpecification,
    _ language: Language
  ) -> [FairnessReportInput.Changes] {
    guard !result.changes.isEmpty else { return [] }
    return result.capacities.map { capacity in
      .init(
        capacity: capacity,
        groups: result.groups.map { group in
          func estimate(_ measure: FairnessMeasure) -> Estimate? {
            let change = result.changes.first {
              $0.measure == measure.rawValue && $0.column == group.column
                && $0.level == group.level && $0.capacity == capacity
            }
            return change?.value.map {
              Estimate($0, lower: change?.lower, upper: change?.upper)
            }
          }
          return .init(
            name: "\(specification.label(of: group.column, language)) = "
              + level(group.level, language),
            recall: estimate(.recall),
            selectionRate: estimate(.selectionRate)
          )
        }
      )
    }
  }

  private static func level(_ level: String?, _ language: Language) -> String {
    level ?? (language == .italian ? "(vuoto)" : "(missing)")
  }

  private static func name(of score: String, _ language: Language) -> String {
    guard language == .italian else { return score }
    return switch score {
    case "model": "modello"
    case "model without sensitive columns": "modello senza colonne sensibili"
    default: score
    }
  }

  /// The group of a breach, in the quotes of the language.
  private static func group(
    of breach: AuditBreach,
    _ specification: RiskSpecification,
    _ language: Language
  ) -> String {
    let column = specification.label(of: breach.column, language)
    let text = "\(column) = \(level(breach.level, language))"
    return switch language {
    case .italian: "«\(text)»"
    case .english: "“\(text)”"
    }
  }

  private static func words(
    _ breach: AuditBreach,
    isBroken: Bool,
    _ specification: RiskSpecification,
    _ language: Language
  ) -> String {
    let group = group(of: breach, specification, language)
    let allowed = language.number(breach.allowed, decimals: 2)
    let score = name(of: breach.score, language)
    let place = breach.capacity.map { ", \($0)" } ?? ""
    let found = breach.found.map { ": " + language.number($0, decimals: 2) } ?? ""
    return switch (language, isBroken) {
    case (.italian, true):
      "Limite \(breach.limit) \(allowed) superato da \(group) (\(score)\(place))\(found)"
    case (.italian, false):
      "Limite \(breach.limit) \(allowed) non giudicato per \(group) (\(score)\(place)): troppo "
        + "pochi casi"
    case (.english, true):
      "Limit \(breach.limit) \(allowed) broken by \(group) (\(score)\(place))\(found)"
    case (.english, false):
      "Limit \(breach.limit) \(allowed) not judged for \(group) (\(score)\(place)): too few cases"
    }
  }
}
