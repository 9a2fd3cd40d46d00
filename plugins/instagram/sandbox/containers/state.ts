import { withProcessingFaults, type EmulatorContext } from '@t21/plugin-kit/sandbox'
import { mediaExpired, notReady, uploadFailed } from '../api/errors.ts'
import { containerLimits, delayedVisibilitySeconds } from '../api/limits.ts'
import { fetchVideo } from '../media/fetch-video.ts'
import { findContainer, saveContainer, type Container } from './container.ts'

/** `status_code` of a container (instagram.md 2.3). */
export type StatusCode = 'IN_PROGRESS' | 'FINISHED' | 'ERROR' | 'EXPIRED' | 'PUBLISHED'

/**
 * A container's state now. Every poll and every second since its bytes were there is a step; after two
 * it is finished. Without its bytes it stays in progress.
 */
export function stateOf(context: EmulatorContext, container: Container): StatusCode {
  const now = context.now().getTime()
  if (container.published !== null && container.published.at <= now) return 'PUBLISHED'
  if (now >= container.createdAt + containerLimits.lifetimeSeconds * 1000) return 'EXPIRED'
  const begun = beganAt(container)
  if (begun === undefined) return 'IN_PROGRESS'
  const steps = Math.max(container.polls, Math.floor((now - begun) / 1000))
  if (steps < containerLimits.steps || now < container.slowUntil) return 'IN_PROGRESS'
  return container.failure === null ? 'FINISHED' : 'ERROR'
}

/** Lets a finished container pass. @throws GraphRefusal 9007/2207027, -2/2207020 and others, by its state */
export function requireFinished(context: EmulatorContext, container: Container): void {
  switch (stateOf(context, container)) {
    case 'FINISHED':
    case 'PUBLISHED':
      return
    case 'IN_PROGRESS':
      throw notReady()
    case 'EXPIRED':
      throw mediaExpired()
    case 'ERROR':
      throw uploadFailed()
  }
}

/** Somebody looks at a container: a step for it, and the moment in which a video is fetched. */
export async function look(context: EmulatorContext, id: string): Promise<Container | undefined> {
  const found = findContainer(context, id)
  if (found === undefined || found.published !== null) return found
  await fetchVideo(context, found)
  // Another question may have come while the file was under way.
  const current = findContainer(context, id) ?? found
  const polls = current.polls + (beganAt(current) === undefined ? 0 : 1)
  return saveContainer(context, withFaults(context, { ...current, polls }))
}

/** A container with the faults that were asked for on this operation. */
export function withFaults(context: EmulatorContext, container: Container): Container {
  return withProcessingFaults(context, container, {
    slowSeconds: containerLimits.slowProcessingSeconds,
    failure: unknownFailure,
  })
}

/** From when on a new post is there, and its container says so: later under `delayed_visibility`. */
export function visibleFrom(context: EmulatorContext, delayed: boolean): number {
  return context.now().getTime() + (delayed ? delayedVisibilitySeconds * 1000 : 0)
}

/** `status`: text for people, with the subcode of an error in it. */
export function statusText(code: StatusCode, failure: number | null): string {
  switch (code) {
    case 'IN_PROGRESS':
      return 'In Progress: Media is still being processed.'
    case 'FINISHED':
      return 'Finished: Media has been uploaded and it is ready to be published.'
    case 'PUBLISHED':
      return 'Published: Media has been successfully published.'
    case 'EXPIRED':
      return 'Expired: Media was not published within 24 hours and has expired.'
    case 'ERROR':
      return `Error: Media upload has failed with error code ${failure ?? unknownFailure}`
  }
}

/** 2207053, "unknown upload error". */
const unknownFailure = 2207053

/** When a container had all its bytes; `undefined` while it has not. */
function beganAt({ source, createdAt }: Container): number | undefined {
  if (source.from === 'upload') return source.since ?? undefined
  if (source.from === 'url') return source.fetched ? createdAt : undefined
  return createdAt
}
