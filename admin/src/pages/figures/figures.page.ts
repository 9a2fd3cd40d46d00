import { lookups } from '../../lookups/index.ts'
import type { Page } from '../page.ts'
import { readFigures } from './figures.data.ts'
import { rangeNamed } from './range.ts'

/** What the dashboard shows: each panel for those who may read what it counts. */
export const figuresPage: Page = {
  id: 'figures',
  label: 'Figures',
  icon: 'BarChart2',
  subject: 'own',
  async data({ context, staff, query }) {
    const range = rangeNamed(query['range'] ?? '7d')
    return { range, panels: await readFigures(context.database.looks, staff, lookups, range) }
  },
}
