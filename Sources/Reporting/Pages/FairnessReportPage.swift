package import Datasets

/// A fairness audit as one self-contained HTML page.
package struct FairnessReportPage: Sendable {
  /// What the page says.
  package let input: FairnessReportInput
  /// In which language.
  package let language: Language

  /// A page; Italian unless asked otherwise.
  package init(input: FairnessReportInput, language: Language = .italian) {
    self.input = input
    self.language = language
  }

  private var words: FairnessWords { .words(language) }

  /// The page: well-formed XML too, without script or outside resource; the same input gives the
  /// same bytes.
  package var html: String {
    PageTemplates.render(
      PageContext(
        language: language,
        title: input.name,
        kind: words.kind,
        facts: facts,
        findings: findings,
        warnings: input.breaches + input.notJudged,
        sections: sections + [method],
        provenance: input.provenance
      )
    )
  }

  private var facts: [NamedValue] {
    var population = words.population.filled([
      "count": SmallCells.count(input.rows, language),
      "positives": SmallCells.count(input.positives, language),
    ])
    if input.unknownOutcomes > 0 {
      population += words.unknown.filled([
        "count": SmallCells.count(input.unknownOutcomes, language)
      ])
    }
    population += language.asOf(input.asOf)
    var facts: [NamedValue] = []
    if !input.outcome.isEmpty { facts.append(NamedValue(words.outcome, input.outcome)) }
    return facts + [NamedValue(words.evaluation, population)]
  }

  /// The widest gap in recall of each list, and whether the limits hold.
  private var findings: [String] {
    var findings: [String] = []
    for list in input.lists {
      let gaps = list.groups.filter { !$0.isReference && !$0.isSmall && $0.recallDifference != nil }
      let widest = gaps.max {
        abs($0.recallDifference?.value ?? 0) < abs($1.recallDifference?.value ?? 0)
      }
      guard let widest, let recall = widest.recall, let gap = widest.recallDifference else {
        continue
      }
      findings.append(
        words.gap.filled([
          "capacity": language.number(Double(list.capacity)), "score": list.score,
          "recall": language.percent(recall.value, decimals: 1), "group": widest.name,
          "reference": language.percent(recall.value - gap.value, decimals: 1),
        ])
      )
    }
    if !input.hasLimits {
      findings.append(words.noLimits)
    } else if input.breaches.isEmpty {
      findings.append(words.keeps)
    }
    return findings
  }

  /// What the report of an evaluation shows of an audit too.
  var sections: [PageSection] {
    let notes =
      [words.smallNote.filled(["count": language.number(Double(input.smallest))])]
      + [words.hiddenNote]
    return [
      PageSection(
        "missed",
        title: words.missedTitle,
        paragraphs: [words.missedIntro],
        tables: input.lists.map { PageTable(missedTable($0)) },
        notes: notes
      ),
      PageSection(
        "treatment",
        title: words.treatmentTitle,
        paragraphs: [words.treatmentIntro],
        tables: input.lists.map(treatment),
        notes: notes
      ),
    ] + (input.changes.isEmpty ? [] : [change])
  }

  private var change: PageSection {
    PageSection(
      "change",
      title: words.changeTitle,
      paragraphs: [words.changeIntro],
      tables: input.changes.map { list in
        PageTable(
          caption: words.changeCaption.filled([
            "capacity": language.number(Double(list.capacity))
          ]),
          columns: [words.group, words.recall, words.selectionRate],
          rows: list.groups.map { [$0.name, points($0.recall), points($0.selectionRate)] }
        )
      },
      notes: [words.hiddenNote]
    )
  }

  /// A change of a share, in percentage points with its sign.
  private func points(_ change: Estimate?) -> String {
    guard let change else { return Language.absent }
    return language.signed(
      Estimate(
        100 * change.value,
        lower: change.lower.map { 100 * $0 },
        upper: change.upper.map { 100 * $0 }
      ),
      decimals: 1
    )
  }

  private var method: PageSection {
    PageSection("method", title: language.catalogue.methodTitle, paragraphs: words.method)
  }

  /// Recall by group at one capacity: who is missed.
  package func missedTable(_ list: FairnessReportInput.List) -> ReportTable {
    ReportTable(
      caption: caption(words.missedCaption, list),
      columns: [words.group, words.people, words.recall, words.ratio, words.difference],
      rows: list.groups.map { group in
        [
          name(group), SmallCells.shown(group.rows, language), share(group.recall),
          group.isReference ? words.reference : number(group.recallRatio),
          group.isReference ? words.reference : share(group.recallDifference),
        ]
      }
    )
  }

  private func treatment(_ list: FairnessReportInput.List) -> PageTable {
    PageTable(
      caption: caption(words.treatmentCaption, list),
      columns: [
        words.group, words.baseRate, words.selectionRate, words.selectionToBaseRate,
        words.precision, words.falsePositiveRate, words.observedToExpected,
      ],
      rows: list.groups.map { group in
        [
          name(group), share(group.baseRate), share(group.selectionRate),
          number(group.selectionToBaseRate), share(group.precision),
          share(group.falsePositiveRate), number(group.observedToExpected),
        ]
      }
    )
  }

  private func caption(_ text: String, _ list: FairnessReportInput.List) -> String {
    text.filled(["capacity": language.number(Double(list.capacity)), "score": list.score])
  }

  private func name(_ group: FairnessReportInput.Group) -> String {
    group.name + (group.isSmall ? " *" : "")
  }

  private func share(_ estimate: Estimate?) -> String {
    estimate.map { language.percent($0, decimals: 1) } ?? Language.absent
  }

  private func number(_ estimate: Estimate?) -> String {
    estimate.map { language.estimate($0, decimals: 2) } ?? Language.absent
  }
}
