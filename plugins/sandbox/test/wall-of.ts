import { defineEmulator, type WallLook, type WallPost } from '@t21/plugin-kit/sandbox'
import { startSandbox } from '../src/index.ts'
import { exampleNetwork } from './example-network.ts'

/** A network and what is on it; what a post does not say is filled in. */
export interface ShownNetwork {
  readonly network: string
  readonly look?: WallLook
  readonly posts?: readonly Partial<WallPost>[]
  /** By id, as the posts' media name it. */
  readonly files?: Readonly<Record<string, Buffer>>
}

/** A sandbox on whose networks this has been published, and its wall on one line. */
export async function wallOf(
  t: { teardown(end: () => Promise<void>): void },
  ...networks: readonly ShownNetwork[]
) {
  const emulators = networks.map(({ network, look, posts = [] }) =>
    defineEmulator({
      ...exampleNetwork,
      network,
      platform: network.toUpperCase(),
      displayName: `The ${network}`,
      routes: [],
      ...(look === undefined ? {} : { look }),
      published: () => posts.map((post, index) => filledIn(network, index, post)),
    }),
  )
  const sandbox = await startSandbox({ port: 0, emulators })
  t.teardown(() => sandbox.close())
  return { url: sandbox.url, page: await oneLine(`${sandbox.url}/`) }
}

async function oneLine(address: string): Promise<string> {
  return (await (await fetch(address)).text()).replaceAll(/\s+/g, ' ')
}

function filledIn(network: string, index: number, post: Partial<WallPost>): WallPost {
  const id = String(index + 1)
  return {
    network,
    id,
    url: `https://example.com/${id}`,
    account: { id: '7', username: 'ada', displayName: 'Ada Lovelace' },
    kind: 'post',
    text: '',
    inReplyTo: null,
    media: [],
    poll: null,
    labels: {},
    metrics: {},
    publishedAt: '2026-01-02T03:04:05.000Z',
    ...post,
  }
}

/** Pictures of a post, by id. */
export function pictures(...ids: readonly string[]): WallPost['media'] {
  return ids.map((id) => ({ id, kind: 'image', mimeType: 'image/png', altText: `Shows ${id}` }))
}

/** The article of a post. */
export function articleIn(page: string, id: string): string {
  return (page.split(`id="${id}"`)[1] ?? '').split('</article>')[0] ?? ''
}
