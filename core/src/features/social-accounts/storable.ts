/**
 * What a network says of an account, as PostgreSQL can keep it: without U+0000, and without the halves of characters that
 * networks leave behind where they cut a name short. That a name is odd is no reason not to connect an account.
 */
export function storable<Value>(value: Value): Value {
  return clean(value) as Value
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\u0000', '')
  if (Array.isArray(value)) return value.map(clean)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [clean(key), clean(item)]))
}
