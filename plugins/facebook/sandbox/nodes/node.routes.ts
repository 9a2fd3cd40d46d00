import { graphRoute, type Caller, type GraphCall } from '@t21/meta-graph/sandbox'
import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { graphHost } from '../api/page-call.ts'
import { handleUploadNode } from '../media/resumable.routes.ts'
import { editNode } from './edit.ts'
import { readNode } from './read.ts'
import { removeNode } from './remove.ts'

/** `/{id}` for every kind of object; uploads have ids of their own form. */
export const nodeRoutes: readonly EmulatorRoute[] = [
  graphRoute(graphHost, {
    method: 'GET',
    path: '/:node',
    operation: 'read',
    handle: (call) => (isUpload(call) ? handleUploadNode(call) : readNode(call)),
  }),
  graphRoute(graphHost, {
    method: 'POST',
    path: '/:node',
    operation: 'edit',
    handle: (call) => (isUpload(call) ? handleUploadNode(call) : editNode(call)),
  }),
  graphRoute(graphHost, {
    method: 'DELETE',
    path: '/:node',
    operation: 'remove',
    handle: removeNode,
  }),
]

function isUpload({ request }: GraphCall<Caller>): boolean {
  return (request.params['node'] ?? '').startsWith('upload:')
}
