import type { FindCall, FindResult, PublishPart } from '@t21/plugin-kit'
import { read } from '@t21/plugin-kit'
import { callFailure, isOk, withoutMeaning } from './errors.ts'
import { compare } from './find.match.ts'
import { videosPerCall } from './limits.ts'
import type { Plan } from './plan.ts'
import { named } from './published.ts'
import { post } from './request.ts'
import { VideosAnswer, type Video, type Videos } from './schemas.ts'
import type { Settings } from './settings.ts'

const fields = 'id,create_time,title,video_description,share_url,duration'
const maxPages = 3
const clockToleranceMs = 60_000

/**
 * Looks for a post among the public ones of the account since the intent. What is not there may still be moderated, so
 * nothing is ever absent here: it is for a person to decide.
 */
export async function searchVideos(
  call: FindCall<Settings>,
  part: PublishPart,
  plan: Plan,
): Promise<FindResult> {
  const hopeless = whyNotSearched(call, part, plan)
  if (hopeless !== null) return { state: 'cannot_tell', reason: hopeless }

  const since = call.intentAt.getTime() - clockToleranceMs
  const same: Video[] = []
  let cursor: string | number | undefined
  for (let page = 0; page < maxPages; page += 1) {
    const answer = await readPage(call, cursor)
    const recent = answer.videos.filter((video) => (video.create_time ?? 0) * 1000 >= since)
    same.push(
      ...recent.filter(
        (video) =>
          !call.claimedRemoteIds.includes(String(video.id)) &&
          compare(part, plan, video) === 'same',
      ),
    )
    const further = recent.length === answer.videos.length && answer.has_more === true
    if (!further || answer.cursor === undefined) break
    cursor = answer.cursor
  }
  // The list begins with the newest; of two equal posts the older one is nearer to the intent.
  const found = same.at(-1)
  if (found)
    return { state: 'found', ...named(String(found.id), plan.media, call.account.username) }
  return {
    state: 'cannot_tell',
    reason:
      'The post is not among the public ones, where TikTok shows posts only after its checks.',
  }
}

function whyNotSearched(call: FindCall<Settings>, part: PublishPart, plan: Plan): string | null {
  if (plan.mode === 'inbox') return 'TikTok does not show what lies in the inbox of its app.'
  if (plan.privacyLevel !== 'PUBLIC_TO_EVERYONE') return 'TikTok shows apps public posts only.'
  if (!call.scopes.includes('video.list')) {
    return 'The account was connected without the permission to see its posts (video.list).'
  }
  return part.text.trim() === '' ? 'A post without text cannot be told from others.' : null
}

async function readPage(
  call: FindCall<Settings>,
  cursor: string | number | undefined,
): Promise<Videos> {
  const body = { max_count: videosPerCall, ...(cursor !== undefined && { cursor: Number(cursor) }) }
  const response = await post(call, 'videoList', body, fields)
  if (!isOk(response)) throw callFailure(response, 'reading the posts of the account')
  const answer = read(VideosAnswer, response.json)
  if (!answer) throw withoutMeaning(response, 'reading the posts of the account')
  return answer.data
}
