/** Freezes a value and all that it is made of, in place; functions stay as they are. */
export function deepFrozen<Value>(value: Value): Readonly<Value> {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  // What cannot be frozen, such as the bytes of a buffer, is not data of a connector.
  if (ArrayBuffer.isView(value)) return value
  Object.freeze(value)
  for (const member of Object.values(value)) deepFrozen(member)
  return value
}
