import type { PluginRegistry } from '../../plugins/registry.ts'
import { say } from '../notifications/notice-words.ts'
import type { Notice } from '../notifications/notifications.service.ts'

/** A post that has vanished from its network. */
export interface RemovedPost {
  /** Of the delivery. */
  readonly id: string
  readonly organizationId: string
  readonly postId: string
  readonly platform: string
  readonly goneAt: Date
  readonly username: string
}

/** What people are told, once for each time that it vanishes. */
export function noticeOfRemoval(
  plugins: Pick<PluginRegistry, 'connectors'>,
): (post: RemovedPost) => Notice {
  return ({ id, organizationId, postId, platform, goneAt, username }) => {
    const network = plugins.connectors.get(platform)?.displayName ?? platform
    return {
      organizationId,
      type: 'POST_REMOVED_AT_NETWORK',
      words: say('postRemoved', { username, network }),
      link: `/posts/${postId}`,
      subjectId: id,
      dedupeKey: `gone:${id}:${goneAt.toISOString()}`,
    }
  }
}
