import type { MediaFacts, ValidationIssue } from '@t21/plugin-kit'
import {
  durationIssues,
  fileSizeIssues,
  mimeTypeIssues,
  noticed,
  rangeIssue,
  refused,
} from '@t21/plugin-kit'
import type { Form } from './form.ts'
import { carouselVideoAdvice, videoLimit, videoLimits } from './limits.ts'
import { uprightIssues } from './validate.picture.ts'

const network = 'Instagram'

/** What is wrong with a video, by what becomes of it: instagram.md 3. What T21 could not tell is left to Instagram. */
export function videoIssues(file: MediaFacts, field: string, form: Form): ValidationIssue[] {
  const limits = form === 'story' ? videoLimits.story : videoLimits.reel
  return [
    ...fileSizeIssues(file, field, { network, maxBytes: limits.maxBytes, what: 'video' }),
    ...durationIssues(file, field, {
      network,
      minSeconds: limits.minSeconds,
      maxSeconds: limits.maxSeconds,
      remedy: 'Shorten the video.',
    }),
    ...encodingIssues(file, field),
    ...frameIssues(file, field, form),
    ...(form === 'carousel' ? carouselAdvice(file, field) : []),
  ]
}

function encodingIssues(file: MediaFacts, field: string): ValidationIssue[] {
  const { videoCodec, audioCodec, frameRate } = file
  const { mimeTypes, codecs, audioCodecs, frameRate: rates } = videoLimit
  const remedy = 'Convert the video to MP4 with H.264 and AAC, 30 frames a second.'
  const issues = mimeTypeIssues(file, field, { network, mimeTypes, many: 'videos', remedy })
  if (videoCodec !== undefined && !codecs.includes(videoCodec)) {
    const message = `The video is encoded with ${videoCodec}; Instagram takes H.264 and HEVC.`
    issues.push(refused('video_codec', field, message, remedy))
  }
  if (audioCodec !== undefined && !audioCodecs.includes(audioCodec)) {
    const message = `The sound is encoded with ${audioCodec}; Instagram takes AAC.`
    issues.push(refused('audio_codec', field, message, remedy))
  }
  if (frameRate !== undefined) {
    const message = `The video has ${frameRate} frames a second; Instagram takes ${rates.min} to ${rates.max}.`
    const range = { min: rates.min, max: rates.max, actual: frameRate }
    issues.push(...rangeIssue({ code: 'frame_rate', field, ...range, message, remedy }))
  }
  return issues
}

function frameIssues({ width, height }: MediaFacts, field: string, form: Form): ValidationIssue[] {
  if (width === undefined || height === undefined) return []
  const issues: ValidationIssue[] = []
  if (width > videoLimit.maxWidth) {
    issues.push({
      ...refused(
        'media_dimensions',
        field,
        `The video is ${width} pixels wide; Instagram takes ${videoLimit.maxWidth} at most.`,
        'Use a smaller version of the video.',
      ),
      limit: videoLimit.maxWidth,
      actual: width,
    })
  }
  const { min, max } = videoLimit.ratio
  if (width < height * min || width > height * max) {
    const message = `The video is ${width} × ${height}; Instagram takes shapes from 0.01:1 to 10:1.`
    issues.push(refused('media_aspect_ratio', field, message, 'Crop or pad the video.'))
    return issues
  }
  return form === 'carousel' ? issues : [...issues, ...uprightIssues({ width, height }, field)]
}

function carouselAdvice({ size, durationMs }: MediaFacts, field: string): ValidationIssue[] {
  const { maxBytes, maxSeconds } = carouselVideoAdvice
  if (size <= maxBytes && (durationMs ?? 0) <= maxSeconds * 1000) return []
  return [
    noticed(
      'carousel_video_large',
      field,
      `Instagram may refuse videos of more than ${maxSeconds} seconds or 100 MB in a carousel.`,
      'Shorten the video, or publish it as a reel.',
    ),
  ]
}
