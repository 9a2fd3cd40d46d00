import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { invalidInput } from '../api/errors.ts'
import { requireUrn } from '../api/urn.ts'
import { findAsset } from '../media/asset-store.ts'
import { statusOf } from '../media/processing.ts'
import { requireNotBlank } from './lengths.ts'
import type { PostMedia } from './post.ts'

/**
 * The uploaded file behind a URN in a post: there, of a right kind, the author's own, with all its bytes.
 * One that is still processing is taken, and hides its post until it is done (linkedin.md 2.1).
 *
 * @throws Refusal 400 that names the field
 */
export function requireAttachable(
  context: EmulatorContext,
  author: string,
  media: { readonly id: string; readonly altText?: string; readonly title?: string },
  field: string,
  kinds: readonly PostMedia['kind'][] = ['image', 'video', 'document'],
): PostMedia {
  const idField = field.endsWith('thumbnail') ? field : `${field}/id`
  const { kind, id } = requireUrn(media.id, idField, kinds)
  const asset = findAsset(context, id)
  if (asset === undefined || asset.kind !== kind) {
    const code = kind === 'image' ? 'INVALID_IMAGE_ID' : 'INVALID_URN_ID'
    throw invalidInput(code, idField, `there is no ${media.id}`)
  }
  if (asset.owner !== author) {
    throw invalidInput('INVALID_VALUE_FOR_FIELD', idField, `${media.id} is not owned by the author`)
  }
  const status = statusOf(context, asset)
  if (status === 'WAITING_UPLOAD') {
    throw invalidInput(
      'MEDIA_ASSET_WAITING_UPLOAD',
      idField,
      `${media.id} is waiting for its upload`,
    )
  }
  if (status === 'PROCESSING_FAILED') {
    const message = asset.uploaded?.failure ?? 'processing failed'
    throw invalidInput('MEDIA_ASSET_PROCESSING_FAILED', idField, message)
  }
  if (asset.kind === 'document') requireTitle(media.title, field)
  return {
    urn: media.id,
    assetId: asset.id,
    kind: asset.kind,
    altText: media.altText ?? null,
    title: media.title ?? null,
  }
}

function requireTitle(title: string | undefined, field: string): void {
  if (title === undefined) {
    throw invalidInput('MISSING_FIELD', `${field}/title`, 'a document must have a title')
  }
  requireNotBlank(title, `${field}/title`)
}
