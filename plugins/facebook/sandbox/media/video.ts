import { newId, type Film } from '@t21/meta-graph/sandbox'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import type { PostState, StoredPost } from '../posts/post.ts'

/** For what a video was begun. */
export type VideoPurpose = 'video' | 'reel' | 'story'

/** How a video is to be published; written when its upload is finished. Times are milliseconds since 1970. */
export interface Finish {
  readonly state: PostState
  readonly at: number
  readonly title: string | null
  readonly description: string | null
  readonly placeId: string | null
  readonly targeting: StoredPost['targeting']
  /** False for a video that stays off the page's timeline. */
  readonly story: boolean
  /** For how long lists will not show it, in milliseconds. */
  readonly lag: number
}

/** A video of a page; its bytes are kept below its id. */
export interface StoredVideo {
  readonly id: string
  readonly pageId: string
  readonly purpose: VideoPurpose
  readonly createdAt: number
  /** When the last byte came. */
  readonly uploadedAt: number | null
  readonly fileBytes: number
  readonly film: Film | null
  /** How often its status was asked for since. */
  readonly polls: number
  readonly slowUntil: number
  /** Why processing fails. */
  readonly failure: string | null
  readonly finish: Finish | null
  /** The post that shows it. */
  readonly postId: string | null
}

/** A new video, of which no byte has come yet. */
export function openVideo(
  context: EmulatorContext,
  pageId: string,
  purpose: VideoPurpose,
): StoredVideo {
  const video: StoredVideo = {
    id: newId(context),
    pageId,
    purpose,
    createdAt: context.now().getTime(),
    uploadedAt: null,
    fileBytes: 0,
    film: null,
    polls: 0,
    slowUntil: 0,
    failure: null,
    finish: null,
    postId: null,
  }
  keepVideo(context, video)
  return video
}

/** Stores a changed video. */
export function keepVideo(context: EmulatorContext, video: StoredVideo): void {
  videos(context).set(video.id, video)
}

/** The video of an id. */
export function findVideo(context: EmulatorContext, id: string): StoredVideo | undefined {
  return videos(context).get(id)
}

/** A page's videos of one purpose, newest first. */
export function videosOf(
  context: EmulatorContext,
  pageId: string,
  purpose: VideoPurpose,
): readonly StoredVideo[] {
  return [...videos(context).values()]
    .filter((video) => video.pageId === pageId && video.purpose === purpose)
    .reverse()
}

/** Forgets a video and its bytes. */
export async function removeVideo(context: EmulatorContext, id: string): Promise<void> {
  videos(context).delete(id)
  await context.store.removeBytes(id)
}

function videos(context: EmulatorContext): Map<string, StoredVideo> {
  return context.store.collection<StoredVideo>('videos')
}
