package import Datasets

/// Which dates each fold learns from and which one it is judged on: a row a fold, a column a date.
package struct FoldPicture: Sendable, Equatable {
  /// A fold.
  package struct Row: Sendable, Equatable {
    /// The date judged on.
    package let test: Month
    /// The dates trained on.
    package let training: [Month]

    /// A fold.
    package init(test: Month, training: [Month]) {
      self.test = test
      self.training = training
    }
  }

  /// Top to bottom.
  package let rows: [Row]

  /// A picture of folds.
  package init(rows: [Row]) { self.rows = rows }

  /// The picture as an SVG element.
  package func svg(identifier: String, language: Language) -> String {
    drawing(in: language).svg(identifier: identifier)
  }

  func drawing(in language: Language) -> Drawing {
    let words = ValidationWords.words(language)
    let dates = Set(rows.flatMap { $0.training + [$0.test] }).sorted()
    let (left, top, rowHeight) = (70.0, 44.0, 26.0)
    let step = (ChartStyle.width - left - 8) / Double(max(dates.count, 1))
    // A gap between cells where they are wide enough to have one.
    let width = step > 8 ? step - 4 : step
    let bottom = top + rowHeight * Double(rows.count)
    var elements = key(words)
    for (place, row) in rows.enumerated() {
      let y = top + rowHeight * Double(place)
      elements.append(
        .label(row.test.description, at: Point(x: 4, y: y + 16), color: ChartStyle.ink)
      )
      for (column, date) in dates.enumerated() {
        let isTest = date == row.test
        guard isTest || row.training.contains(date) else { continue }
        elements.append(
          .rectangle(
            x: left + step * Double(column),
            y: y + 3,
            width: width,
            height: rowHeight - 6,
            fill: isTest ? ChartStyle.accent : ChartStyle.middle
          )
        )
      }
    }
    elements += axis(dates, left: left, step: step, width: width, y: bottom + 14)
    return Drawing(
      width: ChartStyle.width,
      height: bottom + 24,
      title: words.pictureTitle,
      summary: words.pictureSummary,
      elements: elements
    )
  }

  private func key(_ words: ValidationWords) -> [SVGElement] {
    let second = 90 + TextWidth.of(words.pictureTraining) + 16
    return [
      .rectangle(x: 70, y: 8, width: 14, height: 14, fill: ChartStyle.middle),
      .label(words.pictureTraining, at: Point(x: 90, y: 20), color: ChartStyle.quiet),
      .rectangle(x: second, y: 8, width: 14, height: 14, fill: ChartStyle.accent),
      .label(words.pictureTest, at: Point(x: second + 20, y: 20), color: ChartStyle.quiet),
    ]
  }

  /// As many names of dates as have room.
  private func axis(
    _ dates: [Month],
    left: Double,
    step: Double,
    width: Double,
    y: Double
  ) -> [SVGElement] {
    let label = TextWidth.of("0000-00", size: ChartStyle.smallTextSize)
    let stride = max(1, Int(((label + 8) / step).rounded(.up)))
    return dates.enumerated().compactMap { column, date in
      let x = left + step * Double(column) + width / 2
      guard column % stride == 0, x + label / 2 <= ChartStyle.width else { return nil }
      return .label(
        date.description,
        at: Point(x: x, y: y),
        anchor: .middle,
        size: ChartStyle.smallTextSize,
        color: ChartStyle.quiet
      )
    }
  }
}
