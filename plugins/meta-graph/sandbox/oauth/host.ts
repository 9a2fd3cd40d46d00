import { countCall } from '../api/usage.ts'
import type { GraphHost } from '../api/route.ts'
import type { GraphApp } from './app.ts'
import { callerOf, type Caller } from './caller.ts'

/** `graph.facebook.com` (or another of its names) as one app sees it: Facebook Login's tokens, both kinds of usage. */
export function facebookHost(app: GraphApp, host = 'graph.facebook.com'): GraphHost<Caller> {
  return {
    host,
    app,
    identify: (context, token) => callerOf(context, app, token),
    count: (context, caller) => countCall(context, app, caller),
  }
}
