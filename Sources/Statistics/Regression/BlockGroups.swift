internal import Concurrency

/// Consecutive blocks that one worker goes through with one piece of scratch memory.
struct BlockGroup: Sendable {
  /// Indices of the blocks, ascending.
  let blocks: ArraySlice<Int>
  /// Rows of the largest block of all groups.
  let capacity: Int
}

/// Calls `body` for each group of blocks, in parallel, and gives its values in order.
///
/// The groups depend on the blocks alone, never on the number of threads, so sums over them have
/// the same bits for any number of threads.
///
/// - Parameters:
///   - rows: the data.
///   - blocks: indices of the blocks that count; all when `nil`.
///   - most: largest number of groups, at least 1, where their values are large.
///   - threads: largest number of workers.
///   - body: goes through the blocks of one group.
/// - Returns: one value a group; none without blocks.
func mapBlockGroups<Value: Sendable>(
  of rows: some RowBlocks,
  blocks: [Int]? = nil,
  most: Int = 64,
  threads: Int,
  _ body: @Sendable (BlockGroup) -> Value
) -> [Value] {
  let all = rows.blocks
  let indices = blocks ?? Array(all.indices)
  let capacity = all.map(\.count).max() ?? 0
  let groupCount = min(indices.count, most)
  return parallelMap(count: groupCount, threads: threads) { group in
    let start = group * indices.count / groupCount
    let end = (group + 1) * indices.count / groupCount
    return body(BlockGroup(blocks: indices[start..<end], capacity: capacity))
  }
}
