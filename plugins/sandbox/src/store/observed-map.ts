/** A map that says when it was changed. */
export function observedMap<Value>(
  entries: Iterable<readonly [string, Value]>,
  onChange: () => void,
): Map<string, Value> {
  const map = new Map<string, Value>(entries)
  const { set, delete: remove, clear } = Map.prototype

  return Object.assign(map, {
    set(key: string, value: Value) {
      set.call(map, key, value)
      onChange()
      return map
    },
    delete(key: string) {
      const removed = remove.call(map, key)
      if (removed) onChange()
      return removed
    },
    clear() {
      if (map.size === 0) return
      clear.call(map)
      onChange()
    },
  })
}
