internal import Datasets

/// The features of a simulated population: background, and what windows of months before a date say.
package struct SimulatedFeatures: Sendable {
  /// The windows, in order.
  let windows: [Window]

  /// Months in a state, or changes of state, over a window that ends before the date.
  struct Window: Sendable, Equatable {
    /// The state; `nil` for changes of any.
    let state: String?
    /// Length in months.
    let months: Int

    /// Name of the column.
    var name: String { "\(state ?? "changes")_\(months)" }

    /// The feature in a cohort's specification.
    var cohortLine: String {
      "{name: \(name), window: \(months), " + (state.map { "count: \($0)" } ?? "as: changes") + "}"
    }

    /// The feature in a risk model's specification, with the words of its reason.
    var specificationLines: String {
      let (it, en) = (words(.italian), words(.english))
      return """
          - column: \(name)
            kind: numeric
            label: {it: "\(it.label)", en: "\(en.label)"}
            reason:
              it: "\(it.many)"
              en: "\(en.many)"
              values:
                0: {it: "\(it.zero)", en: "\(en.zero)"}
                1: {it: "\(it.one)", en: "\(en.one)"}
        """
    }

    private struct Words {
      let label: String
      let zero: String
      let one: String
      let many: String
    }

    private func words(_ language: Language) -> Words {
      switch language {
      case .italian:
        let of = "negli ultimi \(months) mesi"
        guard let state else {
          return Words(
            label: "cambiamenti di stato \(of)",
            zero: "nessun cambiamento di stato \(of)",
            one: "un cambiamento di stato \(of)",
            many: "{value} cambiamenti di stato \(of)"
          )
        }
        let what = Self.italian[state] ?? "al lavoro"
        guard months > 1 else {
          let words = "\(what) nell'ultimo mese"
          return Words(label: words, zero: "non \(words)", one: words, many: words)
        }
        return Words(
          label: "mesi \(what) \(of)",
          zero: "nessun mese \(what) \(of)",
          one: "un mese \(what) \(of)",
          many: "{value} mesi \(what) \(of)"
        )
      case .english:
        let of = "in the last \(months) months"
        guard let state else {
          return Words(
            label: "changes of state \(of)",
            zero: "no change of state \(of)",
            one: "one change of state \(of)",
            many: "{value} changes of state \(of)"
          )
        }
        let what = Self.english[state] ?? "at work"
        guard months > 1 else {
          let words = "\(what) in the last month"
          return Words(label: words, zero: "not \(words)", one: words, many: words)
        }
        return Words(
          label: "months \(what) \(of)",
          zero: "no month \(what) \(of)",
          one: "one month \(what) \(of)",
          many: "{value} months \(what) \(of)"
        )
      }
    }

    private static let italian = [
      "jobless": "senza lavoro", "school": "a scuola", "training": "in formazione",
    ]
    private static let english = [
      "jobless": "without work", "school": "at school", "training": "in training",
    ]
  }

  /// Columns of background.
  private static let backgroundCount = 5
  /// The longest window, months.
  private static let longest = 24
  /// The windows that are there whatever the number of features.
  private static let first = [
    Window(state: "jobless", months: 1), Window(state: "school", months: 1),
    Window(state: "training", months: 1), Window(state: "jobless", months: 12),
    Window(state: "employed", months: 12),
  ]
  /// All windows.
  ///
  /// Months in the four states add up to the window: over each, three are told.
  private static let all: [Window] = {
    var windows = first
    for months in 1...longest {
      for state in ["jobless", "school", "training", nil] {
        let window = Window(state: state, months: months)
        let isTold = months == 12 && state == "school" || months == 1 && state == nil
        if !isTold, !windows.contains(window) { windows.append(window) }
      }
    }
    return windows
  }()

  /// Numbers of features that there can be.
  package static let range = (backgroundCount + first.count)...(backgroundCount + all.count)

  /// So many features, background included.
  package init(count: Int) {
    windows = Array(Self.all.prefix(count - Self.backgroundCount))
  }

  /// Months before a date that are looked at.
  package var history: Int { windows.map(\.months).max() ?? 0 }
}
