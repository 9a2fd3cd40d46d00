import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { findAccount, traitsOf } from '../accounts/account.ts'
import { videoLimits } from '../api/limits.ts'
import type { Inspected } from '../posts/arrival.ts'
import type { Publication } from '../posts/publication.ts'
import { fileId } from './file-id.ts'
import { readMp4, type VideoFacts } from './mp4.ts'

const codecs = ['avc1', 'avc3', 'hvc1', 'hev1', 'vp08', 'vp09']

/** Looks into a video (tiktok.md 3) and keeps it, or says the `fail_reason`. */
export async function inspectVideo(
  context: EmulatorContext,
  publication: Publication,
  bytes: Buffer,
): Promise<Inspected> {
  const account = findAccount(context, publication.handle)
  const mostSeconds = account === undefined ? videoLimits.mostSeconds : traitsOf(account).maxSeconds
  const facts = bytes.toString('latin1', 4, 8) === 'ftyp' ? readMp4(bytes) : undefined
  const webm = bytes.subarray(0, 4).toString('hex') === '1a45dfa3'
  const failure = webm ? undefined : failureOf(facts, mostSeconds)
  if (failure !== undefined) return { failure }
  const id = fileId(publication, 0)
  await context.store.putBytes(id, bytes)
  const mimeType = webm ? 'video/webm' : 'video/mp4'
  const { width = 0, height = 0, seconds = 0 } = facts ?? {}
  return {
    files: [{ id, kind: 'video', mimeType, width, height, seconds: Math.round(seconds) }],
  }
}

function failureOf(facts: VideoFacts | undefined, mostSeconds: number): string | undefined {
  if (facts === undefined || !codecs.includes(facts.codec)) return 'file_format_check_failed'
  const { seconds, width, height, framesPerSecond } = facts
  if (seconds < videoLimits.leastSeconds || seconds > mostSeconds) return 'duration_check_failed'
  const sides = [width, height]
  if (sides.some((side) => side < videoLimits.leastSide || side > videoLimits.mostSide)) {
    return 'picture_size_check_failed'
  }
  const rate = framesPerSecond ?? videoLimits.leastFramesPerSecond
  // Times are whole ticks, so that a mean of exactly 60 may come out a little above.
  const slack = 0.01
  const { leastFramesPerSecond: least, mostFramesPerSecond: most } = videoLimits
  if (rate < least - slack || rate > most + slack) {
    return 'frame_rate_check_failed'
  }
  return undefined
}
