package import Datasets

/// What an experiment found as one self-contained HTML page.
package struct ExperimentReportPage: Sendable {
  /// What the page says.
  package let input: ExperimentReportInput
  /// In which language.
  package let language: Language

  /// A page; Italian unless asked otherwise.
  package init(input: ExperimentReportInput, language: Language = .italian) {
    self.input = input
    self.language = language
  }

  private var words: ExperimentWords { .words(language) }

  /// The page: well-formed XML too, without script or outside resource; the same input gives the
  /// same bytes.
  package var html: String {
    PageTemplates.render(
      PageContext(
        language: language,
        title: input.name,
        kind: words.kind,
        facts: [NamedValue(words.people, population)],
        findings: findings,
        sections: sections,
        provenance: input.provenance
      )
    )
  }

  /// How many people, and of how many the outcome is known, unless that tells of fewer than five.
  private var population: String {
    let all = words.population.filled(["count": SmallCells.count(input.rows, language)])
    guard let treated = input.overall.treated, let controls = input.overall.controls,
      input.rows - treated - controls >= smallCellLimit
    else { return all }
    return all + words.known.filled(["count": SmallCells.count(treated + controls, language)])
  }

  private var findings: [String] {
    var findings: [String] = []
    if let effect = input.overall.effect, let lower = effect.lower, let upper = effect.upper {
      let text = effect.value < 0 ? words.fell : words.rose
      findings.append(
        text.filled([
          "points": points(abs(effect.value)),
          "interval": language.interval(points(lower), points(upper)),
        ])
      )
      if effect.covers(0) == true { findings.append(words.chance) }
    }
    if let low = input.bands.first?.effect, let high = input.bands.last?.effect,
      input.bands.count > 1
    {
      findings.append(
        words.highest.filled(["high": points(high.value), "low": points(low.value)])
      )
    }
    if let p = input.bandPValue {
      let text =
        p < 0.0001
        ? "<" + language.number(0.0001, decimals: 4) : language.number(p, decimals: 4)
      findings.append(words.differ.filled(["p": text]))
    }
    return findings
  }

  private var sections: [PageSection] {
    var tables = [table(words.overallCaption, [input.overall])]
    if !input.bands.isEmpty { tables.append(table(words.bandCaption, input.bands)) }
    if let column = input.column {
      tables.append(table(words.columnCaption.filled(["column": column]), input.subgroups))
    }
    var sections = [
      PageSection(
        "effect",
        title: words.effectTitle,
        paragraphs: [words.effectIntro.filled(["level": language.percent(input.level)])],
        tables: tables,
        notes: [words.hiddenNote]
      )
    ]
    if !input.uplift.isEmpty {
      let chart = UpliftChart(points: input.uplift)
      sections.append(
        PageSection(
          "uplift",
          title: words.upliftTitle,
          paragraphs: [words.upliftIntro],
          groups: [
            FigureGroup(
              .pair,
              [PageFigure(svg: chart.svg(identifier: "uplift-chart", language: language))]
            )
          ]
        )
      )
    }
    sections.append(
      PageSection("method", title: language.catalogue.methodTitle, paragraphs: words.method)
    )
    return sections
  }

  private func table(_ caption: String, _ effects: [ExperimentReportInput.Effect]) -> PageTable {
    PageTable(
      caption: caption,
      columns: [
        words.who, words.treated, words.withOutcome, words.controls, words.withOutcome,
        words.effect, words.standardError,
      ],
      rows: effects.map { effect in
        [
          effect.name, SmallCells.shown(effect.treated, language), share(effect.treatedShare),
          SmallCells.shown(effect.controls, language),
          share(effect.controlShare),
          effect.effect.map { found in
            guard let lower = found.lower, let upper = found.upper else {
              return points(found.value)
            }
            return "\(points(found.value)) (\(language.interval(points(lower), points(upper))))"
          } ?? Language.absent,
          effect.standardError.map(points) ?? Language.absent,
        ]
      }
    )
  }

  private func share(_ share: Double?) -> String {
    share.map { language.percent($0, decimals: 1) } ?? Language.absent
  }

  private func points(_ share: Double) -> String { language.number(share * 100, decimals: 2) }
}
