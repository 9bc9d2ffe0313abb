package import Datasets
internal import RealModule

/// The report on a risk model as one self-contained HTML page.
package struct RiskReportPage: Sendable {
  /// What the page says.
  package let input: RiskReportInput
  /// In which language.
  package let language: Language

  /// A page; Italian unless asked otherwise.
  package init(input: RiskReportInput, language: Language = .italian) {
    self.input = input
    self.language = language
  }

  private var words: Catalogue { language.catalogue }
  private var level: String { language.percent(input.level) }

  /// The page: well-formed XML too, without script or outside resource; the same input gives the
  /// same bytes.
  package var html: String {
    let findings = RiskFindings(input: input, language: language)
    return PageTemplates.render(
      PageContext(
        language: language,
        title: input.modelName,
        kind: words.riskKind,
        lead: input.purpose,
        facts: facts,
        keyFigures: findings.keyFigures,
        findings: findings.sentences,
        warnings: input.warnings + (input.fairness?.breaches ?? []),
        rows: rows,
        provenance: input.provenance
      )
    )
  }

  private var facts: [NamedValue] {
    var facts: [NamedValue] = []
    if !input.outcome.isEmpty { facts.append(NamedValue(words.outcomeLabel, input.outcome)) }
    if let training = input.training {
      facts.append(NamedValue(words.trainingLabel, population(training)))
    }
    facts.append(NamedValue(words.evaluationLabel, population(input.evaluation)))
    return facts
  }

  private func population(_ population: RiskReportInput.Population) -> String {
    // A person may stand there at each of several dates.
    let fact = population.asOf.count > 1 ? words.populationFactCases : words.populationFact
    let text = fact.filled([
      "count": SmallCells.count(population.count, language),
      "positives": SmallCells.count(population.positives, language),
      "share": SmallCells.share(of: population.positives, in: population.count, language),
    ])
    return text + language.asOf(population.asOf)
  }

  private var rows: [SectionRow] {
    var rows: [SectionRow] = []
    switch (input.model.gain.isEmpty, input.calibration.isEmpty) {
    case (false, false): rows.append(SectionRow(gainSection, calibrationSection))
    case (false, true): rows.append(SectionRow(gainSection))
    case (true, false): rows.append(SectionRow(calibrationSection))
    case (true, true): break
    }
    if input.coefficients.contains(where: { !$0.isIntercept }) {
      rows.append(SectionRow(coefficientSection))
    }
    rows.append(SectionRow(measureSection))
    if let fairness = input.fairness {
      rows += FairnessReportPage(input: fairness, language: language).sections.map {
        SectionRow($0)
      }
    }
    rows += [
      SectionRow(PageSection("method", title: words.methodTitle, paragraphs: words.riskMethod)),
      SectionRow(
        PageSection("protection", title: words.protectionTitle, paragraphs: words.riskProtection)
      ),
    ]
    return rows
  }

  private var gainSection: PageSection {
    let chart = GainChart(
      model: .init(name: words.modelName, points: input.model.gain),
      rule: input.rule.flatMap { rule in
        rule.gain.isEmpty ? nil : .init(name: rule.name, points: rule.gain)
      },
      marks: input.model.capacities.map {
        .init(capacity: $0.capacity, precision: $0.precision.value, recall: $0.recall.value)
      },
      count: input.evaluation.count
    )
    return PageSection(
      "gain",
      title: words.gainSection,
      paragraphs: [words.gainIntro],
      groups: [
        FigureGroup(
          .full,
          [PageFigure(svg: chart.svg(identifier: "gain-chart", language: language))]
        )
      ]
    )
  }

  private var calibrationSection: PageSection {
    let chart = CalibrationPlot(
      bins: input.calibration,
      scores: input.scores,
      slope: input.model.calibrationSlope,
      intercept: input.model.calibrationIntercept,
      level: input.level
    )
    return PageSection(
      "calibration",
      title: words.calibrationSection,
      paragraphs: [words.calibrationIntro.filled(["level": level])],
      groups: [
        FigureGroup(
          .full,
          [PageFigure(svg: chart.svg(identifier: "calibration-plot", language: language))]
        )
      ]
    )
  }

  private var coefficientSection: PageSection {
    let rows = input.coefficients.filter { !$0.isIntercept }.map {
      CoefficientPlot.Row(
        label: $0.label ?? $0.term,
        oddsRatio: .exp($0.estimate),
        lower: $0.oddsRatioLower,
        upper: $0.oddsRatioUpper
      )
    }
    let formats: [(Bool, PageFigure.Role, String)] = [
      (true, .wide, "coefficients-wide"), (false, .narrow, "coefficients-narrow"),
    ]
    return PageSection(
      "coefficients",
      title: words.coefficientSection,
      paragraphs: [
        CoefficientPlot(rows: rows).hasIntervals ? words.coefficientIntro : words.shrunkIntro
      ],
      groups: [
        FigureGroup(
          .full,
          formats.map { isWide, role, identifier in
            PageFigure(
              svg: CoefficientPlot(rows: rows, level: input.level, isWide: isWide)
                .svg(identifier: identifier, language: language),
              role: role
            )
          }
        )
      ],
      tables: [coefficientTable]
    )
  }

  private var measureSection: PageSection {
    PageSection(
      "measures",
      title: words.measureSection,
      paragraphs: [words.measureIntro.filled(["level": level])],
      tables: (capacityTable.map { [$0] } ?? []) + [measureTable]
        + (input.calibration.isEmpty ? [] : [binTable]),
      notes: (input.model.brierParts == nil ? [] : [words.brierNote])
        + (input.calibration.isEmpty
          ? [] : [words.binNote.filled(["limit": language.number(Double(smallCellLimit))])])
    )
  }

  // MARK: Tables

  private var methods: [(name: String, performance: RiskReportInput.Performance)] {
    var methods = [(words.modelName, input.model)]
    if let rule = input.rule { methods.append((rule.name, rule)) }
    if let baseRate = input.baseRate { methods.append((words.baseRateName, baseRate)) }
    return methods
  }

  private var capacityTable: PageTable? {
    var rows: [[String]] = []
    for capacity in input.model.capacities.map(\.capacity) {
      for (name, performance) in methods {
        for found in performance.capacities where found.capacity == capacity {
          rows.append([
            name, language.number(Double(capacity)),
            language.percent(found.precision, decimals: 1),
            language.percent(found.recall, decimals: 1),
            language.estimate(found.lift, decimals: 2),
          ])
        }
      }
    }
    guard !rows.isEmpty else { return nil }
    return PageTable(
      caption: words.capacityCaption,
      columns: [
        words.columnMethod, words.columnCapacity, words.columnPrecision, words.columnRecall,
        words.columnLift,
      ],
      rows: rows
    )
  }

  private var measureTable: PageTable {
    typealias Measure = (
      name: String, best: String, decimals: Int, value: (RiskReportInput.Performance) -> Estimate?
    )
    let parts: [Measure] = [
      (
        words.measureReliability, words.bestLow, 4,
        { $0.brierParts.map { Estimate($0.reliability) } }
      ),
      (
        words.measureResolution, words.bestLarge, 4,
        { $0.brierParts.map { Estimate($0.resolution) } }
      ),
      (
        words.measureUncertainty, Language.absent, 4,
        { $0.brierParts.map { Estimate($0.uncertainty) } }
      ),
    ]
    let measures: [Measure] =
      [
        (words.measureAUC, words.bestHigh, 3, { $0.auc }),
        (words.measureAveragePrecision, words.bestHigh, 3, { $0.averagePrecision }),
        (words.measureBrier, words.bestLow, 4, { $0.brier }),
      ] + (input.model.brierParts == nil ? [] : parts) + [
        (words.measureSlope, words.bestOne, 3, { $0.calibrationSlope }),
        (words.measureIntercept, words.bestZero, 3, { $0.calibrationIntercept }),
      ]
    return PageTable(
      caption: words.measureCaption,
      columns: [words.columnMeasure, words.columnBest] + methods.map(\.name),
      rows: measures.map { measure in
        [measure.name, measure.best]
          + methods.map { method in
            measure.value(method.performance)
              .map { language.estimate($0, decimals: measure.decimals) } ?? Language.absent
          }
      }
    )
  }

  private var binTable: PageTable {
    PageTable(
      caption: words.binCaption,
      columns: [
        words.columnBin, words.columnPredicted, words.columnPeople, words.columnCases,
        words.columnObserved,
      ],
      rows: input.calibration.enumerated().map { place, bin in
        [
          language.number(Double(place + 1)),
          language.percent(bin.meanPredicted, decimals: 1),
          SmallCells.count(bin.count, language),
          SmallCells.count(bin.positives, language),
          SmallCells.share(of: bin.positives, in: bin.count, language),
        ]
      }
    )
  }

  private var coefficientTable: PageTable {
    let hasNotes = input.coefficients.contains { $0.note != nil }
    var columns = [
      words.columnTerm, words.columnCoefficient, words.columnStandardError, words.columnP,
      words.columnOddsRatio,
    ]
    if hasNotes { columns.append(words.columnNote) }
    return PageTable(
      caption: words.coefficientCaption,
      columns: columns,
      textColumns: [0, 5],
      rows: input.coefficients.map { term in
        let ratio = Estimate(
          .exp(term.estimate),
          lower: term.oddsRatioLower,
          upper: term.oddsRatioUpper
        )
        var row = [
          term.label.map { "\($0) (\(term.term))" } ?? term.term,
          language.number(term.estimate, decimals: 4),
          language.number(term.standardError, decimals: 4),
          pValue(term.pValue),
          language.oddsRatio(ratio),
        ]
        if hasNotes { row.append(term.note ?? "") }
        return row
      }
    )
  }

  private func pValue(_ value: Double) -> String {
    value < 0.0001
      ? "<" + language.number(0.0001, decimals: 4) : language.number(value, decimals: 4)
  }
}
