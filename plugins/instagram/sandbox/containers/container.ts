import type { EmulatorContext } from '@t21/plugin-kit/sandbox'

/** What a container will be. A single video is a reel; `VIDEO` is one of a carousel's children. */
export type ContainerKind = 'IMAGE' | 'REELS' | 'STORY_IMAGE' | 'STORY_VIDEO' | 'VIDEO' | 'CAROUSEL'

/** A person tagged on a picture; videos and stories may go without a place. */
export interface UserTag {
  readonly username: string
  readonly x?: number
  readonly y?: number
}

/** Where a container's bytes come from. */
export type ContainerSource =
  | { readonly from: 'image' | 'none' }
  /** Fetched when somebody first looks. */
  | { readonly from: 'url'; readonly url: string; readonly fetched: boolean }
  /** Bytes that a client sends; `since` is when they were complete. */
  | { readonly from: 'upload'; readonly since: number | null }

/** What is about to be published (instagram.md 2). */
export interface Container {
  readonly id: string
  readonly accountId: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly kind: ContainerKind
  readonly isCarouselItem: boolean
  readonly source: ContainerSource
  readonly caption: string
  readonly altText: string | null
  readonly userTags: readonly UserTag[]
  readonly collaborators: readonly string[]
  readonly locationId: string | null
  readonly children: readonly string[]
  readonly shareToFeed: boolean
  readonly thumbOffset: number | null
  readonly hasCover: boolean
  readonly audioName: string | null
  readonly trial: string | null
  readonly madeWithAi: boolean
  readonly paidPartnership: boolean
  /** Questions for its state so far, since its bytes were there. */
  readonly polls: number
  readonly slowUntil: number
  /** The subcode with which its processing ends. */
  readonly failure: number | null
  /** The post that came of it, and when. */
  readonly published: { readonly mediaId: string; readonly at: number } | null
}

/** The container of an id. */
export function findContainer(context: EmulatorContext, id: string): Container | undefined {
  return containersIn(context).get(id)
}

/** Keeps a container, new or changed. */
export function saveContainer(context: EmulatorContext, container: Container): Container {
  containersIn(context).set(container.id, container)
  return container
}

function containersIn(context: EmulatorContext): Map<string, Container> {
  return context.store.collection<Container>('containers')
}
