import { connector } from '../../../plugins/instagram/src/index.ts'
import { pictures, video } from '../files.ts'
import type { CrashNetwork, CrashPost } from './network.ts'

const picture: CrashPost = {
  files: pictures.slice(0, 1),
  options: {},
  followedBy: 'nothing',
  operation: 'publish',
  accepted: true,
  provable: true,
}

/** Instagram: it fetches all files from T21, and a container tells whether it was published. */
export const instagram: CrashNetwork = {
  connector,
  emulator: async () => (await import('../../../plugins/instagram/sandbox/index.ts')).emulator,
  forms: {
    plain: picture,
    media: { ...picture, files: pictures },
    // A comment that is not seen may still appear.
    comment: {
      ...picture,
      followedBy: 'comment',
      operation: 'create_comment',
      provable: false,
    },
    other: { ...picture, files: [video], options: { format: 'reel' } },
  },
}
