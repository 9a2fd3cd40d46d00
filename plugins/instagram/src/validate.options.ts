import {
  type DraftPart,
  fieldOf,
  type MediaFacts,
  read,
  refused,
  type ValidationIssue,
} from '@t21/plugin-kit'
import type { Login } from './facts.ts'
import { type Form, formOf } from './form.ts'
import { facebookLoginOptions, options, type Options } from './options.ts'

const formNames = { image: 'a picture', carousel: 'a carousel', reel: 'a reel', story: 'a story' }

/** The forms that take an option; all of them where it is not named: instagram.md 2.1. */
const takenBy: Partial<Record<keyof Options, readonly Form[]>> = {
  shareToFeed: ['carousel', 'reel'],
  coverOffsetMs: ['reel'],
  audioName: ['reel'],
  trialReel: ['reel'],
  collaborators: ['image', 'carousel', 'reel'],
  locationId: ['image', 'carousel', 'reel'],
}

/** What is wrong with the options of a post. `login` is `null` as long as no account is known. */
export function optionIssues(part: DraftPart, login: Login | null): ValidationIssue[] {
  const wanted = read(options, part.options)
  if (!wanted) {
    return [
      refused(
        'options_invalid',
        fieldOf(part, 'options'),
        'Instagram has no such options, or not with these values.',
        'Use the options that GET /v1/platforms lists for INSTAGRAM.',
      ),
    ]
  }
  return [
    ...formIssues(part, wanted),
    ...loginIssues(part, wanted, login),
    ...tagIssues(part, wanted),
    ...coverIssues(part, wanted),
  ]
}

function formIssues(part: DraftPart, wanted: Options): ValidationIssue[] {
  const form = formOf(part)
  return Object.entries(takenBy).flatMap(([name, forms]) => {
    if (wanted[name as keyof Options] === undefined || forms.includes(form)) return []
    return [
      refused(
        'option_not_for_format',
        fieldOf(part, `options.${name}`),
        `Instagram takes this option for ${forms.map((each) => formNames[each]).join(' or ')}, not for ${formNames[form]}.`,
        'Remove the option, or choose another format.',
      ),
    ]
  })
}

function loginIssues(part: DraftPart, wanted: Options, login: Login | null): ValidationIssue[] {
  if (login !== 'instagram') return []
  return facebookLoginOptions
    .filter((name) => wanted[name] !== undefined)
    .map((name) =>
      refused(
        'option_needs_facebook_login',
        fieldOf(part, `options.${name}`),
        'Instagram takes this option only of accounts that were connected by Facebook Login.',
        'Remove the option, or set it in the Instagram app after publishing.',
      ),
    )
}

function tagIssues(part: DraftPart, wanted: Options): ValidationIssue[] {
  const form = formOf(part)
  return (wanted.userTags ?? []).flatMap((tag, index) => {
    const field = fieldOf(part, `options.userTags[${index}]`)
    const file = part.media[form === 'reel' ? part.media.findIndex(isVideo) : (tag.media ?? 0)]
    if (form === 'reel' ? (tag.media ?? 0) !== 0 : file === undefined) {
      const message = 'The tag names a file that the post does not have.'
      return [refused('tag_media', `${field}.media`, message, 'Count the files from 0.')]
    }
    return placeIssues(tag, field, { form, video: file?.kind === 'video' })
  })
}

function placeIssues(
  tag: { readonly x?: number; readonly y?: number },
  field: string,
  on: { readonly form: Form; readonly video: boolean },
): ValidationIssue[] {
  const places = [tag.x, tag.y].filter((share) => share !== undefined).length
  if (on.video && places > 0) {
    const message = 'A tag in a video has no place.'
    return [refused('tag_place', field, message, 'Remove x and y.')]
  }
  const needsPlace = !on.video && on.form !== 'story'
  if (places === 1 || (needsPlace && places === 0)) {
    const message = 'A tag in a picture needs a place, x and y.'
    return [refused('tag_place', field, message, 'Give x and y, each from 0 to 1.')]
  }
  return []
}

function coverIssues(part: DraftPart, wanted: Options): ValidationIssue[] {
  const { coverOffsetMs } = wanted
  const durationMs = part.media.find(isVideo)?.durationMs
  if (coverOffsetMs === undefined || durationMs === undefined) return []
  if (coverOffsetMs <= durationMs) return []
  return [
    {
      ...refused(
        'cover_offset',
        fieldOf(part, 'options.coverOffsetMs'),
        'The cover would be taken after the end of the video.',
        'Choose a moment within the video.',
      ),
      limit: durationMs,
      actual: coverOffsetMs,
    },
  ]
}

function isVideo(file: MediaFacts): boolean {
  return file.kind === 'video'
}
