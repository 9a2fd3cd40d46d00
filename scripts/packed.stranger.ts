import { deepStrictEqual, strictEqual } from 'node:assert/strict'
import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { DemoClient } from '../demo/client.ts'
import { connectAccounts } from '../demo/connect.ts'
import type { PackedServer } from './packed.ts'

/** The package of a network that nothing in core knows. */
export const stranger = { name: 't21-plugin-mastodon', folder: 'examples/plugin-mastodon' }

interface WallPost {
  readonly network: string
  readonly id: string
  readonly text: string
  readonly inReplyTo: string | null
  readonly account: { readonly username: string }
  readonly labels: Readonly<Record<string, string>>
}

/**
 * Publishes a thread with a content warning through the API of a server whose project's package.json alone knows the
 * network; it has to stand on the wall of the emulation that the stranger brought along.
 *
 * @throws Error where anything of it is otherwise
 */
export async function publishOnStrangersNetwork({
  url,
  sandboxUrl,
  folder,
}: PackedServer): Promise<void> {
  const lies = await realpath(join(folder, 'node_modules', stranger.name))
  strictEqual(lies, join(await realpath(folder), 'node_modules', stranger.name), 'it is no link')

  const client = new DemoClient(url)
  await client.signIn({
    email: 'stranger@example.com',
    password: 'a-long-enough-password',
    name: 'Stranger',
  })
  const { data: platforms } = await client.get<{
    data: { platform: string; status: string; name?: string }[]
  }>('/platforms')
  deepStrictEqual(
    platforms.map(({ platform, status }) => [platform, status]),
    [['MASTODON', 'ready']],
  )

  const brand = await client.ensureBrand()
  deepStrictEqual(await connectAccounts(client, brand.id), ['MASTODON'])
  const { data: post } = await client.post<{ data: { id: string } }>('/posts', {
    brandId: brand.id,
    platforms: ['MASTODON'],
    content: 'A stranger wrote this network.',
    thread: [{ content: 'And it has threads.' }],
    overrides: {
      MASTODON: { options: { visibility: 'unlisted', contentWarning: 'Strangers' } },
    },
    publishNow: true,
  })
  await client.until<{ data: { status: string } }>(
    `/posts/${post.id}`,
    (answer) => answer.data.status === 'PUBLISHED',
    60,
  )

  const wall = (await (await fetch(`${sandboxUrl}/_control/published`)).json()) as {
    data: WallPost[]
  }
  const root = wall.data.find(({ inReplyTo }) => inReplyTo === null)
  const shown = wall.data.map(({ network, text, inReplyTo, account, labels }) => ({
    network,
    text,
    follows: inReplyTo === null ? 'nothing' : inReplyTo === root?.id && 'the first post',
    by: account.username,
    visibility: labels['visibility'],
    warning: labels['content warning'],
  }))
  const common = {
    network: 'mastodon',
    by: 'lighthousecafe',
    visibility: 'unlisted',
    warning: 'Strangers',
  }
  deepStrictEqual(shown, [
    { ...common, text: 'And it has threads.', follows: 'the first post' },
    { ...common, text: 'A stranger wrote this network.', follows: 'nothing' },
  ])
  console.log('A thread went out on a network that T21 has never heard of.')
}
