import { posting, requireActor } from '../accounts/actor.ts'
import { traitsOf } from '../accounts/member.ts'
import type { Call } from '../api/endpoint.ts'
import { gatewayPage, invalidInput, problem, Refusal, unpermittedFields } from '../api/errors.ts'
import { newNumber, nextCount } from '../api/ids.ts'
import { postLimits } from '../api/limits.ts'
import { requireUrn } from '../api/urn.ts'
import { notify, notifyMentions } from '../webhooks/notify.ts'
import { contentOf } from './content.ts'
import { rememberUtterance, requireNovelty } from './duplicates.ts'
import { requireLength, requireNotBlank } from './lengths.ts'
import { isVisible } from './lifecycle.ts'
import { parseLittleText } from './little-text.ts'
import { resolveMentions } from './mentions.ts'
import type { NewPost } from './post-schema.ts'
import { addPost, findPostOrActivity } from './post-store.ts'
import type { PostContent, StoredPost } from './post.ts'

/**
 * Makes a post of a body whose shape is right. It is all one step: no other request comes between the
 * checks and the post.
 *
 * @throws Refusal with LinkedIn's words (linkedin.md 4)
 */
export function createPost(call: Call, body: NewPost): StoredPost {
  const { context, member } = call
  requireFairWeather(call)
  requireActor(call, body.author, {
    ...posting,
    field: 'author',
    resource: 'partnerApiPostsExternal.CREATE',
  })
  requireAudience(body)
  requireLength(body.commentary, 'commentary', postLimits.commentary)
  if (body.content === undefined && body.reshareContext === undefined) {
    requireNotBlank(body.commentary, 'commentary')
  }
  if (body.content !== undefined && traitsOf(member).textOnly) {
    throw unpermittedFields('REQUEST_BODY', 'content')
  }
  const parent = parentOf(call, body)
  const content = body.content === undefined ? null : contentOf(context, body.author, body.content)
  const said = {
    author: body.author,
    segments: resolveMentions(context, parseLittleText(body.commentary)),
    content,
    parent: parent?.urn ?? null,
  }
  if (!traitsOf(member).repeats) requireNovelty(context, said)

  const now = context.now().getTime()
  const lag = context.fault('delayed_visibility') ? postLimits.delayedVisibilitySeconds * 1000 : 0
  const post: StoredPost = {
    ...said,
    urn: `urn:li:${isVideo(content) ? 'ugcPost' : 'share'}:${newNumber(context)}`,
    activityId: newNumber(context),
    memberId: member.id,
    visibility: body.visibility === 'CONTAINER' ? 'PUBLIC' : body.visibility,
    feedDistribution: body.distribution.feedDistribution,
    draft: body.lifecycleState === 'DRAFT',
    fails: traitsOf(member).fails,
    isReshareDisabledByAuthor: body.isReshareDisabledByAuthor ?? false,
    callToActionLabel: body.contentCallToActionLabel ?? null,
    landingPage: body.contentLandingPage ?? null,
    createdAt: now,
    lastModifiedAt: now,
    listedAt: now + lag,
    isEditedByAuthor: false,
    commentsState: 'OPEN',
  }
  addPost(context, post)
  if (post.draft) return post
  rememberUtterance(context, post)
  if (parent !== undefined) {
    notify(context, { action: 'SHARE', post: parent, generated: post.urn, by: post.author })
  }
  notifyMentions(context, post)
  return post
}

/** Some members have bad luck with every other post; see the README beside. */
function requireFairWeather({ context, member }: Call): void {
  const traits = traitsOf(member)
  if (!traits.behindGateway && !traits.conflicts) return
  if (nextCount(context, `weather:${member.id}`) % 2 === 0) return
  if (traits.behindGateway) throw new Refusal(gatewayPage())
  throw new Refusal(
    problem(409, 'A write conflict occurred. Retry the request.', { code: 'CONFLICT' }),
  )
}

function requireAudience({ author, visibility, distribution }: NewPost): void {
  const byOrganization = author.startsWith('urn:li:organization:')
  if (visibility === 'CONTAINER' || (visibility === 'CONNECTIONS' && byOrganization)) {
    const message = `${visibility} is not possible for ${author}`
    throw invalidInput('INVALID_VALUE_FOR_FIELD', 'visibility', message)
  }
  for (const name of ['targetEntities', 'thirdPartyDistributionChannels'] as const) {
    if ((distribution[name] ?? []).length === 0) continue
    throw invalidInput('INVALID_VALUE_FOR_FIELD', `distribution/${name}`, 'must be empty here')
  }
}

function parentOf({ context }: Call, body: NewPost): StoredPost | undefined {
  if (body.reshareContext === undefined) return undefined
  const field = 'reshareContext/parent'
  if (body.content !== undefined) {
    throw invalidInput('INVALID_VALUE_FOR_FIELD', 'content', 'a reshare has no content of its own')
  }
  const { parent } = body.reshareContext
  requireUrn(parent, field, ['share', 'ugcPost'])
  const found = findPostOrActivity(context, parent)
  if (found === undefined || !isVisible(context, found)) {
    throw invalidInput('INVALID_URN_ID', field, `there is no ${parent}`)
  }
  if (found.isReshareDisabledByAuthor) {
    throw invalidInput('INVALID_VALUE_FOR_FIELD', field, 'its author does not allow reshares')
  }
  return found
}

function isVideo(content: PostContent | null): boolean {
  return content?.kind === 'media' && content.media.kind === 'video'
}
