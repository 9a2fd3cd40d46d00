import { invalidParameter, type Parameters } from '@t21/meta-graph/sandbox'
import { handlePattern } from '../accounts/account.ts'
import { productTags } from '../api/errors.ts'
import { textLimits } from '../api/limits.ts'
import type { ContainerKind, UserTag } from './container.ts'

/**
 * `user_tags`: with places on pictures, without on videos, as one likes on stories (instagram.md 2.1).
 *
 * @throws GraphRefusal 100
 */
export function readUserTags(params: Parameters, kind: ContainerKind): readonly UserTag[] {
  return list(params, 'user_tags').map((item) => {
    const tag = objectOf('user_tags', item)
    const username = handleOf('user_tags', tag['username'])
    const placed = tag['x'] !== undefined || tag['y'] !== undefined
    if (kind === 'REELS' || kind === 'VIDEO') {
      if (placed) throw invalidParameter('Param user_tags must not have x and y on a video')
      return { username }
    }
    if (!placed && kind !== 'IMAGE') return { username }
    return { username, x: shareOf('user_tags', tag['x']), y: shareOf('user_tags', tag['y']) }
  })
}

/** `collaborators`: at most three handles. @throws GraphRefusal 100 */
export function readCollaborators(params: Parameters): readonly string[] {
  const handles = list(params, 'collaborators').map((item) => handleOf('collaborators', item))
  if (handles.length <= textLimits.collaborators) return handles
  throw invalidParameter(`Param collaborators may have ${textLimits.collaborators} usernames`)
}

/** Checks `product_tags`: at most five, of products that exist: ids that begin with 404 do not. @throws GraphRefusal 100 */
export function requireProductTags(params: Parameters, kind: ContainerKind): void {
  const tags = list(params, 'product_tags')
  if (tags.length > textLimits.productTags) throw productTags(2207040)
  for (const item of tags) {
    const tag = objectOf('product_tags', item)
    if (typeof tag['product_id'] !== 'string' || !/^\d+$/.test(tag['product_id'])) {
      throw invalidParameter('Param product_tags must have a product_id of digits')
    }
    if (tag['product_id'].startsWith('404')) throw productTags(2207037)
    const places = [tag['x'], tag['y']].filter((share) => share !== undefined).length
    if (kind !== 'IMAGE') {
      if (places > 0) throw productTags(2207035)
      continue
    }
    if (places < 2) throw productTags(2207036)
    shareOf('product_tags', tag['x'])
    shareOf('product_tags', tag['y'])
  }
}

function list(params: Parameters, name: string): readonly unknown[] {
  const value = params.json(name)
  if (value === undefined || value === '') return []
  if (Array.isArray(value)) return value as readonly unknown[]
  throw invalidParameter(`Param ${name} must be an array`)
}

function objectOf(name: string, item: unknown): Readonly<Record<string, unknown>> {
  if (typeof item === 'object' && item !== null) return item as Readonly<Record<string, unknown>>
  throw invalidParameter(`Param ${name} must be an array of objects`)
}

function handleOf(name: string, value: unknown): string {
  const handle = typeof value === 'string' ? value.toLowerCase() : ''
  if (handlePattern.test(handle)) return handle
  throw invalidParameter(`Param ${name} must have usernames without "@"`)
}

function shareOf(name: string, value: unknown): number {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value
  throw invalidParameter(`Param ${name} must have x and y between 0.0 and 1.0`)
}
