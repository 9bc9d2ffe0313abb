extension Catalogue {
  /// Italian.
  static let italian = Catalogue(
    intervalTo: " a ",
    intervalFromTo: "/",
    suppressed: "n.p.",
    notEstimated: "non stimato",
    listSeparatorLast: " e ",

    calibrationTitle: "Rischio previsto e quota osservata",
    calibrationSummary:
      "Quota osservata contro rischio medio previsto in {bins} fasce di persone; in {inside} di esse "
      + "il rischio previsto cade nell'intervallo della quota osservata.",
    calibrationVertical: "quota osservata con l'esito",
    calibrationHorizontal: "rischio previsto dal modello",
    calibrationDiagonal: "previsione esatta",
    calibrationSlope: "pendenza",
    calibrationIntercept: "intercetta",
    calibrationMark: "Previsto {predicted}, osservato {observed}; persone: {count}",
    histogramKey: "con l'esito, fra le persone per rischio previsto",
    histogramMark: "Rischio da {lower} a {upper}; persone: {count}",

    gainTitle: "Persone trovate e persone contattate",
    gainSummary:
      "Quota delle persone con l'esito che si raggiunge contattando per prime quelle a rischio più "
      + "alto.",
    gainVertical: "persone con l'esito raggiunte",
    gainHorizontal: "persone contattate, dal rischio più alto",
    gainChance: "scelta a caso",
    gainMark: "{capacity} contatti: raggiunge il {recall}, precisione {precision}",

    fanVertical: "valore mensile",
    fanNotFromZero: "{unit} (l'asse non parte da zero)",
    fanOrigin: "ultimo dato {month}",
    fanMedian: "mediana",
    fanMean: "media",
    fanBoth: "mediana e media",
    fanSummary:
      "Dati fino a {origin}. Per {month} la previsione mediana è {median}.",
    fanSummaryBand: "Intervallo al {level}: da {lower} a {upper}.",
    fanSummaryEmpty: "Nessuna previsione.",

    coefficientTitle: "Rapporti di odds",
    coefficientSummary:
      "Rapporti di odds di {count} caratteristiche con i loro intervalli; per {clear} l'intervallo "
      + "esclude 1.",
    shrunkSummary: "Rapporti di odds di {count} caratteristiche, senza intervalli.",
    coefficientHeading: "caratteristica",
    coefficientColumn: "rapporto di odds (intervallo al {level})",
    shrunkColumn: "rapporto di odds",
    coefficientLowers: "← rischio più basso",
    coefficientRaises: "rischio più alto →",
    barSummaryEmpty: "Nessuna variazione da mostrare.",

    findingsTitle: "In breve",
    warningsTitle: "Avvertenze",
    methodTitle: "Metodo e limiti",
    protectionTitle: "Protezione dei dati",
    provenanceTitle: "Provenienza",
    programLabel: "Programma",
    purposeLabel: "Finalità",

    riskKind: "Rapporto di valutazione · modello di rischio",
    outcomeLabel: "Esito previsto",
    trainingLabel: "Stimato su",
    evaluationLabel: "Valutato su",
    populationFact: "{count} persone, {positives} con l'esito ({share})",
    populationFactCases: "{count} casi (una persona a una data), {positives} con l'esito ({share})",
    populationFactAsOf: "; situazione a {dates}",
    findingPrecision:
      "Contattando le {capacity} persone a rischio più alto, {found} hanno poi davvero l'esito: il "
      + "{precision}. Scegliendone altrettante a caso sarebbero {random}.",
    aboutPeople: "circa {count}",
    fewPeople: "meno di {count}",
    findingRecall:
      "Con {capacity} contatti ({share} delle persone) si raggiunge il {recall} di tutte quelle con "
      + "l'esito: {lift} volte quante se ne raggiungerebbero a caso.",
    findingRuleBelow:
      "A parità di contatti ({capacity}), la regola semplice «{rule}» ne raggiunge il {ruleRecall}, "
      + "il modello il {recall}.",
    findingRuleAbove:
      "Attenzione: a parità di contatti ({capacity}), la regola semplice «{rule}» ne raggiunge di "
      + "più: il {ruleRecall}, contro il {recall} del modello.",
    findingRuleEqual:
      "A parità di contatti ({capacity}), la regola semplice «{rule}» raggiunge la stessa quota del "
      + "modello: il {recall}.",
    findingRuleUncertain:
      "I due intervalli di incertezza si sovrappongono: con questi numeri la differenza non è certa.",
    findingRanksBetter:
      "Nel mettere in ordine tutte le persone il modello fa meglio della regola: AUC {difference} "
      + "(intervallo al {level}: da {lower} a {upper}).",
    findingRanksWorse:
      "Nel mettere in ordine tutte le persone il modello fa peggio della regola: AUC {difference} "
      + "(intervallo al {level}: da {lower} a {upper}).",
    findingRanksAlike:
      "Nel mettere in ordine tutte le persone modello e regola non si distinguono con certezza: AUC "
      + "{difference} (intervallo al {level}: da {lower} a {upper}).",
    findingCalibrated:
      "Le probabilità si avverano: fra rischio previsto e quota osservata non c'è scarto oltre "
      + "l'incertezza.",
    findingTooHigh:
      "Le probabilità sono nel complesso troppo alte: servono a ordinare le persone, non vanno lette "
      + "alla lettera.",
    findingTooLow:
      "Le probabilità sono nel complesso troppo basse: servono a ordinare le persone, non vanno lette "
      + "alla lettera.",
    findingTooExtreme:
      "Le probabilità sono troppo estreme: i rischi alti sono sovrastimati e quelli bassi "
      + "sottostimati.",
    findingTooFlat:
      "Le probabilità sono troppo prudenti: i rischi alti sono sottostimati e quelli bassi "
      + "sovrastimati.",
    findingNoPositives:
      "Nei dati di valutazione nessuno ha l'esito: il modello non si può giudicare.",
    figureRecall: "delle persone con l'esito raggiunte con {capacity} contatti",
    figureLift: "le persone trovate rispetto a una scelta a caso, con {capacity} contatti",
    figureAUC:
      "probabilità che una persona con l'esito abbia un rischio previsto più alto di una senza (AUC)",
    figureInterval: "intervallo al {level}: {lower}–{upper}",

    gainSection: "Quante persone si trovano, contattandone quante",
    gainIntro:
      "Le persone si contattano dal rischio previsto più alto in giù. Più la linea del modello sale "
      + "in fretta, meno contatti servono per raggiungere chi ne ha bisogno.",
    calibrationSection: "Le probabilità si avverano?",
    calibrationIntro:
      "Ogni punto è una fascia di persone con rischio simile; la barra è l'intervallo al {level}. Se il "
      + "modello è ben tarato i punti stanno sulla diagonale: sotto, il rischio è sovrastimato; sopra, "
      + "sottostimato.",
    coefficientSection: "Che cosa accompagna un rischio più alto o più basso",
    coefficientIntro:
      "Ogni riga dice di quanto cambia il rischio (gli odds) quando cambia quella caratteristica, a parità "
      + "delle altre. Pallino pieno: l'intervallo esclude 1. Sono associazioni nei dati, non cause.",
    shrunkIntro:
      "Ogni riga dice di quanto cambia il rischio (gli odds) quando cambia quella caratteristica, a parità "
      + "delle altre. Una penalità avvicina i valori all'assenza di effetto (1), perciò non hanno "
      + "intervalli né valori p. Sono associazioni nei dati, non cause.",
    measureSection: "Misure",
    measureIntro: "Fra parentesi gli intervalli al {level}.",
    capacityCaption: "A parità di contatti",
    measureCaption: "Misure sull'intero elenco",
    binCaption: "Fasce di rischio",
    binNote:
      "Fasce di rischio: i numeri di persone sotto {limit} non sono indicati, né le quote che li "
      + "rivelano (n.p.: non pubblicabile).",
    brierNote:
      "Il punteggio di Brier è affidabilità − risoluzione + incertezza: quanto le probabilità distano "
      + "dalle quote osservate, quanto distinguono le persone e quanto resta incerto sapendo solo la "
      + "quota generale.",
    coefficientCaption: "Coefficienti del modello",
    columnCapacity: "Contatti",
    columnMethod: "Metodo",
    columnPrecision: "Precisione",
    columnRecall: "Quota raggiunta",
    columnLift: "Rispetto al caso (lift)",
    columnMeasure: "Misura",
    columnBest: "Ideale",
    measureAUC: "AUC (capacità di ordinare)",
    measureAveragePrecision: "Precisione media",
    measureBrier: "Punteggio di Brier",
    measureReliability: "Punteggio di Brier: affidabilità",
    measureResolution: "Punteggio di Brier: risoluzione",
    measureUncertainty: "Punteggio di Brier: incertezza",
    measureSlope: "Pendenza della calibrazione",
    measureIntercept: "Intercetta della calibrazione",
    bestHigh: "1",
    bestLarge: "alto",
    bestLow: "0",
    bestOne: "1",
    bestZero: "0",
    modelName: "modello",
    baseRateName: "quota di base",
    columnBin: "Fascia",
    columnPeople: "Persone",
    columnCases: "Con l'esito",
    columnPredicted: "Rischio previsto",
    columnObserved: "Quota osservata",
    columnTerm: "Termine",
    columnCoefficient: "Coefficiente",
    columnStandardError: "Errore standard",
    columnP: "Valore p",
    columnOddsRatio: "Rapporto di odds",
    columnNote: "Nota",
    riskMethod: [
      "Il rischio è stimato con una regressione logistica e giudicato su date successive a quelle su "
        + "cui è stato stimato: le misure dicono che cosa sarebbe accaduto usandolo davvero.",
      "Precisione: quota di chi ha l'esito fra le persone contattate. Quota raggiunta: quota delle "
        + "persone contattate fra tutte quelle con l'esito. Il confronto con una regola di una sola "
        + "colonna dice quanto vale il modello in più di un criterio che si può applicare a mano.",
      "Gli intervalli delle fasce di rischio sono di Wilson. Nessuna misura garantisce lo stesso "
        + "risultato su una popolazione diversa o dopo un cambiamento delle regole: il modello va "
        + "rivalutato a ogni nuova data.",
    ],
    riskProtection: [
      "Il punteggio serve soltanto a invitare e offrire aiuto, mai a negare qualcosa a qualcuno.",
      "La pagina non contiene dati di singole persone; i numeri di persone inferiori a 5 non sono "
        + "indicati. Il modello non conserva righe dei dati su cui è stato stimato.",
    ],

    forecastKind: "Rapporto di previsione · serie mensili",
    seriesLabel: "Serie previste",
    lastMonthLabel: "Ultimo dato",
    horizonLabel: "Orizzonte",
    horizonFact: "{count} mesi, fino a {month}",
    intervalsLabel: "Intervalli",
    findingDirections:
      "Fra {count} serie, a {months} mesi il livello atteso sale in {up} e scende in {down}.",
    findingDirectionNone: "nessuna",
    findingClear:
      "In {clear} di esse l'intervallo al {level} esclude lo zero: lì la direzione è chiara.",
    findingClearNone:
      "In nessuna l'intervallo al {level} esclude lo zero: nessuna direzione è certa.",
    findingRise:
      "La crescita attesa più forte a {months} mesi è «{series}»: {change} (intervallo al {level}: da "
      + "{lower} a {upper}).",
    findingFall:
      "Il calo atteso più forte a {months} mesi è «{series}»: {change} (intervallo al {level}: da "
      + "{lower} a {upper}).",
    findingUnclear: "L'intervallo comprende lo zero: la direzione non è certa.",
    findingCoverage:
      "Nelle prove sul passato l'intervallo al {level} ha contenuto il {observed} dei valori poi "
      + "osservati.",
    findingFallback:
      "{count} serie non hanno potuto essere previste con il modello scelto: il perché è nella tabella "
      + "in fondo.",
    findingFallbackOne:
      "Una serie non ha potuto essere prevista con il modello scelto: il perché è nella tabella in "
      + "fondo.",
    findingNone: "Nessuna serie da prevedere.",

    forecastSection: "La previsione",
    forecastIntro:
      "La linea scura è il passato, quella blu la mediana: metà delle possibilità sta sopra, metà sotto. "
      + "La fascia scura contiene il valore futuro con probabilità {inner}, quella chiara con "
      + "probabilità {outer}. Dove la media si stacca dalla mediana è tratteggiata.",
    multiplesSection: "Le altre serie",
    multiplesIntro:
      "Ogni riquadro ha la propria scala verticale, che può non partire da zero; i mesi sono gli "
      + "stessi. Cerchietti: valori osservati "
      + "dopo la previsione, dove già si conoscono.",
    multiplesMore: "Altre {count} serie sono nella tabella dei valori previsti.",
    rankingSection: "Che cosa cresce e che cosa cala",
    rankingIntro:
      "Variazione del livello atteso (media) rispetto allo stesso mese dell'ultimo anno osservato. Fra "
      + "parentesi e come linea nera l'intervallo al {level}: se attraversa lo zero la direzione non è certa.",
    rankingRises: "Maggiori crescite a {months} mesi",
    rankingFalls: "Maggiori cali a {months} mesi",
    backtestSection: "Quanto ci si può fidare",
    backtestIntro:
      "Il modello è stato messo alla prova sul passato: {origins} volte si è fermato l'orologio, si sono "
      + "previsti i {horizon} mesi seguenti e si è confrontato con ciò che è accaduto, su {series} serie.",
    backtestCaption: "Errori e copertura degli intervalli nelle prove sul passato",
    backtestNote: "In grassetto il valore migliore di ogni colonna.",
    coverageColumn: "Copertura al {level}",
    columnModel: "Modello",
    valuesSection: "Valori previsti",
    valuesCaption:
      "Fra parentesi l'intervallo al {level}. La media è il valore atteso e si può sommare fra serie.",
    columnSeries: "Serie",
    columnLast: "Ultimo dato",
    columnExpected: "Atteso a {months} mesi",
    columnChange: "Variazione a {months} mesi",
    statusSection: "Serie con previsione di ripiego",
    statusCaption: "Serie che il modello scelto non ha potuto prevedere, e perché",
    columnStatus: "Esito",
    statusFallback: "previsione di ripiego",
    statusFailed: "nessuna previsione",
    forecastMethod: [
      "Le previsioni prolungano regolarità del passato (livello, tendenza, stagionalità): non conoscono "
        + "leggi, crisi o investimenti annunciati. L'incertezza cresce con la distanza nel tempo.",
      "La mediana è il mese tipico; la media è il valore atteso, quello che si somma fra le serie. Un "
        + "intervallo all'80% è fatto per contenere il valore futuro in quattro casi su cinque.",
      "Nelle variazioni il mese di riferimento è preso come noto; gli intervalli di serie diverse non "
        + "si sommano.",
    ],
    forecastProtection: [
      "La pagina è fatta di serie aggregate per mese; non contiene dati di singole persone."
    ]
  )
}
