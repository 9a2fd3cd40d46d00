import { invalidParameter, type Parameters } from '@t21/meta-graph/sandbox'
import type { Account } from '../accounts/account.ts'
import type { Call } from '../api/endpoint.ts'
import { carouselCount, containerNotFound, mediaNotFound } from '../api/errors.ts'
import { containerLimits } from '../api/limits.ts'
import { fetchVideo } from '../media/fetch-video.ts'
import { findContainer } from './container.ts'
import { requireFinished } from './state.ts'

/**
 * The children of a carousel, each of which must be finished (instagram.md 2.3).
 *
 * @throws GraphRefusal 100/2207028, 24/2207008, 9007/2207027 and others
 */
export async function readChildren(call: Call, account: Account): Promise<readonly string[]> {
  const ids = childIds(call.params)
  const { least, most } = containerLimits.children
  if (ids.length < least || ids.length > most) throw carouselCount()
  if (new Set(ids).size < ids.length) {
    throw invalidParameter('Param children must not name a container twice')
  }
  for (const id of ids) await requireChild(call, account, id)
  return ids
}

async function requireChild({ context }: Call, account: Account, id: string): Promise<void> {
  const found = findContainer(context, id)
  if (found === undefined) throw containerNotFound()
  if (found.accountId !== account.id) throw mediaNotFound()
  if (!found.isCarouselItem) {
    throw invalidParameter(`Param children must be made with is_carousel_item=true; ${id} was not`)
  }
  await fetchVideo(context, found)
  const current = findContainer(context, id) ?? found
  if (current.published !== null) throw containerNotFound()
  requireFinished(context, current)
}

/** A list with commas, or an array (instagram.md 2.1). */
function childIds(params: Parameters): readonly string[] {
  const value = params.json('children')
  if (Array.isArray(value)) return value.map(String)
  const text = typeof value === 'number' ? String(value) : (value ?? '')
  if (typeof text !== 'string') throw invalidParameter('Param children must be a list of ids')
  return text
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '')
}
