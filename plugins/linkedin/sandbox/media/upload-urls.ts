import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { mediaLimits } from '../api/limits.ts'
import type { Asset } from './asset.ts'

/** What may be put to an upload address. */
export type Slot =
  | 'uploaded-image'
  | 'uploaded-document'
  | 'captions'
  | 'thumbnail'
  | `part-${number}`

/** An opaque, signed address: only its path and secret make it valid. */
export function uploadUrl(context: EmulatorContext, asset: Asset, slot: Slot): string {
  const query = new URLSearchParams({
    ca: 'vector_feedshare',
    cn: 'uploads',
    sync: '0',
    v: 'beta',
    ut: asset.secret,
  })
  const origin = context.origin('www.linkedin.com')
  return `${origin}/dms-uploads/sp/${asset.id}/${slot}/0?${query.toString()}`
}

/**
 * Where each part of a video goes. The last range is as long as the others: what lies beyond the end of
 * the file is not sent (linkedin.md 2.3, "clip at EOF").
 */
export function uploadInstructions(context: EmulatorContext, asset: Asset): readonly object[] {
  return Array.from({ length: partCount(asset) }, (_, index) => ({
    uploadUrl: uploadUrl(context, asset, `part-${index}`),
    firstByte: index * mediaLimits.partBytes,
    lastByte: (index + 1) * mediaLimits.partBytes - 1,
  }))
}

/** How many parts a video has. */
export function partCount(asset: Asset): number {
  return Math.ceil((asset.fileSize ?? 0) / mediaLimits.partBytes)
}

/** Bytes that a part must have. */
export function partLength(asset: Asset, index: number): number {
  return Math.min(mediaLimits.partBytes, (asset.fileSize ?? 0) - index * mediaLimits.partBytes)
}
