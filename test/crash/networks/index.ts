import type { CrashNetwork } from './network.ts'

const loaders: Readonly<Record<string, () => Promise<CrashNetwork>>> = {
  twitter: async () => (await import('./twitter.ts')).twitter,
  instagram: async () => (await import('./instagram.ts')).instagram,
  facebook: async () => (await import('./facebook.ts')).facebook,
  linkedin: async () => (await import('./linkedin.ts')).linkedin,
  tiktok: async () => (await import('./tiktok.ts')).tiktok,
}

/**
 * The ids that `--network` names: `all`, one, or several with commas between.
 *
 * @throws Error for one that is not there
 */
export function namedNetworks(option: string): readonly string[] {
  const ids = Object.keys(loaders)
  if (option === 'all') return ids
  const named = [...new Set(option.split(',').map((id) => id.trim()))]
  const unknown = named.find((id) => !ids.includes(id))
  if (unknown === undefined) return named
  throw new Error(`--network "${unknown}" is not there: give all, or some of ${ids.join(', ')}.`)
}

/** Imports the networks of these ids, and no others. */
export async function loadNetworks(ids: readonly string[]): Promise<readonly CrashNetwork[]> {
  return Promise.all(ids.flatMap((id) => loaders[id]?.() ?? []))
}
