/// Whether all roots of a polynomial lie within the unit circle.
///
/// The recursion of Schur and Cohn: each step takes the polynomial less its reversal times the
/// ratio of its end coefficients, divided by z; the roots lie inside exactly where every ratio is
/// below 1 in size.
///
/// - Parameter polynomial: coefficients from the lowest power up, the last not 0; used as room.
/// - Returns: false also where a root lies on the circle.
/// - Complexity: O(degree²).
func hasRootsInsideUnitCircle<let count: Int>(_ polynomial: inout [count of Double]) -> Bool {
  let last = count - 1
  for first in 0..<last {
    guard abs(polynomial[first]) < abs(polynomial[last]) else { return false }
    let ratio = polynomial[first] / polynomial[last]
    var low = first
    var high = last
    while low <= high {
      let left = polynomial[low] - ratio * polynomial[high]
      let right = polynomial[high] - ratio * polynomial[low]
      polynomial[low] = left
      polynomial[high] = right
      low += 1
      high -= 1
    }
  }
  return true
}
