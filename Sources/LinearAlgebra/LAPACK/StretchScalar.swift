internal import COpenBLAS

/// Operations on stretches of arrays, for inner loops whose data stand in larger blocks.
package protocol StretchScalar: BLASScalar {
  /// Adds `factor` times a stretch of `source` to the first elements of `target`.
  ///
  /// The corresponding BLAS routines are `daxpy` and `saxpy`.
  ///
  /// - Parameters:
  ///   - factor: multiplies each element.
  ///   - source: holds the stretch.
  ///   - start: index of its first element.
  ///   - count: its length, at most that of `target`.
  ///   - target: what is added to.
  /// - Complexity: 2 `count` flops.
  static func add(
    _ factor: Self,
    times source: [Self],
    from start: Int,
    count: Int,
    to target: inout [Self]
  )

  /// The dot product of a stretch of `source` and the first elements of `other`.
  ///
  /// The corresponding BLAS routines are `ddot` and `sdot`.
  ///
  /// - Parameters:
  ///   - source: holds the stretch.
  ///   - start: index of its first element.
  ///   - count: its length, at most that of `other`.
  ///   - other: the second vector.
  /// - Returns: the sum of the products.
  /// - Complexity: 2 `count` flops.
  static func dot(_ source: [Self], from start: Int, count: Int, with other: [Self]) -> Self
}

extension Double: StretchScalar {
  package static func add(
    _ factor: Double,
    times source: [Double],
    from start: Int,
    count: Int,
    to target: inout [Double]
  ) {
    precondition(start >= 0 && count >= 0 && start + count <= source.count, "outside the source")
    precondition(count <= target.count, "outside the target")
    BLAS.useOneThread()
    unsafe source.withUnsafeBufferPointer { x in
      guard let base = x.baseAddress, count > 0 else { return }
      unsafe cblas_daxpy(Int32(count), factor, base + start, 1, &target, 1)
    }
  }

  package static func dot(
    _ source: [Double],
    from start: Int,
    count: Int,
    with other: [Double]
  ) -> Double {
    precondition(start >= 0 && count >= 0 && start + count <= source.count, "outside the source")
    precondition(count <= other.count, "outside the other vector")
    BLAS.useOneThread()
    return unsafe source.withUnsafeBufferPointer { x in
      guard let base = x.baseAddress, count > 0 else { return 0 }
      return unsafe cblas_ddot(Int32(count), base + start, 1, other, 1)
    }
  }
}

extension Float: StretchScalar {
  package static func add(
    _ factor: Float,
    times source: [Float],
    from start: Int,
    count: Int,
    to target: inout [Float]
  ) {
    precondition(start >= 0 && count >= 0 && start + count <= source.count, "outside the source")
    precondition(count <= target.count, "outside the target")
    BLAS.useOneThread()
    unsafe source.withUnsafeBufferPointer { x in
      guard let base = x.baseAddress, count > 0 else { return }
      unsafe cblas_saxpy(Int32(count), factor, base + start, 1, &target, 1)
    }
  }

  package static func dot(
    _ source: [Float],
    from start: Int,
    count: Int,
    with other: [Float]
  ) -> Float {
    precondition(start >= 0 && count >= 0 && start + count <= source.count, "outside the source")
    precondition(count <= other.count, "outside the other vector")
    BLAS.useOneThread()
    return unsafe source.withUnsafeBufferPointer { x in
      guard let base = x.baseAddress, count > 0 else { return 0 }
      return unsafe cblas_sdot(Int32(count), base + start, 1, other, 1)
    }
  }
}
