internal import ArgumentParser
internal import Datasets
internal import Workflows

/// The columns of a hierarchy, where the series of a table add up.
struct HierarchyOptions: ParsableArguments {
  @Option(
    help: """
      Columns of a hierarchy in place of --id, as state/region,occupation: / nests, a comma \
      crosses. Rows with <all> are checked against the sums.
      """,
    transform: Self.formula
  )
  var hierarchy: HierarchyFormula?

  @Option(
    help: "A value of a column that names an aggregate as <all> does, as state=AUST; repeatable.",
    transform: Self.aggregate
  )
  var aggregate: [RowFilter] = []

  @Option(
    help: "How the distributions of its coherent forecasts are made: \(SampleChoice.names)."
  )
  var samples: SampleChoice?

  /// The selection of a table's series, by the hierarchy where there is one.
  func selection(_ panel: PanelOptions) -> PanelSelection {
    var selection = panel.selection
    selection.hierarchy = hierarchy
    selection.aggregates = aggregate
    return selection
  }

  /// Refuses two names for the series, and a way to add up without hierarchy.
  func check(_ panel: PanelOptions, isReconciled: Bool) throws {
    guard hierarchy == nil || panel.id == nil else {
      throw ValidationError("--id and --hierarchy both name the series; give one of them.")
    }
    guard hierarchy != nil || !isReconciled else {
      throw ValidationError("--reconcile makes the series of a --hierarchy add up; give it too.")
    }
    guard hierarchy != nil || aggregate.isEmpty else {
      throw ValidationError("--aggregate names aggregates of a --hierarchy; give it too.")
    }
    for named in aggregate where hierarchy?.columns.contains(named.column) == false {
      throw ValidationError("--aggregate \(named.column): no column of the --hierarchy.")
    }
    guard hierarchy != nil || samples == nil else {
      throw ValidationError("--samples is for the series of a --hierarchy; give it too.")
    }
  }

  private static func aggregate(_ text: String) throws -> RowFilter {
    guard let aggregate = RowFilter(text) else {
      throw ValidationError("\(text) is not of the form column=value.")
    }
    return aggregate
  }

  private static func formula(_ text: String) throws -> HierarchyFormula {
    guard let formula = HierarchyFormula(text) else {
      throw ValidationError(
        "\"\(text)\" is not a hierarchy; write columns as state/region,occupation, each once."
      )
    }
    return formula
  }
}
