internal import ArgumentParser
internal import Datasets
internal import Workflows

/// Words and exit code of an error: one sentence that says what is wrong, where, and what to do.
struct ErrorMessage {
  let text: String
  let exitCode: Int32

  /// Exit codes other programs rely on.
  enum Code {
    static let refused: Int32 = 1
    static let badData: Int32 = 2
    static let usage: Int32 = 64
    static let defect: Int32 = 70
    static let cannotWrite: Int32 = 73
  }

  /// The message of an error that a workflow threw.
  init(_ error: any Error) {
    switch error {
    case let problem as DataProblem:
      text = Self.place(of: problem) + Self.words(for: problem)
      exitCode = Code.badData
    case let problem as OutputProblem:
      text = Self.words(for: problem)
      exitCode = Code.cannotWrite
    case let refusal as StatisticalRefusal:
      text = Self.words(for: refusal)
      exitCode = Code.refused
    case let refusal as RiskExportRefusal:
      text = Self.words(for: refusal)
      exitCode = Code.refused
    default:
      text =
        "A defect of vedetta: \(String(reflecting: error)). "
        + "Please report it with the command you ran."
      exitCode = Code.defect
    }
  }

  private static func place(of problem: DataProblem) -> String {
    var parts: [String] = []
    if let file = problem.file { parts.append(file) }
    if let line = problem.line { parts.append("line \(line)") }
    if let column = problem.column { parts.append("\"\(column)\"") }
    return parts.isEmpty ? "" : parts.joined(separator: ", ") + ": "
  }

  private static func words(for problem: DataProblem) -> String {
    switch problem.cause {
    case .fileNotFound:
      "there is no such file; check the path."
    case .fileUnreadable(let reason):
      "the file cannot be read (\(reason)); check its permissions."
    case .notARegularFile:
      "give the path of a regular file; the program reads it more than once."
    case .emptyFile:
      "the file is empty; export it again with a header and rows."
    case .headerOnly:
      "the file has a header and no rows; check the export's filter."
    case .unknownFormat(let known):
      "files of this kind cannot be read; convert it to one of \(known.joined(separator: ", "))."
    case .missingProgram(let name):
      "files of this kind are read by the program \(name), which is not on the PATH; install it or "
        + "convert the file to CSV."
    case .invalidEncoding(let name):
      "the text is not valid \(name); name its encoding with --encoding."
    case .raggedRow(let expected, let found):
      "the row has \(found) cells where the header has \(expected); "
        + "look for a stray separator or a missing quote."
    case .duplicateHeader(let name):
      "two columns are named \"\(name)\"; rename one."
    case .emptyHeader(let position):
      "column \(position) has no name; give it one."
    case .nulByte:
      "there is a zero byte, so this is not a text file; export it as CSV."
    case .unterminatedQuote:
      "a quote opens here and never closes; close it or double quotes inside the cell."
    case .textAfterQuote:
      "text follows a closing quote; double the quotes inside the cell."
    case .unknownColumn(let nearest):
      "there is no such column"
        + (nearest.map { "; did you mean \"\($0)\"?" }
          ?? "; check that it is the right file, and how the column is written.")
    case .notANumber:
      "the cell is not a number; \(Self.remedy(problem.emptyCell))."
    case .ambiguousThousands:
      "1.234 can be a thousand or a decimal; say which with --decimal-mark comma or point."
    case .nonFinite:
      "the number is not finite; \(Self.remedy(problem.emptyCell))."
    case .missingValue:
      "the cell is empty and must have a value; fill it in or leave the row out."
    case .notAMonth:
      "the cell is not a month; write it as 2024-03."
    case .mixedMonthFormats(let first, let other):
      "the month is written as \(other) where the rows before write \(first); use one way."
    case .duplicateKey(let otherLine):
      "the same identifier and date stand on line \(otherLine) too; keep one of them."
    case .sameName:
      "the series gets the name of another one when its columns are joined with /; rename a value."
    case .reservedColumn:
      "the forecasts have a column of this name too; rename it in the file."
    case .twoValues(let otherLine):
      "the same person has another value on line \(otherLine); keep the one that is right."
    case .personNotFound:
      "nobody in the data has the identifier given; check it, and --as-of where it is given."
    case .tooFewPeople(let found):
      "the list asks for more people than the \(found) in the data; lower the capacity or check "
        + "the selection."
    case .constantTarget:
      "the target has one value only, so nothing can be told apart; check the selection."
    case .oneGroup:
      "all rows are in one group, so there is nothing to compare it with; check the selection, or "
        + "leave the column out of the audit."
    case .tooManyTargetValues(let count):
      "the target has \(count) values where two are needed; name the one that counts as positive "
        + "with target.positive, after merging the others."
    case .valueNotFound(let value):
      "no row has the value \(value); check the option or the file."
    case .noRows:
      "no row is left; check the selection."
    case .notATree:
      "the row names a value here and <all> in a column outside it on the same path, so it has no "
        + "place in the hierarchy; name both or neither, or cross the columns with a comma."
    case .noLeaves:
      "every row is an aggregate and the hierarchy has no leaves; give the series that add up too."
    case .windowOutsideData(let asOf, let first, let last):
      "its window at \(asOf) reaches outside the data, which go from \(first) to \(last); leave "
        + "the date out or shorten the window."
    case .unknownLevel(let nearest):
      "the level named in the specification does not occur"
        + (nearest.map { "; did you mean \"\($0)\"?" } ?? "; name one that does.")
    case .tooManyLevels(let limit):
      "the column has more than \(limit) different texts, too many for a category; leave it out, "
        + "or read the file whole with more memory."
    case .memoryLimit(let columns, let needed, let limit):
      "a model of \(columns) coefficients takes about \(Self.megabytes(needed)) of memory, more "
        + "than the \(Self.megabytes(limit)) allowed; raise --memory, or pool rare categories with "
        + "pool_below in the specification."
    case .unseenLevel:
      "the cell has a category that the model has not seen; set unseen: reference or pooled in "
        + "the specification, or train again."
    case .malformedDocument(let reason):
      "the document is not well formed (\(reason))."
    case .unknownKey(let nearest):
      "there is no such key" + (nearest.map { "; did you mean \"\($0)\"?" } ?? ".")
    case .missingKey:
      "the key is missing; add it."
    case .invalidValue(let expected):
      "the value is not right; expected \(expected)."
    case .unknownVersion(let found, let newest):
      "format version \(found) is newer than this program knows (\(newest)); update vedetta."
    case .digestMismatch:
      "the content does not agree with its recorded digest; restore it from a copy, or train again "
        + "where it is a model's."
    case .damagedIndex(let reason):
      "the registry's index is damaged (\(reason)); run vedetta models rebuild, which makes it "
        + "again from the log."
    case .unknownModel(let nearest):
      "there is no such model or model folder"
        + (nearest.map { "; did you mean \"\($0)\"?" } ?? "; see vedetta models list.")
    case .unknownList:
      "the registry has no such list; look it up in the column lista_id, or name with --registry the "
        + "registry in which it was written."
    case .notOnList:
      "the person is not on the list; check the row, or record who was added with vedetta risk "
        + "amend."
    case .erasedList:
      "who was on the list is erased, because the days of keeping it are over."
    case .otherKey:
      "what the registry keeps is under another key; name with --key the file that it was made "
        + "with."
    case .retiredModel:
      "the model was taken out of use; train another, or name one that vedetta models list shows."
    case .suppressedPerson:
      "the person is not to be contacted; leave the row out."
    case .notAsSigned:
      "the content is not what was written and signed; make the list again and have it approved."
    case .expired(let day):
      "the last day of the list was \(day); make another."
    }
  }

