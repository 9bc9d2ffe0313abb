package import Datasets

/// How a model does on folds beside its rivals, as one self-contained HTML page.
package struct ValidationReportPage: Sendable {
  /// What the page says.
  package let input: ValidationReportInput
  /// In which language.
  package let language: Language
  /// Level of all intervals, in (0, 1).
  package let level: Double
  /// Bootstrap replicates behind them.
  package let replicates: Int

  /// A page; Italian unless asked otherwise.
  package init(
    input: ValidationReportInput,
    language: Language = .italian,
    level: Double = 0.95,
    replicates: Int
  ) {
    self.input = input
    self.language = language
    self.level = level
    self.replicates = replicates
  }

  private var words: ValidationWords { .words(language) }
  private var tables: ValidationTables { ValidationTables(input, language) }

  /// The page: well-formed XML too, without script or outside resource; the same input gives the
  /// same bytes.
  package var html: String {
    var facts: [NamedValue] = []
    if !input.outcome.isEmpty { facts.append(NamedValue(words.outcome, input.outcome)) }
    if !input.scheme.isEmpty { facts.append(NamedValue(words.scheme, input.scheme)) }
    return PageTemplates.render(
      PageContext(
        language: language,
        title: input.name,
        kind: words.kind,
        lead: input.purpose,
        facts: facts,
        findings: ValidationFindings(input, language).sentences,
        warnings: input.warnings,
        sections: sections,
        provenance: input.provenance
      )
    )
  }

  private var sections: [PageSection] {
    var sections = [folds, areas]
    if input.folds.contains(where: { !$0.calibration.isEmpty }) { sections.append(calibration) }
    sections.append(
      section("differences", words.differenceTitle, words.differenceIntro, tables.differences)
    )
    if !tables.lists.isEmpty {
      sections.append(section("lists", words.listTitle, words.listIntro, tables.lists))
    }
    sections.append(section("measures", words.measureTitle, words.measureIntro, tables.measures))
    if let regret = tables.regret {
      sections.append(section("regret", words.regretTitle, words.regretIntro, [regret]))
    }
    sections.append(
      PageSection(
        "method",
        title: language.catalogue.methodTitle,
        paragraphs: words.method.map {
          $0.filled(["replicates": language.number(Double(replicates))])
        }
      )
    )
    return sections
  }

  private func section(
    _ identifier: String,
    _ title: String,
    _ text: String,
    _ tables: [ReportTable]
  ) -> PageSection {
    PageSection(
      identifier,
      title: title,
      paragraphs: [text.filled(["level": language.percent(level)])],
      tables: tables.map { PageTable($0) }
    )
  }

  private var folds: PageSection {
    let rows = input.folds.compactMap { fold in
      MonthFormat.iso.month(fold.name).map { test in
        FoldPicture.Row(
          test: test,
          training: fold.trainingDates.compactMap { MonthFormat.iso.month($0) }
        )
      }
    }
    let isDated = rows.count == input.folds.count && rows.allSatisfy { !$0.training.isEmpty }
    return PageSection(
      "folds",
      title: words.foldTitle,
      paragraphs: [words.foldIntro],
      groups: isDated
        ? [
          FigureGroup(
            .pair,
            [
              PageFigure(
                svg: FoldPicture(rows: rows).svg(identifier: "fold-picture", language: language)
              )
            ]
          )
        ] : [],
      tables: [PageTable(tables.folds)],
      notes: ValidationFindings(input, language).drift
    )
  }

  private var areas: PageSection {
    let folds = input.folds.map { fold in
      FoldChart.Fold(
        name: fold.name,
        methods: fold.scores.map {
          .init(name: $0.name, isModel: $0.isModel, estimate: $0.auc)
        }
      )
    }
    let formats: [(Bool, PageFigure.Role, String)] = [
      (true, .wide, "auc-wide"), (false, .narrow, "auc-narrow"),
    ]
    return PageSection(
      "auc",
      title: words.chartTitle,
      paragraphs: [words.chartIntro.filled(["level": language.percent(level)])],
      groups: [
        FigureGroup(
          .full,
          formats.map { isWide, role, identifier in
            PageFigure(
              svg: FoldChart(folds: folds, isWide: isWide)
                .svg(identifier: identifier, language: language),
              role: role
            )
          }
        )
      ]
    )
  }

  private var calibration: PageSection {
    PageSection(
      "calibration",
      title: words.calibrationTitle,
      paragraphs: [words.calibrationIntro.filled(["level": language.percent(level)])],
      groups: [
        FigureGroup(
          .pair,
          input.folds.enumerated().map { place, fold in
            PageFigure(
              heading: fold.name,
              svg: CalibrationPlot(
                bins: fold.calibration,
                slope: fold.scores.first?.slope,
                intercept: fold.scores.first?.intercept,
                level: level
              )
              .svg(identifier: "calibration-\(place + 1)", language: language)
            )
          }
        )
      ]
    )
  }
}
