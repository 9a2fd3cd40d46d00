import type { MediaFacts, PublishMedia } from '../../media.ts'
import type { DraftPart, PublishPart } from '../../parts.ts'
import type { ConformanceDraft, ConformanceFile } from '../options.ts'
import type { FileServer } from './file-server.ts'
import { asHost } from './guard.ts'

/** A part that has still to be told what it answers. */
export type LoosePart = Omit<PublishPart, 'previous'>

/** A draft taken apart as T21 does it: the post, its thread, the first comment. */
export function partsOf(draft: ConformanceDraft, files: FileServer): readonly LoosePart[] {
  const thread = draft.thread ?? []
  const later: readonly Pick<ConformanceDraft, 'text' | 'media'>[] = thread
  const parts: LoosePart[] = [
    partOf('post', 0, draft.text, draft.media, files, draft.options),
    ...later.map((part, index) => partOf('thread', index + 1, part.text, part.media, files)),
  ]
  if (draft.firstComment === undefined) return parts
  return [...parts, partOf('first_comment', parts.length, draft.firstComment, [], files)]
}

/** The same as `validate` sees it: without bytes. */
export function draftOf({ media, ...part }: LoosePart): DraftPart {
  return { ...part, media: media.map(({ read: _read, publicUrl: _publicUrl, ...facts }) => facts) }
}

function partOf(
  kind: LoosePart['kind'],
  position: number,
  text: string,
  media: readonly ConformanceFile[] = [],
  files: FileServer,
  options: LoosePart['options'] = {},
): LoosePart {
  return {
    kind,
    position,
    text,
    options,
    media: media.map((file, index) => mediaOf(file, `file-${position}-${index}`, files)),
  }
}

function mediaOf(file: ConformanceFile, id: string, files: FileServer): PublishMedia {
  const { bytes: make, ...known } = file
  const bytes = make()
  const facts: MediaFacts = { ...known, id, size: bytes.length }
  return {
    ...facts,
    read: (start = 0, end = bytes.length) =>
      asHost(async () => Uint8Array.from(bytes.subarray(start, end))),
    publicUrl: () =>
      asHost(async () => {
        const name = `${crypto.randomUUID()}.${facts.mimeType.split('/')[1]}`
        files.serve(name, { mimeType: facts.mimeType, bytes })
        return `${files.url}/${name}`
      }),
  }
}
