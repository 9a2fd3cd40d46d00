/** The id of what may have been expanded to the object itself. */
export function idOf(value: string | { readonly id: string } | null | undefined): string | null {
  if (value === null || value === undefined) return null
  return typeof value === 'string' ? value : value.id
}

/** A time of the API: seconds since 1970. */
export function dateOf(seconds: number): Date {
  return new Date(seconds * 1000)
}

/** As {@link dateOf}, for a time that may be missing. */
export function dateOrNull(seconds: number | null | undefined): Date | null {
  return seconds === null || seconds === undefined ? null : dateOf(seconds)
}

/** A time as the API takes it. */
export function secondsOf(date: Date): number {
  return Math.floor(date.getTime() / 1000)
}
