internal import Dispatch
internal import Synchronization

/// Runs `body` once for each block index, on up to `threads` workers at the same time.
///
/// Workers take the next free index, so the order of execution is not fixed; callers store what a
/// block gives by its index (see ``parallelMap(count:threads:_:)``) and reduce in index order, so
/// that results do not depend on scheduling or on the number of threads.
///
/// - Parameters:
///   - count: number of blocks; nothing runs for 0.
///   - threads: largest number of workers, at least 1; the machine's cores limit it further.
///   - body: work of one block; must touch no state shared with other blocks.
/// - Complexity: `count` calls of `body`.
package func parallelBlocks(count: Int, threads: Int, body: @Sendable (Int) -> Void) {
  precondition(count >= 0 && threads >= 1, "negative block count or no thread")
  let workers = min(count, threads)
  guard workers > 1 else {
    for index in 0..<count { body(index) }
    return
  }
  let next = Atomic<Int>(0)
  DispatchQueue.concurrentPerform(iterations: workers) { _ in
    while true {
      let index = next.add(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      body(index)
    }
  }
}

/// The values of `body` for the indices `0..<count`, in index order, computed in parallel.
///
/// - Parameters:
///   - count: number of values.
///   - threads: largest number of workers, at least 1.
///   - body: computes the value of one index; must touch no state shared with other indices.
/// - Returns: `count` values; the same for any number of threads.
/// - Throws: the error of the lowest failing index; the other indices have still been tried.
package func parallelMap<Value: Sendable, Failure: Error>(
  count: Int,
  threads: Int,
  _ body: @Sendable (Int) throws(Failure) -> Value
) throws(Failure) -> [Value] {
  let slots = ResultSlots<Value, Failure>(count: count)
  parallelBlocks(count: count, threads: threads) { index in
    do throws(Failure) {
      let value = try body(index)
      slots.store(.success(value), at: index)
    } catch {
      slots.store(.failure(error), at: index)
    }
  }
  return try slots.values()
}

/// Where the workers leave their results; a class because all of them write to the one object.
private final class ResultSlots<Value: Sendable, Failure: Error>: Sendable {
  private let results: Mutex<[Result<Value, Failure>?]>

  init(count: Int) {
    results = Mutex(Array(repeating: nil, count: count))
  }

  func store(_ result: Result<Value, Failure>, at index: Int) {
    results.withLock { $0[index] = result }
  }

  func values() throws(Failure) -> [Value] {
    let stored = results.withLock { $0 }
    var values: [Value] = []
    values.reserveCapacity(stored.count)
    for result in stored {
      guard let result else { preconditionFailure("a block did not run") }
      values.append(try result.get())
    }
    return values
  }
}

/// The values of two pieces of work, done at the same time.
///
/// The first may have workers of its own, all of them; the second is one worker more.
///
/// - Parameters:
///   - threads: with 1, the first is done before the second.
///   - first: must touch no state that `second` changes.
///   - second: likewise; told whether its value is still wanted, which it is not any more when the
///     first has failed.
/// - Returns: both values.
/// - Throws: the error of the first where it failed, else of the second.
package func parallelPair<First, Second: Sendable>(
  threads: Int,
  _ first: () throws -> First,
  _ second: @escaping @Sendable (_ isWanted: () -> Bool) throws -> Second
) throws -> (First, Second) {
  guard threads > 1 else { return (try first(), try second { true }) }
  let wish = Wish()
  let slot = ResultSlots<Second, any Error>(count: 1)
  let group = DispatchGroup()
  // Not as the iterations of one loop: loops inside these would be left a single worker.
  DispatchQueue.global().async(group: group) {
    slot.store(Result { try second { wish.stands.load(ordering: .relaxed) } }, at: 0)
  }
  let value = Result { try first() }
  if case .failure = value { wish.stands.store(false, ordering: .relaxed) }
  group.wait()
  return (try value.get(), try slot.values()[0])
}

/// Whether a value is still wanted; a class because two workers share it.
private final class Wish: Sendable {
  let stands = Atomic(true)
}
