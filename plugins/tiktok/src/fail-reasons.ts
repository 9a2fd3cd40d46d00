import { type ConnectorFailure, failures } from '@t21/plugin-kit'

interface Reason {
  readonly message: string
  readonly remedy: string
  readonly field?: string
}

/** Why TikTok gave a post up, for good: tiktok.md 4. */
const final: Readonly<Record<string, Reason>> = {
  file_format_check_failed: {
    message: 'TikTok does not take a file of this format.',
    remedy: 'Use MP4 with H.264 for videos, JPEG or WebP for photos.',
    field: 'media[0]',
  },
  duration_check_failed: {
    message: 'The video is longer or shorter than TikTok allows this account.',
    remedy: 'Change the length of the video.',
    field: 'media[0]',
  },
  frame_rate_check_failed: {
    message: 'TikTok does not take the frame rate of the video.',
    remedy: 'Convert the video to 23 to 60 frames a second.',
    field: 'media[0]',
  },
  picture_size_check_failed: {
    message: 'TikTok does not take the width and height of the file.',
    remedy:
      'Use a video of 720 to 4096 pixels a side, or photos of at most 1080 pixels on the shorter side.',
    field: 'media[0]',
  },
  spam_risk: {
    message: 'TikTok takes the post for spam or against its rules.',
    remedy: 'Change the post; open the TikTok app to see whether the account has a warning.',
  },
  spam_risk_text: {
    message: 'TikTok takes the text for spam or against its rules.',
    remedy: 'Change the text.',
    field: 'text',
  },
  spam_risk_too_many_posts: {
    message: 'The account had published as much as TikTok lets apps publish in 24 hours.',
    remedy: 'Publish again tomorrow, or in the TikTok app.',
  },
}

/** Why TikTok gave a post up, where another attempt from the beginning makes sense. */
const passing: Readonly<Record<string, Reason>> = {
  video_pull_failed: {
    message: 'TikTok could not fetch the video from this T21.',
    remedy: 'The operator makes sure that the address of T21 can be reached from the internet.',
  },
  photo_pull_failed: {
    message: 'TikTok could not fetch the photos from this T21.',
    remedy: 'The operator makes sure that the address of T21 can be reached from the internet.',
  },
  auth_removed: {
    message: 'The login of the account was withdrawn while TikTok worked on the post.',
    remedy: 'Connect the account again.',
  },
}

/** It was given up because somebody asked for it: tiktok.md 2.6. */
const calledOff: Reason = {
  message: 'The post was called off at TikTok before it was there.',
  remedy: 'Publish again if it is still wanted.',
}

/**
 * The failure of a post that TikTok gave up, so that it is not there: `content_rejected`, `canceled` where it was asked to,
 * or `preparation_lost` where it may be begun anew. A reason that is not known yet counts as passing, as `internal` does.
 */
export function failureOfReason(reason: string): ConnectorFailure {
  const words = { networkCode: reason || 'FAILED', networkMessage: reason }
  if (reason === 'publish_cancelled') return failures.canceled({ ...calledOff, ...words })
  const known = Object.hasOwn(final, reason) ? final[reason] : undefined
  if (known) return failures.contentRejected({ ...known, ...words })
  const again = Object.hasOwn(passing, reason) ? passing[reason] : undefined
  return failures.preparationLost({
    message: again?.message ?? 'TikTok failed while it worked on the post.',
    remedy: again?.remedy ?? 'Nothing: it is begun anew.',
    ...words,
  })
}
