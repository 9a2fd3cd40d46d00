import type { CountedText, ValidationIssue } from '@t21/plugin-kit'
import { limitIssue, noticed, refused } from '@t21/plugin-kit'
import { cashtagLimit } from './limits.ts'
import { cashtagCount, hasForbiddenCharacters, linksIn } from './text.ts'

/** What is wrong with the text of a part, which X counts as `counted`. */
export function textIssues(
  text: string,
  counted: CountedText,
  hasMedia: boolean,
): ValidationIssue[] {
  const { field } = counted
  const issues = limitIssue({
    network: 'X',
    code: 'text_too_long',
    field,
    what: 'The text',
    unit: 'characters, as X counts them',
    limit: counted.limit,
    actual: counted.length,
    remedy: 'Shorten the text, or continue it in a thread. Emoji count 2, links 23.',
  })

  if (text.trim() === '' && !hasMedia) {
    issues.push(
      refused(
        'text_empty',
        field,
        'X publishes a post without text only if it has a picture or video.',
        'Write a text or add a picture.',
      ),
    )
  }
  if (hasForbiddenCharacters(text)) {
    issues.push(
      refused(
        'text_forbidden_characters',
        field,
        'The text has invisible characters that X refuses.',
        'Type the text anew instead of pasting it.',
      ),
    )
  }
  const cashtags = cashtagCount(text)
  if (cashtags > cashtagLimit) {
    issues.push({
      ...refused(
        'too_many_cashtags',
        field,
        `The text has ${cashtags} cashtags; X allows ${cashtagLimit} in a post.`,
        'Leave one cashtag, or write the others without the dollar sign.',
      ),
      limit: cashtagLimit,
      actual: cashtags,
    })
  }
  if (linksIn(text).length > 0) {
    issues.push(
      noticed(
        'link_costs_more',
        field,
        'X charges the operator about 13 times as much for a post with a link.',
        'Nothing, if the link is wanted. A name such as example.com counts as a link too.',
      ),
    )
  }
  return issues
}
