import type { Capabilities } from '@t21/plugin-kit'
import { textLimit } from './limits.ts'
import { options } from './options.ts'

/** What the network accepts of an ordinary account. Promise nothing that is not written. */
export const capabilities: Capabilities = {
  formats: ['text'],
  text: { maxLength: textLimit, unit: 'characters' },
  media: { mixed: false, required: false },
  firstComment: false,
  options,
  remove: false,
  metrics: false,
  // Until `find` is written the network cannot be asked, and nothing is sent a second time.
  readBack: { by: 'none', quietSeconds: 600, visibilityLagSeconds: 30, retryWhenAbsent: false },
}
