import { sniff } from '@t21/meta-graph/sandbox'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { newId, shortcodeOf } from '../api/ids.ts'
import { findContainer, type Container, type ContainerKind } from '../containers/container.ts'
import { coverIdOf } from '../containers/create-container.ts'
import { visibleFrom } from '../containers/state.ts'
import type { Post, PostMedia } from './post.ts'

/** `media_product_type` and `media_type` of each kind. */
const shapes: Readonly<Record<ContainerKind, Pick<Post, 'product' | 'type'>>> = {
  IMAGE: { product: 'FEED', type: 'IMAGE' },
  REELS: { product: 'REELS', type: 'VIDEO' },
  STORY_IMAGE: { product: 'STORY', type: 'IMAGE' },
  STORY_VIDEO: { product: 'STORY', type: 'VIDEO' },
  VIDEO: { product: 'FEED', type: 'VIDEO' },
  CAROUSEL: { product: 'FEED', type: 'CAROUSEL_ALBUM' },
}

/** What a finished container becomes. It can be read at once, but for the fault `delayed_visibility`. */
export function postOf(
  context: EmulatorContext,
  container: Container,
  media: readonly Omit<PostMedia, 'id'>[],
): Post {
  const id = newId(context, 'media')
  return {
    id,
    containerId: container.id,
    accountId: container.accountId,
    shortcode: shortcodeOf(id),
    ...shapes[container.kind],
    caption: container.caption,
    media: media.map((item) => ({
      ...item,
      id: container.kind === 'CAROUSEL' ? newId(context, 'media') : id,
    })),
    collaborators: container.collaborators,
    locationId: container.locationId,
    shareToFeed: container.shareToFeed,
    audioName: container.audioName,
    trial: container.trial,
    madeWithAi: container.madeWithAi,
    paidPartnership: container.paidPartnership,
    commentsEnabled: true,
    createdAt: context.now().getTime(),
    visibleAt: visibleFrom(context, context.fault('delayed_visibility')),
  }
}

/** The pictures and videos of a container, or of its children. */
export async function mediaOf(
  context: EmulatorContext,
  container: Container,
): Promise<readonly Omit<PostMedia, 'id'>[]> {
  const ids = container.kind === 'CAROUSEL' ? container.children : [container.id]
  const media: Omit<PostMedia, 'id'>[] = []
  for (const id of ids) {
    const one = findContainer(context, id)
    const bytes = await context.store.getBytes(id)
    if (one === undefined || bytes === undefined) continue
    const mimeType = sniff(bytes) ?? 'application/octet-stream'
    media.push({
      bytesId: id,
      kind: mimeType.startsWith('video/') ? 'video' : 'image',
      mimeType,
      altText: one.altText,
      userTags: one.userTags,
      coverId: one.hasCover ? coverIdOf(id) : null,
    })
  }
  return media
}
