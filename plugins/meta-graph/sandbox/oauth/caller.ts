import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { deadToken, GraphRefusal, refusal } from '../api/errors.ts'
import { findPage, type Page } from '../people/pages.ts'
import { findUser, type User } from '../people/users.ts'
import type { GraphApp } from './app.ts'
import { grantOf, type Grant } from './grants.ts'
import { deathOf, findToken, type StoredToken } from './tokens.ts'

/** Who calls: a person, a page in the name of a person, or the app for itself. */
export type Caller =
  | {
      readonly kind: 'user'
      readonly user: User
      readonly grant: Grant
      readonly token: StoredToken
    }
  | {
      readonly kind: 'page'
      readonly page: Page
      readonly user: User
      readonly grant: Grant
      readonly token: StoredToken
    }
  | { readonly kind: 'app' }

/** The literal token of an app: `{app id}|{secret}`. */
export function appTokenOf(app: GraphApp): string {
  return `${app.id}|${app.secret}`
}

/**
 * The caller behind a token.
 *
 * @throws GraphRefusal 190 with the subcode of what killed it, 104 for none at all
 */
export function callerOf(
  context: EmulatorContext,
  app: GraphApp,
  token: string | undefined,
): Caller {
  if (token === undefined) {
    throw refusal({
      message: 'An access token is required to request this resource.',
      code: 104,
      status: 401,
    })
  }
  if (token === appTokenOf(app)) return { kind: 'app' }
  const stored = findToken(context, token)
  if (stored === undefined) throw new GraphRefusal(deadToken())
  const death = deathOf(context, stored)
  const user = findUser(context, stored.userId)
  const grant = grantOf(context, stored.userId)
  if (death !== undefined || user === undefined || grant === undefined) {
    throw new GraphRefusal(deadToken(death ?? 458))
  }
  if (stored.pageId === null) return { kind: 'user', user, grant, token: stored }
  const page = findPage(context, stored.pageId)
  if (page === undefined) throw new GraphRefusal(deadToken())
  return { kind: 'page', page, user, grant, token: stored }
}
