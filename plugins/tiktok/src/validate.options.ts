import type { DraftPart, ValidationIssue } from '@t21/plugin-kit'
import { fieldOf, noticed, read, refused } from '@t21/plugin-kit'
import type { TikTokFacts } from './facts.ts'
import { options as optionsSchema, type Options } from './options.ts'
import { isPhotoPost } from './validate.text.ts'

type Name = keyof Options

const videoOnly: readonly Name[] = ['allowDuet', 'allowStitch', 'coverTimestampMs']
const photoOnly: readonly Name[] = ['title', 'coverIndex', 'autoAddMusic']
/** Settings of a post that its owner makes in the app where it goes to the inbox. */
const directOnly: readonly Name[] = [
  'allowComments',
  'allowDuet',
  'allowStitch',
  'brandedContent',
  'ownBrand',
  'madeWithAi',
  'coverTimestampMs',
  'autoAddMusic',
]

/** What is wrong with the options of a post besides who may see it: tiktok.md 2.2. */
export function optionIssues(part: DraftPart, facts: TikTokFacts | null): ValidationIssue[] {
  const options = read(optionsSchema, part.options)
  if (!options) {
    return [
      refused(
        'options_invalid',
        fieldOf(part, 'options'),
        'TikTok has no such options, or not with these values.',
        'Use the options that GET /v1/platforms lists for TIKTOK.',
      ),
    ]
  }
  if (part.media.length === 0) return []
  const photos = isPhotoPost(part)
  const inbox = options.mode === 'inbox'
  const senseless = (photos ? videoOnly : photoOnly).filter((name) => isSet(options, name))
  const lost = inbox
    ? directOnly.filter((name) => isSet(options, name) && !senseless.includes(name))
    : []
  return [
    ...senseless.map((name) => lostIssue(part, name, photos ? 'for photos' : 'for videos')),
    ...lost.map((name) => lostIssue(part, name, 'for what goes to the inbox of its app')),
    ...(photos ? photoIssues(part, options) : videoIssues(part, options)),
    ...(inbox ? [] : disabledIssues(part, options, facts)),
  ]
}

function isSet(options: Options, name: Name): boolean {
  return options[name] !== undefined && options[name] !== false
}

function lostIssue(part: DraftPart, name: Name, where: string): ValidationIssue {
  return noticed(
    'option_lost',
    fieldOf(part, `options.${name}`),
    `TikTok has no such option ${where}, so it is left out.`,
    where.includes('inbox') ? 'Set it in the TikTok app.' : 'Leave it out for this post.',
  )
}

function photoIssues(part: DraftPart, options: Options): ValidationIssue[] {
  const issues: ValidationIssue[] = []
  if (options.coverIndex !== undefined && options.coverIndex >= part.media.length) {
    issues.push({
      ...refused(
        'cover_index_unknown',
        fieldOf(part, 'options.coverIndex'),
        `The post has no photo ${options.coverIndex}; they are counted from 0.`,
        `Choose one from 0 to ${part.media.length - 1}.`,
      ),
      limit: part.media.length - 1,
      actual: options.coverIndex,
    })
  }
  if (options.source === 'FILE_UPLOAD') {
    issues.push(
      refused(
        'source_unsupported',
        fieldOf(part, 'options.source'),
        'TikTok fetches photos; apps cannot send them.',
        'Leave the option out, and make sure that the domain of T21 is verified at TikTok.',
      ),
    )
  }
  // A label that the law may demand must not get lost in silence.
  if (options.madeWithAi === true && options.mode !== 'inbox') {
    issues.push(
      refused(
        'ai_label_unsupported',
        fieldOf(part, 'options.madeWithAi'),
        'TikTok lets apps label videos as made with AI, but not photos.',
        'Send the photos to the inbox (mode: inbox) and set the label in the TikTok app.',
      ),
    )
  }
  return issues
}

function videoIssues(part: DraftPart, options: Options): ValidationIssue[] {
  const issues: ValidationIssue[] = []
  const durationMs = part.media[0]?.durationMs
  const cover = options.coverTimestampMs
  if (cover !== undefined && durationMs !== undefined && cover > durationMs) {
    issues.push({
      ...refused(
        'cover_timestamp_after_end',
        fieldOf(part, 'options.coverTimestampMs'),
        `The video ends after ${durationMs} milliseconds, before the moment of the cover.`,
        'Choose an earlier moment.',
      ),
      limit: durationMs,
      actual: cover,
    })
  }
  return issues
}

function disabledIssues(
  part: DraftPart,
  options: Options,
  facts: TikTokFacts | null,
): ValidationIssue[] {
  const disabled = [
    ['allowComments', facts?.commentsDisabled],
    ['allowDuet', facts?.duetDisabled],
    ['allowStitch', facts?.stitchDisabled],
  ] as const
  return disabled
    .filter(([name, off]) => options[name] === true && off === true)
    .map(([name]) =>
      noticed(
        'interaction_disabled',
        fieldOf(part, `options.${name}`),
        'The account owner has switched this off in the TikTok app, so it stays off.',
        'Switch it on in the TikTok app, or leave the option out.',
      ),
    )
}
