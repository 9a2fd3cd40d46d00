import type { RemoteAccount } from '@t21/plugin-kit'
import { connector } from '../../../plugins/linkedin/src/index.ts'
import { pictures } from '../files.ts'
import { textPost, type CrashNetwork, type CrashPost } from './network.ts'

const operation = 'create_post'
const organization = 'urn:li:organization:'
const pagePost: CrashPost = { ...textPost, operation, account: pageAmong }

/** LinkedIn: the posts of a page can be read back, those of nearly all members cannot. */
export const linkedin: CrashNetwork = {
  connector,
  emulator: async () => (await import('../../../plugins/linkedin/sandbox/index.ts')).emulator,
  forms: {
    plain: pagePost,
    media: { ...pagePost, files: pictures },
    comment: { ...pagePost, followedBy: 'comment', operation: 'create_comment' },
    other: { ...textPost, operation },
  },
  wallId: (urn) => urn.slice(urn.lastIndexOf(':') + 1),
}

function pageAmong(accounts: readonly RemoteAccount[]): RemoteAccount | undefined {
  return accounts.find(({ platformUserId }) => platformUserId.startsWith(organization))
}
