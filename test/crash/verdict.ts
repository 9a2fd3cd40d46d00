import type { Context } from '../../core/src/context.ts'
import type { DeliveryState } from '../../core/src/features/publishing/states.ts'
import type { Planned } from './setup.ts'

/** A post of the sandbox, as far as it matters here. */
export interface LivePost {
  readonly id: string
  readonly text: string
  readonly account: { readonly username: string }
}

/** What a run comes to. Everything but `published` has to be zero. */
export interface Verdict {
  readonly published: number
  /** Ended, and not there. */
  lost: number
  /** There more than once. */
  duplicates: number
  /** There, and recorded as something else; or the other way round; or under another id; or without its notice. */
  misrecorded: number
  /** Not at an end. */
  unfinished: number
  readonly details: string[]
  /** Deliveries of which something is told in `details`. */
  readonly suspects: Set<string>
}

/** Everything that is published in the sandbox. */
export async function livePosts(sandboxUrl: string): Promise<LivePost[]> {
  const response = await fetch(`${sandboxUrl}/_control/published?network=twitter`)
  return ((await response.json()) as { data: LivePost[] }).data
}

/** Compares what T21 recorded with what the network has. */
export async function judgeRun(
  context: Context,
  sandboxUrl: string,
  planned: readonly Planned[],
): Promise<Verdict> {
  const live = new Map<string, LivePost[]>()
  for (const post of await livePosts(sandboxUrl)) {
    const key = `${post.account.username}|${post.text.replace(/ https:\/\/t\.co\/\w+$/, '')}`
    live.set(key, [...(live.get(key) ?? []), post])
  }
  const { system } = context.database
  const rows = new Map(
    (
      await system('social_posts').select<{ id: string; state: DeliveryState }[]>('id', 'state')
    ).map((row) => [row.id, row.state]),
  )
  const parts = new Map(
    (
      await system('delivery_parts').select<
        { delivery_id: string; position: number; remote_id: string | null }[]
      >('delivery_id', 'position', 'remote_id')
    ).map((row) => [`${row.delivery_id}|${row.position}`, row.remote_id]),
  )
  const told = new Set(
    (await system('notifications').where({ type: 'POST_PUBLISHED' })).map(
      ({ subject_id }) => subject_id,
    ),
  )
  const verdict = {
    published: 0,
    lost: 0,
    duplicates: 0,
    misrecorded: 0,
    unfinished: 0,
    details: [] as string[],
    suspects: new Set<string>(),
  }
  const note = (
    kind: 'lost' | 'duplicates' | 'misrecorded' | 'unfinished',
    one: Planned,
    what: string,
  ) => {
    verdict[kind] += 1
    verdict.suspects.add(one.id)
    verdict.details.push(`${kind}: ${one.scenario.point} ${one.id} ${what}`)
  }
  for (const one of planned) {
    const state = rows.get(one.id) ?? 'canceled'
    if (state === 'published') {
      verdict.published += 1
      if (!told.has(one.postId)) note('misrecorded', one, 'published without a notice')
    } else if (!['failed', 'expired', 'canceled'].includes(state)) note('unfinished', one, state)
    for (const [position, text] of one.texts.entries()) {
      const posts = live.get(`${one.handle}|${text}`) ?? []
      if (posts.length > 1) note('duplicates', one, `part ${position}: ${posts.length} times`)
      const recorded = parts.get(`${one.id}|${position}`)
      if (posts.length === 0) {
        if (typeof recorded === 'string')
          note('misrecorded', one, `part ${position} recorded but not there`)
        else if (state !== 'published') note('lost', one, `part ${position}, ${state}`)
        else note('lost', one, `part ${position} of a published delivery`)
      } else if (recorded === undefined || !posts.some(({ id }) => id === recorded)) {
        note(
          'misrecorded',
          one,
          `part ${position} is there as ${posts[0]?.id}, recorded as ${recorded}`,
        )
      }
    }
  }
  return verdict
}

/** What happened to a delivery, one line a step: to be read where something went wrong. */
export async function historyOf(context: Context, id: string): Promise<string[]> {
  const { system } = context.database
  const delivery = await system('social_posts').where({ id }).first()
  const parts = await system('delivery_parts').where({ delivery_id: id }).orderBy('position')
  const events = await system('delivery_events').where({ delivery_id: id }).orderBy('id')
  return [delivery, ...parts, ...events].map((row) => JSON.stringify(row))
}

/** The same for the naive control, which records no parts: how often something is there twice. */
export async function countDuplicates(
  sandboxUrl: string,
  planned: readonly Planned[],
): Promise<{ duplicates: number; lost: number }> {
  const live = await livePosts(sandboxUrl)
  const counts = planned.map(
    (one) =>
      live.filter(({ account, text }) => account.username === one.handle && text === one.texts[0])
        .length,
  )
  return {
    duplicates: counts.filter((count) => count > 1).length,
    lost: counts.filter((count) => count === 0).length,
  }
}
