import { inspectDocument } from './document.inspector.ts'
import { inspectImage } from './image.inspector.ts'
import { detectFormat, type FileClaim } from './media.formats.ts'
import type { MediaKind, StoredFacts } from './media.model.ts'
import { inTurn } from './decoding.ts'
import { inspectVideo } from './video.inspector.ts'
import type { WorkFolder } from './work-folder.ts'

/** A file that was found to be what it is said to be, and may be stored. */
export interface Inspected {
  readonly kind: MediaKind
  readonly mimeType: string
  /** The file to store, in the work folder. */
  readonly path: string
  readonly thumbnailPath: string | null
  /** Pixels, as a person sees it. */
  readonly width: number | null
  readonly height: number | null
  readonly durationMs: number | null
  readonly facts: StoredFacts
}

/**
 * Finds out what the original in a work folder is, and makes what will be stored of it.
 *
 * @throws MediaRefused naming the reason
 */
export async function inspect(
  folder: WorkFolder,
  claim: FileClaim,
  limits: { readonly maxPixels: number },
): Promise<Inspected> {
  const format = await detectFormat(folder.original, claim)
  return inTurn(() => {
    if (format.kind === 'image') return inspectImage(folder, format, limits)
    return format.kind === 'video' ? inspectVideo(folder, format) : inspectDocument(folder, format)
  })
}
