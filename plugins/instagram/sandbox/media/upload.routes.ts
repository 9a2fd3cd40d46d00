import { GraphRefusal, ruploadRoutes } from '@t21/meta-graph/sandbox'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { findContainer, saveContainer } from '../containers/container.ts'
import { stateOf } from '../containers/state.ts'
import { facebookCaller } from '../oauth/caller.ts'
import { limitsOf, videoFailure } from './video.ts'

const prefix = 'ig-api-upload'

/** Where the bytes of a container go (instagram.md 2.2). */
export function ruploadAddress(context: EmulatorContext, version: string, id: string): string {
  return `${context.origin('rupload.facebook.com')}/${prefix}/${version}/${id}`
}

/** Bytes of videos; Facebook Login alone makes containers that want them. */
export const uploadRoutes = ruploadRoutes({
  prefix,
  operation: 'upload',
  success: { success: true, message: 'Upload successful.' },
  largest: limitsOf('REELS').bytes,
  authorize(context, id, token) {
    const container = findContainer(context, id)
    if (container === undefined || container.source.from !== 'upload') return undefined
    if (stateOf(context, container) === 'EXPIRED') return undefined
    return mayFill(context, token, container.accountId)
  },
  complete(context, id, bytes) {
    const container = findContainer(context, id)
    if (container === undefined) return 'Request processing failed'
    saveContainer(context, {
      ...container,
      source: { from: 'upload', since: context.now().getTime() },
      failure: videoFailure(bytes, container.kind, container.thumbOffset) ?? container.failure,
    })
    return undefined
  },
})

function mayFill(context: EmulatorContext, token: string | undefined, accountId: string): boolean {
  try {
    return facebookCaller(context, token).accounts.some(({ id }) => id === accountId)
  } catch (error) {
    // Here errors have another envelope.
    if (error instanceof GraphRefusal) return false
    throw error
  }
}
