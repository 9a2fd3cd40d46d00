import {
  type DraftPart,
  fieldOf,
  noticed,
  read,
  refused,
  type ValidationIssue,
} from '@t21/plugin-kit'
import { facebookOrigin } from '@t21/meta-graph'
import type { Form } from './form.ts'
import { colouredTextLimit } from './limits.ts'
import { options, type Options } from './options.ts'
import { charactersOf } from './validate.text.ts'

/** The forms that take each option: facebook.md 2. */
const takenBy: Readonly<Record<Exclude<keyof Options, 'format'>, readonly Form[]>> = {
  link: ['text'],
  title: ['video', 'reel'],
  placeId: ['text', 'photos'],
  targeting: ['text', 'photos', 'video'],
  feedTargeting: ['text', 'photos'],
  textFormatPresetId: ['text'],
}

/** What is wrong with a part's options. */
export function optionIssues(part: DraftPart, form: Form): ValidationIssue[] {
  const issues = Object.entries(takenBy).flatMap(([name, forms]) =>
    part.options[name] === undefined || forms.includes(form)
      ? []
      : [notHere(name, fieldOf(part, `options.${name}`))],
  )
  const known = read(options, part.options)
  if (!known) {
    issues.push(
      refused(
        'options_invalid',
        fieldOf(part, 'options'),
        'Facebook has no such options, or not with these values.',
        'Use the options that GET /v1/platforms lists for FACEBOOK.',
      ),
    )
    return issues
  }
  return [...issues, ...linkIssues(part, known), ...colourIssues(part, known)]
}

function notHere(name: string, field: string): ValidationIssue {
  const remedy =
    name === 'link'
      ? 'Put the link into the text, or leave the pictures and videos out.'
      : 'Leave it out, or publish in another form.'
  return refused(
    'option_not_here',
    field,
    `Facebook does not take "${name}" together with this form and these media.`,
    remedy,
  )
}

function linkIssues(part: DraftPart, { link }: Options): ValidationIssue[] {
  if (link === undefined) return []
  const field = fieldOf(part, 'options.link')
  const host = URL.parse(link)?.hostname
  if (host === undefined) {
    return [refused('link_invalid', field, 'The link is not a web address.', 'Correct the link.')]
  }
  const home = new URL(facebookOrigin).hostname.replace(/^www\./, '')
  if (host !== home && !host.endsWith(`.${home}`)) return []
  return [
    refused(
      'link_to_facebook',
      field,
      'Facebook does not take links to facebook.com here.',
      'Put the link into the text.',
    ),
  ]
}

function colourIssues(part: DraftPart, { link, textFormatPresetId }: Options): ValidationIssue[] {
  if (textFormatPresetId === undefined) return []
  const field = fieldOf(part, 'options.textFormatPresetId')
  const length = charactersOf(part.text)
  if (link !== undefined) {
    return [
      refused(
        'options_exclusive',
        field,
        'A text with a coloured background has no link.',
        'Leave one of them out.',
      ),
    ]
  }
  if (length <= colouredTextLimit) return []
  return [
    {
      ...noticed(
        'coloured_text_long',
        field,
        `Facebook shows a coloured background for up to about ${colouredTextLimit} characters; the text has ${length}.`,
        'Shorten the text, or leave the background out.',
      ),
      limit: colouredTextLimit,
      actual: length,
    },
  ]
}
