import type { Emulator } from '@t21/plugin-kit/sandbox'
import { readableOn } from './contrast.ts'
import { lookOf } from './look.ts'

/** The grounds on which text stands, as in `sandbox.css`: light, dark. */
export const grounds = {
  light: ['#ffffff', '#f4f4f6'],
  dark: ['#1a1a20', '#101014'],
} as const

/**
 * The networks' colours as a style sheet: the pages' policy allows no style in the markup. `--accent` is
 * for text, `--mark` for what white stands on.
 */
export function looksCss(emulators: readonly Emulator[]): string {
  const light = emulators.map((emulator) => {
    const accent = readableOn(lookOf(emulator).accent, grounds.light)
    return rule(emulator, `--accent: ${accent}; --mark: ${accent}`)
  })
  const dark = emulators.map((emulator) =>
    rule(emulator, `--accent: ${readableOn(lookOf(emulator).accent, grounds.dark)}`),
  )
  return `${light.join('')}@media (prefers-color-scheme: dark) {\n${dark.join('')}}\n`
}

function rule({ network }: Emulator, declarations: string): string {
  return `.look-${network} { ${declarations}; }\n`
}
