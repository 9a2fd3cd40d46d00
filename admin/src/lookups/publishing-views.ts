// What the pages of deliveries and posts get as JSON. Server and browser read this file, so it imports nothing.

/** What went wrong, as the API tells it. */
export interface ProblemView {
  readonly code: string
  readonly category: string
  readonly source: string
  readonly message: string
  readonly remedy: string
  readonly networkCode?: string | undefined
  /** The network's own words, redacted. */
  readonly networkMessage?: string | undefined
  readonly field?: string | undefined
  readonly until?: string | undefined
}

/** A step of a delivery as it is drawn: many looks at the network that told nothing are one. */
export interface StepView {
  readonly transition: string
  readonly from: string | null
  readonly to: string
  readonly part: number
  readonly actor: string
  readonly proof: string | null
  readonly error: ProblemView | null
  readonly at: string
  /** What such a step means, in words. */
  readonly meaning: string
  /** How often the network was asked without learning anything, in a row. */
  readonly looks: number
  /** The last of them. */
  readonly until: string
}

/** What happens next to a delivery by itself, or what somebody has to do. */
export interface NextStepView {
  readonly who: 'T21' | 'network' | 'person' | 'nobody'
  readonly text: string
  /** When; `null` where it is now, or never. */
  readonly at: string | null
}

/** Something that keeps a delivery from going out, whatever its state says. */
export interface HoldupView {
  readonly text: string
  readonly until: string | null
}

/** A part that ended. */
export interface PartView {
  readonly position: number
  readonly kind: string
  readonly outcome: string
  readonly platformPostId: string | null
  readonly url: string | null
  readonly removedAt: string | null
  readonly error: ProblemView | null
}

/** A delivery and what it went through. */
export interface DeliveryView {
  readonly state: string
  readonly postId: string
  readonly socialAccountId: string
  readonly dueAt: string
  readonly graceUntil: string
  readonly publishedAt: string | null
  readonly retryCount: number
  readonly partCount: number
  readonly proof: string | null
  readonly url: string | null
  readonly platformPostId: string | null
  readonly error: ProblemView | null
  readonly warnings: readonly { readonly message: string; readonly remedy: string }[]
  readonly parts: readonly PartView[]
  readonly network: string
  readonly account: {
    readonly username: string
    readonly profileUrl: string | null
    readonly status: string
  }
  readonly next: NextStepView
  readonly holdups: readonly HoldupView[]
  readonly steps: readonly StepView[]
  /** Who hides behind `user:<id>` and `staff:<id>`. */
  readonly actors: Readonly<Record<string, string>>
}

/** A post, what hangs on it, and where it goes. */
export interface PostView {
  /** Who wrote it: their e-mail address, where they are still here and whoever asks may read customers. */
  readonly author: string | null
  readonly content: string
  readonly hashtags: readonly string[]
  readonly thread: readonly string[]
  readonly firstComment: string | null
  readonly overrides: readonly { readonly platform: string; readonly content: string | null }[]
  readonly deliveries: readonly {
    readonly id: string
    readonly state: string
    readonly platform: string
    readonly username: string
    readonly dueAt: string
    readonly url: string | null
    readonly problem: string | null
  }[]
  readonly media: readonly {
    readonly id: string
    readonly name: string
    readonly type: string
    readonly status: string
    readonly alt: string | null
    readonly platform: string
    readonly part: number
  }[]
}
