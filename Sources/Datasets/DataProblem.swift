/// What is wrong with the data or a specification that a user gave, and where.
///
/// Evidence only; the words are made in one place, the command's `ErrorMessage`. A personal value
/// never stands in it: where a cell is meant, file, line and column say which.
package struct DataProblem: Error, Equatable, Sendable {
  /// What is wrong.
  package let cause: Cause
  /// Path of the file as the user gave it.
  package let file: String?
  /// Line of the file, from 1.
  package let line: Int?
  /// Name of the column, or key of a specification.
  package let column: String?
  /// What an empty cell in the same place would meet.
  package let emptyCell: EmptyCell

  /// A problem and where it is.
  package init(
    _ cause: Cause,
    file: String? = nil,
    line: Int? = nil,
    column: String? = nil,
    emptyCell: EmptyCell = .accepted
  ) {
    self.cause = cause
    self.file = file
    self.line = line
    self.column = column
    self.emptyCell = emptyCell
  }

  /// What happens to an empty cell of a column.
  package enum EmptyCell: Equatable, Sendable {
    /// It counts as a missing value.
    case accepted
    /// It is refused.
    case refused
    /// It is refused by the policy of a specification, which can be changed.
    case refusedByPolicy
  }

  /// The closed set of things that can be wrong with input.
  package enum Cause: Equatable, Sendable {
    // The file as a whole
    /// There is no file at the path.
    case fileNotFound
    /// The system refuses to read it, with its words.
    case fileUnreadable(reason: String)
    /// It is a pipe, device, socket or folder.
    case notARegularFile
    /// A table has no bytes.
    case emptyFile
    /// It has a header and no rows.
    case headerOnly
    /// Its format, by extension, cannot be read, with the names of those that can.
    case unknownFormat(known: [String])
    /// Its format is read through a program that is not installed.
    case missingProgram(name: String)
    /// It is not text in the encoding found or asked for.
    case invalidEncoding(name: String)

    // The form of a table
    /// A row has another number of cells than the header.
    case raggedRow(expected: Int, found: Int)
    /// Two columns have this name.
    case duplicateHeader(name: String)
    /// A header cell, counted from 1, has no name.
    case emptyHeader(position: Int)
    /// A byte of value zero, as in binary files.
    case nulByte
    /// A quote opens on this line and does not close.
    case unterminatedQuote
    /// A closing quote is followed by something else than a separator or a line's end.
    case textAfterQuote

    // The cells
    /// A column the specification or an option names is not there.
    case unknownColumn(nearest: String?)
    /// A cell of a numeric column is not a number.
    case notANumber
    /// A cell's points could be thousands points or decimal ones, as in `1.234`.
    case ambiguousThousands
    /// A cell is infinite or otherwise not finite.
    case nonFinite
    /// A cell that must have a value has none.
    case missingValue
    /// A cell must be a month and is not.
    case notAMonth
    /// The months of one column are written in two ways; the line is the first that differs.
    case mixedMonthFormats(first: String, other: String)
    /// The same identifier and date stand on two lines; this is the other one.
    case duplicateKey(otherLine: Int)
    /// Two series get one name when the texts of their columns are joined.
    case sameName
    /// A column has the name of one that the output has itself.
    case reservedColumn
    /// What belongs to one person has two values; the other stands on this line.
    case twoValues(otherLine: Int)
    /// Nobody in the rows asked for has the identifier given, which is not repeated.
    case personNotFound
    /// A list asks for more people than the data have.
    case tooFewPeople(found: Int)
    /// A target that must have two values has one.
    case constantTarget
    /// All rows are in one group of a column whose groups are to be compared.
    case oneGroup
    /// A target that must have two values has more.
    case tooManyTargetValues(count: Int)
    /// A value asked for, which is no personal one, does not occur in the column.
    case valueNotFound(value: String)
    /// No row is left after a selection.
    case noRows
    /// A row names a value inside a path whose outer column is an aggregate: a hierarchy is a tree.
    case notATree
    /// Every row is an aggregate, so the hierarchy has no leaves.
    case noLeaves
    /// A window around an as-of date reaches outside the months that the data have.
    case windowOutsideData(asOf: Month, first: Month, last: Month)
    /// A level that the specification names does not occur, with the nearest that does.
    case unknownLevel(nearest: String?)
    /// A column of texts that is read in parts has more distinct ones than can be kept.
    case tooManyLevels(limit: Int)
    /// A model of that many coefficients needs more bytes than the limit allows.
    case memoryLimit(columns: Int, needed: Int, limit: Int)
    /// A category that the model has never seen, under the policy to refuse it.
    case unseenLevel

    // A specification (YAML) or a stored document (JSON)
    /// It is not well formed, with the parser's words.
    case malformedDocument(reason: String)
    /// A key that no specification has, with the nearest known one.
    case unknownKey(nearest: String?)
    /// A required key is not there.
    case missingKey
    /// A value is of the wrong kind or outside its range; what would be right.
    case invalidValue(expected: String)
    /// A document of a format version that this program does not know.
    case unknownVersion(found: Int, newest: Int)
    /// Stored content does not agree with its recorded digest.
    case digestMismatch
    /// The registry's index is not a database that can be read; what SQLite says.
    case damagedIndex(reason: String)
    /// Neither a registered name nor a model folder; the column says what was asked for.
    case unknownModel(nearest: String?)

    // Contact lists and what became of them
    /// A list that the registry does not know.
    case unknownList
    /// A person, by the code of the row, who is not on the list that the row names.
    case notOnList
    /// Who was on the list is erased, since the days of keeping it are over.
    case erasedList
    /// Codes of the registry come from another key than the one in use.
    case otherKey
    /// A model that was taken out of use.
    case retiredModel
    /// A person who is not to be contacted.
    case suppressedPerson
    /// What must be signed or read is not what was written or signed.
    case notAsSigned
    /// The last day of a list is over.
    case expired(day: CalendarDate)
  }
}
