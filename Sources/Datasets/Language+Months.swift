extension Language {
  /// A month as `marzo 2024`.
  package func month(_ month: Month) -> String { "\(monthName(month.month)) \(month.year)" }

  /// A month as `mar 2024`.
  package func shortMonth(_ month: Month) -> String {
    "\(shortMonthName(month.month)) \(month.year)"
  }

  /// Name of a month of the year, 1 to 12, in three letters.
  package func shortMonthName(_ month: Int) -> String {
    switch self {
    case .italian:
      ["gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"][
        month - 1
      ]
    case .english:
      ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][
        month - 1
      ]
    }
  }

  /// Name of a month of the year, 1 to 12, in full.
  package func monthName(_ month: Int) -> String {
    switch self {
    case .italian:
      [
        "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto",
        "settembre", "ottobre", "novembre", "dicembre",
      ][month - 1]
    case .english:
      [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
      ][month - 1]
    }
  }
}
