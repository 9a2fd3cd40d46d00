import { storedFile, type EmulatorContext, type EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { requireScope, restEndpoint, type Call } from '../api/endpoint.ts'
import { notFound } from '../api/errors.ts'
import { pathKey, readQuery } from '../api/restli.ts'
import { requireUrn } from '../api/urn.ts'
import { assetOfUrn, assetUrn, findAsset } from './asset-store.ts'
import type { Asset, AssetKind } from './asset.ts'
import { resources } from './initialize.ts'
import { pollStatus, statusOf } from './processing.ts'

const kinds: readonly AssetKind[] = ['image', 'video', 'document']

/** Any of these makes a token more than one that may only post in a member's name. */
const imageReaders = ['r_organization_social', 'w_organization_social', 'r_member_social']

/** How far media have come, and the files themselves (linkedin.md 2.2 to 2.4). */
export const statusRoutes: readonly EmulatorRoute[] = [
  ...kinds.map((kind) =>
    restEndpoint({
      method: 'GET',
      path: `/rest/${kind}s/:urn`,
      operation: `${kind}_status`,
      restliMethods: ['GET'],
      handle(call) {
        readQuery(call.request, [])
        const urn = pathKey(call.request, 3)
        requireUrn(urn, 'id', [kind])
        requireReader(call, kind)
        const asset = assetOfUrn(call.context, urn)
        if (asset === undefined || asset.memberId !== call.member.id) throw notFound()
        return { status: 200, json: present(call.context, pollStatus(call.context, asset)) }
      },
    }),
  ),
  {
    method: 'GET',
    host: 'media.licdn.com',
    path: '/dms/:kind/:id',
    operation: 'media_file',
    async handle(request, context) {
      const asset = findAsset(context, request.params['id'] ?? '')
      if (!asset?.uploaded) return { status: 404 }
      const { mimeType } = asset.uploaded
      return await storedFile(context, asset.id, () => mimeType)
    },
  },
]

/** A token that may only post in a member's name cannot read its pictures (linkedin.md 2.2). */
function requireReader(call: Call, kind: AssetKind): void {
  if (kind === 'image') requireScope(call, imageReaders, `${resources.image}.GET`)
}

function present(context: EmulatorContext, asset: Asset): object {
  const status = statusOf(context, asset)
  const { uploaded } = asset
  const download = {
    downloadUrl: `${context.origin('media.licdn.com')}/dms/${asset.kind}/${asset.id}`,
    downloadUrlExpiresAt: asset.expiresAt,
  }
  const duration = uploaded?.durationMs ?? null
  const failure = uploaded?.failure ?? null
  return {
    id: assetUrn(asset),
    owner: asset.owner,
    status,
    ...(status === 'AVAILABLE' ? download : {}),
    ...(asset.kind === 'video' && duration !== null ? { duration } : {}),
    ...(asset.kind === 'video' && status === 'PROCESSING_FAILED' && failure !== null
      ? { processingFailureReason: failure }
      : {}),
  }
}
