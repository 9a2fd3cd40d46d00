import type { AccountFacts, DraftPart, Validation } from '@t21/plugin-kit'
import { fieldOf, refused } from '@t21/plugin-kit'
import { textLimit } from './limits.ts'
import type { Settings } from './settings.ts'

/** What the network would refuse. Pure. As long as nothing can be published, everything is refused. */
export function validate(
  parts: readonly DraftPart[],
  _account: AccountFacts | null,
  _settings: Settings,
): Validation {
  return {
    issues: parts.map((part) =>
      refused(
        'not_written',
        fieldOf(part, 'text'),
        'My Net cannot publish anything yet.',
        'Leave this platform out until its connector is written.',
      ),
    ),
    counted: parts.map((part) => ({
      field: fieldOf(part, 'text'),
      length: Array.from(part.text).length,
      limit: textLimit,
    })),
  }
}
