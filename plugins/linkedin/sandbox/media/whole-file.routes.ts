import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { readBody } from '../api/body.ts'
import { restEndpoint } from '../api/endpoint.ts'
import { assetUrn } from './asset-store.ts'
import { initializeValidator } from './initialize-schema.ts'
import { actionOf, openFor } from './initialize.ts'
import { uploadUrl } from './upload-urls.ts'

/** Pictures and documents: one address for the whole file (linkedin.md 2.2 and 2.4). */
export const wholeFileRoutes: readonly EmulatorRoute[] = (['image', 'document'] as const).map(
  (kind) =>
    restEndpoint({
      method: 'POST',
      path: `/rest/${kind}s`,
      operation: `initialize_${kind}`,
      restliMethods: ['ACTION'],
      handle(call) {
        actionOf(call, ['initializeUpload'])
        const { initializeUploadRequest } = readBody(call.request, initializeValidator)
        const { owner } = initializeUploadRequest
        const asset = openFor(call, { kind, owner, fileSize: null })
        return {
          status: 200,
          json: {
            value: {
              uploadUrlExpiresAt: asset.expiresAt,
              uploadUrl: uploadUrl(call.context, asset, `uploaded-${kind}`),
              [kind]: assetUrn(asset),
            },
          },
        }
      },
    }),
)
