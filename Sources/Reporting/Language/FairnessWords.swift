internal import Datasets

/// The words of the page on fairness in one language.
struct FairnessWords {
  let kind: String
  let outcome: String
  let evaluation: String
  let population: String
  let unknown: String
  let keeps: String
  let noLimits: String
  let gap: String
  let missedTitle: String
  let missedIntro: String
  let missedCaption: String
  let treatmentTitle: String
  let treatmentIntro: String
  let treatmentCaption: String
  let changeTitle: String
  let changeIntro: String
  let changeCaption: String
  let smallNote: String
  let hiddenNote: String
  let group: String
  let people: String
  let recall: String
  let ratio: String
  let difference: String
  let baseRate: String
  let selectionRate: String
  let selectionToBaseRate: String
  let precision: String
  let falsePositiveRate: String
  let observedToExpected: String
  let reference: String
  let method: [String]

  /// The words in a language.
  static func words(_ language: Language) -> FairnessWords {
    switch language {
    case .italian: italian
    case .english: english
    }
  }

  private static let italian = FairnessWords(
    kind: "Verifica di equità",
    outcome: "Esito previsto",
    evaluation: "Verificato su",
    population: "{count} casi, {positives} con l'esito",
    unknown: "; {count} con esito ignoto, lasciati fuori",
    keeps: "Nessun limite dichiarato è superato.",
    noLimits: "La specifica non dichiara limiti: le differenze sono da leggere, non da promuovere.",
    gap:
      "Con {capacity} contatti ({score}) la quota di persone con l'esito raggiunta dalla lista è "
      + "{recall} nel gruppo «{group}» e {reference} in quello di riferimento.",
    missedTitle: "Chi resta fuori",
    missedIntro:
      "Quota delle persone con l'esito che la lista raggiunge, per gruppo, e quanto vale rispetto al "
      + "gruppo di riferimento. La lista serve a invitare: chi ne resta fuori perde un aiuto.",
    missedCaption: "Copertura con {capacity} contatti: {score}",
    treatmentTitle: "Chi è chiamato, e con quale ragione",
    treatmentIntro:
      "Quota di persone in lista accanto alla quota con l'esito; precisione; persone chiamate "
      + "senza bisogno; esiti osservati per ogni esito atteso (1 è l'ideale).",
    treatmentCaption: "Selezione ed errori con {capacity} contatti: {score}",
    changeTitle: "Che cosa cambia senza le colonne sensibili",
    changeIntro:
      "Punti percentuali in più o in meno quando il modello è stimato senza le colonne sensibili; gli "
      + "intervalli confrontano i due modelli sulle stesse persone.",
    changeCaption: "Senza meno con, {capacity} contatti",
    smallNote:
      "* meno di {count} casi dietro una misura, nel gruppo o nel riferimento: non si giudica.",
    hiddenNote:
      "Dove si parlerebbe di meno di cinque persone, da sé o per differenza dagli altri, il valore non "
      + "è mostrato; dove non c'è nulla da dividere non esiste.",
    group: "Gruppo",
    people: "Casi",
    recall: "Copertura",
    ratio: "Rapporto",
    difference: "Differenza",
    baseRate: "Con l'esito",
    selectionRate: "In lista",
    selectionToBaseRate: "In lista per ogni esito",
    precision: "Precisione",
    falsePositiveRate: "Chiamati senza bisogno",
    observedToExpected: "Osservati su attesi",
    reference: "riferimento",
    method: [
      "Gli intervalli sono al 95% e vengono da un ricampionamento delle persone; in ogni replica la "
        + "lista è rifatta con la stessa capacità.",
      "Un limite su un rapporto vale nei due versi: con 0,8 il rapporto deve stare tra 0,8 e 1,25, "
        + "perché può essere il gruppo di riferimento a restare fuori.",
    ]
  )

  private static let english = FairnessWords(
    kind: "Fairness audit",
    outcome: "Predicted outcome",
    evaluation: "Audited on",
    population: "{count} cases, {positives} with the outcome",
    unknown: "; {count} of unknown outcome left out",
    keeps: "No declared limit is broken.",
    noLimits: "The specification declares no limit: the differences are there to be read.",
    gap:
      "With {capacity} contacts ({score}) the list reaches {recall} of the people with the outcome "
      + "in the group “{group}” and {reference} in the reference group.",
    missedTitle: "Who is missed",
    missedIntro:
      "Share of the people with the outcome that the list reaches, by group, beside the reference "
      + "group. The list is there to invite: whoever is missed loses help.",
    missedCaption: "Recall with {capacity} contacts: {score}",
    treatmentTitle: "Who is called, and with what reason",
    treatmentIntro:
      "Share of people on the list beside the share with the outcome; precision; people called "
      + "without need; outcomes observed for each one expected (1 is ideal).",
    treatmentCaption: "Selection and errors with {capacity} contacts: {score}",
    changeTitle: "What changes without the sensitive columns",
    changeIntro:
      "Percentage points more or less when the model is fitted without its sensitive columns; the "
      + "intervals compare both models on the same people.",
    changeCaption: "Without minus with, {capacity} contacts",
    smallNote:
      "* fewer than {count} cases behind a measure, in the group or the reference: not judged.",
    hiddenNote:
      "A value that would tell of fewer than five people, by itself or by subtraction, is not shown; "
      + "there is none where nothing can be divided by.",
    group: "Group",
    people: "Cases",
    recall: "Recall",
    ratio: "Ratio",
    difference: "Difference",
    baseRate: "With the outcome",
    selectionRate: "On the list",
    selectionToBaseRate: "On the list for each outcome",
    precision: "Precision",
    falsePositiveRate: "Called without need",
    observedToExpected: "Observed to expected",
    reference: "reference",
    method: [
      "Intervals are at 95% from a bootstrap of persons; in each replicate the list is drawn up anew "
        + "at the same capacity.",
      "A limit on a ratio holds both ways: with 0.8 the ratio must be from 0.8 to 1.25, for it can "
        + "be the reference group that is missed.",
    ]
  )
}
