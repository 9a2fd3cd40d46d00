import type { Emulator } from '@t21/plugin-kit/sandbox'
import { markup, type Html } from '../pages/html.ts'
import { lookOf } from './look.ts'

/** A network's sign: its mark, or the first letter of its name. */
export function markView(emulator: Emulator): Html {
  const { mark } = lookOf(emulator)
  if (mark === undefined) {
    const letter = String.fromCodePoint(emulator.displayName.codePointAt(0) ?? 32).toUpperCase()
    return markup`<span class="mark" aria-hidden="true">${letter}</span>`
  }
  return markup`<span class="mark" aria-hidden="true"><svg viewBox="0 0 24 24"><path d="${mark}" /></svg></span>`
}
