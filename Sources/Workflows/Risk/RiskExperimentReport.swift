internal import Datasets
internal import Registry
internal import Reporting

/// The page on an experiment, from its result to the page's input.
struct RiskExperimentReport {
  /// The page.
  let html: String

  init(
    _ result: RiskExperimentAnalyseResult,
    _ request: RiskExperimentAnalyseRequest,
    data: InputDigest
  ) {
    let language = request.language
    let isItalian = language == .italian
    let input = ExperimentReportInput(
      name: data.file.fileName,
      rows: result.rows,
      level: result.level,
      overall: Self.effect(result.overall, isItalian ? "tutte" : "all", language),
      bands: result.bands.map { Self.effect($0, $0.name ?? "", language) },
      bandPValue: result.bandHeterogeneity?.pValue,
      subgroups: result.subgroups.map {
        Self.effect($0, $0.name ?? (isItalian ? "(vuoto)" : "(missing)"), language)
      },
      column: request.subgroups,
      uplift: result.uplift.compactMap { point in
        point.total.map {
          .init(
            share: point.share,
            total: Estimate($0, lower: point.lower, upper: point.upper)
          )
        }
      },
      provenance: Provenance(
        [data],
        seed: request.environment.seed,
        replicates: request.replicates,
        language
      )
    )
    html = ExperimentReportPage(input: input, language: language).html
  }

  private static func effect(
    _ effect: ExperimentEffect,
    _ name: String,
    _ language: Language
  ) -> ExperimentReportInput.Effect {
    let range = effect.lowestScore.flatMap { lowest in
      effect.highestScore.map { highest in
        "\(name) (\(language.number(lowest, decimals: 3))–\(language.number(highest, decimals: 3)))"
      }
    }
    return .init(
      name: range ?? name,
      treated: effect.treated,
      treatedShare: effect.treatedShare,
      controls: effect.controls,
      controlShare: effect.controlShare,
      effect: effect.effect.map { Estimate($0, lower: effect.lower, upper: effect.upper) },
      standardError: effect.standardError
    )
  }
}
