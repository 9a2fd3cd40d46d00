import { posting, requireActor } from '../accounts/actor.ts'
import type { Call } from '../api/endpoint.ts'
import { illegalArgument } from '../api/errors.ts'
import { requiredText } from '../api/parameters.ts'
import { readQuery } from '../api/restli.ts'
import { openAsset } from './asset-store.ts'
import type { Asset, AssetKind } from './asset.ts'

/** The resource's name in 403s. */
export const resources: Readonly<Record<AssetKind, string>> = {
  image: 'partnerApiImages',
  video: 'partnerApiVideos',
  document: 'partnerApiDocuments',
}

/** The `action` of a call. @throws Refusal 400 for one that the resource does not have */
export function actionOf<Name extends string>(call: Call, actions: readonly Name[]): Name {
  const wanted = requiredText(readQuery(call.request, ['action']), 'action')
  const action = actions.find((one) => one === wanted)
  if (action !== undefined) return action
  throw illegalArgument(`Action '${wanted}' does not exist; there is ${actions.join(', ')}`)
}

/** Opens an upload for an owner in whose name the caller may post. @throws Refusal 400, 403 */
export function openFor(call: Call, asset: Pick<Asset, 'kind' | 'owner' | 'fileSize'>): Asset {
  requireActor(call, asset.owner, {
    ...posting,
    field: 'initializeUploadRequest/owner',
    resource: `${resources[asset.kind]}.ACTION-initializeUpload`,
  })
  return openAsset(call.context, { ...asset, memberId: call.member.id })
}
