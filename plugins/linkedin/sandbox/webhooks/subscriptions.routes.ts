import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { requireRole } from '../accounts/actor.ts'
import { memberUrn } from '../accounts/member.ts'
import { readBody } from '../api/body.ts'
import { requireScope, restEndpoint, type Call } from '../api/endpoint.ts'
import { illegalArgument, invalidInput, notFound, notPermitted } from '../api/errors.ts'
import { reach } from '../api/limits.ts'
import {
  numberOf,
  optionalRecord,
  paged,
  pageOf,
  requiredText,
  textList,
} from '../api/parameters.ts'
import { pathRecord, readQuery } from '../api/restli.ts'
import { notificationsAt } from './notify.ts'
import { handshake } from './signature.ts'
import { subscribe, unsubscribe } from './subscriptions.ts'

const validator = Compile(Type.Object({ webhook: Type.String() }, { additionalProperties: false }))

/** Who is told what happens at an organization, and what was told (linkedin.md 7). */
export const subscriptionRoutes: readonly EmulatorRoute[] = [
  restEndpoint({
    method: 'PUT',
    path: '/rest/eventSubscriptions/:key',
    operation: 'subscribe',
    restliMethods: ['UPDATE'],
    async handle(call) {
      const organization = subscriptionKey(call)
      const { webhook } = readBody(call.request, validator)
      await requireCallback(call, webhook)
      subscribe(call.context, organization, memberUrn(call.member))
      return { status: 204 }
    },
  }),
  restEndpoint({
    method: 'DELETE',
    path: '/rest/eventSubscriptions/:key',
    operation: 'unsubscribe',
    restliMethods: ['DELETE'],
    handle(call) {
      if (!unsubscribe(call.context, subscriptionKey(call))) throw notFound()
      return { status: 204 }
    },
  }),
  restEndpoint({
    method: 'GET',
    path: '/rest/organizationalEntityNotifications',
    operation: 'notifications',
    restliMethods: ['FINDER'],
    handle(call) {
      requireScope(
        call,
        ['r_organization_social'],
        'organizationalEntityNotifications.FINDER-criteria',
      )
      const names = ['q', 'actions', 'organizationalEntity', 'timeRange', 'start', 'count']
      const query = readQuery(call.request, names)
      if (requiredText(query, 'q') !== 'criteria') {
        throw illegalArgument("The only finder here is 'criteria'")
      }
      const organization = requiredText(query, 'organizationalEntity')
      requireRole(call, organization, 'ADMINISTRATOR')
      const actions = textList(query, 'actions')
      const range = optionalRecord(query, 'timeRange')
      const oldest = call.context.now().getTime() - reach.notificationDays * 86_400_000
      const start = range === undefined ? oldest : numberOf(range, 'start', 'timeRange')
      const end = range === undefined ? Infinity : numberOf(range, 'end', 'timeRange')
      const elements = notificationsAt(call.context, organization)
        .filter(({ action }) => actions.length === 0 || actions.includes(action))
        .filter(({ lastModifiedAt: at }) => at >= Math.max(start, oldest) && at < end)
      return { status: 200, json: paged(elements, pageOf(query)) }
    },
  }),
]

/** The key names this app, this member, and an organization that the member administers. */
function subscriptionKey(call: Call): string {
  if (call.client.tier === 'development') throw notPermitted('eventSubscriptions', call.version)
  requireScope(call, ['rw_organization_admin'], 'eventSubscriptions.UPDATE')
  const key = pathRecord(call.request, 3)
  const wanted: Readonly<Record<string, string>> = {
    developerApplication: `urn:li:developerApplication:${call.client.applicationId}`,
    user: memberUrn(call.member),
    eventType: 'ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS',
  }
  for (const [name, value] of Object.entries(wanted)) {
    if (key[name] === value) continue
    throw invalidInput('INVALID_VALUE_FOR_FIELD', name, `must be ${value}`)
  }
  const { entity } = key
  if (typeof entity !== 'string') throw invalidInput('MISSING_FIELD', 'entity', 'is missing')
  requireRole(call, entity, 'ADMINISTRATOR')
  return entity
}

async function requireCallback({ context }: Call, webhook: string): Promise<void> {
  const url = URL.parse(webhook)
  if (url === null || !isSecure(url)) {
    throw invalidInput('INVALID_VALUE_FOR_FIELD', 'webhook', 'must be an address with https')
  }
  const { query, accepts } = handshake()
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  const { status, bytes } = await context.fetch(url.href)
  if (accepts({ status, text: bytes.toString('utf8') })) return
  throw invalidInput('INVALID_VALUE_FOR_FIELD', 'webhook', 'did not answer the challenge')
}

/** Also http on this machine, where nothing else is to be had. */
function isSecure({ protocol, hostname }: URL): boolean {
  return (
    protocol === 'https:' ||
    (protocol === 'http:' && /^(127(\.\d{1,3}){3}|localhost)$/.test(hostname))
  )
}
