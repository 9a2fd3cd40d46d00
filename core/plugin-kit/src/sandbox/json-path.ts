/** What lies at a path of a JSON answer, or `undefined`. */
export function at(json: unknown, ...path: readonly (string | number)[]): unknown {
  let value = json
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Readonly<Record<string, unknown>>)[step]
  }
  return value
}

/** As {@link at}, for text. @throws TypeError where there is none */
export function textAt(json: unknown, ...path: readonly (string | number)[]): string {
  const value = at(json, ...path)
  if (typeof value === 'string') return value
  throw new TypeError(`No text at ${path.join('.')} of ${JSON.stringify(json)}.`)
}
