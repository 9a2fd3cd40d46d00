/** Facebook's clock may be a minute behind. */
const clockToleranceSeconds = 60

/** The time from which a post can be one that was begun at `intent`, as Facebook takes it. */
export function unixSecondsBefore(intent: Date): number {
  return Math.floor(intent.getTime() / 1000) - clockToleranceSeconds
}

/** True where something was made at that time or later, or where Facebook does not tell when. */
export function isSince(created: string | undefined, intent: Date): boolean {
  const time = created === undefined ? Number.NaN : Date.parse(withColon(created))
  return Number.isNaN(time) || time >= unixSecondsBefore(intent) * 1000
}

/** `2026-04-05T07:56:32+0000` has no colon in its zone: facebook.md 0. */
function withColon(time: string): string {
  return time.replace(/([+-][0-9]{2})([0-9]{2})$/, '$1:$2')
}
