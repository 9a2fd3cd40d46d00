import { ApiError, extendPlan, invalid, type StaffRole } from '@t21/core/console'
import type { Command } from './command.ts'
import { forgetMembers } from './forget-members.ts'
import { givenLately, givenWithin } from './given-lately.ts'

/** By how many days each role extends the plan of one customer within 30 days. */
export const mostExtension: Readonly<Partial<Record<StaffRole, number>>> = {
  SUPPORT: 7,
  BILLING: 30,
  ADMIN: 90,
}

const id = 'extend-plan'

/** Lets the plan that a customer has go on after its end: days that were lost, or time to pay. */
export const extendPlanCommand: Command = {
  id,
  label: 'Extend the plan',
  icon: 'Calendar',
  on: 'organizations',
  subject: 'Organization',
  verb: 'credit',
  dangerous: false,
  prompt: `What they have, and what would end, goes on for some days after its end: a plan that was given or called off, or whose payment is late. It costs nothing. What renews by itself is not touched: give credits there. Within ${givenWithin} days you may extend one customer's plan by ${Object.entries(
    mostExtension,
  )
    .map(([role, most]) => `${most} days as ${role}`)
    .join(', ')}.`,
  fields: [{ name: 'days', label: 'Days', type: 'number', hint: 'After its present end.' }],
  when: ({ status, tier }) => status !== 'deleted' && tier !== 'FREE',
  async run({ context, staff, record, input }) {
    if (!/^[1-9]\d{0,2}$/.test(input['days'] ?? '')) {
      throw invalid('days', 'Must be a whole number from 1.')
    }
    const days = Number(input['days'])
    const most = mostExtension[staff.role]
    if (most === undefined) throw new ApiError('FORBIDDEN')
    const given = { action: id, field: 'days' }
    const left = most - ((await givenLately(context, staff, record.id, given)) - days)
    if (days > left) {
      throw invalid('days', `You may extend this plan by ${Math.max(0, left)} more days for now.`)
    }
    const { tier, until } = await extendPlan(context, record.id, { days, mostDays: most })
    await forgetMembers(context, record.id)
    return `${String(record['name'])} has ${tier} until ${until.toISOString()}.`
  },
}
