internal import Statistics

extension ExportFormat {
  /// PMML 4.4, the Data Mining Group's exchange format.
  package static let pmml = ExportFormat(
    name: "pmml",
    summary: "PMML 4.4, a RegressionModel for scoring engines",
    isQuery: false
  ) { model, options throws(ExportProblem) in
    try PMMLExport(model, options).document
  }
}

/// A model as a PMML document: a `RegressionModel` of two classes with `normalizationMethod`
/// `logit`, which scoring engines read best.
///
/// Numbers and categories are `NumericPredictor` and `CategoricalPredictor` of the fields
/// themselves; what is neither (indicators, splines, interactions) is a derived field. What happens
/// to empty cells and unseen levels stands in the mining schema. A calibration by lines on the logit
/// scale enters the coefficients, without moving probabilities inside by 1e-15 first; others are
/// refused.
struct PMMLExport {
  private let model: RiskModel
  private let formula: ScoringFormula
  private let digest: String
  private let fields: PMMLFields
  /// From the linear predictor to the one that is calibrated.
  private var scale = (intercept: 0.0, slope: 1.0)

  /// Works out the fields.
  ///
  /// - Throws: `infiniteCoefficient`, `calibration`, `unwritableText`.
  init(_ model: RiskModel, _ options: ExportOptions) throws(ExportProblem) {
    for stage in model.calibration?.map.stages ?? [] {
      guard let curve = stage.curve as? LogisticCurve else {
        throw .calibration(method: stage.method)
      }
      scale = (curve.intercept + curve.slope * scale.intercept, curve.slope * scale.slope)
    }
    self.model = model
    formula = try ScoringFormula(model)
    digest = options.digest
    fields = PMMLFields(formula)
    let texts =
      [model.specification.name, target.name, target.event] + formula.numbers.map(\.column)
      + formula.categories.flatMap { [$0.column] + $0.levels + $0.pooled }
    guard texts.allSatisfy(XMLElement.canHold) else { throw .unwritableText }
  }

  /// The document.
  var document: String {
    let application = XMLElement("Application", [("name", "vedetta")])
    let description =
      "Risk score \(model.specification.name), from a model.json of SHA-256 \(digest)"
    return XMLElement(
      "PMML",
      [("version", "4.4"), ("xmlns", "http://www.dmg.org/PMML-4_4")],
      children: [
        XMLElement("Header", [("description", description)], children: [application]),
        dictionary,
        regression,
      ]
    ).document
  }

  /// The target's field: its name, the event's value and another one, which stands first in the
  /// dictionary: scikit-learn's reader takes the second class for the event.
  private var target: (name: String, event: String, other: String) {
    let (name, event) =
      switch model.specification.target {
      case .binary(let column, let positive): (column, positive)
      case .grouped(let successes, _): (successes, "event")
      }
    return (fields.unused(name), event, event == "(other)" ? "(none)" : "(other)")
  }

  private var dictionary: XMLElement {
    let numbers = fields.numberColumns.map { column in
      XMLElement(
        "DataField",
        [("name", column), ("optype", "continuous"), ("dataType", "double")],
        children: [
          XMLElement(
            "Interval",
            [("closure", "closedClosed"), ("leftMargin", "-1e100"), ("rightMargin", "1e100")]
          )
        ]
      )
    }
    let categories = formula.categories.map {
      Self.categoricalField($0.column, $0.texts.map(\.text))
    }
    let all =
      numbers + categories
      + [Self.categoricalField(target.name, [target.other, target.event])]
    return XMLElement("DataDictionary", [("numberOfFields", "\(all.count)")], children: all)
  }

  private static func categoricalField(_ name: String, _ values: [String]) -> XMLElement {
    XMLElement(
      "DataField",
      [("name", name), ("optype", "categorical"), ("dataType", "string")],
      children: values.map { XMLElement("Value", [("value", $0)]) }
    )
  }

  private var regression: XMLElement {
    let event = XMLElement(
      "RegressionTable",
      [
        ("intercept", "\(scale.intercept + scale.slope * formula.intercept)"),
        ("targetCategory", target.event),
      ],
      children: fields.predictors(formula, times: scale.slope)
    )
    let other = XMLElement(
      "RegressionTable",
      [("intercept", "0"), ("targetCategory", target.other)]
    )
    let derived = fields.derived(formula)
    return XMLElement(
      "RegressionModel",
      [
        ("modelName", model.specification.name), ("functionName", "classification"),
        ("normalizationMethod", "logit"),
      ],
      children: [schema, output]
        + (derived.isEmpty ? [] : [XMLElement("LocalTransformations", children: derived)])
        + [event, other]
    )
  }

  private var output: XMLElement {
    XMLElement(
      "Output",
      children: [
        XMLElement(
          "OutputField",
          [
            ("name", fields.unused("probability")), ("optype", "continuous"),
            ("dataType", "double"), ("feature", "probability"), ("value", target.event),
          ]
        )
      ]
    )
  }

  private var schema: XMLElement {
    let numbers = formula.numbers.map { input in
      let missing: [(String, String)] =
        if let fill = input.fill {
          // With an indicator a derived field has to see that the cell is empty.
          input.hasIndicator
            ? [] : [("missingValueReplacement", "\(fill)"), ("missingValueTreatment", "asMean")]
        } else {
          [("missingValueTreatment", "returnInvalid")]
        }
      return XMLElement(
        "MiningField",
        [
          ("name", input.column), ("usageType", "active"),
          ("invalidValueTreatment", "returnInvalid"),
        ]
          + missing
      )
    }
    let offset = formula.offset.map { column in
      XMLElement(
        "MiningField",
        [
          ("name", column), ("usageType", "active"), ("invalidValueTreatment", "returnInvalid"),
          ("missingValueTreatment", "returnInvalid"),
        ]
      )
    }
    let isOffsetNew = formula.offset.map { column in
      !formula.numbers.contains { $0.column == column }
    }
    let categories = formula.categories.map { input in
      let unseen =
        input.unseenLevel.map {
          [("invalidValueTreatment", "asValue"), ("invalidValueReplacement", $0)]
        } ?? [("invalidValueTreatment", "returnInvalid")]
      let missing =
        input.missingLevel.map {
          [("missingValueReplacement", $0), ("missingValueTreatment", "asValue")]
        } ?? [("missingValueTreatment", "returnInvalid")]
      return XMLElement(
        "MiningField",
        [("name", input.column), ("usageType", "active")] + unseen + missing
      )
    }
    let target = XMLElement("MiningField", [("name", target.name), ("usageType", "target")])
    let offsets = isOffsetNew == true ? [offset].compactMap(\.self) : []
    return XMLElement("MiningSchema", children: numbers + offsets + categories + [target])
  }
}
