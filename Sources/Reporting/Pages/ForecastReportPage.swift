package import Datasets

/// The report on forecasts as one self-contained HTML page.
package struct ForecastReportPage: Sendable {
  /// What the page says.
  package let input: ForecastReportInput
  /// In which language.
  package let language: Language

  /// A page; Italian unless asked otherwise.
  package init(input: ForecastReportInput, language: Language = .italian) {
    self.input = input
    self.language = language
  }

  /// Small charts on a page; further series are in the table only.
  private static let multiplesLimit = 12
  /// Rows of the table of values.
  private static let valuesLimit = 100
  /// Bars of a ranking.
  private static let rankingLimit = 8

  private var words: Catalogue { language.catalogue }
  private var findings: ForecastFindings { ForecastFindings(input: input, language: language) }
  private var forecast: [ForecastSeries] { input.series.filter { $0.horizon > 0 } }

  /// The page: well-formed XML too, without script or outside resource; the same input gives the
  /// same bytes.
  package var html: String {
    PageTemplates.render(
      PageContext(
        language: language,
        title: input.title,
        kind: words.forecastKind,
        lead: input.purpose,
        facts: facts,
        findings: findings.sentences,
        warnings: input.warnings,
        rows: sections.map { SectionRow($0) },
        provenance: input.provenance
      )
    )
  }

  private var facts: [NamedValue] {
    var facts = [NamedValue(words.seriesLabel, language.number(Double(forecast.count)))]
    let ends = input.series.map { $0.history.end.advanced(by: -1) }
    if let last = ends.max() {
      facts.append(NamedValue(words.lastMonthLabel, language.month(last)))
    }
    let horizon = forecast.map(\.horizon).max() ?? 0
    if horizon > 0,
      let final = forecast.map({ $0.history.end.advanced(by: $0.horizon - 1) }).max()
    {
      facts.append(
        NamedValue(
          words.horizonLabel,
          words.horizonFact.filled([
            "count": language.number(Double(horizon)),
            "month": language.month(final),
          ])
        )
      )
    }
    if !levels.isEmpty {
      facts.append(
        NamedValue(words.intervalsLabel, language.list(levels.map { language.percent($0) }))
      )
    }
    return facts
  }

  /// Levels of all bands, ascending.
  private var levels: [Double] { Set(input.series.flatMap { $0.bands.map(\.level) }).sorted() }

  private var sections: [PageSection] {
    var sections: [PageSection] = []
    if let first = forecast.first { sections.append(mainSection(first)) }
    if let ranking = rankingSection { sections.append(ranking) }
    if forecast.count > 1 { sections.append(multiplesSection) }
    if let backtest = input.backtest { sections.append(backtestSection(backtest)) }
    if !forecast.isEmpty { sections.append(valuesSection) }
    if let status = statusSection { sections.append(status) }
    sections.append(
      PageSection("method", title: words.methodTitle, paragraphs: words.forecastMethod)
    )
    sections.append(
      PageSection("protection", title: words.protectionTitle, paragraphs: words.forecastProtection)
    )
    return sections
  }

  private func chart(_ series: ForecastSeries, _ format: FanChart.Format) -> FanChart {
    FanChart(
      title: series.title,
      unit: series.unit,
      history: series.history,
      mean: series.mean,
      median: series.median,
      bands: series.bands,
      actuals: series.actuals,
      historyMonths: max(format == .wide ? 120 : 60, series.horizon * 3),
      format: format
    )
  }

  private func mainSection(_ series: ForecastSeries) -> PageSection {
    let formats: [(FanChart.Format, PageFigure.Role, String)] = [
      (.wide, .wide, "forecast-wide"), (.standard, .narrow, "forecast-narrow"),
    ]
    return PageSection(
      "forecast",
      title: words.forecastSection,
      paragraphs: [
        words.forecastIntro.filled([
          "inner": levels.first.map { language.percent($0) } ?? Language.absent,
          "outer": levels.last.map { language.percent($0) } ?? Language.absent,
        ])
      ],
      groups: [
        FigureGroup(
          .full,
          formats.map { format, role, identifier in
            PageFigure(
              heading: series.title,
              svg: chart(series, format).svg(identifier: identifier, language: language),
              role: role
            )
          }
        )
      ]
    )
  }

  private var multiplesSection: PageSection {
    let others = forecast.dropFirst()
    let shown = others.prefix(Self.multiplesLimit)
    return PageSection(
      "series",
      title: words.multiplesSection,
      paragraphs: [words.multiplesIntro],
      groups: [
        FigureGroup(
          .grid,
          shown.enumerated().map { place, series in
            PageFigure(
              svg: chart(series, .small).svg(identifier: "series-\(place + 2)", language: language)
            )
          }
        )
      ],
      notes: others.count > shown.count
        ? [
          words.multiplesMore.filled([
            "count": language.number(Double(others.count - shown.count))
          ])
        ] : []
    )
  }

  private var rankingSection: PageSection? {
    var groups: [FigureGroup] = []
    for months in findings.horizons {
      let changes = findings.changes(monthsAhead: months)
      guard changes.count > 1 else { continue }
      let rises = changes.filter { $0.change > 0 }.prefix(Self.rankingLimit)
      let falls = changes.reversed().filter { $0.change < 0 }.prefix(Self.rankingLimit)
      var figures: [PageFigure] = []
      for (name, sentence, members, others) in [
        ("rises", words.rankingRises, rises, falls), ("falls", words.rankingFalls, falls, rises),
      ] where !members.isEmpty {
        let title = sentence.filled(["months": language.number(Double(months))])
        let list = BarList(
          title: title,
          bars: members.map(bar),
          neighbours: others.map(bar)
        )
        figures.append(
          PageFigure(
            heading: title,
            svg: list.svg(identifier: "\(name)-\(months)", language: language)
          )
        )
      }
      if !figures.isEmpty { groups.append(FigureGroup(.pair, figures)) }
    }
    guard !groups.isEmpty else { return nil }
    return PageSection(
      "ranking",
      title: words.rankingSection,
      paragraphs: [words.rankingIntro.filled(["level": findings.innerLevelText])],
      groups: groups
    )
  }

  private func bar(_ change: LevelChange) -> BarList.Bar {
    .init(label: change.title, value: change.change, lower: change.lower, upper: change.upper)
  }

  private func backtestSection(_ backtest: BacktestTable) -> PageSection {
    var best: Set<[Int]> = []
    for (column, metric) in backtest.metrics.enumerated() {
      let values = backtest.models.map { $0.values[column] }
      let finite = values.filter(\.isFinite)
      guard let target = metric.lowerIsBetter ? finite.min() : finite.max() else { continue }
      for (row, value) in values.enumerated() where value == target {
        best.insert([row, column + 1])
      }
    }
    for (column, level) in backtest.levels.enumerated() {
      let gaps = backtest.models.map { abs($0.coverage[column] - level) }
      guard let target = gaps.filter(\.isFinite).min() else { continue }
      for (row, gap) in gaps.enumerated() where gap == target {
        best.insert([row, column + 1 + backtest.metrics.count])
      }
    }
    return PageSection(
      "backtest",
      title: words.backtestSection,
      paragraphs: [
        words.backtestIntro.filled([
          "origins": language.number(Double(backtest.origins)),
          "horizon": language.number(Double(backtest.horizon)),
          "series": language.number(Double(backtest.seriesCount)),
        ])
      ],
      tables: [
        PageTable(
          caption: words.backtestCaption,
          columns: [words.columnModel] + backtest.metrics.map(\.name)
            + backtest.levels.map { words.coverageColumn.filled(["level": language.percent($0)]) },
          rows: backtest.models.map { model in
            [model.name] + model.values.map { language.number($0, decimals: 3) }
              + model.coverage.map { language.percent($0, decimals: 1) }
          },
          best: backtest.models.count > 1 ? best : []
        )
      ],
      notes: backtest.models.count > 1 ? [words.backtestNote] : []
    )
  }

  private var valuesSection: PageSection {
    let months = findings.horizons
    let level = findings.innerLevel
    let shown = forecast.prefix(Self.valuesLimit)
    var columns = [words.columnSeries, words.columnLast]
    for month in months {
      let values = ["months": language.number(Double(month))]
      columns += [words.columnExpected.filled(values), words.columnChange.filled(values)]
    }
    return PageSection(
      "values",
      title: words.valuesSection,
      tables: [
        PageTable(
          caption: words.valuesCaption.filled(["level": findings.innerLevelText]),
          columns: columns,
          rows: shown.map { series in
            [series.title, language.value(series.history.values.last ?? .nan)]
              + months.flatMap { month in
                [
                  expected(series, month, level),
                  LevelChange(of: series, monthsAhead: month, level: level).map {
                    language.percent($0.change, decimals: 1, signed: true)
                  } ?? Language.absent,
                ]
              }
          }
        )
      ]
    )
  }

  private func expected(_ series: ForecastSeries, _ month: Int, _ level: Double?) -> String {
    guard month <= series.mean.count else { return Language.absent }
    let mean = series.mean[month - 1]
    let band = series.bands.first { $0.level == level && month <= $0.lower.count }
    guard let band else { return language.value(mean) }
    return language.estimate(
      Estimate(mean, lower: band.lower[month - 1], upper: band.upper[month - 1]),
      decimals: language.decimals(of: mean)
    )
  }

  private var statusSection: PageSection? {
    var rows: [[String]] = []
    for series in input.series {
      switch series.status {
      case .regular: continue
      case .fallback(let reason): rows.append([series.title, words.statusFallback, reason])
      case .failed(let reason): rows.append([series.title, words.statusFailed, reason])
      }
    }
    guard !rows.isEmpty else { return nil }
    return PageSection(
      "status",
      title: words.statusSection,
      tables: [
        PageTable(
          caption: words.statusCaption,
          columns: [words.columnSeries, words.columnStatus, words.columnNote],
          textColumns: [0, 1, 2],
          rows: rows
        )
      ]
    )
  }
}
