internal import ArgumentParser
internal import Workflows

extension ListArgument<AuditCapacity> {
  /// Whole numbers and percentages, as `36,10%`.
  static func capacities(_ text: String) throws -> ListArgument {
    let values = try text.split(separator: ",").map { part -> AuditCapacity in
      if part.hasSuffix("%"), let share = Double(part.dropLast()), share > 0, share <= 100 {
        return .share(share / 100)
      }
      guard let count = Int(part), count > 0 else {
        throw ValidationError("\"\(part)\" is neither a whole number above 0 nor a share as 10%.")
      }
      return .count(count)
    }
    guard !values.isEmpty else { throw ValidationError("the list is empty.") }
    return ListArgument(values: values)
  }
}

extension ListArgument<String> {
  /// Names of columns.
  static func names(_ text: String) throws -> ListArgument {
    let values = text.split(separator: ",").map(String.init)
    guard !values.isEmpty else { throw ValidationError("the list is empty.") }
    return ListArgument(values: values)
  }
}

extension ListArgument<RowCondition> {
  /// Columns and their values, as `arm=1,year=2`.
  static func conditions(_ text: String) throws -> ListArgument {
    let values = try text.split(separator: ",").map { part in
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else {
        throw ValidationError("\"\(part)\" is not a column and its value; write it as arm=1.")
      }
      return RowCondition(column: String(sides[0]), value: String(sides[1]))
    }
    guard !values.isEmpty else { throw ValidationError("the list is empty.") }
    return ListArgument(values: values)
  }
}

extension ListArgument<RiskAuditRequest.Limit> {
  /// Limits by name, as `recall_ratio=0.8`.
  static func limits(_ text: String) throws -> ListArgument {
    let values = try ListArgument<RowCondition>.conditions(text).values.map { part in
      guard RiskAuditRequest.limitNames.contains(part.column) else {
        throw ValidationError(
          "there is no limit \"\(part.column)\"; there are "
            + RiskAuditRequest.limitNames.joined(separator: ", ") + "."
        )
      }
      guard let value = Double(part.value), value >= 0, value <= 1,
        value > 0 || !part.column.hasSuffix("_ratio")
      else {
        throw ValidationError(
          "\"\(part.value)\" is no limit; a ratio is above 0 and at most 1, a difference from 0 to 1."
        )
      }
      return RiskAuditRequest.Limit(name: part.column, value: value)
    }
    return ListArgument(values: values)
  }
}

extension ListArgument<RiskTrainRequest.Allowance> {
  /// Names of what is accepted, as `aliasing,separation`.
  static func allowances(_ text: String) throws -> ListArgument {
    ListArgument(
      values: try text.split(separator: ",").map { name in
        guard let allowance = RiskTrainRequest.Allowance(rawValue: String(name)) else {
          let known = RiskTrainRequest.Allowance.allCases.map(\.rawValue).joined(separator: ", ")
          throw ValidationError("--allow does not know \"\(name)\"; it knows \(known).")
        }
        return allowance
      }
    )
  }
}

extension DefinedColumn {
  /// A new column and what must hold in it, as `neet:work=0,training=0`.
  static func argument(_ text: String) throws -> DefinedColumn {
    let sides = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard sides.count == 2 else {
      throw ValidationError("\"\(text)\" defines no column; write it as neet:work=0,training=0.")
    }
    return DefinedColumn(
      name: sides[0],
      conditions: try ListArgument<RowCondition>.conditions(sides[1]).values
    )
  }
}
