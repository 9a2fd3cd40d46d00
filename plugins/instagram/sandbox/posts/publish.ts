import { invalidParameter } from '@t21/meta-graph/sandbox'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { traitsOf, type Account } from '../accounts/account.ts'
import {
  containerNotFound,
  mediaNotFound,
  publishingQuota,
  restrictedAccount,
  spam,
} from '../api/errors.ts'
import { countOf, countOneMore } from '../api/rolling-count.ts'
import { requireLuck } from '../api/bad-luck.ts'
import { tellOfPost } from '../webhooks/events.ts'
import { findContainer, saveContainer } from '../containers/container.ts'
import { requireFinished } from '../containers/state.ts'
import { fetchVideo } from '../media/fetch-video.ts'
import { mediaOf, postOf } from './post-of-container.ts'
import { addPost, type Post } from './post.ts'
import { quotaOf } from './quota.ts'

/**
 * Publishes a container (instagram.md 2.4). Between the checks and the post nothing waits.
 *
 * @throws GraphRefusal; 4/2207051 after it has published (instagram.md 4)
 */
export async function publish(
  context: EmulatorContext,
  account: Account,
  containerId: string,
): Promise<Post> {
  const traits = traitsOf(account)
  if (traits.restricted) throw restrictedAccount()
  requireLuck(context, account, 'publish')
  const found = findContainer(context, containerId)
  if (found === undefined) throw containerNotFound()
  if (found.accountId !== account.id) throw mediaNotFound()
  await fetchVideo(context, found)
  const media = await mediaOf(context, found)

  const container = findContainer(context, containerId) ?? found
  if (container.isCarouselItem) {
    throw invalidParameter('Param creation_id must not be an item of a carousel')
  }
  if (container.published !== null && !traits.repeats) throw containerNotFound()
  requireFinished(context, container)
  if (countOf(context, 'publishings', account.id) >= quotaOf(account)) throw publishingQuota()

  const post = postOf(context, container, media)
  addPost(context, post)
  countOneMore(context, 'publishings', account.id)
  const published = { mediaId: post.id, at: post.visibleAt }
  for (const id of [container.id, ...container.children]) {
    const one = findContainer(context, id)
    if (one !== undefined) saveContainer(context, { ...one, published })
  }
  tellOfPost(context, post)
  if (traits.spam) throw spam()
  return post
}
