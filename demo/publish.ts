import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { campaign, type DemoFile, type DemoPost } from './campaign.ts'
import type { DemoClient } from './client.ts'
import { written } from './write.ts'

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
  say(`AI writes a small campaign, and T21 publishes it, on ${platforms.join(', ')} …`)
  const uploads = new Map<DemoFile, string>()
  const made: { title: string; id: string }[] = []
  for (const post of campaign) {
    const there = post.platforms.filter((platform) => platforms.includes(platform))
    if (there.length === 0) continue
    const mediaIds = await uploaded(client, post.files ?? [], uploads)
    const id = await create(client, post, { brandId, platforms: there, mediaIds })
    made.push({ title: post.title, id })
  }
  for (const { title, id } of made) {
    const { data } = await client.until<{ data: PostView }>(
      `/posts/${id}`,
      ({ data: { status } }) => ['PUBLISHED', 'PARTIALLY_PUBLISHED', 'FAILED'].includes(status),
      180,
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
  at: {
    readonly brandId: string
    readonly platforms: readonly string[]
    readonly mediaIds: readonly string[]
  },
): Promise<string> {
  const when =
    post.inSeconds === undefined
      ? { publishNow: true }
      : { scheduledFor: new Date(Date.now() + post.inSeconds * 1_000).toISOString() }
  const body = await written(client, post, at)
  const { data } = await client.post<{ data: PostView }>('/posts', {
    ...at,
    ...body,
    overrides: overridesFor(body, at.platforms),
    ...when,
  })
  return data.id
}

/** What is said of networks that are not there is left out. */
function overridesFor(body: DemoPost['body'], platforms: readonly string[]): object {
  const overrides = (body['overrides'] ?? {}) as Readonly<Record<string, unknown>>
  return Object.fromEntries(
    Object.entries(overrides).filter(([platform]) => platforms.includes(platform)),
  )
}

/** Each file is uploaded once, whatever the number of posts that show it. */
async function uploaded(
  client: DemoClient,
  files: readonly DemoFile[],
  known: Map<DemoFile, string>,
): Promise<string[]> {
  const ids: string[] = []
  for (const file of files) {
    const bytes = await readFile(join(import.meta.dirname, file.name))
    const id = known.get(file) ?? (await client.upload(file.name, file.type, bytes, file.alt))
    known.set(file, id)
    ids.push(id)
  }
  return ids
}
