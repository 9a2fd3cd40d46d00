import type { ConnectorCall, Published } from '@t21/plugin-kit'
import { isFinalId, named } from './published.ts'
import type { Settings } from './settings.ts'
import { askStatus } from './status.ts'

/** The name that TikTok gives a post after moderation, or after its owner has posted it from the inbox. */
export async function resolve(
  call: ConnectorCall<Settings>,
  published: Published,
): Promise<Published> {
  const { remoteId } = published
  if (isFinalId(remoteId)) return published
  const status = await askStatus(call, remoteId)
  if (status.state !== 'complete') return published
  if (status.postId === null) return { remoteId, provisional: true }
  // The id is opaque; its first letter is only used to choose between two addresses of the same post.
  return named(status.postId, remoteId.startsWith('p_') ? 'photo' : 'video', call.account.username)
}
