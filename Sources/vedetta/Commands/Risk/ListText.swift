internal import Workflows

/// The result of `risk list` in words.
struct ListText {
  let text: String

  init(_ result: RiskListResult) {
    var parts: [String] = []
    if !result.waterfall.isEmpty {
      let steps = result.waterfall.map { step in
        [step.name, "\(step.removed)", "\(step.remaining)", "\(step.removedFromTop)"]
      }
      let table = TextTable(
        header: ["filter", "left out", "remaining", "of the top \(result.capacity)"],
        rows: [["", "", "\(result.people)", ""]] + steps
      )
      parts.append(table.text)
    }
    if !result.groups.isEmpty {
      let table = TextTable(
        header: ["group", "candidates", "places"],
        rows: result.groups.map { group in
          [group.name ?? "(empty)", "\(group.candidates)", "\(group.places)"]
        }
      )
      parts.append(table.text + "\nQuotas moved \(counted(result.movedByQuotas, "place")).")
    }
    let kept = result.keptPlaces == 0 ? "" : " \(result.keptPlaces) places kept."
    let contacts =
      switch result.contactsWithoutPerson {
      case nil, 0: ""
      case let count?: "\nContacts without a person in the data: \(count)."
      }
    parts.append(
      """
      \(result.list): \(result.places) of \(result.candidates) people, \
      \(result.equalsLeftOut) left out at the same score as the last place.\(kept)
      \(result.alsoOnLast.map { "\($0.people) of them are on \($0.list) too.\n" } ?? "")\
      Purpose: \(result.purpose). Expires \(result.expires).\(contacts)
      Written: \(result.files.map { "\(result.output)/\($0)" }.joined(separator: ", "))
      """
    )
    text = parts.joined(separator: "\n\n")
  }
}
