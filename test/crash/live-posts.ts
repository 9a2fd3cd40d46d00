import { wallIdOf, type Planned } from './setup.ts'

/** A post of the sandbox, as far as it matters here. */
export interface LivePost {
  readonly network: string
  readonly id: string
  readonly url: string
  readonly text: string
  readonly account: { readonly id: string }
}

/** What there is of the parts of a run. */
export interface LivePosts {
  /** The posts that this part has become: one, if all is well. */
  ofPart(planned: Planned, position: number): readonly LivePost[]
}

/** Reads everything that is published in the sandbox. */
export async function readLivePosts(sandboxUrl: string): Promise<LivePosts> {
  const response = await fetch(`${sandboxUrl}/_control/published`)
  const { data } = (await response.json()) as { data: LivePost[] }
  const byAccount = Map.groupBy(data, ({ network, account }) => `${network}|${account.id}`)
  return {
    ofPart(planned, position) {
      const { network, texts } = planned
      const posts = byAccount.get(`${network.connector.id}|${wallIdOf(planned)}`) ?? []
      return posts.filter(({ text }) => (network.sentText?.(text) ?? text) === texts[position])
    },
  }
}
