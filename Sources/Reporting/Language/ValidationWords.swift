internal import Datasets

/// The words on the comparison of a model with its rivals, in one language.
struct ValidationWords {
  let kind: String
  let outcome: String
  let scheme: String
  let fold: String
  let trainedOn: String
  let otherFolds: String
  let trainingRows: String
  let trainingPositives: String
  let testRows: String
  let testPositives: String
  let drift: String
  let foldCaption: String
  let foldTitle: String
  let foldIntro: String
  let pictureTitle: String
  let pictureSummary: String
  let pictureTraining: String
  let pictureTest: String
  let chartTitle: String
  let chartSummary: String
  let chartIntro: String
  let chartHorizontal: String
  let measureTitle: String
  let measureIntro: String
  let measureCaption: String
  let listTitle: String
  let listIntro: String
  let listCaption: String
  let net: String
  let overlap: String
  let differenceTitle: String
  let differenceIntro: String
  let differenceCaption: String
  let rival: String
  let foundAt: String
  let calibrationTitle: String
  let calibrationIntro: String
  let regretTitle: String
  let regretIntro: String
  let regretCaption: String
  let regretMean: String
  let regretWorst: String
  let regretFound: String
  let regretFoundWorst: String
  let areas: String
  let noWin: String
  let winArea: String
  let winFound: String
  let difference: String
  let withinChance: String
  let beyondChance: String
  let method: [String]

  /// The words in a language.
  static func words(_ language: Language) -> ValidationWords {
    switch language {
    case .italian: italian
    case .english: english
    }
  }

  private static let italian = ValidationWords(
    kind: "Prova del modello su più insiemi di righe",
    outcome: "Esito previsto",
    scheme: "Come sono divise le righe",
    fold: "Prova",
    trainedOn: "Stimato su",
    otherFolds: "tutte le altre",
    trainingRows: "Righe di stima",
    trainingPositives: "con l'esito",
    testRows: "Righe di prova",
    testPositives: "con l'esito",
    drift: "cambiato rispetto alla stima",
    foldCaption: "Su che cosa si stima e su che cosa si prova",
    foldTitle: "Le prove",
    foldIntro:
      "Ogni prova giudica un modello stimato senza le righe su cui è giudicato, accanto ai rivali più "
      + "semplici, stimati sulle stesse righe.",
    pictureTitle: "Date di stima e di prova",
    pictureSummary:
      "Una riga per prova: in chiaro le date su cui il modello è stimato, in scuro quella di prova.",
    pictureTraining: "stima",
    pictureTest: "prova",
    chartTitle: "AUC del modello e dei rivali, prova per prova",
    chartSummary:
      "Area sotto la curva ROC con il suo intervallo, per ogni prova: il modello in cima, i rivali "
      + "sotto.",
    chartIntro:
      "AUC: la probabilità che una persona con l'esito stia più in alto di una senza. Le barre sono "
      + "gli intervalli al {level}; 0,5 è il caso.",
    chartHorizontal: "AUC",
    measureTitle: "Misure di ogni prova",
    measureIntro: "Tra parentesi gli intervalli al {level}.",
    measureCaption: "Discriminazione, probabilità e calibrazione",
    listTitle: "Che cosa trova una lista",
    listIntro:
      "I primi della graduatoria, quanti se ne possono contattare. «In più del caso»: persone con "
      + "l'esito oltre quelle di una lista tirata a sorte. «In comune»: parte della lista che sta anche "
      + "in quella del modello.",
    listCaption: "Una lista di {capacity}",
    net: "In più del caso",
    overlap: "In comune",
    differenceTitle: "Il modello meno i rivali",
    differenceIntro:
      "Differenze con l'intervallo al {level}, ricampionando le stesse persone per tutti. Sopra lo zero "
      + "vince il modello; per il Brier, sotto lo zero.",
    differenceCaption: "Modello meno rivale",
    rival: "Rivale",
    foundAt: "Trovati su {capacity}",
    calibrationTitle: "Calibrazione, prova per prova",
    calibrationIntro:
      "Quota osservata accanto alla probabilità prevista, a gruppi di uguale numero di esiti attesi; le "
      + "barre sono intervalli al {level}.",
    regretTitle: "Quanto costa scegliere",
    regretIntro:
      "Rimpianto: il migliore di ogni prova meno ciascun metodo. Chi ha il più piccolo si può tenere "
      + "senza sapere prima chi vincerà.",
    regretCaption: "Rimpianto su tutte le prove",
    regretMean: "AUC, media",
    regretWorst: "AUC, peggiore",
    regretFound: "Non trovati su {capacity}, in tutto",
    regretFoundWorst: "Non trovati su {capacity}, al peggio",
    areas:
      "In {folds} prove l'AUC del modello va da {lowest} a {highest}, in media {mean}.",
    noWin: "In nessuna prova un rivale fa meglio del modello.",
    winArea: "«{rival}» ordina meglio del modello: AUC {value} contro {model}",
    winFound: "«{rival}» trova più persone con {capacity} contatti: {value} contro {model}",
    difference: "; modello meno rivale {difference}",
    withinChance: ", intervallo {interval}: può essere il caso.",
    beyondChance: ", intervallo {interval}: oltre il caso.",
    method: [
      "Gli intervalli vengono da un ricampionamento delle persone della prova ({replicates} repliche), "
        + "con il modello fermo: non dicono quanto cambierebbe stimandolo su altre persone.",
      "I rivali vedono solo le righe di stima della prova: il tasso di base, la quota di ogni area, la "
        + "regola su una colonna, la tabella a punti della specifica.",
    ]
  )

