import {
  escapeHtml,
  type EmulatorContext,
  type EmulatorRequest,
  type EmulatorResponse,
  type EmulatorRoute,
} from '@t21/plugin-kit/sandbox'
import { disconnect } from '../oauth/disconnect.ts'
import { clientsOf } from '../oauth/grants.ts'
import { page } from '../oauth/page.ts'
import type { Publication } from '../posts/publication.ts'
import { allPublications, findPublication, keepPublication } from '../posts/publications.ts'
import { stateOf } from '../posts/state.ts'
import { announceDue } from '../webhooks/publish-events.ts'

/**
 * What a person does in the app, where no API reaches: post a draft from the inbox, disconnect an app.
 * A page per handle: `www.tiktok.com/sandbox/phone/<handle>`.
 */
export const phoneRoutes: readonly EmulatorRoute[] = [
  {
    method: 'GET',
    host: 'www.tiktok.com',
    path: '/sandbox/phone/:handle',
    operation: 'phone',
    handle(request, context) {
      const handle = (request.params['handle'] ?? '').toLowerCase()
      const draft = request.query.get('post')
      const clientKey = request.query.get('disconnect')
      if (draft !== null) postDraft(context, handle, draft)
      if (clientKey !== null) disconnect(context, { clientKey, handle }, 'user disconnected')
      if (draft !== null || clientKey !== null) return back(request)
      return { status: 200, html: phonePage(context, handle) }
    },
  },
]

function postDraft(context: EmulatorContext, handle: string, id: string): void {
  const draft = draftsOf(context, handle).find((one) => one.id === id)
  if (draft === undefined) return
  const postedByHandAt = context.now().getTime()
  keepPublication(context, { ...draft, postedByHandAt })
  announceDue(context, findPublication(context, id) ?? draft)
}

function draftsOf(context: EmulatorContext, handle: string): readonly Publication[] {
  const now = context.now().getTime()
  return [...allPublications(context)].filter(
    (one) => one.handle === handle && stateOf(one, now) === 'in_inbox',
  )
}

function phonePage(context: EmulatorContext, handle: string): string {
  const drafts = draftsOf(context, handle).map(({ id }) => button('post', id, 'Post'))
  const apps = clientsOf(context, handle).map((key) => button('disconnect', key, 'Disconnect'))
  return page(
    `@${handle}`,
    `<h1>The phone of @${escapeHtml(handle)}</h1><form method="get">
<h2>Inbox</h2>${drafts.length === 0 ? '<p>No drafts.</p>' : `<ul>${drafts.join('')}</ul>`}
<h2>Connected apps</h2>${apps.length === 0 ? '<p>None.</p>' : `<ul>${apps.join('')}</ul>`}</form>`,
  )
}

function button(name: string, value: string, verb: string): string {
  const text = escapeHtml(value)
  return `<li><button name="${name}" value="${text}">${verb} <b>${text}</b></button></li>`
}

/** So that loading the page again does nothing twice. */
function back({ params }: EmulatorRequest): EmulatorResponse {
  return { status: 303, headers: { location: encodeURIComponent(params['handle'] ?? '') } }
}
