import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { findAccount, traitsOf, type Account } from '../accounts/account.ts'
import { forbidden, invalidRequest, problem, Refusal } from '../api/errors.ts'
import { postLimits } from '../api/limits.ts'
import { isRepeated } from './duplicates.ts'
import type { NewPost } from './post-schema.ts'
import { findPost } from './post-store.ts'
import type { StoredPost } from './post.ts'
import { requireStanding } from './standing.ts'
import { cashtagCount, mentionedHandles, weightedLength, withoutLeadingMentions } from './text.ts'

const notPermitted = 'You are not permitted to perform this action.'

const notEngaged =
  'Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.'

/** Where the author has said who may answer. */
const notIncluded =
  'You can only reply to or quote posts where you are mentioned or are the author.'

/** Longer than any post can be; beyond it the text is not even counted. */
const absurdLength = 100_000

/** A post has text or media, and only one of the things that exclude each other (twitter.md 2.1). */
export function requireContent(body: NewPost): void {
  if ((body.text ?? '').trim() === '' && body.media === undefined) {
    throw invalidRequest('$.text: is required where there is no media', {
      text: [body.text ?? ''],
    })
  }
  const rivals = (
    ['media', 'poll', 'quote_tweet_id', 'card_uri', 'direct_message_deep_link'] as const
  ).filter((name) => body[name] !== undefined)
  if (rivals.length <= 1) return
  throw invalidRequest(
    `Only one of [${rivals.join(', ')}] may be present in a post`,
    Object.fromEntries(rivals.map((name) => [name, [JSON.stringify(body[name])]])),
  )
}

/** What the sandbox's accounts are not entitled to: X says no to most self-serve accounts, too. */
export function requireEntitlement(account: Account, body: NewPost): void {
  requireStanding(account)
  const special = [
    body.edit_options,
    body.community_id,
    body.card_uri,
    body.direct_message_deep_link,
    body.geo,
  ].some((value) => value !== undefined)
  if (special || body.nullcast === true || body.for_super_followers_only === true) {
    throw forbidden(notPermitted)
  }
}

/** Finds the post to answer and makes sure that this account may (twitter.md 2.1, "Replies to others"). */
export function requireReplyTarget(
  context: EmulatorContext,
  account: Account,
  body: NewPost,
): (StoredPost & { readonly author: Account }) | undefined {
  if (body.reply === undefined) return undefined
  const target = findPost(context, body.reply.in_reply_to_tweet_id)
  const author = target === undefined ? undefined : findAccount(context, target.authorId)
  const own = target?.authorId === account.id
  if (target === undefined || author === undefined || (!own && traitsOf(author).isProtected)) {
    throw forbidden('You attempted to reply to a Tweet that is deleted or not visible to you.')
  }
  if (own || traitsOf(account).enterprise) return { ...target, author }
  const mentioned = mentionedHandles(target.text).includes(account.username.toLowerCase())
  const quoted = target.quotedId === null ? undefined : findPost(context, target.quotedId)
  // Who is mentioned may answer whatever the author chose; who is quoted, where everyone may.
  const engaged = quoted?.authorId === account.id && target.replySettings === null
  if (mentioned || engaged) return { ...target, author }
  throw forbidden(target.replySettings === null ? notEngaged : notIncluded)
}

/** Finds the post to quote. Quoting through the API is for Enterprise (since 2026-04-16). */
export function requireQuoteTarget(
  context: EmulatorContext,
  account: Account,
  body: NewPost,
): StoredPost | undefined {
  if (body.quote_tweet_id === undefined) return undefined
  if (!traitsOf(account).enterprise) {
    throw forbidden(
      'Quoting this post is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are quoting.',
    )
  }
  const target = findPost(context, body.quote_tweet_id)
  const author = target === undefined ? undefined : findAccount(context, target.authorId)
  const visible =
    author !== undefined && (author.id === account.id || !traitsOf(author).isProtected)
  if (target !== undefined && visible) return target
  throw invalidRequest('$.quote_tweet_id: is not a post that can be quoted', {
    quote_tweet_id: [body.quote_tweet_id],
  })
}

/**
 * The text's length by X's weights, and its cashtags (twitter.md 3). The handles with which a reply
 * begins are free where they are the author's, or those whom the author mentioned.
 *
 * @returns the length that counts
 */
export function requireText(
  account: Account,
  text: string,
  answered: { readonly text: string; readonly author: Account } | undefined,
): number {
  const most = traitsOf(account).premium
    ? postLimits.premiumWeightedLength
    : postLimits.weightedLength
  const free =
    answered === undefined
      ? []
      : [answered.author.username.toLowerCase(), ...mentionedHandles(answered.text)]
  const counted = withoutLeadingMentions(text, free)
  if (/https?:\/\/[^\s/]*\.invalid\b/i.test(text)) {
    throw new Refusal(problem(400, 'Invalid Request', 'The Tweet contains an invalid URL.'))
  }
  const length = counted.length > absurdLength ? absurdLength : weightedLength(counted)
  if (length > most) throw forbidden(notPermitted)
  if (cashtagCount(text) > postLimits.cashtags) {
    throw forbidden('You are not permitted to post more than one cashtag in a post.')
  }
  return length
}

/** The same words in the same place, less than 24 hours ago. Media make a post another one. */
export function requireNovelty(context: EmulatorContext, account: Account, body: NewPost): void {
  if (body.media !== undefined || traitsOf(account).repeats) return
  const repeated = isRepeated(context, {
    authorId: account.id,
    text: body.text ?? '',
    inReplyToId: body.reply?.in_reply_to_tweet_id ?? null,
  })
  if (repeated) {
    throw forbidden('You are not allowed to create a Tweet with duplicate content.')
  }
}
