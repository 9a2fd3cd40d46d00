import { connector } from '../../../plugins/tiktok/src/index.ts'
import { largeVideo, pictures, video } from '../files.ts'
import type { CrashNetwork, CrashPost } from './network.ts'

const clip: CrashPost = {
  files: [video],
  options: { privacyLevel: 'PUBLIC_TO_EVERYONE' },
  followedBy: 'nothing',
  operation: 'upload_chunk',
  accepted: true,
  provable: true,
}

/** TikTok: the last byte of a video publishes it, and the announcement of photos publishes those. */
export const tiktok: CrashNetwork = {
  connector,
  emulator: async () => (await import('../../../plugins/tiktok/sandbox/index.ts')).emulator,
  forms: {
    plain: clip,
    media: { ...clip, files: [largeVideo] },
    // Where the answer to the announcement is lost, so is the id to ask for.
    other: { ...clip, files: pictures.slice(0, 2), operation: 'init_content', provable: false },
  },
}
