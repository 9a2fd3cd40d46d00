import { type DraftPart, fieldOf, read, refused, type ValidationIssue } from '@t21/plugin-kit'
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
  const issues = lengthIssues('question', `${field}.question`, poll.question, questionLength)
  const count = poll.options.length
  if (count < minOptions || count > maxOptions) {
    issues.push({
      ...refused(
        'poll_options_count',
        `${field}.options`,
        `A poll on LinkedIn has ${minOptions} to ${maxOptions} answers; this one has ${count}.`,
        'Add or remove answers.',
      ),
      limit: count < minOptions ? minOptions : maxOptions,
      actual: count,
    })
  }
  for (const [index, option] of poll.options.entries()) {
    issues.push(...lengthIssues('answer', `${field}.options[${index}]`, option, optionLength))
  }
  return issues
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
