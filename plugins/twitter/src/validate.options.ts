import {
  type DraftPart,
  fieldOf,
  rangeIssue,
  read,
  refused,
  type ValidationIssue,
} from '@t21/plugin-kit'
import { Type, type Static } from 'typebox'
import type { Settings } from './settings.ts'
import { pollLimit } from './limits.ts'
import { options } from './options.ts'

// Without the limits, so that each of them gets a sentence of its own.
const DraftPoll = Type.Object({
  options: Type.Array(Type.String()),
  durationMinutes: Type.Number(),
})

/** What is wrong with a part's options. A poll, a quote and media exclude each other. */
export function optionIssues(
  part: DraftPart,
  limits: Pick<Settings, 'quotesAllowed'>,
): ValidationIssue[] {
  const issues: ValidationIssue[] = []
  const poll = read(DraftPoll, part.options['poll'])
  if (poll) issues.push(...pollIssues(poll, fieldOf(part, 'options.poll')))
  const valid = read(options, part.options)
  if (!valid && issues.length === 0) {
    issues.push(
      refused(
        'options_invalid',
        fieldOf(part, 'options'),
        'X has no such options, or not with these values.',
        'Use the options that GET /v1/platforms lists for TWITTER.',
      ),
    )
  }
  const wanted = [
    part.options['poll'] !== undefined && 'options.poll',
    part.options['quotePostId'] !== undefined && 'options.quotePostId',
    part.media.length > 0 && 'media',
  ].filter((name) => name !== false)
  if (wanted.length > 1) {
    issues.push(
      refused(
        'options_exclusive',
        fieldOf(part, wanted[0] ?? 'options'),
        'A post on X has either a poll, or a quote, or media.',
        'Keep one of them, and put the others into the next post of a thread.',
      ),
    )
  }
  if (part.options['quotePostId'] !== undefined) issues.push(...quoteIssues(part, limits))
  return issues
}

function pollIssues(poll: Static<typeof DraftPoll>, field: string): ValidationIssue[] {
  const { minOptions, maxOptions, maxOptionLength, minMinutes, maxMinutes } = pollLimit
  const count = poll.options.length
  const issues = rangeIssue({
    code: 'poll_options_count',
    field: `${field}.options`,
    min: minOptions,
    max: maxOptions,
    actual: count,
    message: `A poll on X has ${minOptions} to ${maxOptions} answers; this one has ${count}.`,
    remedy: 'Add or remove answers.',
  })
  for (const [index, option] of poll.options.entries()) {
    const length = Array.from(option).length
    if (length >= 1 && length <= maxOptionLength && option.trim() !== '') continue
    issues.push({
      ...refused(
        'poll_option_length',
        `${field}.options[${index}]`,
        `An answer of a poll on X has 1 to ${maxOptionLength} characters; this one has ${length}.`,
        length > maxOptionLength ? 'Shorten the answer.' : 'Write an answer.',
      ),
      limit: maxOptionLength,
      actual: length,
    })
  }
  const minutes = poll.durationMinutes
  if (!Number.isInteger(minutes) || minutes < minMinutes || minutes > maxMinutes) {
    issues.push({
      ...refused(
        'poll_duration',
        `${field}.durationMinutes`,
        `A poll on X lasts ${minMinutes} to ${maxMinutes} whole minutes (5 minutes to 7 days).`,
        'Choose another duration.',
      ),
      limit: minutes < minMinutes ? minMinutes : maxMinutes,
      actual: minutes,
    })
  }
  return issues
}

function quoteIssues(
  part: DraftPart,
  { quotesAllowed }: Pick<Settings, 'quotesAllowed'>,
): ValidationIssue[] {
  if (quotesAllowed) return []
  return [
    refused(
      'quote_not_allowed',
      fieldOf(part, 'options.quotePostId'),
      'X lets apps quote posts only with an Enterprise contract.',
      'Remove the quote, or put a link to the post into the text.',
    ),
  ]
}
