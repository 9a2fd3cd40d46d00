import { connector } from '../../../plugins/twitter/src/index.ts'
import { pictures } from '../files.ts'
import { textPost, type CrashNetwork } from './network.ts'

const operation = 'create_post'

/** X: no handle before the call, so that what is not seen is a person's to decide. */
export const twitter: CrashNetwork = {
  connector,
  emulator: async () => (await import('../../../plugins/twitter/sandbox/index.ts')).emulator,
  forms: {
    plain: { ...textPost, operation },
    media: { ...textPost, operation, files: pictures.slice(0, 1) },
    thread: { ...textPost, followedBy: 'thread' },
    comment: { ...textPost, followedBy: 'comment' },
  },
  // X adds a link to each post with media.
  sentText: (shown) => shown.replace(/ https:\/\/t\.co\/\w+$/, ''),
}
