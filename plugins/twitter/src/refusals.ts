import type { FailureKind } from '@t21/plugin-kit'
import type { Problem } from './problem.ts'

/** What of a post X refused, before it is translated into a field of the part. */
export type RefusedThing = 'text' | 'media' | 'poll' | 'quote' | 'replySettings'

/** One documented refusal: how it looks and what it means. */
export interface Refusal {
  readonly kind: FailureKind
  /** Empty: any 4xx. */
  readonly statuses: readonly number[]
  /** One of these must fit where any is given. */
  readonly types?: readonly string[]
  readonly codes?: readonly number[]
  readonly words?: RegExp
  readonly thing?: RefusedThing
  readonly message: string
  readonly remedy: string
}

/**
 * The allow-list of twitter.md 4: X documents that nothing was done for these answers. The first
 * that fits counts. By status, `type` and wording, never by 403 alone: taking every 403 for a dead
 * login disconnects accounts because of one bad post.
 */
const refusals: readonly Refusal[] = [
  {
    kind: 'account_restricted',
    statuses: [401, 403],
    codes: [64],
    words: /account is suspended|account has been suspended/,
    message: 'X has suspended this account.',
    remedy: 'Sign in at x.com and appeal against the suspension, then publish again.',
  },
  {
    kind: 'account_restricted',
    statuses: [401, 403],
    codes: [326],
    words: /temporarily locked|log in to .*unlock/,
    message: 'X has locked this account.',
    remedy: 'Sign in at x.com and unlock the account, then publish again.',
  },
  {
    kind: 'reauth',
    statuses: [401],
    message: 'X no longer accepts the login of this account.',
    remedy: 'Connect the account again.',
  },
  {
    kind: 'reauth',
    statuses: [],
    codes: [32, 89],
    message: 'X no longer accepts the login of this account.',
    remedy: 'Connect the account again.',
  },
  {
    // Not `app_config`: the app is set up well, and topping up is all that is needed.
    kind: 'quota',
    statuses: [402],
    message: "The operator's developer account at X has no credits left.",
    remedy: 'The operator adds credits in the X developer console; the post itself is fine.',
  },
  {
    kind: 'quota',
    statuses: [429],
    types: ['usage-capped'],
    words: /usagecapexceeded|usage cap exceeded/,
    message: "The operator's allowance at X is used up for this period.",
    remedy: 'Wait for the next period, or the operator raises the cap in the X developer console.',
  },
  {
    kind: 'rate_limited',
    statuses: [429],
    message: 'X is limiting how often this account may be used.',
    remedy: 'Nothing: it is tried again when X allows it.',
  },
  {
    kind: 'rate_limited',
    statuses: [],
    types: ['rate-limit-exceeded'],
    codes: [88],
    message: 'X is limiting how often this account may be used.',
    remedy: 'Nothing: it is tried again when X allows it.',
  },
  {
    kind: 'app_config',
    statuses: [403],
    types: ['client-forbidden'],
    codes: [453],
    message: "X does not let the operator's app use this part of its API.",
    remedy:
      'The operator attaches the app to a project with API access in the X developer console.',
  },
  {
    kind: 'permission',
    statuses: [403],
    types: ['oauth1-permissions', 'unsupported-authentication'],
    message: 'The login of this account lacks a permission that X demands.',
    remedy:
      'The operator gives the app read and write permissions at X; then connect the account again.',
  },
  {
    kind: 'duplicate',
    statuses: [403],
    codes: [187],
    words: /duplicate content/,
    thing: 'text',
    message: 'X says that this account has published the same text recently.',
    remedy: 'Look at the account; change the text if the post is not there.',
  },
  {
    kind: 'content_rejected',
    statuses: [403],
    words: /quoting this post is not allowed/,
    thing: 'quote',
    message: 'X does not let this app quote that post.',
    remedy: 'Remove the quote, or put a link to the post into the text.',
  },
  {
    kind: 'content_rejected',
    statuses: [403],
    words: /only reply to or quote posts where you are mentioned/,
    thing: 'quote',
    message: 'X allows quotes of and replies to others only where they mentioned this account.',
    remedy: 'Remove the quote, or put a link to the post into the text.',
  },
  {
    kind: 'content_rejected',
    statuses: [403],
    codes: [433],
    words: /reply to this conversation is not allowed/,
    message: 'X does not let this account reply in that conversation.',
    remedy: 'Publish it as a post of its own.',
  },
  {
    kind: 'content_rejected',
    statuses: [400, 403],
    codes: [385, 144, 179],
    words: /deleted or not visible/,
    message: 'The post that this one answers is gone from X.',
    remedy: 'Publish the rest as a new post.',
  },
  {
    kind: 'content_rejected',
    statuses: [400, 403],
    words: /cashtag/,
    thing: 'text',
    message: 'X allows one cashtag in a post.',
    remedy: 'Leave one cashtag, such as $ABC, in the text.',
  },
  {
    kind: 'content_rejected',
    statuses: [403],
    words: /not allowed to post a video longer than/,
    thing: 'media',
    message: 'The video is longer than X allows this account.',
    remedy: 'Shorten the video, or subscribe the account to X Premium and connect it again.',
  },
  {
    kind: 'content_rejected',
    statuses: [400],
    words: /contains an invalid url/,
    thing: 'text',
    message: 'X does not accept a link in the text.',
    remedy: 'Correct or remove the link.',
  },
  {
    kind: 'content_rejected',
    statuses: [400, 403],
    codes: [186],
    thing: 'text',
    message: 'The text is too long for X.',
    remedy: 'Shorten the text.',
  },
  {
    // The ids are those that X gave for the uploads, and live 24 hours: nothing about the files is wrong.
    kind: 'preparation_lost',
    statuses: [400, 403],
    codes: [324, 325],
    words: /media ids?\b/,
    thing: 'media',
    message: 'X no longer has the uploaded media.',
    remedy: 'Nothing: they are uploaded anew. Replace the files if that goes on.',
  },
  {
    kind: 'content_rejected',
    statuses: [403],
    words: /you are not permitted to perform this action/,
    message:
      'X refused the post without a reason; mostly its text is too long or its media are bad.',
    remedy: 'Shorten the text or replace the media, then publish again.',
  },
  {
    // A fault of this connector. It must be noticed by the operator, not blamed on the account or post.
    kind: 'app_config',
    statuses: [400],
    words: /content-type of application\/json|request body is not valid json/,
    message: 'X could not read the request that T21 sent.',
    remedy: 'The operator updates T21, or reports this as a fault of the X connector.',
  },
  {
    kind: 'content_rejected',
    statuses: [400],
    types: ['invalid-request'],
    message: 'X does not accept a part of the post.',
    remedy: 'Correct what X names, then publish again.',
  },
]

/** The documented refusal that an answer is, or `null`. Only 4xx answers are refusals. */
export function refusalOf(problem: Problem): Refusal | null {
  if (problem.status < 400 || problem.status > 499) return null
  return refusals.find((refusal) => fits(refusal, problem)) ?? null
}

function fits(refusal: Refusal, problem: Problem): boolean {
  if (refusal.statuses.length > 0 && !refusal.statuses.includes(problem.status)) return false
  if (!refusal.types && !refusal.codes && !refusal.words) return true
  return (
    (refusal.types?.includes(problem.type) ?? false) ||
    problem.codes.some((code) => refusal.codes?.includes(code)) ||
    (refusal.words?.test(problem.words) ?? false)
  )
}
