import {
  authorizeRoute,
  BadAuthorizationRequest,
  sendBack,
  type EmulatorContext,
  type EmulatorRequest,
  type EmulatorResponse,
  type EmulatorRoute,
} from '@t21/plugin-kit/sandbox'
import { mishapSeconds } from '../api/limits.ts'
import { handlePattern, personTraits } from '../people/handles.ts'
import { pagesOf } from '../people/pages.ts'
import { userOf, type User } from '../people/users.ts'
import { deauthorizeWebhook } from '../webhooks/signing.ts'
import type { GraphApp } from './app.ts'
import { issueCode } from './codes.ts'
import { choicePage, peoplePage, refusalPage } from './dialog-page.ts'
import { readDialogRequest, type DialogRequest } from './dialog-request.ts'
import { grantOf, grantTo } from './grants.ts'

const host = 'www.facebook.com'

/** The dialog of Facebook Login (facebook.md 1, steps 1 and 2), with and without a version. */
export function dialogRoutes(app: GraphApp): readonly EmulatorRoute[] {
  const paths = ['/:version/dialog/oauth', '/dialog/oauth']
  return paths.map((path) =>
    authorizeRoute({
      host,
      path,
      answer: (request, context) => answer(app, request, context),
      refusalPage: (reason) => refusalPage(app, reason),
    }),
  )
}

function answer(
  app: GraphApp,
  request: EmulatorRequest,
  context: EmulatorContext,
): EmulatorResponse {
  const asked = readDialogRequest(request, app)
  if (request.query.get('sandbox_cancel') !== null) {
    return redirect(asked, {
      error: 'access_denied',
      error_code: '200',
      error_description: 'Permissions error',
      error_reason: 'user_denied',
    })
  }
  const handle = request.query.get('sandbox_approve')
  if (handle === null) return page(app, request, context, asked)
  const user = userOf(context, app.id, validHandle('sandbox_approve', handle))
  const scopes = chosenScopes(context, request, asked, user)
  grantTo(context, {
    userId: user.id,
    scopes,
    declined: asked.scopes.filter((scope) => !scopes.includes(scope)),
    pageIds: chosenPages(context, request, user),
  })
  if (personTraits(handle).mishap === 458) {
    const issuedAt = () => Math.floor(context.now().getTime() / 1000)
    context.webhook(() => deauthorizeWebhook(app, user.id, issuedAt()), mishapSeconds)
  }
  return redirect(asked, { code: issueCode(context, user.id, asked.redirectUri) })
}

function page(
  app: GraphApp,
  request: EmulatorRequest,
  context: EmulatorContext,
  asked: DialogRequest,
): EmulatorResponse {
  const handle = request.query.get('sandbox_account')
  if (handle === null) return { status: 200, html: peoplePage(app, request) }
  const user = userOf(context, app.id, validHandle('sandbox_account', handle))
  return {
    status: 200,
    html: choicePage(app, request, { user, pages: pagesOf(context, user), scopes: asked.scopes }),
  }
}

/** What was left ticked. Declined scopes are asked for again only with `auth_type=rerequest`. */
function chosenScopes(
  context: EmulatorContext,
  request: EmulatorRequest,
  asked: DialogRequest,
  user: User,
): readonly string[] {
  const ticked = choiceOf(request, 'sandbox_scopes')
  const unknown = ticked?.find((scope) => !asked.scopes.includes(scope))
  if (unknown !== undefined) {
    throw new BadAuthorizationRequest('sandbox_scopes', `"${unknown}" was not asked for.`)
  }
  const declined = asked.rerequest ? [] : (grantOf(context, user.id)?.declined ?? [])
  return asked.scopes.filter(
    (scope) =>
      scope === 'public_profile' ||
      (!declined.includes(scope) && (ticked === undefined || ticked.includes(scope))),
  )
}

function chosenPages(
  context: EmulatorContext,
  request: EmulatorRequest,
  user: User,
): readonly string[] {
  const pages = pagesOf(context, user)
  const ticked = choiceOf(request, 'sandbox_pages')
  const unknown = ticked?.find((handle) => !pages.some((one) => one.handle === handle))
  if (unknown !== undefined) {
    const names = pages.map(({ handle }) => handle).join(', ')
    throw new BadAuthorizationRequest('sandbox_pages', `"${unknown}" is none of ${names}.`)
  }
  return pages
    .filter(({ handle }) => ticked === undefined || ticked.includes(handle))
    .map(({ id }) => id)
}

/** The values of a list, given with commas or several times; nothing where it was not given at all. */
function choiceOf(request: EmulatorRequest, name: string): readonly string[] | undefined {
  if (!request.query.has(name)) return undefined
  return request.query
    .getAll(name)
    .flatMap((value) => value.split(','))
    .filter((value) => value !== '')
}

function validHandle(parameter: string, handle: string): string {
  if (handlePattern.test(handle)) return handle
  throw new BadAuthorizationRequest(
    parameter,
    'a handle has 1 to 40 letters, digits, dots, hyphens and underscores.',
  )
}

function redirect(
  { redirectUri, state }: DialogRequest,
  parameters: Readonly<Record<string, string>>,
): EmulatorResponse {
  // Facebook appends an odd fragment of its own (facebook.md 1, step 2).
  return sendBack(redirectUri, { ...parameters, state }, '#_=_')
}
