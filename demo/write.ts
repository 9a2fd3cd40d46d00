import type { DemoPost } from './campaign.ts'
import type { DemoClient } from './client.ts'

interface Text {
  readonly content: string
  readonly hashtags: readonly string[]
}

interface Generated {
  readonly data: Text & { readonly id: string }
}

interface Repurposed {
  readonly data: { readonly versions: readonly (Text & { readonly platform: string })[] }
}

type Overrides = Readonly<Record<string, object>>

/**
 * Has AI write a post that has a brief: the text, and a version of it for each network where it goes to several.
 *
 * @returns the body of the post; its own where it has no brief
 */
export async function written(
  client: DemoClient,
  post: DemoPost,
  { brandId, platforms }: { readonly brandId: string; readonly platforms: readonly string[] },
): Promise<DemoPost['body']> {
  const { brief, body } = post
  if (brief === undefined) return body
  const { data: text } = await client.post<Generated>('/ai/generate-content', {
    brandId,
    prompt: brief,
    length: 'short',
  })
  const { data: repurposed } = await client.post<Repurposed>('/ai/repurpose', {
    brandId,
    content: text.content,
    platforms,
  })
  const given = (body['overrides'] ?? {}) as Overrides
  const versions = repurposed.versions.map(
    ({ platform, content, hashtags }) =>
      [platform, { ...given[platform], content, hashtags }] as const,
  )
  return {
    ...body,
    content: text.content,
    hashtags: text.hashtags,
    aiGenerationId: text.id,
    overrides: { ...given, ...Object.fromEntries(versions) },
  }
}
