import {
  facebookHost,
  graphRoute,
  missingObject,
  permissionError,
  refusal,
  requireScope,
  tasksOf,
  type Caller,
  type GraphCall,
  type GraphEndpoint,
  type GraphHost,
  type Page,
} from '@t21/meta-graph/sandbox'
import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { numbered } from './refusals.ts'
import { sandboxApp } from './sandbox-app.ts'
import { refuseBlockedPage } from './traits.ts'

/** `graph.facebook.com` for the sandbox's app. */
export const graphHost: GraphHost<Caller> = facebookHost(sandboxApp)

/** `graph-video.facebook.com`, which takes bytes of videos as well (facebook.md 0). */
export const videoHost: GraphHost<Caller> = facebookHost(sandboxApp, 'graph-video.facebook.com')

/** A call by a page. */
export type PageCaller = Extract<Caller, { kind: 'page' }>

/** A call in the name of a page. */
export interface PageCall extends GraphCall<PageCaller> {
  readonly page: Page
}

/** An edge of a page: `/:page/feed`. */
export interface PageEndpoint extends Omit<GraphEndpoint<Caller>, 'handle'> {
  /** What a person's token is told here; both answers are known (facebook.md 1). */
  readonly userToken?: 200 | 2069032
  handle(call: PageCall): ReturnType<GraphEndpoint<Caller>['handle']>
}

/** A route that only the page of the path may call. */
export function pageRoute(
  endpoint: PageEndpoint,
  host: GraphHost<Caller> = graphHost,
): EmulatorRoute {
  return graphRoute(host, {
    ...endpoint,
    handle: (call) => endpoint.handle(asPage(call, endpoint.userToken)),
  })
}

/**
 * The call as one of the page in the path (`/:page/…`, or `/me/…`).
 *
 * @throws GraphRefusal 200, 190/2069032 or 210 for another kind of token, 100/33 for another page
 */
export function asPage(call: GraphCall<Caller>, userToken: 200 | 2069032 = 2069032): PageCall {
  const caller = pageCaller(call.caller, userToken)
  const id = call.request.params['page'] ?? 'me'
  if (id !== 'me' && id !== caller.page.id) throw missingObject(id, call.request.method)
  return { ...call, caller, page: caller.page }
}

/** The caller as a page. @throws GraphRefusal for a person or the app */
export function pageCaller(caller: Caller, userToken: 200 | 2069032 = 2069032): PageCaller {
  if (caller.kind === 'app') {
    throw refusal({
      message: '(#210) A page access token is required to request this resource.',
      code: 210,
    })
  }
  if (caller.kind === 'user') {
    if (userToken === 2069032) throw numbered(2069032)
    throw permissionError(
      'The permission(s) publish_actions are not available. It has been deprecated. If you want to provide a way for your app users to share content to Facebook, we encourage you to use our Sharing products instead.',
    )
  }
  // Its person took the tick away at a later consent.
  if (!caller.grant.pageIds.includes(caller.page.id)) {
    throw permissionError('Application does not have permission for this action', 10)
  }
  return caller
}

/**
 * Whether the person behind may publish on the page (facebook.md 1).
 *
 * @throws GraphRefusal 200, 283, or what the page's handle stands for
 */
export function requirePublisher({ caller, context, page }: PageCall): void {
  if (!caller.grant.scopes.includes('pages_manage_posts')) {
    throw permissionError(
      'If posting to a group, requires app being installed in the group, and either publish_to_groups permission with user token, or both pages_read_engagement and pages_manage_posts permission with page token; If posting to a page, requires both pages_read_engagement and pages_manage_posts as an admin with sufficient administrative permission',
    )
  }
  requireScope(caller, 'pages_read_engagement', 283)
  const tasks = tasksOf(context, caller.user)
  if (!tasks.some((task) => task === 'CREATE_CONTENT' || task === 'MANAGE')) {
    throw permissionError(
      'The user does not have sufficient administrative permission for this action on this page.',
    )
  }
  refuseBlockedPage(page)
}

/** Whether the person behind let the app read the page. @throws GraphRefusal 10 */
export function requireReader(caller: Caller): void {
  if (caller.kind === 'app' || caller.grant.scopes.includes('pages_read_engagement')) return
  throw permissionError(
    "This endpoint requires the 'pages_read_engagement' permission or the 'Page Public Content Access' feature.",
    10,
  )
}
