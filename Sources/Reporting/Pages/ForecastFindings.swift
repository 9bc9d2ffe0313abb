internal import Datasets

/// What a councillor should take home from forecasts, in whole sentences.
struct ForecastFindings {
  let input: ForecastReportInput
  let language: Language

  private var words: Catalogue { language.catalogue }

  /// Level of the narrowest interval, which findings and rankings quote; `nil` without any.
  var innerLevel: Double? {
    input.series.flatMap { $0.bands.map(\.level) }.min()
  }

  /// Months ahead of the rankings that the forecasts reach; the horizon itself where none does.
  var horizons: [Int] {
    let horizon = input.series.map(\.horizon).max() ?? 0
    guard horizon > 0 else { return [] }
    let reached = input.rankingHorizons.filter { $0 >= 1 && $0 <= horizon }
    return reached.isEmpty ? [horizon] : reached
  }

  /// Changes of every series that has one, largest rise first.
  func changes(monthsAhead: Int) -> [LevelChange] {
    input.series
      .compactMap { LevelChange(of: $0, monthsAhead: monthsAhead, level: innerLevel) }
      .sorted { ($0.change, $1.title) > ($1.change, $0.title) }
  }

  /// The sentences, most important first.
  var sentences: [String] {
    guard !input.series.isEmpty else { return [words.findingNone] }
    var sentences: [String] = []
    if let months = horizons.first { sentences += direction(months) }
    if let coverage { sentences.append(coverage) }
    let irregular = input.series.count { $0.status != .regular }
    if irregular == 1 { sentences.append(words.findingFallbackOne) }
    if irregular > 1 {
      sentences.append(
        words.findingFallback.filled(["count": language.number(Double(irregular))])
      )
    }
    return sentences
  }

  private func direction(_ months: Int) -> [String] {
    let changes = changes(monthsAhead: months)
    guard let first = changes.first, let last = changes.last else { return [] }
    var sentences: [String] = []
    if changes.count > 1 {
      let clear = changes.count { $0.isClear }
      let certainty = clear == 0 ? words.findingClearNone : words.findingClear
      let values = ["clear": language.number(Double(clear)), "level": innerLevelText]
      sentences.append(
        words.findingDirections.filled([
          "count": language.number(Double(changes.count)),
          "months": language.number(Double(months)),
          "up": seriesCount(changes.count { $0.change > 0 }),
          "down": seriesCount(changes.count { $0.change < 0 }),
        ]) + (innerLevel == nil ? "" : " " + certainty.filled(values))
      )
    }
    if first.change > 0 { sentences.append(extreme(first, words.findingRise, months)) }
    if last.change < 0 { sentences.append(extreme(last, words.findingFall, months)) }
    return sentences
  }

  private func seriesCount(_ count: Int) -> String {
    count == 0 ? words.findingDirectionNone : language.number(Double(count))
  }

  private func extreme(_ change: LevelChange, _ sentence: String, _ months: Int) -> String {
    var text = sentence.filled([
      "months": language.number(Double(months)),
      "series": change.title,
      "change": language.percent(change.change, decimals: 1, signed: true),
      "level": innerLevelText,
      "lower": language.percent(change.lower, decimals: 1, signed: true),
      "upper": language.percent(change.upper, decimals: 1, signed: true),
    ])
    if change.lower <= 0 && change.upper >= 0 { text += " " + words.findingUnclear }
    return text
  }

  /// The narrowest interval's level in words.
  var innerLevelText: String { innerLevel.map { language.percent($0) } ?? Language.absent }

  private var coverage: String? {
    guard let backtest = input.backtest, let chosen = backtest.models.first else { return nil }
    let sentences = zip(backtest.levels, chosen.coverage)
      .filter { $1.isFinite }
      .map { level, observed in
        words.findingCoverage.filled([
          "level": language.percent(level),
          "observed": language.percent(observed, decimals: 1),
        ])
      }
    return sentences.first
  }
}
