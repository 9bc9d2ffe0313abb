/// The program itself.
package enum Program {
  /// Version that artefacts and `--version` name.
  package static let version = "0.1.0"
}
