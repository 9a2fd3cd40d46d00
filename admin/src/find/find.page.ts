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
    const search = { knex: context.database.system, staff, lookups }
    const found = await find(search, text)
    if (found.length > 0) {
      await recordReading(context, staff, {
        subject: 'Customer',
        subjectId: null,
        input: { found: text, in: [...new Set(found.map(({ kind }) => kind))] },
      })
    }
    return { found }
  },
}
