import { randomBytes } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { mediaLimits } from '../api/limits.ts'
import { parseUrn } from '../api/urn.ts'
import type { Asset, AssetKind } from './asset.ts'

/** What the ids of a kind begin with. */
const prefixes: Readonly<Record<AssetKind, string>> = {
  image: 'D4E22AQ',
  video: 'D4E05AQ',
  document: 'D4E1FAQ',
}

/** A new upload, of which no byte has come yet. */
export function openAsset(
  context: EmulatorContext,
  asset: Pick<Asset, 'kind' | 'owner' | 'memberId' | 'fileSize'>,
): Asset {
  const opened: Asset = {
    ...asset,
    id: `${prefixes[asset.kind]}${randomBytes(11).toString('base64url')}`,
    secret: randomBytes(12).toString('base64url'),
    expiresAt: context.now().getTime() + mediaLimits.uploadUrlSeconds * 1000,
    parts: {},
    uploaded: null,
  }
  keepAsset(context, opened)
  return opened
}

/** Stores what became of an upload. */
export function keepAsset(context: EmulatorContext, asset: Asset): void {
  assetsOf(context).set(asset.id, asset)
}

/** The upload of an id, whoever owns it. */
export function findAsset(context: EmulatorContext, id: string): Asset | undefined {
  return assetsOf(context).get(id)
}

/** The upload of `urn:li:image:…` and the like. */
export function assetOfUrn(context: EmulatorContext, value: string): Asset | undefined {
  const urn = parseUrn(value)
  const asset = urn === undefined ? undefined : findAsset(context, urn.id)
  return asset?.kind === urn?.kind ? asset : undefined
}

/** `urn:li:image:…`. */
export function assetUrn(asset: Asset): string {
  return `urn:li:${asset.kind}:${asset.id}`
}

function assetsOf(context: EmulatorContext): Map<string, Asset> {
  return context.store.collection<Asset>('assets')
}
