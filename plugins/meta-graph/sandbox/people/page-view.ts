import { createHash } from 'node:crypto'
import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { absentFields, present, type AskedField } from '../api/fields.ts'
import type { GraphApp } from '../oauth/app.ts'
import type { Caller } from '../oauth/caller.ts'
import { pageTokenFor } from '../oauth/tokens.ts'
import { tasksOf, type Page } from './pages.ts'

/** Shown of a page where `fields` is not given. */
const usualFields = ['name']

/** Shown of a page in a list. */
const usualListFields = ['access_token', 'category', 'category_list', 'name', 'tasks']

/** A page as the API shows it to a caller (facebook.md 1, "Discovery"). */
export function presentPage(
  app: GraphApp,
  context: EmulatorContext,
  page: Page,
  caller: Caller,
  fields: readonly AskedField[] | undefined,
  inList = false,
): Record<string, unknown> {
  const followers = followersOf(page)
  const tasks = caller.kind === 'app' ? [] : tasksOf(context, caller.user)
  return present(
    {
      type: 'Page',
      id: page.id,
      usual: inList ? usualListFields : usualFields,
      values: {
        ...absentFields(
          'business',
          'connected_instagram_account',
          'cover',
          'emails',
          'instagram_business_account',
          'location',
          'phone',
          'website',
        ),
        id: page.id,
        name: page.name,
        username: page.handle,
        category: page.category,
        category_list: [{ id: '2201', name: page.category }],
        link: `https://www.facebook.com/${page.handle}`,
        about: 'A Page of the sandbox.',
        followers_count: followers,
        fan_count: Math.floor(followers * 0.9),
        is_published: true,
        verification_status: 'not_verified',
        picture: () => ({
          data: {
            height: 50,
            is_silhouette: false,
            url: `${context.origin('scontent.xx.fbcdn.net')}/avatars/${page.id}.svg`,
            width: 50,
          },
        }),
        access_token: () => tokenFor(context, page, caller),
        tasks: caller.kind === 'user' ? tasks : undefined,
        ...app.pageFields?.(context, page),
      },
    },
    fields,
  )
}

/** How many follow a page; `small…` has too few for insights. */
export function followersOf(page: Page): number {
  const chance = createHash('sha256').update(page.id).digest().readUInt16BE(0)
  return page.handle.toLowerCase().startsWith('small') ? chance % 90 : 200 + (chance % 20_000)
}

function tokenFor(context: EmulatorContext, page: Page, caller: Caller): string | undefined {
  if (caller.kind === 'page') return caller.page.id === page.id ? caller.token.token : undefined
  if (caller.kind === 'app') return undefined
  if (tasksOf(context, caller.user).length === 0) return undefined
  return pageTokenFor(context, caller.grant, caller.token, page.id).token
}
