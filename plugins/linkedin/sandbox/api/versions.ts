import type { EmulatorContext, EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { problem, Refusal } from './errors.ts'

/**
 * Versions with the day on which they end (linkedin.md 8). Those whose day the sheet does not give end in
 * the middle of the same month a year later. 202512 is not listed, 202610 and 202611 are unconfirmed.
 */
export const versions: Readonly<Record<string, string>> = {
  '202509': '2026-09-15',
  '202510': '2026-10-15',
  '202511': '2026-11-16',
  '202601': '2027-01-15',
  '202602': '2027-02-15',
  '202603': '2027-03-15',
  '202604': '2027-04-15',
  '202605': '2027-05-15',
  '202606': '2027-06-15',
  '202607': '2027-07-15',
  '202608': '2027-08-15',
  '202609': '2027-09-15',
}

/**
 * The version that a request names.
 *
 * @throws Refusal 400 VERSION_MISSING, 426 NONEXISTENT_VERSION
 */
export function requireVersion(request: EmulatorRequest, context: EmulatorContext): string {
  const version = request.headers['linkedin-version']
  if (version === undefined || version === '') {
    throw new Refusal(
      problem(
        400,
        'A version must be present. Please specify a version by adding the Linkedin-Version header.',
        { code: 'VERSION_MISSING' },
      ),
    )
  }
  const sunset = versions[version]
  if (sunset !== undefined && context.now().getTime() < Date.parse(sunset)) return version
  // LinkedIn names the version with a day: 202504 is told as 20250401.
  const named = /^\d{6}$/.test(version) ? `${version}01` : version
  throw new Refusal(
    problem(426, `Requested version ${named} is not active`, { code: 'NONEXISTENT_VERSION' }),
  )
}
