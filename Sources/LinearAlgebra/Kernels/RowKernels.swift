internal import CKernels

/// The inner loops of a regression pass over a slice of rows, with a vector unit's width and fused
/// multiply-add where the processor has them.
///
/// Swift compiles for the oldest processor of its family; these are compiled for each and chosen at
/// run time. A row's result depends on its own values alone, not on its place in the slice. All
/// ranges are checked; codes must lie inside their table, which ``RowKernels/largest(_:from:count:)``
/// makes sure of once for all uses of a slice.
package enum RowKernels {
  /// Copies `count` numbers.
  ///
  /// - Parameters:
  ///   - source: numbers, from position `start`.
  ///   - start: first number copied.
  ///   - count: how many.
  ///   - target: where they go, from position `place`.
  ///   - place: where the first goes.
  package static func copy(
    _ source: [Double],
    from start: Int,
    count: Int,
    to target: inout [Double],
    at place: Int
  ) {
    check(start, count, source.count)
    check(place, count, target.count)
    unsafe source.withUnsafeBufferPointer { source in
      unsafe target.withUnsafeMutableBufferPointer { target in
        guard let source = source.baseAddress, let target = target.baseAddress else { return }
        unsafe (target + place).update(from: source + start, count: count)
      }
    }
  }

  /// Standardises `count` numbers in place and adds their part of the linear predictor.
  ///
  /// ```
  /// x = (x - center) * factor;  predictor += x * slope
  /// ```
  ///
  /// - Parameters:
  ///   - x: numbers, from position `start`.
  ///   - start: first number.
  ///   - count: how many.
  ///   - center: subtracted first.
  ///   - factor: multiplied with after.
  ///   - slope: coefficient of the standardised number.
  ///   - predictor: linear predictors, from position 0.
  /// - Returns: the largest |x| afterwards.
  package static func standardize(
    _ x: inout [Double],
    from start: Int,
    count: Int,
    center: Double,
    factor: Double,
    slope: Double,
    addingTo predictor: inout [Double]
  ) -> Double {
    check(start, count, x.count)
    check(0, count, predictor.count)
    return unsafe x.withUnsafeMutableBufferPointer { x in
      guard let x = x.baseAddress else { return 0 }
      let place = unsafe x + start
      return unsafe ck_standardize(count, place, center, factor, slope, place, &predictor)
    }
  }

  /// The same from `source`, which stays as it is, to `result` from `target` on.
  package static func standardize(
    _ source: [Double],
    from start: Int,
    count: Int,
    center: Double,
    factor: Double,
    slope: Double,
    into result: inout [Double],
    at target: Int,
    addingTo predictor: inout [Double]
  ) -> Double {
    check(start, count, source.count)
    check(target, count, result.count)
    check(0, count, predictor.count)
    return unsafe source.withUnsafeBufferPointer { source in
      unsafe result.withUnsafeMutableBufferPointer { result in
        guard let source = source.baseAddress, let result = result.baseAddress else { return 0 }
        return unsafe ck_standardize(
          count,
          source + start,
          center,
          factor,
          slope,
          result + target,
          &predictor
        )
      }
    }
  }

  /// The binomial likelihood on the logit scale.
  ///
  /// ```
  /// residual = w (y - μ);  variance = w μ (1 - μ);  root = sqrt(variance)
  /// ```
  ///
  /// with μ = 1 / (1 + exp(-predictor)), each to a few units in the last place, also in the tails.
  ///
  /// - Parameters:
  ///   - predictor: linear predictors, from position 0, as the results.
  ///   - count: how many rows.
  ///   - response: shares of successes, from position `start`.
  ///   - weights: at least 0, from position `start`; a row of weight 0 counts for nothing.
  ///   - start: first row of response and weights.
  ///   - residual: w (y - μ).
  ///   - variance: w μ (1 - μ).
  ///   - root: its square root.
  /// - Returns: the sum of `w (-y log μ - (1 - y) log(1 - μ))`.
  package static func logistic(
    _ predictor: [Double],
    count: Int,
    response: [Double],
    weights: [Double],
    from start: Int,
    residual: inout [Double],
    variance: inout [Double],
    root: inout [Double]
  ) -> Double {
    check(0, count, predictor.count)
    check(start, count, response.count)
    check(start, count, weights.count)
    check(0, count, min(residual.count, variance.count, root.count))
    return unsafe predictor.withUnsafeBufferPointer { predictor in
      unsafe response.withUnsafeBufferPointer { response in
        unsafe weights.withUnsafeBufferPointer { weights in
          guard let predictor = predictor.baseAddress, let response = response.baseAddress,
            let weights = weights.baseAddress
          else { return 0 }
          return unsafe ck_logistic(
            count,
            predictor,
            response + start,
            weights + start,
            &residual,
            &variance,
            &root
          )
        }
      }
    }
  }

  /// Totals of rows of binomial outcomes.
  package struct OutcomeCounts: Sendable {
    /// Rows of positive weight.
    package let used: Int
    /// Rows whose share of successes is neither 0 nor 1.
    package let shared: Int
    /// Rows of positive weight with an offset other than 0.
    package let shifted: Int
    /// Sum of the weights.
    package let weightSum: Double
    /// Sum of share times weight.
    package let eventCount: Double
  }

  /// Counts the first `count` rows.
  package static func countOutcomes(
    response: [Double],
    weights: [Double],
    offsets: [Double],
    count: Int
  ) -> OutcomeCounts {
    check(0, count, min(response.count, weights.count, offsets.count))
    var totals = [Double](repeating: 0, count: 5)
    unsafe ck_count_outcomes(count, response, weights, offsets, &totals)
    return OutcomeCounts(
      used: Int(totals[0]),
      shared: Int(totals[1]),
      shifted: Int(totals[2]),
      weightSum: totals[3],
      eventCount: totals[4]
    )
  }

  /// Multiplies `count` numbers by the roots of the weights, into `result` from `target` on.
  ///
  /// - Returns: the sum of `x * residual`.
  package static func weigh(
    _ x: [Double],
    from start: Int,
    count: Int,
    root: [Double],
    residual: [Double],
    into result: inout [Double],
    at target: Int
  ) -> Double {
    check(start, count, x.count)
    check(target, count, result.count)
    check(0, count, min(root.count, residual.count))
    return unsafe x.withUnsafeBufferPointer { x in
      unsafe result.withUnsafeMutableBufferPointer { result in
        guard let x = x.baseAddress, let result = result.baseAddress else { return 0 }
        return unsafe ck_weigh_double(count, x + start, root, residual, result + target)
      }
    }
  }

  /// The same with a result in single precision.
  package static func weigh(
    _ x: [Double],
    from start: Int,
    count: Int,
    root: [Double],
    residual: [Double],
    into result: inout [Float],
    at target: Int
  ) -> Double {
    check(start, count, x.count)
    check(target, count, result.count)
    check(0, count, min(root.count, residual.count))
    return unsafe x.withUnsafeBufferPointer { x in
      unsafe result.withUnsafeMutableBufferPointer { result in
        guard let x = x.baseAddress, let result = result.baseAddress else { return 0 }
        return unsafe ck_weigh_float(count, x + start, root, residual, result + target)
      }
    }
  }

  /// The sum of `x * y` over `count` numbers, `x` from position `start`.
  package static func dot(_ x: [Double], from start: Int, count: Int, _ y: [Double]) -> Double {
    check(start, count, x.count)
    check(0, count, y.count)
    return unsafe x.withUnsafeBufferPointer { x in
      guard let x = x.baseAddress else { return 0 }
      return unsafe ck_dot(count, x + start, y)
    }
  }

  /// `result = x * y`, `x` from position `start` and `result` from `target`.
  package static func multiply(
    _ x: [Double],
    from start: Int,
    count: Int,
    _ y: [Double],
    into result: inout [Double],
    at target: Int = 0
  ) {
    check(start, count, x.count)
    check(0, count, y.count)
    check(target, count, result.count)
    unsafe x.withUnsafeBufferPointer { x in
      unsafe result.withUnsafeMutableBufferPointer { result in
        guard let x = x.baseAddress, let result = result.baseAddress else { return }
        unsafe ck_multiply(count, x + start, y, result + target)
      }
    }
  }

  /// Adds `factor` times `count` numbers of `x`, from position `start`, to the first of `y`.
  package static func add(
    _ factor: Double,
    times x: [Double],
    from start: Int,
    count: Int,
    to y: inout [Double]
  ) {
    check(start, count, x.count)
    check(0, count, y.count)
    unsafe x.withUnsafeBufferPointer { x in
      guard let x = x.baseAddress else { return }
      unsafe ck_add(count, factor, x + start, &y)
    }
  }

  // MARK: Codes

  /// The largest of `count` codes from position `start`; a negative one counts as `Int.max`.
  package static func largest(_ codes: [Int32], from start: Int, count: Int) -> Int {
    check(start, count, codes.count)
    let result = unsafe codes.withUnsafeBufferPointer { codes -> UInt32 in
      guard let codes = codes.baseAddress else { return 0 }
      return unsafe ck_largest(count, codes + start)
    }
    return result > UInt32(Int32.max) ? Int.max : Int(result)
  }

  /// `result = result * factor + codes`: the code of a pair of codes.
  ///
  /// - Parameters:
  ///   - codes: from position `start`.
  ///   - start: first code.
  ///   - count: how many.
  ///   - factor: number of different `codes`.
  ///   - result: from position `target`.
  ///   - target: first result.
  package static func combine(
    _ codes: [Int32],
    from start: Int,
    count: Int,
    factor: Int,
    into result: inout [Int32],
    at target: Int
  ) {
    check(start, count, codes.count)
    check(target, count, result.count)
    unsafe codes.withUnsafeBufferPointer { codes in
      unsafe result.withUnsafeMutableBufferPointer { result in
        guard let codes = codes.baseAddress, let result = result.baseAddress else { return }
        unsafe ck_combine(count, result + target, Int32(factor), codes + start)
      }
    }
  }

  /// `predictor += table[code]` for codes from position `start`.
  package static func lookUp(
    _ codes: [Int32],
    from start: Int,
    count: Int,
    in table: [Double],
    addingTo predictor: inout [Double]
  ) {
    check(start, count, codes.count)
    check(0, count, predictor.count)
    unsafe codes.withUnsafeBufferPointer { codes in
      guard let codes = codes.baseAddress else { return }
      unsafe ck_look_up(count, codes + start, table, &predictor)
    }
  }

  /// `predictor += table[code] * x`, `x` from position `factorStart`.
  package static func lookUp(
    _ codes: [Int32],
    from start: Int,
    count: Int,
    in table: [Double],
    times x: [Double],
    from factorStart: Int,
    addingTo predictor: inout [Double]
  ) {
    check(start, count, codes.count)
    check(factorStart, count, x.count)
    check(0, count, predictor.count)
    unsafe codes.withUnsafeBufferPointer { codes in
      unsafe x.withUnsafeBufferPointer { x in
        guard let codes = codes.baseAddress, let x = x.baseAddress else { return }
        unsafe ck_look_up_scaled(count, codes + start, table, x + factorStart, &predictor)
      }
    }
  }

  /// `result = 1` where the code is `level`, else 0.
  package static func indicate(
    _ codes: [Int32],
    from start: Int,
    count: Int,
    level: Int,
    into result: inout [Double],
    at target: Int
  ) {
    check(start, count, codes.count)
    check(target, count, result.count)
    unsafe codes.withUnsafeBufferPointer { codes in
      unsafe result.withUnsafeMutableBufferPointer { result in
        guard let codes = codes.baseAddress, let result = result.baseAddress else { return }
        unsafe ck_indicate(count, codes + start, Int32(level), result + target)
      }
    }
  }

  /// `sums[code] += x`, `x` from position 0.
  ///
  /// - Parameters:
  ///   - codes: from position `start`.
  ///   - start: first code.
  ///   - count: how many.
  ///   - x: numbers, from position 0.
  ///   - sums: where they are added.
  ///   - table: where the sum of code 0 stands in `sums`.
  package static func tally(
    _ codes: [Int32],
    from start: Int,
    count: Int,
    _ x: [Double],
    into sums: inout [Double],
    at table: Int
  ) {
    check(start, count, codes.count)
    check(0, count, x.count)
    precondition(table >= 0 && table <= sums.count, "table outside the sums")
    unsafe codes.withUnsafeBufferPointer { codes in
      unsafe sums.withUnsafeMutableBufferPointer { sums in
        guard let codes = codes.baseAddress, let sums = sums.baseAddress else { return }
        unsafe ck_tally(count, codes + start, x, sums + table)
      }
    }
  }

  /// `sums[first * width + second] += x`: a weighted cross-table.
  ///
  /// - Parameters:
  ///   - codes: holds both codes of each row.
  ///   - first: where the codes of the table's rows start.
  ///   - second: where those of its columns start.
  ///   - count: how many rows.
  ///   - width: number of different codes of the columns.
  ///   - x: numbers, from position 0.
  ///   - sums: where they are added.
  ///   - table: where the cross-table starts in `sums`.
  package static func tallyPairs(
    _ codes: [Int32],
    first: Int,
    second: Int,
    count: Int,
    width: Int,
    _ x: [Double],
    into sums: inout [Double],
    at table: Int
  ) {
    check(first, count, codes.count)
    check(second, count, codes.count)
    check(0, count, x.count)
    precondition(table >= 0 && table <= sums.count, "table outside the sums")
    unsafe codes.withUnsafeBufferPointer { codes in
      unsafe sums.withUnsafeMutableBufferPointer { sums in
        guard let codes = codes.baseAddress, let sums = sums.baseAddress else { return }
        unsafe ck_tally_pairs(
          count,
          codes + first,
          Int32(width),
          codes + second,
          x,
          sums + table
        )
      }
    }
  }

  /// Turns `count` rows of columns, `stride` apart, into rows of `columns` numbers one after the
  /// other.
  ///
  /// - Parameters:
  ///   - x: columns, `stride` numbers apart.
  ///   - stride: from one column to the next.
  ///   - columns: how many, a multiple of 4.
  ///   - count: how many rows.
  ///   - rows: where they go.
  package static func transpose(
    _ x: [Double],
    stride: Int,
    columns: Int,
    count: Int,
    into rows: inout [Double]
  ) {
    precondition(columns % 4 == 0 && count <= stride, "rows are padded to four numbers")
    check(0, columns * stride, x.count)
    check(0, count * columns, rows.count)
    unsafe ck_transpose(count, columns, x, stride, &rows)
  }

  /// Adds whole rows to the row of sums of their code.
  ///
  /// - Parameters:
  ///   - codes: from position `start`.
  ///   - start: first code.
  ///   - count: how many rows.
  ///   - rows: their numbers, row after row.
  ///   - stride: numbers a row, a multiple of 4.
  ///   - factor: a factor of each row, from position `factorStart`; 1 each when `nil`.
  ///   - sums: where they are added.
  ///   - table: where the sums of code 0 start in `sums`.
  package static func tallyRows(
    _ codes: [Int32],
    from start: Int,
    count: Int,
    rows: [Double],
    stride: Int,
    factor: (numbers: [Double], start: Int)? = nil,
    into sums: inout [Double],
    at table: Int
  ) {
    precondition(stride % 4 == 0, "rows are padded to four numbers")
    check(start, count, codes.count)
    check(0, count * stride, rows.count)
    precondition(table >= 0 && table <= sums.count, "table outside the sums")
    unsafe codes.withUnsafeBufferPointer { codes in
      unsafe sums.withUnsafeMutableBufferPointer { sums in
        guard let codes = codes.baseAddress, let sums = sums.baseAddress else { return }
        guard let factor else {
          unsafe ck_tally_rows(count, codes + start, rows, stride, sums + table)
          return
        }
        check(factor.start, count, factor.numbers.count)
        unsafe factor.numbers.withUnsafeBufferPointer { numbers in
          guard let numbers = numbers.baseAddress else { return }
          unsafe ck_tally_rows_scaled(
            count,
            codes + start,
            numbers + factor.start,
            rows,
            stride,
            sums + table
          )
        }
      }
    }
  }

  private static func check(_ start: Int, _ count: Int, _ available: Int) {
    precondition(start >= 0 && count >= 0 && start + count <= available, "range outside the array")
  }
}