  /// What helps against a cell that is wrong.
  private static func remedy(_ emptyCell: DataProblem.EmptyCell) -> String {
    switch emptyCell {
    case .accepted: "correct it or leave it empty"
    case .refused: "correct it or leave the row out"
    case .refusedByPolicy:
      "correct it, or leave it empty after setting missing: indicator in the specification"
    }
  }

  private static func megabytes(_ bytes: Int) -> String { "\((bytes + 999_999) / 1_000_000) MB" }

  private static func words(for problem: OutputProblem) -> String {
    switch problem.cause {
    case .alreadyExists:
      "\(problem.path) exists already; choose another name or give --force."
    case .system(let reason):
      "\(problem.path) cannot be written (\(reason)); nothing was left behind."
    }
  }

  private static func words(for refusal: StatisticalRefusal) -> String {
    switch refusal {
    case .aliasing(let columns):
      columns.sorted { $0.key < $1.key }.map { "\"\($0.key)\" is \($0.value)" }
        .joined(separator: "; ")
        + ": leave it out of the features or accept with --allow aliasing."
    case .separation(let terms, let oneOutcome):
      "the outcomes are separated by \(terms.joined(separator: ", ")), whose estimates are "
        + "infinite"
        + (oneOutcome.isEmpty
          ? "" : " (\(OneOutcomeText.list(oneOutcome)))")
        + "; merge levels, leave the feature out, set estimator: firth, or accept with "
        + "--allow separation."
    case .noConvergence(let iterations):
      "the estimates did not settle in \(iterations) iterations; look for extreme values."
    case .knownLater(let column, let since, let dates):
      "\"\(column)\" is known since \(since) and used at "
        + dates.map(\.description).joined(separator: ", ")
        + "; leave it out of the features or those dates out of the data, or accept with "
        + "--allow leakage."
    case .labelWindowOverlap(let training, let test, let months):
      "the labels of \(training), which the model was trained on, are of \(months) months and share "
        + "some with those of \(test); judge it on a date at least \(months) months away."
    case .calibration(let fault):
      words(for: fault)
    case .drift(let breaches):
      "the rows are not what the model was trained on (\(breaches.joined(separator: "; "))); "
        + "find out why, then train again or calibrate."
    case .unfair(let breaches):
      breaches.map(AuditText.words).joined(separator: "; ")
        + ": a declared limit is broken; look at who is missed before the score is used, or change "
        + "the limit in the specification."
    case .nothingToJudge(let reason):
      "nothing could be judged: \(reason)."
    case .tooManyToSample(let series, let limit):
      "\(series) series are too many to sample, \(limit) are the most; "
        + "--samples gaussian has no such limit."
    }
  }

  private static func words(for fault: StatisticalRefusal.CalibrationFault) -> String {
    switch fault {
    case .degenerateOutcome:
      "all outcomes are equal, so no calibration can be learned; take more rows."
    case .tooFewEvents(let required, let found):
      "the rarer outcome has \(found) rows where the method asks for \(required); take more rows or "
        + "--method intercept."
    case .tooFewDistinctProbabilities(let required, let found):
      "the probabilities have \(found) different values where the method asks for \(required); take "
        + "more rows or --method intercept."
    case .separated:
      "a probability tells the outcomes apart without error, so the calibration is infinite; take "
        + "more rows or --method isotonic."
    case .notIncreasing:
      "higher probabilities do not go with more positive outcomes, so no calibration can mend the "
        + "model; train it again."
    case .notConverged:
      "the calibration did not settle; take more rows or --method intercept."
    }
  }
}
