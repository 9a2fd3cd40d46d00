/** A field that an act changed. */
export interface Change {
  readonly field: string
  readonly before: string | null
  readonly after: string | null
}

type Snapshot = Readonly<Record<string, unknown>> | null

/** Names of fields whose values nobody needs to see here; what is written down has none, and none shall come. */
const secret = /password|secret|token|hash|code|key$/i

/** What differs between two looks at a thing; nothing where it was looked at only once. */
export function changesOf(before: Snapshot, after: Snapshot): readonly Change[] {
  if (before === null && after === null) return []
  if (after === null) return []
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after)])
  return [...fields].flatMap((field) => {
    const [was, is] = [before?.[field], after[field]].map(textOf) as [string | null, string | null]
    if (was === is) return []
    if (secret.test(field)) return [{ field, before: '[redacted]', after: '[redacted]' }]
    return [{ field, before: was, after: is }]
  })
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}
