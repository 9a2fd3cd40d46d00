import type { Inspected } from './inspect.ts'
import type { MediaFormat } from './media.formats.ts'
import { MediaRefused } from './media.refusals.ts'
import { runProbe } from './run-probe.ts'
import type { WorkFolder } from './work-folder.ts'

/** What is found out about a document. */
export interface DocumentProbe {
  readonly pages: number
  /** It cannot be opened without a password. */
  readonly locked: boolean
}

/**
 * Reads the number of pages of a PDF. Its bytes are stored as they are, there is no thumbnail.
 *
 * @throws MediaRefused where it cannot be opened, or has no page
 */
export async function inspectDocument(folder: WorkFolder, format: MediaFormat): Promise<Inspected> {
  const { pages, locked } = await runProbe<DocumentProbe>('document', folder.original)
  if (locked) throw new MediaRefused('The document has a password; send it without one.')
  if (pages < 1) throw new MediaRefused('The document has no page.')
  return {
    kind: 'document',
    mimeType: format.mimeType,
    path: folder.original,
    thumbnailPath: null,
    width: null,
    height: null,
    durationMs: null,
    facts: { pages },
  }
}
