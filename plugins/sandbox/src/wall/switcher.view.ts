import type { Emulator } from '@t21/plugin-kit/sandbox'
import { markView } from '../looks/mark.view.ts'
import { markup, type Html } from '../pages/html.ts'

/** Leads to each network's column, where not all of them have room side by side. */
export function switcherView(emulators: readonly Emulator[]): Html | false {
  if (emulators.length < 2) return false
  return markup`<nav class="switcher" aria-label="Networks">
    ${emulators.map(
      (emulator) =>
        markup`<a class="look-${emulator.network}" href="#column-${emulator.network}">${markView(emulator)}<span>${emulator.displayName}</span></a>`,
    )}
  </nav>`
}
