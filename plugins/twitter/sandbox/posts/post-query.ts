import type { EmulatorRequest } from '@t21/plugin-kit/sandbox'
import { choiceParameter } from '../api/query.ts'
import { userFields } from '../accounts/user-view.ts'
import { expansions, mediaFields, pollFields, postFields } from './field-names.ts'

/** What a reader of posts asked to see. Names are the older ones, with "tweet". */
export interface PostQuery {
  readonly fields: readonly string[]
  readonly expansions: readonly string[]
  readonly mediaFields: readonly string[]
  readonly pollFields: readonly string[]
  readonly userFields: readonly string[]
  /** In which words to answer: those of OpenAPI 2.159 or of 2.167 (twitter.md 8). */
  readonly words: 'tweet' | 'post'
}

/** The parameters that {@link readPostQuery} reads. */
export const postQueryParameters: readonly string[] = [
  'tweet.fields',
  'post.fields',
  'expansions',
  'media.fields',
  'poll.fields',
  'user.fields',
  'place.fields',
]

/** New name of a field, or of an expansion, to the old one. */
const olderNames: Readonly<Record<string, string>> = {
  edit_history_post_ids: 'edit_history_tweet_ids',
  referenced_posts: 'referenced_tweets',
  note_post: 'note_tweet',
  'referenced_posts.id': 'referenced_tweets.id',
  'referenced_posts.id.author_id': 'referenced_tweets.id.author_id',
}

/**
 * Reads fields and expansions.
 *
 * @throws Refusal 400 for a name that does not exist
 */
export function readPostQuery(request: EmulatorRequest): PostQuery {
  const asked = [
    ...choiceParameter(request, 'tweet.fields', postFields),
    ...choiceParameter(request, 'post.fields', postFields),
  ]
  return {
    fields: asked.map(olderName),
    expansions: choiceParameter(request, 'expansions', expansions).map(olderExpansion),
    mediaFields: choiceParameter(request, 'media.fields', mediaFields),
    pollFields: choiceParameter(request, 'poll.fields', pollFields),
    userFields: choiceParameter(request, 'user.fields', userFields),
    words: request.query.has('post.fields') ? 'post' : 'tweet',
  }
}

function olderName(name: string): string {
  return olderNames[name] ?? name
}

function olderExpansion(name: string): string {
  return name === 'referenced_posts' ? 'referenced_tweets.id' : olderName(name)
}
