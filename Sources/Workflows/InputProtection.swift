package import Datasets
internal import Foundation

extension OutputProblem {
  /// Refuses an output in whose place an input is, or that is a folder with an input inside, because
  /// replacing it would delete what the run is made from.
  ///
  /// Compared are absolute paths with their links resolved. To be called before anything is read,
  /// whether or not outputs may be replaced.
  ///
  /// - Parameters:
  ///   - output: path of the file or folder to write.
  ///   - inputs: paths of the files read.
  /// - Throws: `OutputProblem` with the path of the output.
  package static func refuse(
    output: String,
    amongInputs inputs: [String]
  ) throws(OutputProblem) {
    let place = resolved(output)
    for input in inputs.map(resolved) {
      if input == place {
        throw OutputProblem(.system(reason: "It is the input"), path: output)
      }
      if input.starts(with: place) {
        throw OutputProblem(.system(reason: "It holds the input"), path: output)
      }
    }
  }

  /// The components of the absolute path without links.
  private static func resolved(_ path: String) -> [String] {
    URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().pathComponents
  }
}
