import {
  type DraftPart,
  fieldOf,
  rangeIssue,
  read,
  refused,
  type ValidationIssue,
} from '@t21/plugin-kit'
import { Type } from 'typebox'
import { pollLimit } from './limits.ts'

// Without the limits, so that each of them gets a sentence of its own.
const DraftPoll = Type.Object({ question: Type.String(), options: Type.Array(Type.String()) })

/** What is wrong with a poll: linkedin.md 2.1. */
export function pollIssues(part: DraftPart): ValidationIssue[] {
  const poll = read(DraftPoll, part.options['poll'])
  if (!poll) return []
  const field = fieldOf(part, 'options.poll')
  const { questionLength, optionLength, minOptions, maxOptions } = pollLimit
  const count = poll.options.length
  return [
    ...lengthIssues('question', `${field}.question`, poll.question, questionLength),
    ...rangeIssue({
      code: 'poll_options_count',
      field: `${field}.options`,
      min: minOptions,
      max: maxOptions,
      actual: count,
      message: `A poll on LinkedIn has ${minOptions} to ${maxOptions} answers; this one has ${count}.`,
      remedy: 'Add or remove answers.',
    }),
    ...poll.options.flatMap((option, index) =>
      lengthIssues('answer', `${field}.options[${index}]`, option, optionLength),
    ),
  ]
}

function lengthIssues(
  what: 'question' | 'answer',
  field: string,
  text: string,
  limit: number,
): ValidationIssue[] {
  const { length } = text
  if (length <= limit && text.trim() !== '') return []
  return [
    {
      ...refused(
        what === 'question' ? 'poll_question_length' : 'poll_option_length',
        field,
        `The ${what} of a poll on LinkedIn has 1 to ${limit} characters; this one has ${length}.`,
        length > limit ? `Shorten the ${what}.` : `Write the ${what}.`,
      ),
      limit,
      actual: length,
    },
  ]
}
