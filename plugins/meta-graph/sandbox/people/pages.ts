import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { derivedId } from '../api/ids.ts'
import { mishapSeconds } from '../api/limits.ts'
import { nameOf, personTraits } from './handles.ts'
import type { User } from './users.ts'

/** How a page comes to a person: directly, or through a Business Manager (facebook.md 1). */
export type PageWay = 'own' | 'owned_pages' | 'client_pages'

/** A Facebook Page. */
export interface Page {
  readonly id: string
  /** Its username: `alice-page`. */
  readonly handle: string
  readonly name: string
  readonly category: string
  readonly ownerId: string
  readonly way: PageWay
}

/** Everybody has these two. */
const ownPages = [
  { ending: 'page', category: 'Brand', way: 'own' },
  { ending: 'shop', category: 'Shopping & retail', way: 'own' },
] as const

/** Whoever has a Business Manager has these in it. */
const businessPages = [
  { ending: 'owned', category: 'Company', way: 'owned_pages' },
  { ending: 'client', category: 'Restaurant', way: 'client_pages' },
] as const

/** The pages that a person administers, in the order in which Facebook lists them. */
export function pagesOf(context: EmulatorContext, user: User): readonly Page[] {
  const kinds = personTraits(user.handle).business ? [...ownPages, ...businessPages] : ownPages
  return kinds.map(({ ending, category, way }) => {
    const handle = `${user.handle}-${ending}`
    const id = derivedId('page', handle)
    const known = findPage(context, id)
    if (known !== undefined) return known
    const page = { id, handle, name: nameOf(handle), category, way, ownerId: user.id }
    pages(context).set(id, page)
    return page
  })
}

/** The page of an id, known once its person has consented. */
export function findPage(context: EmulatorContext, id: string): Page | undefined {
  return pages(context).get(id)
}

/** What a person may do on its pages; nothing once the role is lost (facebook.md 1, "Discovery"). */
export function tasksOf(context: EmulatorContext, user: User): readonly string[] {
  const traits = personTraits(user.handle)
  if (traits.mishap === 492 && context.now().getTime() >= user.since + mishapSeconds * 1000) {
    return []
  }
  if (traits.analyst) return ['ADVERTISE', 'ANALYZE']
  return ['ADVERTISE', 'ANALYZE', 'CREATE_CONTENT', 'MESSAGING', 'MODERATE', 'MANAGE']
}

/** The id of a person's Business Manager; nothing for people without one. */
export function businessOf(user: User): { readonly id: string; readonly name: string } | undefined {
  if (!personTraits(user.handle).business) return undefined
  return { id: derivedId('business', user.handle), name: `${user.name} Group` }
}

function pages(context: EmulatorContext): Map<string, Page> {
  return context.store.collection<Page>('pages')
}
