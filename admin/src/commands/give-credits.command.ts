import { ApiError, grantQuota, invalid, type StaffRole } from '@t21/core/console'
import type { Command } from './command.ts'
import { givenLately, givenWithin } from './given-lately.ts'

/** How much of a metric each role gives one customer within 30 days. */
export const mostCredits: Readonly<Partial<Record<StaffRole, number>>> = {
  SUPPORT: 50,
  BILLING: 500,
  ADMIN: 5_000,
}

const id = 'give-credits'
const metrics = { aiCredits: 'AI credits', posts: 'Posts' } as const

/** Gives more than the plan has, in the present period. */
export const giveCreditsCommand: Command = {
  id,
  label: 'Give credits',
  icon: 'Gift',
  on: 'organizations',
  subject: 'Organization',
  verb: 'credit',
  dangerous: false,
  prompt: `On top of the plan, until its present month ends. Within ${givenWithin} days you may give one customer ${Object.entries(
    mostCredits,
  )
    .map(([role, most]) => `${most} as ${role}`)
    .join(', ')}.`,
  fields: [
    {
      name: 'metric',
      label: 'Of what',
      type: 'choice',
      choices: Object.entries(metrics).map(([value, label]) => ({ value, label })),
    },
    { name: 'amount', label: 'How many', type: 'number' },
  ],
  when: ({ status }) => status !== 'deleted',
  async run({ context, staff, record, input }) {
    const metric = input['metric'] === 'posts' ? 'posts' : 'aiCredits'
    const amount = Number(input['amount'])
    if (!/^[1-9]\d{0,6}$/.test(input['amount'] ?? '')) {
      throw invalid('amount', 'Must be a whole number from 1.')
    }
    const most = mostCredits[staff.role]
    if (most === undefined) throw new ApiError('FORBIDDEN')
    const given = { action: id, field: 'amount', like: { metric } }
    const left = most - ((await givenLately(context, staff, record.id, given)) - amount)
    if (amount > left) {
      throw invalid('amount', `You may give this customer ${Math.max(0, left)} more for now.`)
    }
    await grantQuota(context, record.id, { metric, amount, most })
    return `${String(record['name'])} has ${amount} more: ${metrics[metric]}.`
  },
}
