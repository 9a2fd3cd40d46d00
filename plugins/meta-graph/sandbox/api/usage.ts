import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import type { GraphApp } from '../oauth/app.ts'
import type { Caller } from '../oauth/caller.ts'
import { personTraits } from '../people/handles.ts'
import { userCount } from '../people/users.ts'
import { graphError, GraphRefusal } from './errors.ts'
import { callLimits } from './limits.ts'

interface Window {
  /** Milliseconds since 1970. */
  readonly endsAt: number
  readonly used: number
}

/** Headers that tell how much is used up. */
export type UsageHeaders = Readonly<Record<string, string>>

/**
 * Counts a call. A page's token counts against the page (Business Use Case), everything else against the
 * app (facebook.md 3). Headers come only once usage is notable.
 *
 * @throws GraphRefusal 4, 17 or the app's BUC code when nothing is left
 */
export function countCall(context: EmulatorContext, app: GraphApp, caller: Caller): UsageHeaders {
  return caller.kind === 'page' ? countPage(context, app, caller) : countPlatform(context, caller)
}

/** Whose calls are counted as a Business Use Case. */
export interface BusinessUse {
  /** Of the page or account. */
  readonly id: string
  /** As errors call it: `Page account`. */
  readonly what: string
  /** Few calls are left. */
  readonly busy: boolean
  /** In the header: `pages`. */
  readonly type: string
  /** Of the error when nothing is left. */
  readonly code: number
}

/**
 * Counts a call against a page or an account.
 *
 * @throws GraphRefusal with its BUC code when nothing is left
 */
export function countBusiness(
  context: EmulatorContext,
  { id, what, busy, type, code }: BusinessUse,
): UsageHeaders {
  const limit = busy ? callLimits.busy : callLimits.businessPerEngagedUser * callLimits.engagedUsers
  const seconds = busy ? callLimits.busySeconds : callLimits.businessSeconds
  const window = take(context, `page:${id}`, seconds)
  const percent = Math.min(100, Math.floor((window.used * 100) / limit))
  const minutes = Math.ceil((window.endsAt - context.now().getTime()) / 60_000)
  if (window.used > limit) {
    throw limited(
      code,
      `There have been too many calls to this ${what}. Wait a bit and try again.`,
      businessUsage(id, type, 100, minutes),
    )
  }
  return percent < callLimits.notablePercent ? {} : businessUsage(id, type, percent, 0)
}

/** `X-Business-Use-Case-Usage` of one object. @param minutes until calls are possible again */
export function businessUsage(
  id: string,
  type: string,
  percent: number,
  minutes: number,
): UsageHeaders {
  const usage = {
    type,
    call_count: percent,
    total_cputime: Math.floor(percent / 4),
    total_time: Math.floor(percent / 3),
    estimated_time_to_regain_access: minutes,
  }
  return { 'x-business-use-case-usage': JSON.stringify({ [id]: [usage] }) }
}

/** `X-App-Usage`. */
export function appUsage(percent: number): UsageHeaders {
  const usage = {
    call_count: percent,
    total_cputime: Math.floor(percent / 4),
    total_time: Math.floor(percent / 3),
  }
  return { 'x-app-usage': JSON.stringify(usage) }
}

function countPage(
  context: EmulatorContext,
  { businessUse: { type, code } }: GraphApp,
  { page, user }: Extract<Caller, { kind: 'page' }>,
): UsageHeaders {
  const { busy } = personTraits(user.handle)
  return countBusiness(context, { id: page.id, what: 'Page account', busy, type, code })
}

function countPlatform(
  context: EmulatorContext,
  caller: Exclude<Caller, { kind: 'page' }>,
): UsageHeaders {
  const busy = caller.kind === 'user' && personTraits(caller.user.handle).busy
  const key = busy ? `user:${caller.user.id}` : 'app'
  const limit = busy
    ? callLimits.busy
    : callLimits.platformPerUser * Math.max(1, userCount(context))
  const seconds = busy ? callLimits.busySeconds : callLimits.platformSeconds
  const { used } = take(context, key, seconds)
  if (used > limit) {
    throw busy
      ? limited(17, 'User request limit reached', appUsage(100))
      : limited(4, 'Application request limit reached', appUsage(100))
  }
  const percent = Math.min(100, Math.floor((used * 100) / limit))
  return percent < callLimits.notablePercent ? {} : appUsage(percent)
}

function limited(code: number, words: string, headers: UsageHeaders): GraphRefusal {
  const response = graphError({
    message: `(#${code}) ${words}`,
    code,
    status: code === 4 || code === 17 ? 403 : 400,
  })
  return new GraphRefusal({ ...response, headers: { ...response.headers, ...headers } })
}

/** Refused calls count too: calling on while blocked prolongs it. */
function take(context: EmulatorContext, key: string, seconds: number): Window {
  const windows = context.store.collection<Window>('usage')
  const now = context.now().getTime()
  const stored = windows.get(key)
  const window =
    stored === undefined || stored.endsAt <= now
      ? { endsAt: now + seconds * 1000, used: 1 }
      : { ...stored, used: stored.used + 1 }
  windows.set(key, window)
  return window
}
