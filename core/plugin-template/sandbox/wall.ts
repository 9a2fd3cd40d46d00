import type { WallPost } from '@t21/plugin-kit/sandbox'

/** Everything published and not deleted, newest first. Nothing can be published yet. */
export function published(): readonly WallPost[] {
  return []
}
