import type { Connector, PublishPart } from '@t21/plugin-kit'
import type { Context } from '../../context.ts'
import type { FitMode } from '../../plugins/fit-plan.ts'
import type { ReadyConnector } from '../../plugins/registry.ts'
import { Media } from '../media/media.model.ts'
import { publishMediaOf, type LibraryMedia } from '../media/publish-media.ts'
import { mediaFitOf, partsOf } from '../posts/parts.ts'
import { Post } from '../posts/post.model.ts'
import { SocialAccount } from '../social-accounts/social-account.model.ts'
import type { ClaimedDelivery } from './claim.ts'

/** Everything that is needed to publish one claimed delivery. */
export interface Work {
  readonly delivery: ClaimedDelivery
  readonly account: SocialAccount
  /** Undefined where the plugin went away since the delivery was scheduled. */
  readonly plugin: ReadyConnector | undefined
  /** Read from the post now, so that an edit made a minute ago counts; `previous` is set part by part. */
  readonly parts: readonly WorkPart[]
  /** What is done with pictures whose shape the network does not take. */
  readonly mediaFit: FitMode
  /** What the connector threw while it composed the parts, which are missing then. */
  readonly composeFailure?: Error
  /** A picture or video of the post was deleted since. */
  readonly mediaMissing: boolean
  /** Remote ids of the parts that are there, by position. */
  readonly publishedIds: ReadonlyMap<number, string>
}

/** A part whose pictures can be made to fit. */
export interface WorkPart extends PublishPart {
  readonly media: readonly LibraryMedia[]
}

interface PartMediaRow {
  readonly post_id: string
  readonly platform: string
  readonly part: number
  readonly alt_text: string | null
}

/** Loads what many deliveries need in a handful of statements. */
export async function loadWork(
  context: Context,
  deliveries: readonly ClaimedDelivery[],
): Promise<Work[]> {
  if (deliveries.length === 0) return []
  const { system } = context.database
  const postIds = [...new Set(deliveries.map(({ postId }) => postId))]
  const accountIds = [...new Set(deliveries.map(({ socialAccountId }) => socialAccountId))]
  const resumed = deliveries.filter(({ part }) => part > 0).map(({ id }) => id)
  const [posts, accounts, media, ended] = await Promise.all([
    Post.query(system).whereRaw('id = any (?::uuid[])', [postIds]),
    SocialAccount.query(system).whereRaw('id = any (?::uuid[])', [accountIds]),
    system('post_media')
      .join('media', 'media.id', 'post_media.media_id')
      .whereRaw('post_media.post_id = any (?::uuid[])', [postIds])
      .orderBy(['post_media.part', 'post_media.position'])
      .select<(PartMediaRow & Record<string, unknown>)[]>(
        'media.*',
        'post_media.post_id',
        'post_media.platform',
        'post_media.part',
        'post_media.alt_text',
      ),
    resumed.length === 0
      ? []
      : system('delivery_parts')
          .whereRaw('delivery_id = any (?::uuid[])', [resumed])
          .whereNotNull('remote_id')
          .select<{ delivery_id: string; position: number; remote_id: string }[]>(
            'delivery_id',
            'position',
            'remote_id',
          ),
  ])
  const postById = new Map(posts.map((post) => [post.id, post]))
  const accountById = new Map(accounts.map((account) => [account.id, account]))
  const work: Work[] = []
  for (const delivery of deliveries) {
    const post = postById.get(delivery.postId)
    const account = accountById.get(delivery.socialAccountId)
    // Both are bound to the delivery by foreign keys: gone means that the delivery is gone as well.
    if (post === undefined || account === undefined) continue
    const plugin = context.plugins.ready(delivery.platform)
    work.push({
      delivery,
      account,
      plugin,
      mediaFit: mediaFitOf(post, delivery.platform),
      ...compose(() =>
        plugin === undefined
          ? { parts: [], mediaMissing: false }
          : publishParts(context, post, delivery, plugin.connector, media),
      ),
      publishedIds: new Map(
        ended
          .filter(({ delivery_id }) => delivery_id === delivery.id)
          .map(({ position, remote_id }) => [position, remote_id]),
      ),
    })
  }
  return work
}

/** A connector that throws at one post must not keep the others from going out. */
function compose(
  make: () => Pick<Work, 'parts' | 'mediaMissing'>,
): Pick<Work, 'parts' | 'mediaMissing' | 'composeFailure'> {
  try {
    return make()
  } catch (cause) {
    return {
      parts: [],
      mediaMissing: false,
      composeFailure: new Error('The connector threw.', { cause }),
    }
  }
}

function publishParts(
  context: Context,
  post: Post,
  delivery: ClaimedDelivery,
  connector: Readonly<Connector>,
  rows: readonly (PartMediaRow & Record<string, unknown>)[],
): Pick<Work, 'parts' | 'mediaMissing'> {
  let mediaMissing = false
  const own = rows.filter(({ post_id }) => post_id === post.id)
  const mediaOfPart = (source: string, part: number): LibraryMedia[] =>
    own
      .filter((row) => row.platform === source && row.part === part)
      .map((row) => {
        // Of the rows only those that go to this network count.
        if (row['status'] !== 'ready') mediaMissing = true
        return publishMediaOf(context, Media.fromDatabaseJson(row), row.alt_text ?? undefined)
      })
  const parts = partsOf(post, delivery.platform, connector, mediaOfPart)
  return { parts: parts.map((part) => ({ ...part, previous: null })), mediaMissing }
}

/** The part at this position, knowing what it answers to. */
export function partAt(
  work: Work,
  position: number,
  publishedIds: ReadonlyMap<number, string>,
): WorkPart | undefined {
  const part = work.parts[position]
  if (part === undefined || position === 0) return part
  const rootId = publishedIds.get(0)
  // A comment answers the post; a thread's next post answers the one before it.
  const parentId = part.kind === 'first_comment' ? rootId : publishedIds.get(position - 1)
  if (rootId === undefined || parentId === undefined) return undefined
  return { ...part, previous: { rootId, parentId } }
}