  private static let english = ValidationWords(
    kind: "Test of the model on several sets of rows",
    outcome: "Predicted outcome",
    scheme: "How rows are parted",
    fold: "Fold",
    trainedOn: "Trained on",
    otherFolds: "all the others",
    trainingRows: "Training rows",
    trainingPositives: "with the outcome",
    testRows: "Test rows",
    testPositives: "with the outcome",
    drift: "moved since training",
    foldCaption: "What is learned from and what is judged on",
    foldTitle: "The folds",
    foldIntro:
      "Each fold judges a model fitted without the rows it is judged on, beside the simplest rivals, "
      + "which learn from the same rows.",
    pictureTitle: "Dates of training and test",
    pictureSummary:
      "One row a fold: pale the dates that the model is fitted on, dark the one it is judged on.",
    pictureTraining: "training",
    pictureTest: "test",
    chartTitle: "AUC of the model and its rivals, fold by fold",
    chartSummary:
      "Area under the ROC curve with its interval on each fold: the model on top, the rivals below.",
    chartIntro:
      "AUC: the probability that a person with the outcome ranks above one without. The bars are "
      + "intervals at {level}; 0.5 is chance.",
    chartHorizontal: "AUC",
    measureTitle: "Measures of each fold",
    measureIntro: "Intervals at {level} in brackets.",
    measureCaption: "Discrimination, probabilities and calibration",
    listTitle: "What a list finds",
    listIntro:
      "The first of the ranking, as many as can be contacted. “Beyond chance”: people with the outcome "
      + "beyond those of a list drawn by lot. “In common”: part of the list that is on the model's too.",
    listCaption: "A list of {capacity}",
    net: "Beyond chance",
    overlap: "In common",
    differenceTitle: "The model minus its rivals",
    differenceIntro:
      "Differences with the interval at {level}, resampling the same people for all. Above zero the "
      + "model wins; for the Brier score, below zero.",
    differenceCaption: "Model minus rival",
    rival: "Rival",
    foundAt: "Found among {capacity}",
    calibrationTitle: "Calibration, fold by fold",
    calibrationIntro:
      "Share observed beside the predicted probability, in groups of equal expected cases; the bars "
      + "are intervals at {level}.",
    regretTitle: "What choosing costs",
    regretIntro:
      "Regret: the best of each fold less each method. The one with the smallest can be kept without "
      + "knowing beforehand who will win.",
    regretCaption: "Regret over all folds",
    regretMean: "AUC, mean",
    regretWorst: "AUC, worst",
    regretFound: "Missed among {capacity}, in all",
    regretFoundWorst: "Missed among {capacity}, at worst",
    areas: "On {folds} folds the model's AUC is from {lowest} to {highest}, {mean} on average.",
    noWin: "On no fold does a rival do better than the model.",
    winArea: "“{rival}” ranks better than the model: AUC {value} against {model}",
    winFound: "“{rival}” finds more people with {capacity} contacts: {value} against {model}",
    difference: "; model minus rival {difference}",
    withinChance: ", interval {interval}: within chance.",
    beyondChance: ", interval {interval}: beyond chance.",
    method: [
      "Intervals come from a bootstrap of the people of the fold ({replicates} replicates) with the "
        + "model as it is: they do not say how it would change if fitted on other people.",
      "The rivals see the training rows of the fold alone: the base rate, the share of each area, the "
        + "one-column rule, the specification's table of points.",
    ]
  )
}
