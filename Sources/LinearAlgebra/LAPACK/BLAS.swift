internal import COpenBLAS

/// The BLAS in use and its settings.
package enum BLAS {
  /// Name, version and options of the library, and the kernels it chose for this processor.
  package static var configuration: String {
    useOneThread()
    let options = unsafe String(cString: openblas_get_config())
    let core = unsafe String(cString: openblas_get_corename())
    return "\(options.split(separator: " ").joined(separator: " ")), core \(core)"
  }

  /// Sets the library to one thread, at its first use; parallelism is `parallelBlocks`' business.
  static func useOneThread() {
    _ = oneThread
  }

  private static let oneThread: Void = openblas_set_num_threads(1)
}
