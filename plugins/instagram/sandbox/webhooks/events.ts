import { signedWebhook } from '@t21/meta-graph/sandbox'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { accountNamed, findAccount, traitsOf, type Account } from '../accounts/account.ts'
import { newId } from '../api/ids.ts'
import { daySeconds } from '../api/limits.ts'
import { addComment, commentsIn, type Comment } from '../comments/comment.ts'
import { mentionsOf } from '../containers/caption.ts'
import { storyValues } from '../insights/story-values.ts'
import { facebookApp, instagramApp } from '../oauth/apps.ts'
import { findPost, postsIn, type Post } from '../posts/post.ts'
import { subscribersTo } from './subscriptions.ts'

/** Seconds until strangers answer a `popular…` account. */
const strangersSeconds = 5

/** A person outside of the sandbox. */
const stranger = { id: '1780000000000001', username: 'a.fan' }

/** What follows from a post: mentions, a stranger's comment, and the numbers of a story that ends. */
export function tellOfPost(context: EmulatorContext, post: Post): void {
  for (const account of mentioned(context, post.caption, post.accountId)) {
    send(context, account, 'mentions', () => ({ media_id: post.id }))
  }
  if (post.product === 'STORY') {
    const account = findAccount(context, post.accountId)
    if (account === undefined) return
    // The story itself cannot be read any more by then; its numbers can.
    const values = () => (postsIn(context).has(post.id) ? storyValues(context, post) : undefined)
    send(context, account, 'story_insights', values, daySeconds)
    return
  }
  const account = findAccount(context, post.accountId)
  if (account !== undefined && traitsOf(account).popular) addStrangers(context, account, post)
}

/** What follows from a comment: the owner of the post hears of it, and whoever is mentioned. */
export function tellOfComment(context: EmulatorContext, comment: Comment, afterSeconds = 0): void {
  const owner = findAccount(context, comment.ownerId)
  if (owner !== undefined) {
    send(context, owner, 'comments', () => commentValue(context, comment), afterSeconds)
  }
  for (const account of mentioned(context, comment.text, comment.ownerId)) {
    const value = { media_id: comment.mediaId, comment_id: comment.id }
    send(context, account, 'mentions', () => value, afterSeconds)
  }
}

function addStrangers(context: EmulatorContext, account: Account, post: Post): void {
  const comment: Comment = {
    id: newId(context, 'comment'),
    mediaId: post.id,
    ownerId: account.id,
    parentId: null,
    author: stranger,
    text: 'Love this!',
    createdAt: context.now().getTime() + strangersSeconds * 1000,
    hidden: false,
    answered: false,
  }
  addComment(context, comment)
  tellOfComment(context, comment, strangersSeconds)
  // Somewhere out there, on a post that is not in the sandbox.
  const elsewhere = { media_id: newId(context, 'media'), comment_id: newId(context, 'comment') }
  send(context, account, 'mentions', () => elsewhere, strangersSeconds)
}

function commentValue(context: EmulatorContext, comment: Comment): object | undefined {
  // Deleted in the meantime.
  if (!commentsIn(context).has(comment.id)) return undefined
  const product = findPost(context, comment.mediaId)?.product ?? 'FEED'
  return {
    id: comment.id,
    from: comment.author,
    media: { id: comment.mediaId, media_product_type: product },
    text: comment.text,
    ...(comment.parentId === null ? {} : { parent_id: comment.parentId }),
  }
}

function mentioned(context: EmulatorContext, text: string, ownerId: string): readonly Account[] {
  return [...new Set(mentionsOf(text))]
    .map((handle) => accountNamed(context, handle))
    .filter((account) => account !== undefined)
    .filter(({ id }) => id !== ownerId)
}

/**
 * One webhook for each app that wants to hear of it, in the shape of its login (instagram.md 7): with
 * Instagram Login the field stands in the entry, with Facebook Login in `changes`.
 */
function send(
  context: EmulatorContext,
  account: Account,
  field: string,
  valueOf: () => object | undefined,
  afterSeconds = 0,
): void {
  for (const login of ['instagram', 'facebook'] as const) {
    context.webhook(() => {
      if (!subscribersTo(context, account, field).includes(login)) return undefined
      const value = valueOf()
      if (value === undefined) return undefined
      const entry = { id: account.id, time: Math.floor(context.now().getTime() / 1000) }
      const told =
        login === 'instagram'
          ? { ...entry, field, value }
          : { ...entry, changes: [{ field, value }] }
      const app = login === 'instagram' ? instagramApp : facebookApp
      return signedWebhook(app, { object: 'instagram', entry: [told] })
    }, afterSeconds)
  }
}
