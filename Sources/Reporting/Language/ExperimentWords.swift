internal import Datasets

/// The words of the page on an experiment in one language.
struct ExperimentWords {
  let kind: String
  let people: String
  let known: String
  let population: String
  let fell: String
  let rose: String
  let chance: String
  let highest: String
  let differ: String
  let effectTitle: String
  let effectIntro: String
  let overallCaption: String
  let bandCaption: String
  let columnCaption: String
  let who: String
  let treated: String
  let controls: String
  let withOutcome: String
  let effect: String
  let standardError: String
  let upliftTitle: String
  let upliftIntro: String
  let upliftSummary: String
  let upliftVertical: String
  let upliftHorizontal: String
  let hiddenNote: String
  let method: [String]

  /// The words in a language.
  static func words(_ language: Language) -> ExperimentWords {
    switch language {
    case .italian: italian
    case .english: english
    }
  }

  private static let italian = ExperimentWords(
    kind: "Esperimento",
    people: "Persone",
    known: "; di {count} si conosce l'esito",
    population: "{count} nei due gruppi",
    fell:
      "La quota con l'esito è più bassa di {points} punti tra chi è stato trattato ({interval}).",
    rose:
      "La quota con l'esito è più alta di {points} punti tra chi è stato trattato ({interval}).",
    chance: "L'intervallo comprende lo zero: la differenza può essere dovuta al caso.",
    highest:
      "Nella fascia di rischio più alta la differenza è {high} punti, nella più bassa {low} punti.",
    differ:
      "Con lo stesso effetto in tutte le fasce, differenze come queste si vedrebbero per caso con "
      + "probabilità {p}.",
    effectTitle: "Effetto",
    effectIntro:
      "Quota con l'esito tra i trattati meno quota tra i non trattati, in punti percentuali; "
      + "l'intervallo è al {level}. Sotto lo zero: meno esiti tra i trattati.",
    overallCaption: "Tutte le persone",
    bandCaption: "Per fascia di rischio, dalla più bassa",
    columnCaption: "Per {column}",
    who: "Persone",
    treated: "Trattati",
    controls: "Non trattati",
    withOutcome: "con l'esito",
    effect: "Effetto, punti",
    standardError: "Errore standard",
    upliftTitle: "Chi trattare per primo",
    upliftIntro:
      "Variazione della quota con l'esito su tutte le persone se si tratta solo una parte di loro, "
      + "quelle a rischio più alto per prime. La linea punteggiata è la scelta a caso.",
    upliftSummary:
      "Variazione della quota con l'esito su tutte le persone, per quota di persone trattate a "
      + "partire dal rischio più alto, accanto alla scelta a caso.",
    upliftVertical: "variazione su tutte le persone, punti",
    upliftHorizontal: "persone trattate, dal rischio più alto",
    hiddenNote:
      "Dove si parlerebbe di meno di cinque persone, o un gruppo manca, il valore non è mostrato.",
    method: [
      "La differenza tra i gruppi è l'effetto solo se chi è trattato è stato scelto a caso. Gli esiti "
        + "ignoti restano fuori e non sono mai presi per insuccessi: se mancano più in un gruppo che "
        + "nell'altro, la differenza può venire anche da lì.",
      "Errori standard di Neyman, intervalli di Newcombe; la banda della curva è al 95% e viene da "
        + "un ricampionamento delle persone.",
    ]
  )

  private static let english = ExperimentWords(
    kind: "Experiment",
    people: "People",
    known: "; the outcome of {count} is known",
    population: "{count} in both arms",
    fell: "The share with the outcome is {points} points lower among the treated ({interval}).",
    rose: "The share with the outcome is {points} points higher among the treated ({interval}).",
    chance: "The interval holds zero: the difference can be chance.",
    highest:
      "In the band of the highest risk the difference is {high} points, in the lowest {low} points.",
    differ:
      "With the same effect in all bands, differences like these would arise by chance with "
      + "probability {p}.",
    effectTitle: "Effect",
    effectIntro:
      "Share with the outcome of the treated minus that of the controls, in percentage points; the "
      + "interval is at {level}. Below zero: fewer outcomes among the treated.",
    overallCaption: "All people",
    bandCaption: "By band of risk, the lowest first",
    columnCaption: "By {column}",
    who: "People",
    treated: "Treated",
    controls: "Controls",
    withOutcome: "with the outcome",
    effect: "Effect, points",
    standardError: "Standard error",
    upliftTitle: "Whom to treat first",
    upliftIntro:
      "Change of the share with the outcome over all people if only some of them are treated, those "
      + "of the highest risk first. The dotted line is choosing at random.",
    upliftSummary:
      "Change of the share with the outcome over all people by share of people treated, the highest "
      + "risk first, beside choosing at random.",
    upliftVertical: "change over all people, points",
    upliftHorizontal: "people treated, highest risk first",
    hiddenNote:
      "Where it would tell of fewer than five people, or an arm is missing, a value is not shown.",
    method: [
      "The difference of the arms is the effect only where the treated were drawn at random. Unknown "
        + "outcomes are left out and never taken for failures: where more are missing in one arm than "
        + "in the other, the difference can come from that too.",
      "Neyman's standard errors, Newcombe's intervals; the band of the curve is at 95% from a "
        + "bootstrap of people.",
    ]
  )
}
