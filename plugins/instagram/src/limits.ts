/**
 * Instagram's limits: instagram.md 3. Where the sheet writes MB, a million bytes are meant: the smaller reading of an
 * unclear unit is never refused.
 */
const MB = 1_000_000
const MiB = 1024 * 1024

/** Hours and the like, in seconds. */
const day = 86_400

/** UTF-16 code units: whether Instagram counts those or characters is unconfirmed, and these are never fewer. */
export const captionLimit = { maxLength: 2_200, maxHashtags: 30, wiseHashtags: 5, maxMentions: 20 }

/** Of the older API, unconfirmed for today's: reasons to warn, not to refuse. */
export const commentLimit = { maxLength: 300, maxHashtags: 4, maxLinks: 1 }

/** Characters; pictures of the feed only. */
export const altTextLimit = 1_000

export const carouselLimit = { min: 2, max: 10 }

export const collaboratorLimit = 3
export const sponsorLimit = 2

export const imageLimit = {
  mimeTypes: ['image/jpeg'],
  maxBytes: 8 * MiB,
  /** Of stories and covers. */
  maxStoryBytes: 8 * MB,
  /** Pixels; Instagram scales what is wider. */
  maxWidth: 1_440,
  /** Width by height: 4:5 to 1.91:1. */
  ratio: { min: 4 / 5, max: 1.91 },
}

/** What holds for every video, whatever becomes of it. */
export const videoLimit = {
  mimeTypes: ['video/mp4', 'video/quicktime'],
  codecs: ['h264', 'hevc'],
  audioCodecs: ['aac'],
  frameRate: { min: 23, max: 60 },
  /** Pixels. */
  maxWidth: 1_920,
  ratio: { min: 0.01, max: 10 },
}

/** By what becomes of the video. Seconds. */
export const videoLimits = {
  reel: { maxBytes: 300 * MB, minSeconds: 3, maxSeconds: 15 * 60 },
  story: { maxBytes: 100 * MB, minSeconds: 3, maxSeconds: 60 },
}

/** Of a video in a carousel: of older documents, unconfirmed, so only a reason to warn. */
export const carouselVideoAdvice = { maxBytes: 100 * MB, maxSeconds: 60 }

/** What stories, reels and covers should have. */
export const uprightRatio = 9 / 16

/** How long a container can be published, less what is needed to do it, in seconds. */
export const containerLifeSeconds = day - 600

/** What a container may need until it is taken for stuck, in seconds. */
export const processingPatienceSeconds = 3_600

/** Containers that an account may make, in a rolling window. */
export const containerQuota = { total: 400, windowSeconds: day }

/**
 * The allowance rolls, and Instagram does not say when it goes on: asked again after so many seconds.
 */
export const quotaPauseSeconds = 3_600

/** How long a story is there, in seconds. */
export const storyLifeSeconds = day

/** How often the bytes of a video are sent to a new container before Instagram's refusal of them counts. */
export const maxRestarts = 2

/**
 * Posts in one call of the metrics. By Facebook Login two batches; by Instagram Login, which has none, so few that the
 * requests one by one stay well within the time of a call.
 */
export const metricsPerCall = 25
