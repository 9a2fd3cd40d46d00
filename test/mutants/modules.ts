import { registerHooks } from 'node:module'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { instrument } from './sites.ts'

const root = join(import.meta.dirname, '../..')

/** Modules of features are loaded with switches in them (`instrument`) from now on; `finish` has the last word on each text. */
export function switchModules(finish: (source: string, file: string) => string): void {
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context)
      if (!url.startsWith('file:') || !loaded.source) return loaded
      const text =
        typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source)
      const file = relative(root, fileURLToPath(url)).replaceAll(sep, '/')
      const isFeature = file.startsWith('core/src/features/') && !file.endsWith('.test.ts')
      return { ...loaded, source: finish(isFeature ? instrument(file, text) : text, file) }
    },
  })
}
