import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'

/**
 * Where the sandbox is that stands in for a provider: `T21_SANDBOX_URL`, or that of the `npm start` beside which a command runs,
 * which says so in `run.json`.
 *
 * @throws Error where there is none: what is emulated never goes to the real one instead
 */
export async function runningSandbox({
  sandboxUrl,
  dataDir,
}: Pick<Config, 'sandboxUrl' | 'dataDir'>): Promise<string> {
  const url = sandboxUrl ?? (await wallOf(dataDir))
  if (url !== undefined) return url
  throw new Error(
    'The provider is emulated, and no sandbox runs: run this beside `npm start`, or set T21_SANDBOX_URL or the credentials of the real one.',
  )
}

async function wallOf(dataDir: string): Promise<string | undefined> {
  const json = await readFile(join(dataDir, 'run.json'), 'utf8').catch(() => '{}')
  return (JSON.parse(json) as { readonly wall?: string | null }).wall ?? undefined
}
