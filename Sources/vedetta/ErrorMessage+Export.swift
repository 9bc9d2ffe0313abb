internal import Workflows

extension ErrorMessage {
  /// Why a model was not exported.
  static func words(for refusal: RiskExportRefusal) -> String {
    switch refusal {
    case .infiniteCoefficient(let term):
      "the coefficient of \"\(term)\" is infinite, so there is no formula; train again with it "
        + "left out or its levels merged."
    case .unwritableText(let format):
      "the name of a column or level has a control character, which \(format) cannot hold; rename "
        + "it and train again."
    case .reservedColumn(let name):
      "the model's id or date column is named \"\(name)\", as the column of results; rename it and "
        + "train again."
    case .invalidTable:
      "the name of the table is not right; write it as people, schema.people or \"a.b\".people."
    case .calibration(let method, let format):
      "\(format) cannot carry the model's calibration (\(method)); export it as sql."
    }
  }
}
