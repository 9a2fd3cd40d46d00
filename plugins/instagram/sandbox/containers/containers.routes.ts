import { accountInPath, endpoint, requirePublisher } from '../api/endpoint.ts'
import { ruploadAddress } from '../media/upload.routes.ts'
import { createContainer } from './create-container.ts'

/** Making containers (instagram.md 2.1). */
export const containerRoutes = endpoint({
  method: 'POST',
  path: '/:node/media',
  operation: 'create_container',
  permissions: ['basic', 'publish'],
  async handle(call) {
    const account = accountInPath(call)
    requirePublisher(call, account)
    const { id, source } = await createContainer(call, account)
    const more =
      source.from === 'upload' ? { uri: ruploadAddress(call.context, call.version, id) } : {}
    return { status: 200, json: { id, ...more } }
  },
})
