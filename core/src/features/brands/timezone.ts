import { invalid } from '../../errors.ts'

/** @throws ApiError VALIDATION_ERROR for what is no IANA time zone; offsets such as `+01:00` are none */
export function requireTimezone(timezone: string): void {
  try {
    if (!/^[A-Za-z]/.test(timezone)) throw new RangeError('not a name')
    new Intl.DateTimeFormat('en', { timeZone: timezone })
  } catch {
    throw invalid('timezone', 'There is no such time zone; use an IANA name like Europe/London.')
  }
}
