import { connector } from '../../../plugins/facebook/src/index.ts'
import { pictures, video } from '../files.ts'
import { textPost, type CrashNetwork } from './network.ts'

/** Facebook: everybody has two Pages. Texts have no id before the call; photos and reels do. */
export const facebook: CrashNetwork = {
  connector,
  emulator: async () => (await import('../../../plugins/facebook/sandbox/index.ts')).emulator,
  forms: {
    plain: { ...textPost, operation: 'create_post' },
    media: { ...textPost, files: pictures, provable: true },
    comment: { ...textPost, followedBy: 'comment', operation: 'create_comment' },
    // Its start and its end are one operation, so that no fault can be aimed at the end.
    other: {
      ...textPost,
      files: [video],
      options: { format: 'reel' },
      accepted: true,
      provable: true,
    },
  },
}
