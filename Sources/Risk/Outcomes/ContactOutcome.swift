/// What calling somebody brought, as outreach teams write it.
package enum ContactOutcome: String, CaseIterable, Codable, Sendable {
  /// Nobody answered.
  case noAnswer = "non_risponde"
  /// The number is another person's, or nobody's.
  case wrongNumber = "numero_errato"
  /// The person asked to be called at another time.
  case callBack = "richiamare"
  /// The person does not want the offer.
  case refused = "rifiuta"
  /// The person wants the offer.
  case available = "disponibile"
  /// The person has taken up the offer.
  case takenInCharge = "preso_in_carico"
  /// The person has work already.
  case employed = "gia_occupato"
  /// The person does not want to be contacted any more.
  case doNotContact = "non_contattare"

  /// What is known of the person's answer.
  package var answer: ContactAnswer {
    switch self {
    case .noAnswer, .wrongNumber, .callBack: .unknown
    case .available, .takenInCharge: .positive
    case .refused, .employed, .doNotContact: .negative
    }
  }

  /// An outcome from what a person typed: capitals, accents, spaces and hyphens do not matter.
  package init?(typed text: String) {
    var name = ""
    for character in text.lowercased() {
      switch character {
      case "à": name.append("a")
      case " ", "-", "_", "\u{A0}": if name.last.map({ $0 != "_" }) ?? false { name.append("_") }
      case "'", "’": continue
      default: name.append(character)
      }
    }
    while name.last == "_" { name.removeLast() }
    self.init(rawValue: name)
  }
}

/// What is known of somebody's answer to an offer.
package enum ContactAnswer: Int, CaseIterable, Codable, Sendable {
  /// Nobody has called yet.
  case notCalled
  /// Somebody has called and no answer is known, which is never counted as a no.
  case unknown
  /// No.
  case negative
  /// Yes.
  case positive

  /// True for a yes or a no.
  package var isKnown: Bool { self == .negative || self == .positive }
}
