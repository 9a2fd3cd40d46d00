import {
  type DraftPart,
  fieldOf,
  noticed,
  read,
  refused,
  type ValidationIssue,
} from '@t21/plugin-kit'
import { Type, type Static } from 'typebox'
import type { AccountKind } from './facts.ts'
import { articleLimit } from './limits.ts'
import { options, type Options } from './options.ts'
import { pollIssues } from './validate.poll.ts'

// Without the limits, so that each of them gets a sentence of its own.
const DraftArticle = Type.Object({ url: Type.String(), title: Type.String() })
const DraftMentions = Type.Object({ mentions: Type.Array(Type.String()) })

/** As much of a draft's options as the length of its text depends on. */
export function draftOptions(part: DraftPart): Pick<Options, 'mentions'> {
  return read(DraftMentions, part.options) ?? {}
}

/** What is wrong with a part's options. A poll, an article, and media other than its picture exclude each other. */
export function optionIssues(part: DraftPart, kind: AccountKind | null): ValidationIssue[] {
  const issues = [...pollIssues(part), ...articleIssues(part)]
  if (!read(options, part.options) && issues.length === 0) {
    issues.push(
      refused(
        'options_invalid',
        fieldOf(part, 'options'),
        'LinkedIn has no such options, or not with these values.',
        'Use the options that GET /v1/platforms lists for LINKEDIN.',
      ),
    )
  }
  issues.push(...exclusiveIssues(part), ...titleIssues(part))
  if (part.options['visibility'] === 'CONNECTIONS' && kind === 'organization') {
    issues.push(
      refused(
        'visibility_not_allowed',
        fieldOf(part, 'options.visibility'),
        'A page on LinkedIn has no connections to publish for.',
        'Choose PUBLIC or LOGGED_IN.',
      ),
    )
  }
  return issues
}

function articleIssues(part: DraftPart): ValidationIssue[] {
  const article: Static<typeof DraftArticle> | null = read(DraftArticle, part.options['article'])
  if (!article) return []
  const field = fieldOf(part, 'options.article')
  const issues: ValidationIssue[] = []
  if (!/^https?:$/.test(URL.parse(article.url)?.protocol ?? '')) {
    issues.push(
      refused(
        'article_url_invalid',
        `${field}.url`,
        'The address of the article is none.',
        'Give the whole address, beginning with https://.',
      ),
    )
  }
  const length = article.title.length
  if (article.title.trim() === '' || length > articleLimit.titleLength) {
    issues.push({
      ...refused(
        'article_title_length',
        `${field}.title`,
        `The title of an article on LinkedIn has 1 to ${articleLimit.titleLength} characters; this one has ${length}.`,
        length > articleLimit.titleLength
          ? 'Shorten the title.'
          : 'Write a title: LinkedIn does not read it from the page.',
      ),
      limit: articleLimit.titleLength,
      actual: length,
    })
  }
  return issues
}

function exclusiveIssues(part: DraftPart): ValidationIssue[] {
  const { article, poll } = part.options
  const isThumbnail =
    part.media.length === 1 && ['image', 'gif'].includes(part.media[0]?.kind ?? '')
  const wanted = [
    poll !== undefined && 'options.poll',
    article !== undefined && 'options.article',
    part.media.length > 0 && (article === undefined || !isThumbnail) && 'media',
  ].filter((name) => name !== false)
  if (wanted.length <= 1 && !(poll !== undefined && part.media.length > 0)) return []
  return [
    refused(
      'options_exclusive',
      fieldOf(part, wanted[0] ?? 'options'),
      'A post on LinkedIn has either a poll, or an article with at most one picture, or media.',
      'Keep one of them, and publish the others as another post.',
    ),
  ]
}

function titleIssues(part: DraftPart): ValidationIssue[] {
  const { title } = part.options
  const field = fieldOf(part, 'options.title')
  const kind = part.media[0]?.kind
  if (kind === 'document' && (typeof title !== 'string' || title.trim() === '')) {
    return [
      refused(
        'document_title_missing',
        field,
        'A document on LinkedIn needs a title.',
        'Give the document a title.',
      ),
    ]
  }
  if (title !== undefined && kind !== 'document' && kind !== 'video') {
    return [
      noticed(
        'title_lost',
        field,
        'On LinkedIn only documents and videos have a title, so it is left out.',
        'Nothing, or put the title into the text.',
      ),
    ]
  }
  return []
}
