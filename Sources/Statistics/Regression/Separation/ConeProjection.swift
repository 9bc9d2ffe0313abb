/// The point of a cone of vectors that is nearest to a target, found with the vectors given one by
/// one.
///
/// ```
/// minimise |t - Σ uₖ bₖ|  over u ≥ 0
/// ```
///
/// Non-negative least squares by the active-set method of Lawson and Hanson (1974, *Solving Least
/// Squares Problems*, chapter 23), with the passive vectors orthogonalised by Gram-Schmidt done
/// twice. The residual is the projection of the target off their span, so that its error does not
/// grow with the weights. It ends after finitely many steps, degenerate vectors or not, because the
/// residual gets shorter with each.
struct ConeProjection: Sendable {
  /// The target less its nearest point: zero when the cone holds the target, else a vector that
  /// makes no acute angle with any vector of the cone.
  private(set) var residual: [Double]
  /// False when rounding kept the residual from getting shorter although it should have.
  private(set) var isSettled = true

  private let target: [Double]
  /// Vectors of positive weight: index in the pool, weight, and their orthonormal basis with the
  /// coefficients that give them back.
  private var passive: [Int] = []
  private var weights: [Double] = []
  private var basis: [[Double]] = []
  private var triangle: [[Double]] = []

  /// A residual at most this long is zero; vectors and targets have length 1 at most.
  static let zero = 1e-12
  /// A cosine at most this large is no acute angle.
  static let acute = 1e-9

  /// Starts with an empty cone.
  init(target: [Double]) {
    self.target = target
    residual = target
  }

  /// True when the cone holds the target, up to rounding.
  var containsTarget: Bool { residual.euclideanLength <= Self.zero }

  /// True when a vector makes an acute angle with the residual, so that it would bring the cone
  /// nearer to the target.
  func improves(_ vector: [Double]) -> Bool {
    vector.innerProduct(residual) > Self.acute * residual.euclideanLength
  }

  /// Goes on to the nearest point of the cone of a pool of unit vectors, in which those of earlier
  /// calls stand where they stood.
  ///
  /// - Complexity: about p steps of (pool + p) p flops each.
  mutating func solve(_ pool: [[Double]]) {
    var isPassive = [Bool](repeating: false, count: pool.count)
    for index in passive { isPassive[index] = true }
    // Each step shortens the residual; the bound only guards against rounding.
    for _ in 0..<(20 * target.count + 4 * pool.count + 100) {
      let size = residual.euclideanLength
      guard size > Self.zero else { return }
      var best = Self.acute * size
      var entering: Int?
      for (index, vector) in pool.enumerated() where !isPassive[index] {
        let value = vector.innerProduct(residual)
        if value > best {
          best = value
          entering = index
        }
      }
      guard let entering else { return }
      append(entering, pool[entering])
      isPassive[entering] = true
      for index in settle(pool) { isPassive[index] = false }
      project()
      // A vector at almost a right angle shortens the residual by less than a rounding.
      guard residual.euclideanLength <= size * (1 + 1e-14) else {
        isSettled = false
        return
      }
    }
    isSettled = false
  }

  /// Moves the weights towards the unconstrained ones and drops the vectors that reach zero.
  ///
  /// - Returns: the dropped vectors.
  private mutating func settle(_ pool: [[Double]]) -> [Int] {
    var dropped: [Int] = []
    while !passive.isEmpty {
      let wanted = unconstrainedWeights()
      var fraction = 1.0
      for (now, next) in zip(weights, wanted) where next <= 0 {
        fraction = min(fraction, now / (now - next))
      }
      guard wanted.contains(where: { $0 <= 0 }) else {
        weights = wanted
        return dropped
      }
      for k in weights.indices { weights[k] += fraction * (wanted[k] - weights[k]) }
      // Those that reach zero first, to the last bit or so, leave together.
      let leaving = weights.indices.filter { k in
        wanted[k] <= 0 && (weights[k] <= 1e-14 * abs(wanted[k]) || weights[k] <= 0)
      }
      let kept = weights.indices.filter { !leaving.contains($0) }
      dropped += leaving.map { passive[$0] }
      let remaining = kept.map { (index: passive[$0], weight: weights[$0]) }
      let unchanged = leaving.first ?? 0
      passive.removeSubrange(unchanged...)
      weights.removeSubrange(unchanged...)
      basis.removeSubrange(unchanged...)
      triangle.removeSubrange(unchanged...)
      for (index, weight) in remaining.dropFirst(unchanged) {
        append(index, pool[index])
        weights[weights.count - 1] = weight
      }
    }
    return dropped
  }

  /// Adds a vector with weight 0 to the passive ones.
  private mutating func append(_ index: Int, _ vector: [Double]) {
    var rest = vector
    var coefficients = [Double](repeating: 0, count: basis.count)
    for _ in 0..<2 {
      for (k, unit) in basis.enumerated() {
        let part = unit.innerProduct(rest)
        coefficients[k] += part
        for i in rest.indices { rest[i] -= part * unit[i] }
      }
    }
    let size = rest.euclideanLength
    coefficients.append(size)
    passive.append(index)
    weights.append(0)
    basis.append(rest.map { $0 / size })
    triangle.append(coefficients)
  }

  /// The weights with which the passive vectors come nearest to the target, of any sign.
  private func unconstrainedWeights() -> [Double] {
    var result = basis.map { $0.innerProduct(target) }
    for k in result.indices.reversed() {
      result[k] /= triangle[k][k]
      for m in 0..<k { result[m] -= triangle[k][m] * result[k] }
    }
    return result
  }

  private mutating func project() {
    residual = target
    for _ in 0..<2 {
      for unit in basis {
        let part = unit.innerProduct(residual)
        for i in residual.indices { residual[i] -= part * unit[i] }
      }
    }
  }
}

extension ConeProjection {
  /// Goes on to the nearest points of the cone of all rows, asking for rows outside a pool.
  ///
  /// - Parameters:
  ///   - projections: one for each target.
  ///   - pool: vectors met so far; grows.
  ///   - candidates: gives vectors of rows that may make acute angles with some residuals.
  static func solve(
    _ projections: inout [ConeProjection],
    pool: inout [[Double]],
    candidates: ([[Double]]) -> [[Double]]
  ) {
    var open = Array(projections.indices)
    while true {
      for index in open { projections[index].solve(pool) }
      open = open.filter { projections[$0].isSettled && !projections[$0].containsTarget }
      guard !open.isEmpty else { return }
      let found = candidates(open.map { projections[$0].residual })
      let useful = found.filter { vector in open.contains { projections[$0].improves(vector) } }
      open = open.filter { index in useful.contains { projections[index].improves($0) } }
      pool += useful
    }
  }
}

extension [Double] {
  /// Sum of products with another vector, in order.
  func innerProduct(_ other: [Double]) -> Double {
    var sum = 0.0
    for i in indices { sum += self[i] * other[i] }
    return sum
  }

  /// Euclidean length.
  var euclideanLength: Double { innerProduct(self).squareRoot() }
}
