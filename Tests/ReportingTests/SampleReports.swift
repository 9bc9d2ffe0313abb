import Datasets
import Foundation
import RealModule
import Reporting
import Statistics
import TestSupport

/// Reports with realistic numbers, made from a seed.
enum SampleReports {
  static let digest = "9f2c4b7e1d0a5c83f6e2b19847ad30c5518e7f60a2b4d9c31e8f07a6b5c4d3e2"

  static func provenance(_ names: [String]) -> Provenance {
    Provenance(
      program: "Vedetta 0.1.0",
      entries: names.map { .init(name: $0, value: digest) } + [
        .init(name: "Seed", value: "20260101")
      ]
    )
  }

  /// Standard normal numbers of a seed.
  static func normals(_ count: Int, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in generator.normal() }
  }

  /// Scores of 712 people, rare outcome, and what became of them.
  static func people(count: Int = 712, seed: UInt64 = 7) -> (scores: [Double], outcomes: [Bool]) {
    var generator = SeededGenerator(seed: seed, stream: 1)
    let scores = normals(count, seed: seed).map { z -> Double in
      let tail = Double.exp(abs(z) * 1.3) - 1
      let logit = min(2.2, -3.6 + (z > 0.8 ? tail : 0.35 * z))
      return 1 / (1 + .exp(-logit))
    }
    let outcomes = scores.map { generator.uniform() < $0 }
    return (scores, outcomes)
  }

  static func risk(
    _ language: Language = .italian,
    outcome: String? = nil,
    count: Int = 712
  ) -> RiskReportInput {
    let (scores, outcomes) = people(count: count)
    let positives = outcomes.count { $0 }
    let rule = zip(scores, normals(count, seed: 3)).map { score, noise in
      Double(min(6, max(0, Int(Double.log(score / (1 - score)) + 4.2 + noise * 0.8))))
    }
    let italian = language == .italian
    return RiskReportInput(
      modelName: italian ? "NEET, modello mvad" : "NEET, mvad model",
      purpose: italian
        ? "Individuare per tempo i giovani che rischiano di restare fuori da scuola e lavoro, per "
          + "chiamarli e offrire un percorso."
        : "Finding early the young people at risk of staying out of school and work, to call them and "
          + "offer a way.",
      outcome: outcome
        ?? (italian
          ? "almeno 6 mesi senza lavoro né studio nei 12 mesi che seguono"
          : "at least 6 months out of work and school in the 12 that follow"),
      training: .init(
        asOf: ["1994-07", "1995-07", "1996-07"],
        count: 2136,
        positives: 153
      ),
      evaluation: .init(asOf: ["1997-07"], count: count, positives: positives),
      model: .init(
        auc: Estimate(0.8828763161, lower: 0.832, upper: 0.926),
        averagePrecision: Estimate(0.716, lower: 0.621, upper: 0.801),
        brier: Estimate(0.04109073326, lower: 0.0312, upper: 0.0515),
        brierParts: .init(
          reliability: 0.00213073326,
          resolution: 0.04614,
          uncertainty: 0.0851
        ),
        calibrationSlope: Estimate(0.97, lower: 0.83, upper: 1.12),
        calibrationIntercept: Estimate(-0.08, lower: -0.39, upper: 0.22),
        capacities: capacities(scores, outcomes, [36, 71]),
        gain: gain(scores: scores, outcomes: outcomes)
      ),
      rule: .init(
        name: italian ? "mesi senza lavoro negli ultimi 6" : "jobless months of the last six",
        auc: Estimate(0.795, lower: 0.731, upper: 0.853),
        averagePrecision: Estimate(0.642, lower: 0.54, upper: 0.73),
        capacities: capacities(rule, outcomes, [36, 71]),
        gain: gain(scores: rule, outcomes: outcomes)
      ),
      aucDifference: Estimate(0.046, lower: 0.008, upper: 0.086),
      baseRate: .init(
        auc: Estimate(0.5),
        averagePrecision: Estimate(Double(positives) / Double(count)),
        brier: Estimate(0.0851)
      ),
      calibration: bins(scores: scores, outcomes: outcomes),
      scores: counts(scores: scores, outcomes: outcomes),
      coefficients: coefficients(italian),
      warnings: italian
        ? ["I dati sono dell'Irlanda del Nord degli anni Novanta: il modello è un esempio."]
        : ["The data are from Northern Ireland in the nineties: the model is an example."],
      provenance: provenance(["model.json (SHA-256)", "mvad.csv (SHA-256)"])
    )
  }

  static func gain(scores: [Double], outcomes: [Bool]) -> [GainPoint] {
    RankedOutcomes(scores: scores, outcomes: outcomes).gainCurve(points: 100)
      .map { GainPoint(contacted: $0.contacted, found: $0.found) }
  }

  private static func bins(scores: [Double], outcomes: [Bool], bins: Int = 8) -> [CalibrationBin] {
    Calibration.equalExpectedBins(probabilities: scores, outcomes: outcomes, count: bins)
      .map { .init(meanPredicted: $0.meanPredicted, count: $0.count, positives: $0.positives) }
  }

  private static func counts(scores: [Double], outcomes: [Bool]) -> [ScoreCount] {
    (0..<40).map { bin in
      let members = scores.indices.filter { min(39, Int(scores[$0] * 40)) == bin }
      return ScoreCount(
        lower: Double(bin) / 40,
        upper: Double(bin + 1) / 40,
        count: members.count,
        positives: members.count { outcomes[$0] }
      )
    }
  }

  private static func capacities(
    _ scores: [Double],
    _ outcomes: [Bool],
    _ sizes: [Int]
  ) -> [RiskReportInput.Capacity] {
    let ranked = zip(scores, outcomes).sorted { $0.0 > $1.0 }
    let positives = Double(outcomes.count { $0 })
    let rate = positives / Double(outcomes.count)
    return sizes.filter { $0 <= outcomes.count && positives > 0 }.map { size in
      let found = Double(ranked.prefix(size).count { $0.1 })
      func estimate(_ value: Double, spread: Double, most: Double) -> Estimate {
        Estimate(value, lower: value * (1 - spread), upper: min(most, value * (1 + spread)))
      }
      return .init(
        capacity: size,
        precision: estimate(found / Double(size), spread: 0.13, most: 1),
        recall: estimate(found / positives, spread: 0.12, most: 1),
        lift: estimate(found / Double(size) / rate, spread: 0.14, most: 1 / rate)
      )
    }
  }

  private static func coefficients(_ italian: Bool) -> [RiskReportInput.Coefficient] {
    let rows: [(String, String, String, Double, Double)] = [
      (
        "jobless_last", "senza lavoro nel mese prima", "jobless in the month before", 2.5669, 0.2941
      ),
      (
        "jobless_6", "mesi senza lavoro negli ultimi 6", "jobless months of the last 6", 0.3802,
        0.0667
      ),
      (
        "training_6", "mesi in formazione negli ultimi 6", "training months of the last 6", 0.1231,
        0.0402
      ),
      ("male", "maschio", "male", -0.2153, 0.1932),
      ("funemp", "padre disoccupato", "father unemployed", 0.5014, 0.2312),
      (
        "gcse5eq", "cinque o più esami superati (GCSE A-C)", "five or more GCSEs A-C", -0.7012,
        0.2603
      ),
      ("Grammar", "liceo (grammar school)", "grammar school", -0.4302, 0.3511),
      ("livboth", "vive con entrambi i genitori", "lives with both parents", -0.1022, 0.2011),
    ]
    let intercept = RiskReportInput.Coefficient(
      term: "(Intercept)",
      estimate: -3.60038553783,
      standardError: 0.3123,
      pValue: 1e-30,
      oddsRatioLower: 0.0148,
      oddsRatioUpper: 0.0504,
      isIntercept: true
    )
    return [intercept]
      + rows.map { term, it, en, estimate, error in
        .init(
          term: term,
          label: italian ? it : en,
          estimate: estimate,
          standardError: error,
          pValue: Double.erfc(abs(estimate / error) / .sqrt(2)),
          oddsRatioLower: .exp(estimate - 1.96 * error),
          oddsRatioUpper: .exp(estimate + 1.96 * error)
        )
      }
  }

  // MARK: Forecasts

  private static let titles = [
    "Totale annunci", "Addetti alle vendite", "Infermieri e ostetriche", "Sviluppatori di software",
    "Cuochi e personale di cucina", "Impiegati di contabilità e paghe",
    "Conducenti di mezzi pesanti",
    "Tecnici della manutenzione di impianti industriali e di macchinari", "Educatori",
  ]

  /// A series with a trend, a season and noise, and a made-up forecast whose bands widen.
  static func series(
    _ title: String,
    place: Int,
    history months: Int = 120,
    horizon: Int = 24,
    level: Double = 4000,
    growth: Double = 0.002
  ) -> ForecastSeries {
    let noise = normals(months + horizon, seed: UInt64(100 + place))
    var walk = 0.0
    let values = (0..<(months + horizon)).map { month -> Double in
      walk += noise[month] * 0.018
      let season = 0.09 * Double.sin(2 * .pi * Double(month % 12) / 12)
      return (level * .exp(growth * Double(month) + walk + season)).rounded()
    }
    let history = TimeSeries(
      id: "S\(place)",
      start: Month(year: 2016, month: 1),
      values: Array(values.prefix(months))
    )
    let median = (1...horizon).map { ahead in
      history.values[max(0, months - 12) + (ahead - 1) % min(12, months)]
        * .exp(growth * 12 * Double((ahead + 11) / 12))
    }
    func band(_ level: Double) -> ForecastBand {
      let z = Normal.standard.quantile((1 + level) / 2)
      let widths = (1...horizon).map { 0.022 * Double.sqrt(Double($0)) * z }
      return ForecastBand(
        level: level,
        lower: zip(median, widths).map { $0 * .exp(-$1) },
        upper: zip(median, widths).map { $0 * .exp($1) }
      )
    }
    return ForecastSeries(
      title: title,
      unit: "annunci al mese",
      history: history,
      mean: median.enumerated().map { $1 * .exp(0.0009 * Double($0 + 1)) },
      median: median,
      bands: [band(0.8), band(0.95)],
      actuals: place == 1 ? Array(values.suffix(horizon).prefix(9)) : [],
      model: "auto",
      status: place == 4 ? .fallback("serie troppo corta per il modello: 30 mesi su 36") : .regular
    )
  }

  static let backtest = BacktestTable(
    origins: 4,
    horizon: 12,
    seriesCount: 9,
    metrics: [
      .init(name: "MASE"), .init(name: "sMAPE"), .init(name: "RMSSE"), .init(name: "MSIS"),
    ],
    levels: [0.8, 0.95],
    models: [
      .init(name: "auto", values: [0.861, 13.72, 0.934, 6.81], coverage: [0.792, 0.941]),
      .init(name: "theta", values: [0.863, 13.89, 0.941, 7.02], coverage: [0.771, 0.929]),
      .init(name: "ets", values: [0.884, 14.31, 0.957, 7.23], coverage: [0.764, 0.921]),
      .init(
        name: "seasonal_naive",
        values: [1.146, 16.41, 1.201, 9.88],
        coverage: [0.823, 0.957]
      ),
    ]
  )

  static func forecast(_ language: Language = .italian) -> ForecastReportInput {
    let growths = [0.0012, -0.004, 0.005, 0.0035, -0.0015, -0.006, 0.0022, 0.0008, 0.001]
    let levels = [52_000.0, 6_100, 2_950, 3_400, 4_100, 2_200, 1_830, 940, 310]
    return ForecastReportInput(
      title: language == .italian
        ? "Annunci di lavoro: previsione a 24 mesi" : "Job advertisements: 24 months ahead",
      purpose: language == .italian
        ? "Quali professioni cercheranno le imprese, per programmare la formazione."
        : "Which occupations firms will look for, to plan training.",
      series: titles.enumerated().map { place, title in
        series(title, place: place, level: levels[place], growth: growths[place])
      },
      backtest: backtest,
      warnings: [],
      provenance: provenance(["vacancies.csv (SHA-256)"])
    )
  }

  // MARK: Pages that are hard to lay out

  /// Long names, many terms, infinite estimates, four capacities, large and negative numbers, no
  /// gaps between labels.
  static let difficult: [(name: String, html: String)] = [
    ("difficult-risk", RiskReportPage(input: difficultRisk).html),
    ("difficult-forecast", ForecastReportPage(input: difficultForecast).html),
    (
      "difficult-folds",
      ValidationReportPage(input: validation(folds: 24, rivals: 8), replicates: 1000).html
    ),
  ]

  private static var difficultRisk: RiskReportInput {
    let (scores, outcomes) = people(count: 9000, seed: 4)
    let long =
      "giorni di iscrizione al centro per l'impiego negli ultimi ventiquattro mesi, per municipio"
    let ratios: [(Double, Double, Double)] = [
      (.infinity, 3, .infinity), (-.infinity, 0, 0.4), (0.01, 0.9, 1.1), (12, 1e-7, 1e12),
      (.nan, .nan, .nan), (-7, 0.0001, 0.009), (0.4, 1.1, 2),
    ]
    return RiskReportInput(
      modelName:
        "Modello di rischio per i giovani fra i sedici e i ventinove anni residenti a Milano",
      training: .init(count: 1_250_000, positives: 61_000),
      evaluation: .init(count: 9000, positives: outcomes.count { $0 }),
      model: .init(
        calibrationSlope: Estimate(1.02, lower: 0.93, upper: 1.11),
        calibrationIntercept: Estimate(0.31, lower: 0.12, upper: 0.44),
        capacities: capacities(scores, outcomes, [90, 450, 900, 4500]),
        gain: gain(scores: scores, outcomes: outcomes)
      ),
      rule: .init(
        name: long,
        capacities: capacities(scores, outcomes, [90, 450, 900, 4500]),
        gain: gain(scores: scores.map { ($0 * 12).rounded() }, outcomes: outcomes)
      ),
      calibration: bins(scores: scores, outcomes: outcomes, bins: 12),
      scores: counts(scores: scores, outcomes: outcomes),
      coefficients: (0..<21).map { place in
        let (estimate, lower, upper) = ratios[place % ratios.count]
        return .init(
          term: "column_\(place)",
          label: place % 2 == 0 ? long : nil,
          estimate: estimate,
          standardError: 0.3,
          pValue: 0.04,
          oddsRatioLower: lower,
          oddsRatioUpper: upper,
          note: estimate.isInfinite ? "infinito: separazione" : nil
        )
      },
      provenance: provenance([])
    )
  }

  private static var difficultForecast: ForecastReportInput {
    func scaled(_ series: ForecastSeries, _ factor: Double, shift: Double = 0) -> ForecastSeries {
      func moved(_ values: [Double]) -> [Double] { values.map { $0 * factor + shift } }
      return ForecastSeries(
        title: "Specialisti della gestione e dello sviluppo del personale e dell'organizzazione",
        history: TimeSeries(
          id: series.history.id,
          start: series.history.start,
          values: moved(series.history.values)
        ),
        mean: moved(series.mean),
        median: moved(series.median),
        bands: series.bands.map {
          ForecastBand(level: $0.level, lower: moved($0.lower), upper: moved($0.upper))
        }
      )
    }
    return ForecastReportInput(
      title: "Previsione",
      series: [
        scaled(series("a", place: 1), 1e6), scaled(series("b", place: 2), 1e-3),
        scaled(series("c", place: 3), 1, shift: -4200), scaled(series("d", place: 5), 1e14),
        scaled(series("e", place: 6, history: 7, horizon: 6), 1),
        scaled(series("f", place: 7, history: 1, horizon: 3), 1),
        scaled(series("g", place: 8, history: 600, horizon: 24), 0),
        scaled(series("h", place: 9, history: 600, horizon: 120, growth: 0.01), 1),
      ],
      provenance: provenance([])
    )
  }

  // MARK: Real series

  /// Online job advertisements of New South Wales by occupation, with made-up bands; `nil` without
  /// the data.
  static let vacancies: (name: String, html: String)? = {
    let file = "vacancies/ivi_states.csv"
    guard Repository.hasSharedData(file), let folder = Repository.sharedData,
      let text = try? String(contentsOf: folder.appending(path: file), encoding: .utf8)
    else { return nil }  // the test that wants it says that it is skipped
    var series: [(title: String, values: [Double])] = []
    for line in text.split(whereSeparator: \.isNewline).dropFirst() where !line.contains("\"") {
      let fields = line.split(separator: ",")
      guard fields.count == 6, fields[0] == "NSW", fields[1] != "3", let value = Double(fields[5])
      else { continue }
      if series.last?.title != String(fields[3]) { series.append((String(fields[3]), [])) }
      series[series.count - 1].values.append(value)
    }
    let input = ForecastReportInput(
      title: "Online job advertisements, New South Wales",
      series: series.prefix(18).map { title, values in
        let known = Array(values.dropLast(12))
        let last = known.last ?? 0
        let trend = (last / known[known.count - 13]).squareRoot().squareRoot()
        let median = (1...24).map { last * .pow(trend, Double($0) / 12) }
        func band(_ level: Double, _ z: Double) -> ForecastBand {
          let widths = (1...24).map { 0.05 * Double.sqrt(Double($0)) * z }
          return ForecastBand(
            level: level,
            lower: zip(median, widths).map { $0 * .exp(-$1) },
            upper: zip(median, widths).map { $0 * .exp($1) }
          )
        }
        return ForecastSeries(
          title: title,
          unit: "advertisements",
          history: TimeSeries(id: title, start: Month(year: 2006, month: 1), values: known),
          mean: median.enumerated().map { $1 * .exp(0.00125 * Double($0 + 1)) },
          median: median,
          bands: [band(0.8, 1.2816), band(0.95, 1.96)],
          actuals: Array(values.suffix(12))
        )
      },
      provenance: provenance(["ivi_states.csv (SHA-256)"])
    )
    return ("vacancies", ForecastReportPage(input: input, language: .english).html)
  }()
}
