internal import COpenBLAS

/// The element types that the BLAS computes with: `Double` and `Float`.
///
/// The requirements are the raw calls; use the products of ``Matrix`` instead.
public protocol BLASScalar: BinaryFloatingPoint, Codable, Sendable,
  BitwiseCopyable
{
  /// `c = alpha op(a) op(b) + beta c`. The corresponding BLAS routines are `dgemm` and `sgemm`.
  static func gemm(
    transposeA: Bool,
    transposeB: Bool,
    m: Int,
    n: Int,
    k: Int,
    alpha: Self,
    a: [Self],
    lda: Int,
    b: [Self],
    ldb: Int,
    beta: Self,
    c: inout [Self],
    ldc: Int
  )

  /// Adds `X'X` to the lower triangle of the `columns` × `columns` numbers of `sums`, in double
  /// whatever the type; X are the leading rows of the leading columns of `x`, `stride` elements
  /// apart.
  static func addCrossproduct(
    rows: Int,
    columns: Int,
    of x: [Self],
    stride: Int,
    to sums: inout [Double]
  )

  /// Lower Cholesky factor in place; returns LAPACK's `info`. The corresponding LAPACK routines
  /// are `dpotrf` and `spotrf`.
  static func potrf(_ a: inout [Self], order: Int) -> Int
}

extension Double: BLASScalar {
  /// The corresponding BLAS routine is `dgemm`.
  public static func gemm(
    transposeA: Bool,
    transposeB: Bool,
    m: Int,
    n: Int,
    k: Int,
    alpha: Double,
    a: [Double],
    lda: Int,
    b: [Double],
    ldb: Int,
    beta: Double,
    c: inout [Double],
    ldc: Int
  ) {
    BLAS.useOneThread()
    unsafe cblas_dgemm(
      CblasColMajor,
      transposeA ? CblasTrans : CblasNoTrans,
      transposeB ? CblasTrans : CblasNoTrans,
      Int32(m),
      Int32(n),
      Int32(k),
      alpha,
      a,
      Int32(lda),
      b,
      Int32(ldb),
      beta,
      &c,
      Int32(ldc)
    )
  }

  /// Lower triangle of `c = alpha op(a) op(a)' + beta c`, of order `n` over `k` terms.
  ///
  /// `op` is the transpose when `transpose`. The corresponding BLAS routine is `dsyrk`.
  public static func syrk(
    transpose: Bool,
    n: Int,
    k: Int,
    alpha: Double,
    a: [Double],
    lda: Int,
    beta: Double,
    c: inout [Double],
    ldc: Int
  ) {
    BLAS.useOneThread()
    unsafe cblas_dsyrk(
      CblasColMajor,
      CblasLower,
      transpose ? CblasTrans : CblasNoTrans,
      Int32(n),
      Int32(k),
      alpha,
      a,
      Int32(lda),
      beta,
      &c,
      Int32(ldc)
    )
  }

  /// The corresponding LAPACK routine is `dpotrf`.
  public static func potrf(_ a: inout [Double], order: Int) -> Int {
    BLAS.useOneThread()
    var n = Int32(order)
    var lda = Int32(max(order, 1))
    var info: Int32 = 0
    unsafe dpotrf_("L", &n, &a, &lda, &info, 1)
    return Int(info)
  }
}

extension Float: BLASScalar {
  /// The corresponding BLAS routine is `sgemm`.
  public static func gemm(
    transposeA: Bool,
    transposeB: Bool,
    m: Int,
    n: Int,
    k: Int,
    alpha: Float,
    a: [Float],
    lda: Int,
    b: [Float],
    ldb: Int,
    beta: Float,
    c: inout [Float],
    ldc: Int
  ) {
    BLAS.useOneThread()
    unsafe cblas_sgemm(
      CblasColMajor,
      transposeA ? CblasTrans : CblasNoTrans,
      transposeB ? CblasTrans : CblasNoTrans,
      Int32(m),
      Int32(n),
      Int32(k),
      alpha,
      a,
      Int32(lda),
      b,
      Int32(ldb),
      beta,
      &c,
      Int32(ldc)
    )
  }

  /// The corresponding LAPACK routine is `spotrf`.
  public static func potrf(_ a: inout [Float], order: Int) -> Int {
    BLAS.useOneThread()
    var n = Int32(order)
    var lda = Int32(max(order, 1))
    var info: Int32 = 0
    unsafe spotrf_("L", &n, &a, &lda, &info, 1)
    return Int(info)
  }
}
