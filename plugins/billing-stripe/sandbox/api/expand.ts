import type { EmulatorContext } from '@t21/plugin-kit/sandbox'
import { included } from '../objects/included.ts'
import { table, type Tables } from '../objects/records.ts'
import { invalid } from './errors.ts'

/** In which table an id is to be found, by its beginning. */
const tables: Readonly<Record<string, keyof Tables>> = {
  cus: 'customers',
  prod: 'products',
  price: 'prices',
  pm: 'payment_methods',
  sub: 'subscriptions',
  in: 'invoices',
  pi: 'payment_intents',
  ch: 'charges',
  re: 'refunds',
  du: 'disputes',
  cs: 'checkout_sessions',
  clock: 'test_clocks',
}

/** An answer with what `expand[]` asked for in place of ids (docs.stripe.com/api/expanding_objects). @throws Refusal */
export function expanded(
  context: EmulatorContext,
  result: object,
  paths: readonly string[],
): unknown {
  const copy: unknown = structuredClone(result)
  for (const path of paths) {
    const steps = path.split('.')
    if (steps.length > 4) {
      throw invalid('You cannot expand more than 4 levels of a property.', 'expand')
    }
    expandAt(context, copy, steps, path)
  }
  return copy
}

function expandAt(
  context: EmulatorContext,
  value: unknown,
  [step, ...rest]: readonly string[],
  path: string,
): void {
  if (step === undefined || value === null) return
  if (Array.isArray(value)) {
    for (const entry of value) expandAt(context, entry, [step, ...rest], path)
    return
  }
  if (typeof value !== 'object') throw notExpandable(path)
  const holder = value as Record<string, unknown>
  const found = Object.hasOwn(holder, step) ? holder[step] : included(context, holder, step)
  if (found === undefined) throw notExpandable(path)
  const opened = typeof found === 'string' ? objectNamed(context, found) : found
  if (opened === undefined) throw notExpandable(path)
  holder[step] = opened
  expandAt(context, opened, rest, path)
}

function objectNamed(context: EmulatorContext, id: string): unknown {
  const name = tables[id.slice(0, id.indexOf('_'))]
  return name && structuredClone(table(context, name).get(id))
}

function notExpandable(path: string): Error {
  return invalid(
    `This property cannot be expanded (${path}). You may want to try expanding another property.`,
    'expand',
  )
}
