import type { ConnectorResponse } from '@t21/plugin-kit'

/** How much of Meta's allowance is used. */
export interface GraphUsage {
  /** The highest of all percentages; 100 is blocked. */
  readonly percent: number
  /** Minutes until calls are answered again; 0 where Meta does not tell. */
  readonly regainMinutes: number
}

/** Platform limits roll by the hour and calls while blocked prolong them, so T21 keeps away for a quarter of it. */
const untoldPauseMinutes = 15

/** What `X-App-Usage` and `X-Business-Use-Case-Usage` say: facebook.md 3. `null` without a readable header. */
export function graphUsage(headers: ConnectorResponse['headers']): GraphUsage | null {
  const entries = [
    ...entriesOf(headers['x-app-usage']),
    ...entriesOf(headers['x-business-use-case-usage']),
  ]
  if (entries.length === 0) return null
  const percents = entries.flatMap((entry) =>
    ['call_count', 'total_time', 'total_cputime'].map((name) => numberOf(entry[name])),
  )
  const minutes = entries.map((entry) => numberOf(entry['estimated_time_to_regain_access']))
  return { percent: Math.max(...percents), regainMinutes: Math.max(...minutes) }
}

/** When a limited account is tried again. Meta sends no `Retry-After`. */
export function limitedUntil(headers: ConnectorResponse['headers'], now: Date): Date {
  const minutes = graphUsage(headers)?.regainMinutes || untoldPauseMinutes
  return new Date(now.getTime() + minutes * 60_000)
}

// One object (app usage), or lists of them by account (business use case).
function entriesOf(header: string | undefined): Record<string, unknown>[] {
  const value = parse(header)
  if (!isObject(value)) return []
  const lists = Object.values(value).filter((entry) => Array.isArray(entry))
  return lists.length > 0 ? lists.flat().filter(isObject) : [value]
}

function parse(header: string | undefined): unknown {
  if (header === undefined) return null
  try {
    return JSON.parse(header) as unknown
  } catch {
    return null
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function numberOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0
}
