internal import COpenBLAS

/// The LAPACK routines in use, on column-major arrays.
///
/// Each returns LAPACK's `info`: 0 done, above 0 a numerical failure that the caller turns into a
/// ``LinearAlgebraError``. Below 0 would be a wrong argument, which is our defect and stops the
/// program.
enum LAPACK {
  /// Solves `A X = B` from the lower Cholesky factor.
  ///
  /// The corresponding LAPACK routine is `dpotrs`.
  static func potrs(factor: [Double], order: Int, b: inout [Double], rightHandSides: Int) {
    BLAS.useOneThread()
    var n = Int32(order)
    var nrhs = Int32(rightHandSides)
    var lda = Int32(max(order, 1))
    var info: Int32 = 0
    var ldb = lda
    unsafe dpotrs_("L", &n, &nrhs, factor, &lda, &b, &ldb, &info, 1)
    precondition(info == 0, "dpotrs was called with a wrong argument")
  }

  /// Lower triangle of the inverse from the lower Cholesky factor, in place.
  ///
  /// The corresponding LAPACK routine is `dpotri`.
  static func potri(_ factor: inout [Double], order: Int) -> Int {
    BLAS.useOneThread()
    var n = Int32(order)
    var lda = Int32(max(order, 1))
    var info: Int32 = 0
    unsafe dpotri_("L", &n, &factor, &lda, &info, 1)
    precondition(info >= 0, "dpotri was called with a wrong argument")
    return Int(info)
  }

  /// Cholesky factor with complete pivoting, in place.
  ///
  /// The corresponding LAPACK routine is `dpstrf`.
  ///
  /// - Returns: the rank and the pivots from 0.
  static func pstrf(
    _ a: inout [Double],
    order: Int,
    tolerance: Double
  ) -> (rank: Int, pivots: [Int]) {
    BLAS.useOneThread()
    var n = Int32(order)
    var lda = Int32(max(order, 1))
    var pivots = [Int32](repeating: 0, count: order)
    var rank: Int32 = 0
    var tol = tolerance
    var work = [Double](repeating: 0, count: max(2 * order, 1))
    var info: Int32 = 0
    unsafe dpstrf_("L", &n, &a, &lda, &pivots, &rank, &tol, &work, &info, 1)
    precondition(info >= 0, "dpstrf was called with a wrong argument")
    return (Int(rank), pivots.map { Int($0) - 1 })
  }

  /// QR factorisation with column pivoting, in place.
  ///
  /// The corresponding LAPACK routine is `dgeqp3`.
  ///
  /// - Returns: the reflectors' scalars and the pivots from 0.
  static func geqp3(
    _ a: inout [Double],
    rows: Int,
    columns: Int
  ) -> (tau: [Double], pivots: [Int]) {
    BLAS.useOneThread()
    var m = Int32(rows)
    var n = Int32(columns)
    var lda = Int32(max(rows, 1))
    var pivots = [Int32](repeating: 0, count: columns)
    var tau = [Double](repeating: 0, count: min(rows, columns))
    var lwork = Int32(2 * columns + (columns + 1) * 64)
    var work = [Double](repeating: 0, count: Int(lwork))
    var info: Int32 = 0
    unsafe dgeqp3_(&m, &n, &a, &lda, &pivots, &tau, &work, &lwork, &info)
    precondition(info == 0, "dgeqp3 was called with a wrong argument")
    return (tau, pivots.map { Int($0) - 1 })
  }

  /// Multiplies by Q, or by its transpose, given the reflectors of a QR factorisation.
  ///
  /// The corresponding LAPACK routine is `dormqr`.
  static func ormqr(
    reflectors: [Double],
    tau: [Double],
    rows: Int,
    transpose: Bool,
    c: inout [Double],
    rightHandSides: Int
  ) {
    BLAS.useOneThread()
    var m = Int32(rows)
    var n = Int32(rightHandSides)
    var k = Int32(tau.count)
    var lda = Int32(max(rows, 1))
    var ldc = lda
    var lwork = Int32(max(rightHandSides, 1) * 64)
    var work = [Double](repeating: 0, count: Int(lwork))
    var info: Int32 = 0
    unsafe dormqr_(
      "L",
      transpose ? "T" : "N",
      &m,
      &n,
      &k,
      reflectors,
      &lda,
      tau,
      &c,
      &ldc,
      &work,
      &lwork,
      &info,
      1,
      1
    )
    precondition(info == 0, "dormqr was called with a wrong argument")
  }

  /// Solves `R X = B`, or `R' X = B`, for a triangular matrix.
  ///
  /// `b` has leading dimension `bRows`. The corresponding LAPACK routine is `dtrtrs`.
  static func trtrs(
    upper: Bool,
    transpose: Bool,
    a: [Double],
    order: Int,
    lda: Int,
    b: inout [Double],
    bRows: Int,
    rightHandSides: Int
  ) -> Int {
    BLAS.useOneThread()
    var n = Int32(order)
    var nrhs = Int32(rightHandSides)
    var lda = Int32(max(lda, 1))
    var ldb = Int32(max(bRows, 1))
    var info: Int32 = 0
    unsafe dtrtrs_(
      upper ? "U" : "L",
      transpose ? "T" : "N",
      "N",
      &n,
      &nrhs,
      a,
      &lda,
      &b,
      &ldb,
      &info,
      1,
      1,
      1
    )
    precondition(info >= 0, "dtrtrs was called with a wrong argument")
    return Int(info)
  }

  /// Replaces B by `B L'⁻¹`, for a lower triangular L, on the leading `rows` × `order` part of an
  /// array of leading dimension `ldb`.
  ///
  /// The corresponding BLAS routine is `dtrsm`.
  static func trsm(lower: [Double], order: Int, b: inout [Double], rows: Int, ldb: Int) {
    BLAS.useOneThread()
    unsafe cblas_dtrsm(
      CblasColMajor,
      CblasRight,
      CblasLower,
      CblasTrans,
      CblasNonUnit,
      Int32(rows),
      Int32(order),
      1,
      lower,
      Int32(max(order, 1)),
      &b,
      Int32(max(ldb, 1))
    )
  }

  /// Eigenvalues, ascending, and eigenvectors in place.
  ///
  /// The symmetric matrix is given by its lower triangle. The corresponding LAPACK routine is
  /// `dsyevd`.
  static func syevd(_ a: inout [Double], order: Int) -> (values: [Double], info: Int) {
    BLAS.useOneThread()
    var n = Int32(order)
    var lda = Int32(max(order, 1))
    var values = [Double](repeating: 0, count: order)
    var lwork = Int32(1 + 6 * order + 2 * order * order)
    var liwork = Int32(3 + 5 * order)
    var work = [Double](repeating: 0, count: Int(lwork))
    var iwork = [Int32](repeating: 0, count: Int(liwork))
    var info: Int32 = 0
    unsafe dsyevd_(
      "V",
      "L",
      &n,
      &a,
      &lda,
      &values,
      &work,
      &lwork,
      &iwork,
      &liwork,
      &info,
      1,
      1
    )
    precondition(info >= 0, "dsyevd was called with a wrong argument")
    return (values, Int(info))
  }
}
