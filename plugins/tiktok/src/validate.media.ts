import type { DraftPart, MediaFacts, ValidationIssue } from '@t21/plugin-kit'
import {
  durationIssues,
  fieldOf,
  fileSizeIssues,
  mimeTypeIssues,
  noticed,
  refused,
} from '@t21/plugin-kit'
import type { TikTokFacts } from './facts.ts'
import { photoLimit, videoLimit } from './limits.ts'
import { photoFrameIssues, videoFrameIssues } from './validate.frame.ts'

/** What is wrong with the media of a post: one video, or up to 35 photos. */
export function mediaIssues(part: DraftPart, facts: TikTokFacts | null): ValidationIssue[] {
  return [
    ...setIssues(part),
    ...part.media.flatMap((file, index) =>
      fileIssues(file, fieldOf(part, `media[${index}]`), facts, part),
    ),
  ]
}

function setIssues(part: DraftPart): ValidationIssue[] {
  const field = fieldOf(part, 'media')
  const kinds = new Set(part.media.map((file) => file.kind))
  const [kind] = kinds
  if (kind === undefined) {
    return [
      refused(
        'media_required',
        field,
        'TikTok has no posts of text alone.',
        'Add a video, or one or more photos.',
      ),
    ]
  }
  if (kinds.size > 1) {
    return [
      refused(
        'media_mixed',
        field,
        'TikTok does not mix photos and videos in one post.',
        'Keep the video or the photos.',
      ),
    ]
  }
  const { max } = kind === 'video' ? videoLimit : photoLimit
  if (part.media.length <= max) return []
  return [
    {
      ...refused(
        'too_many_media',
        field,
        `The post has ${part.media.length} files; TikTok allows ${kind === 'video' ? 'one video' : `${max} photos`}.`,
        'Remove some.',
      ),
      limit: max,
      actual: part.media.length,
    },
  ]
}

function fileIssues(
  file: MediaFacts,
  field: string,
  facts: TikTokFacts | null,
  part: DraftPart,
): ValidationIssue[] {
  if (file.kind === 'document' || file.kind === 'gif') {
    return [
      refused(
        'media_kind_unsupported',
        field,
        `TikTok takes no ${file.kind === 'gif' ? 'animated GIFs' : 'documents'}.`,
        'Use a video, or photos.',
      ),
    ]
  }
  const isVideo = file.kind === 'video'
  const limit = isVideo ? videoLimit : photoLimit
  const issues = [
    ...fileSizeIssues(file, field, { network: 'TikTok', maxBytes: limit.maxBytes }),
    ...mimeTypeIssues(file, field, {
      network: 'TikTok',
      mimeTypes: limit.mimeTypes,
      many: isVideo ? 'videos' : 'photos',
      remedy: `Convert the file to ${isVideo ? 'MP4 or MOV' : 'JPEG or WebP'}.`,
    }),
  ]
  if (file.altText) issues.push(altTextLost(field))
  if (!isVideo) return [...issues, ...photoFrameIssues(file, field)]
  return [
    ...issues,
    ...codecIssues(file, field),
    ...videoFrameIssues(file, field),
    ...lengthIssues(file, field, part.options['mode'] === 'inbox' ? null : facts),
  ]
}

function altTextLost(field: string): ValidationIssue {
  return noticed(
    'alt_text_lost',
    `${field}.altText`,
    'TikTok has no alternative texts, so it is left out.',
    'Describe the picture or video in the text.',
  )
}

function codecIssues({ videoCodec }: MediaFacts, field: string): ValidationIssue[] {
  if (videoCodec === undefined || videoLimit.codecs.some((codec) => codec === videoCodec)) return []
  return [
    refused(
      'video_codec_unsupported',
      field,
      `TikTok does not take videos in ${videoCodec}.`,
      'Convert the video to H.264.',
    ),
  ]
}

function lengthIssues(
  file: MediaFacts,
  field: string,
  facts: TikTokFacts | null,
): ValidationIssue[] {
  if (file.durationMs !== undefined && file.durationMs < videoLimit.advisedMinSeconds * 1000) {
    return [
      noticed(
        'video_short',
        field,
        `TikTok may refuse videos below ${videoLimit.advisedMinSeconds} seconds.`,
        'Use a longer video.',
      ),
    ]
  }
  return durationIssues(file, field, {
    network: 'TikTok',
    maxSeconds: Math.min(videoLimit.maxSeconds, facts?.maxVideoSeconds ?? Infinity),
    remedy: 'Shorten the video. Some accounts may publish longer ones, up to 10 minutes.',
  })
}
