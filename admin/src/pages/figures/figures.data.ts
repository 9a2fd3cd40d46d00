import type { StaffPrincipal } from '@t21/core/console'
import type { Knex } from 'knex'
import type { Lookup } from '../../lookups/lookup.ts'
import { bounded } from '../bounded.ts'
import { attentionPanel } from './attention.panel.ts'
import { latenessPanel } from './lateness.panel.ts'
import { plansPanel, revenuePanel } from './money.panels.ts'
import { outcomesPanel } from './outcomes.panel.ts'
import type { Figure, ListLink, Panel, PanelData } from './panel.ts'
import { activePanel, signupsPanel } from './people.panels.ts'
import { rangeUntil, type RangeName } from './range.ts'
import { aiPanel, mailPanel } from './upkeep.panels.ts'

/** All panels, in their order. */
export const panels: readonly Panel[] = [
  attentionPanel,
  outcomesPanel,
  latenessPanel,
  signupsPanel,
  activePanel,
  plansPanel,
  revenuePanel,
  aiPanel,
  mailPanel,
]

/** A panel as the browser gets it; `null` data took too long. */
export interface ShownPanel {
  readonly id: string
  readonly title: string
  readonly data:
    | (Omit<PanelData, 'figures'> & {
        readonly figures: readonly (Omit<Figure, 'link'> & { readonly href?: string })[]
      })
    | null
}

const freshMilliseconds = 60_000

interface Kept {
  readonly until: number
  readonly data: Promise<PanelData | null>
}

const caches = new WeakMap<Knex, Map<string, Kept>>()

/** The figures that somebody may read; each asked for once a minute, by however many. */
export async function readFigures(
  system: Knex,
  staff: StaffPrincipal,
  lookups: readonly Lookup<never>[],
  range: RangeName,
): Promise<readonly ShownPanel[]> {
  const mine = panels.filter(({ subject }) => staff.ability.can('read', subject))
  return Promise.all(
    mine.map(async (panel) => {
      const { id, title } = panel
      const data = await remembered(system, panel, range)
      if (data === null) return { id, title, data }
      const figures = data.figures.map(({ link, ...figure }) => {
        const href = link === undefined ? undefined : hrefOf(staff, lookups, link)
        return { ...figure, ...(href !== undefined && { href }) }
      })
      return { id, title, data: { ...data, figures } }
    }),
  )
}

/** Of many who ask at once one asks the database; what broke is asked anew. */
function remembered(system: Knex, panel: Panel, range: RangeName): Promise<PanelData | null> {
  const cache = caches.get(system) ?? new Map<string, Kept>()
  caches.set(system, cache)
  const key = `${panel.id} ${range}`
  const kept = cache.get(key)
  if (kept !== undefined && kept.until > performance.now()) return kept.data
  const data = bounded(system, (transaction) =>
    panel.read(transaction, rangeUntil(range, new Date())),
  )
  cache.set(key, { until: performance.now() + freshMilliseconds, data })
  data.catch(() => cache.delete(key))
  return data
}

/** Where the list is, for who may read it. */
function hrefOf(
  { ability }: StaffPrincipal,
  lookups: readonly Lookup<never>[],
  { filters, lookup }: ListLink,
): string | undefined {
  const found = lookups.find(({ options }) => options.id === lookup)?.options
  if (found === undefined || !ability.can('read', found.subject)) return undefined
  const asked = Object.entries(filters).map(([name, value]) => [`filters.${name}`, value])
  return `/admin/resources/${lookup}?${String(new URLSearchParams(asked as [string, string][]))}`
}
