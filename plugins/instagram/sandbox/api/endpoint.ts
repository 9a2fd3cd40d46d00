import {
  countCall,
  graphRoute,
  mishapSeconds,
  missingObject,
  permissionError,
  tasksOf,
  type GraphCall,
  type GraphHost,
} from '@t21/meta-graph/sandbox'
import type { EmulatorResponse, EmulatorRoute } from '@t21/plugin-kit/sandbox'
import { traitsOf, type Account } from '../accounts/account.ts'
import { facebookApp, instagramApp } from '../oauth/apps.ts'
import {
  facebookCaller,
  instagramCaller,
  lackedScope,
  type InstagramCaller,
} from '../oauth/caller.ts'
import { facebookGraphApp } from '../oauth/facebook-app.ts'
import type { Login, Permission } from '../oauth/scopes.ts'
import { missingPermission, notProfessional, policyBlock } from './errors.ts'
import { countAccount } from './usage.ts'

/** A call of Instagram's part of the Graph API. */
export type Call = GraphCall<InstagramCaller>

/** One endpoint, the same on both hosts (instagram.md 0). */
interface Endpoint {
  readonly method: EmulatorRoute['method']
  /** Below the version: `/:node/media`. */
  readonly path: string
  readonly operation: string
  /** All of them must have been granted. */
  readonly permissions: readonly Permission[]
  /** Where it exists; on both hosts where nothing is said. */
  readonly logins?: readonly Login[]
  handle(call: Call): EmulatorResponse | Promise<EmulatorResponse>
}

/** The API's host of each login. */
export const graphHosts: Readonly<Record<Login, GraphHost<InstagramCaller>>> = {
  instagram: {
    host: 'graph.instagram.com',
    app: instagramApp,
    identify: instagramCaller,
    count: (context, { accounts: [account] }) =>
      account === undefined ? {} : countAccount(context, account),
  },
  facebook: {
    host: 'graph.facebook.com',
    app: facebookApp,
    identify: facebookCaller,
    count: (context, { graph }) =>
      graph === undefined ? {} : countCall(context, facebookGraphApp, graph),
  },
}

/** The routes of an endpoint, one for each login that has it. */
export function endpoint(given: Endpoint): readonly EmulatorRoute[] {
  const { method, path, operation, permissions, logins = ['instagram', 'facebook'] } = given
  return logins.map((login) =>
    graphRoute(graphHosts[login], {
      method,
      path,
      operation,
      async handle(call) {
        for (const permission of permissions) {
          const lacked = lackedScope(call.caller, permission)
          if (lacked !== undefined) throw missingPermission(lacked)
        }
        return await given.handle(call)
      },
    }),
  )
}

/** The id in the path. */
export function nodeOf({ request }: Call): string {
  return request.params['node'] ?? ''
}

/**
 * The account in the path; `me` is the one of Instagram Login. The app-scoped id is none
 * (instagram.md 10).
 *
 * @throws GraphRefusal 100/33; 10 for one that has become a personal account
 */
export function accountInPath(call: Call): Account {
  const id = nodeOf(call)
  const account = accountOfCaller(call, id)
  if (account === undefined) throw missingObject(id, call.request.method)
  const age = call.context.now().getTime() - account.since
  if (traitsOf(account).converts && age >= mishapSeconds * 1000) throw notProfessional()
  return account
}

/** The account of an id, where the caller may act in its name. */
export function accountOfCaller({ caller }: Call, id: string): Account | undefined {
  if (id === 'me' && caller.login === 'instagram') return caller.accounts[0]
  return caller.accounts.find((account) => account.id === id)
}

/**
 * Nothing is published in the name of a `blocked…` account, nor by a person without the task on its page
 * (instagram.md 1B).
 *
 * @throws GraphRefusal 368 or 200
 */
export function requirePublisher({ caller, context }: Call, account: Account): void {
  if (traitsOf(account).blocked) throw policyBlock()
  const { graph } = caller
  if (graph === undefined || graph.kind === 'app') return
  const tasks = tasksOf(context, graph.user)
  if (tasks.includes('CREATE_CONTENT') || tasks.includes('MANAGE')) return
  throw permissionError('The user must have the task CREATE_CONTENT or MANAGE on the Page.')
}
