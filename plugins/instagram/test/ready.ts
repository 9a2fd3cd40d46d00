import type { Checkpoint } from '@t21/plugin-kit'
import { part } from '@t21/plugin-kit/testing'

/** The id of the post of the tests: beyond 2^53. */
export const postId = '17895695668004550'

/** What `prepare` leaves of a picture that is ready: container 900, made at 11:50. */
export const readyPost: Checkpoint = {
  v: 1,
  allowed: true,
  children: [],
  main: {
    fingerprint: 'x',
    containerId: '900',
    state: 'finished',
    createdAt: '2026-11-22T11:50:00.000Z',
    uploadUrl: '',
    offset: 0,
    polls: 1,
    misses: 0,
    restarts: 0,
  },
  published: false,
  mediaId: '',
  reads: 0,
}

/** The first comment below the post. */
export const comment = part({
  kind: 'first_comment',
  position: 1,
  text: 'First!',
  previous: { rootId: postId, parentId: postId },
})
