import type { Checkpoint } from '@t21/plugin-kit'
import { read } from '@t21/plugin-kit'
import { Type, type Static } from 'typebox'
import type { ContainerPlan, PostPlan } from './container.plan.ts'
import { containerLifeSeconds } from './limits.ts'

/**
 * How far one container is: not made, waiting for its bytes, `interrupted` (how many bytes arrived?) or `doubtful` (have
 * all of them arrived before?), being processed by Instagram, or ready.
 */
const ContainerProgress = Type.Object({
  fingerprint: Type.String(),
  containerId: Type.String(),
  state: Type.Union([
    Type.Literal('pending'),
    Type.Literal('uploading'),
    Type.Literal('interrupted'),
    Type.Literal('doubtful'),
    Type.Literal('processing'),
    Type.Literal('finished'),
  ]),
  /** ISO 8601. */
  createdAt: Type.String(),
  /** Where bytes go; empty where Instagram fetches the file. */
  uploadUrl: Type.String(),
  /** Bytes that Instagram has. */
  offset: Type.Integer(),
  /** How often it was asked after. */
  polls: Type.Integer(),
  /** How often in a row Instagram did not show it. */
  misses: Type.Integer(),
  /** How many containers before it were given up because their upload came to nothing. */
  restarts: Type.Integer(),
})

/** See above. */
export type ContainerProgress = Static<typeof ContainerProgress>

const PostProgress = Type.Object({
  v: Type.Literal(1),
  /** The publishing limit was read and leaves room. */
  allowed: Type.Boolean(),
  children: Type.Array(ContainerProgress),
  main: ContainerProgress,
  /** Instagram said that the container is published, before T21 had been told: it must not be published again. */
  published: Type.Boolean(),
  /** The id that publishing gave; empty before. */
  mediaId: Type.String(),
  /** How often the post was looked for after it was published. */
  reads: Type.Integer(),
})

/** What is kept between the steps of a post. */
export type PostProgress = Static<typeof PostProgress>

/** A container that was not made yet. */
export function pending(plan: Pick<ContainerPlan, 'fingerprint'>, restarts = 0): ContainerProgress {
  return {
    fingerprint: plan.fingerprint,
    containerId: '',
    state: 'pending',
    createdAt: '',
    uploadUrl: '',
    offset: 0,
    polls: 0,
    misses: 0,
    restarts,
  }
}

/**
 * Where a post stands now. Containers of contents that were changed since begin again, and all of them where one will
 * soon be forgotten (24 h, instagram.md 2.3), for a carousel names its children by their ids.
 */
export function progressOf(plan: PostPlan, checkpoint: Checkpoint | null, now: Date): PostProgress {
  const stored = read(PostProgress, checkpoint)
  const fresh: PostProgress = {
    v: 1,
    allowed: stored?.allowed ?? false,
    children: plan.children.map((each) => pending(each)),
    main: pending(plan.main),
    published: false,
    mediaId: '',
    reads: 0,
  }
  if (!stored || stored.children.length !== plan.children.length) return fresh
  const all = [...stored.children, stored.main]
  // By then the publishing limit is to be read again, too.
  if (all.some((progress) => isStale(progress, now))) return { ...fresh, allowed: false }

  const children = plan.children.map((each, index) => {
    const known = stored.children[index]
    return known?.fingerprint === each.fingerprint ? known : pending(each)
  })
  const sameChildren = children.every((each, index) => each === stored.children[index])
  const sameMain = sameChildren && stored.main.fingerprint === plan.main.fingerprint
  return sameMain ? stored : { ...fresh, children }
}

/** What was prepared for `commit`, or `null` where the checkpoint is not that of a prepared post. */
export function preparedPost(checkpoint: Checkpoint): PostProgress | null {
  const stored = read(PostProgress, checkpoint)
  return stored?.main.state === 'finished' && stored.main.containerId !== '' ? stored : null
}

/** The JSON that T21 stores. */
export function toCheckpoint(progress: PostProgress): Checkpoint {
  return { ...progress }
}

/** Seconds since a container was made. */
export function ageSeconds(progress: ContainerProgress, now: Date): number {
  return (now.getTime() - Date.parse(progress.createdAt)) / 1000
}

function isStale(progress: ContainerProgress, now: Date): boolean {
  if (progress.state === 'pending') return false
  return !(ageSeconds(progress, now) < containerLifeSeconds)
}
