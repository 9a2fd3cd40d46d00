import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { campaign, pictureAlt, type DemoPost } from './campaign.ts'
import type { DemoClient } from './client.ts'

interface PostView {
  readonly id: string
  readonly status: string
}

interface DeliveryView {
  readonly state: string
  readonly error: { readonly message: string } | null
}

/** Schedules the campaign, once, and waits until it is there. */
export async function publishCampaign(
  client: DemoClient,
  options: {
    readonly brandId: string
    readonly platforms: readonly string[]
    readonly say: (what: string) => void
  },
): Promise<void> {
  const { brandId, platforms, say } = options
  if (platforms.length === 0) return
  const { data: posts } = await client.get<{ data: PostView[] }>(
    `/posts?brandId=${brandId}&limit=1`,
  )
  if (posts.length > 0) {
    say('The campaign of an earlier start is kept; nothing is published again.')
    return
  }
  say(`Publishing a small campaign on ${platforms.join(', ')} …`)
  const made: { title: string; id: string }[] = []
  for (const post of campaign)
    made.push({ title: post.title, id: await create(client, post, options) })
  for (const { title, id } of made) {
    const { data } = await client.until<{ data: PostView }>(
      `/posts/${id}`,
      ({ data: { status } }) => ['PUBLISHED', 'PARTIALLY_PUBLISHED', 'FAILED'].includes(status),
      60,
    )
    if (data.status !== 'PUBLISHED') {
      const deliveries = await client.get<{ data: DeliveryView[] }>(`/posts/${id}/deliveries`)
      const why = deliveries.data.map(({ error }) => error?.message).join(' ')
      throw new Error(`The demo post "${title}" is ${data.status}: ${why}`)
    }
    say(`  published: ${title}`)
  }
}

async function create(
  client: DemoClient,
  post: DemoPost,
  { brandId, platforms }: { readonly brandId: string; readonly platforms: readonly string[] },
): Promise<string> {
  const media = post.picture === true ? { mediaIds: [await uploadPicture(client)] } : {}
  const when =
    post.inSeconds === undefined
      ? { publishNow: true }
      : { scheduledFor: new Date(Date.now() + post.inSeconds * 1_000).toISOString() }
  const { data } = await client.post<{ data: PostView }>('/posts', {
    brandId,
    platforms,
    ...post.body,
    ...media,
    ...when,
  })
  return data.id
}

async function uploadPicture(client: DemoClient): Promise<string> {
  const bytes = await readFile(join(import.meta.dirname, 'dawn.png'))
  return client.upload('dawn.png', bytes, pictureAlt)
}
