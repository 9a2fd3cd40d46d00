import { type DraftPart, fieldOf, read, refused, type ValidationIssue } from '@t21/plugin-kit'
import { Type, type Static } from 'typebox'
import type { InstanceLimits } from './limits.ts'
import { graphemeCount } from './text.ts'

// Without the limits, so that each of them gets a sentence of its own.
const DraftPoll = Type.Object({
  options: Type.Array(Type.String()),
  durationMinutes: Type.Number(),
})

/** What is wrong with the options of a part, besides what their schema says. */
export function optionIssues(part: DraftPart, limits: InstanceLimits): ValidationIssue[] {
  const poll = read(DraftPoll, part.options['poll'])
  if (!poll) return []
  const field = fieldOf(part, 'options.poll')
  const withMedia =
    part.media.length === 0
      ? []
      : [
          refused(
            'poll_with_media',
            field,
            'Mastodon does not take a poll together with media.',
            'Remove the media or the poll.',
          ),
        ]
  return [...withMedia, ...answerIssues(poll, field, limits), ...timeIssues(poll, field, limits)]
}

function answerIssues(
  { options }: Static<typeof DraftPoll>,
  field: string,
  limits: InstanceLimits,
): ValidationIssue[] {
  const issues: ValidationIssue[] = []
  if (options.length < 2 || options.length > limits.pollOptions) {
    issues.push({
      ...refused(
        'poll_answers',
        `${field}.options`,
        `A poll has ${options.length} answers; this instance allows 2 to ${limits.pollOptions}.`,
        'Add or remove answers.',
      ),
      limit: limits.pollOptions,
      actual: options.length,
    })
  }
  const answers = options.map((option) => option.trim())
  if (answers.includes('') || new Set(answers).size !== answers.length) {
    issues.push(
      refused(
        'poll_answers_alike',
        `${field}.options`,
        'The answers of a poll must differ, and none may be empty.',
        'Give every answer words of its own.',
      ),
    )
  }
  for (const [index, answer] of answers.entries()) {
    const length = graphemeCount(answer)
    if (length <= limits.pollOptionCharacters) continue
    issues.push({
      ...refused(
        'poll_answer_too_long',
        `${field}.options[${index}]`,
        `The answer has ${length} characters; this instance allows ${limits.pollOptionCharacters}.`,
        'Shorten the answer.',
      ),
      limit: limits.pollOptionCharacters,
      actual: length,
    })
  }
  return issues
}

function timeIssues(
  { durationMinutes }: Static<typeof DraftPoll>,
  field: string,
  { pollMinSeconds, pollMaxSeconds }: InstanceLimits,
): ValidationIssue[] {
  const seconds = durationMinutes * 60
  if (seconds >= pollMinSeconds && seconds <= pollMaxSeconds) return []
  const [least, most] = [Math.ceil(pollMinSeconds / 60), Math.floor(pollMaxSeconds / 60)]
  return [
    {
      ...refused(
        'poll_duration',
        `${field}.durationMinutes`,
        `The poll runs for ${durationMinutes} minutes; this instance allows ${least} to ${most}.`,
        'Choose another time.',
      ),
      limit: seconds < pollMinSeconds ? least : most,
      actual: durationMinutes,
    },
  ]
}
