import { readList } from '@t21/meta-graph'
import type { ConnectorCall, Published } from '@t21/plugin-kit'
import { failures, read } from '@t21/plugin-kit'
import { pageEdge } from './api.ts'
import { facebookFailures } from './errors.ts'
import { PageStory } from './schemas.ts'
import type { Settings } from './settings.ts'
import { unixSecondsBefore } from './time.ts'

const maxPages = 3

/**
 * The story of a photo or video: facebook.md 5. `null` where it is not among the Page's stories.
 *
 * @throws ConnectorFailure `transient` where the list could not be read to its end
 */
export async function findStory(
  call: ConnectorCall<Settings>,
  mediaId: string,
  since?: Date,
): Promise<Published | null> {
  const list = await readList(
    call,
    {
      method: 'GET',
      path: pageEdge(call.account.platformUserId, 'stories'),
      token: call.accessToken,
      query: { since: since && unixSecondsBefore(since) },
    },
    (response) => facebookFailures.call(response, 'reading the stories', call.now),
    maxPages,
  )
  for (const entry of list.entries) {
    const story = read(PageStory, entry)
    if (story?.media_id === undefined || String(story.media_id) !== mediaId) continue
    return { remoteId: String(story.post_id), ...(story.url && { url: story.url }) }
  }
  if (list.complete) return null
  throw failures.transient({
    message: 'The Page has more stories than T21 reads at once.',
    remedy: 'Nothing: it is asked again.',
  })
}
