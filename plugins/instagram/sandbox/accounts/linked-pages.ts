import { findPage, type Page } from '@t21/meta-graph/sandbox'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { accountOf, handlePattern, traitsOf, type Account } from './account.ts'

/**
 * The professional account that is linked to a page: `alice-page` has `alice`, `alice-owned` of a Business
 * Manager has `alice.owned`. `alice-shop` has none, and neither has a page of a personal account.
 */
export function accountOfPage(context: EmulatorContext, pageId: string): Account | undefined {
  const page = findPage(context, pageId)
  return page === undefined ? undefined : linkedAccount(context, page)
}

/** As {@link accountOfPage}, for a page at hand. */
export function linkedAccount(context: EmulatorContext, page: Page): Account | undefined {
  const handle = page.handle
    .toLowerCase()
    .replace(/-page$/, '')
    .replace(/-(owned|client)$/, '.$1')
    .replaceAll('-', '_')
  if (page.handle.endsWith('-shop') || !handlePattern.test(handle)) return undefined
  const account = accountOf(context, handle)
  if (traitsOf(account).personal) return undefined
  const pages = pageIdsIn(context)
  if (!pages.has(account.id)) pages.set(account.id, page.id)
  return account
}

/** The page that an account is linked to, once somebody has seen it. */
export function pageIdOf(context: EmulatorContext, account: Account): string | undefined {
  return pageIdsIn(context).get(account.id)
}

function pageIdsIn(context: EmulatorContext): Map<string, string> {
  return context.store.collection<string>('linked_pages')
}
