import type { ProviderKind } from '@t21/plugin-kit'
import type { ReadyProvider } from './registry.ts'

/**
 * The provider of a kind that a process uses: the one that is asked for, or else the only one that is configured, or else one
 * that the sandbox stands in for.
 *
 * @param wanted its id, as the variable says it
 * @returns nothing where none is ready and none is asked for
 * @throws Error that says which there are, and names the variable
 */
export function chosenProvider<Kind extends ProviderKind>(
  ready: readonly ReadyProvider<Kind>[],
  { variable, wanted }: { readonly variable: string; readonly wanted: string | undefined },
): ReadyProvider<Kind> | undefined {
  const configured = ready.filter(({ sandboxed }) => !sandboxed)
  if (wanted === undefined) {
    if (configured.length > 1) {
      throw new Error(`${variable} has to say which is used: ${idsOf(configured)}.`)
    }
    return configured[0] ?? ready[0]
  }
  const chosen = ready.find(({ provider }) => provider.id === wanted)
  if (chosen !== undefined) return chosen
  const ids = idsOf(ready)
  throw new Error(
    `${variable} is "${wanted}", which is not installed and configured; ${ids === '' ? 'none is' : `there is: ${ids}`}.`,
  )
}

function idsOf(ready: readonly ReadyProvider[]): string {
  return ready.map(({ provider }) => provider.id).join(', ')
}
