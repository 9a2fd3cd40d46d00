import { recordReading } from '@t21/core/console'
import { lookups } from '../lookups/index.ts'
import type { Page } from '../pages/page.ts'
import { find } from './find.ts'

/** What the search box asks. */
export const findPage: Page = {
  id: 'find',
  label: 'Find',
  icon: 'Search',
  subject: 'Customer',
  async data({ context, staff, query }) {
    const text = (query['text'] ?? '').trim()
    const search = { knex: context.database.looks, staff, lookups }
    const found = await find(search, text)
    if (found.length > 0) {
      await recordReading(context, staff, {
        subject: 'Customer',
        subjectId: null,
        input: { found: found.map(({ href }) => pathOf(href)) },
      })
    }
    return { found }
  },
}

/** Where it is, without what was looked for: that may be an address. */
function pathOf(href: string): string {
  return href.split('?')[0] ?? href
}
