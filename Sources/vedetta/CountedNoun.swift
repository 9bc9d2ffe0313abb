/// A number with its noun, in the singular for one: `1 month`, `24 months`.
func counted(_ count: Int, _ noun: String) -> String {
  count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
}
