import { ApiError, grantPlan, type StaffRole } from '@t21/core/console'
import type { Command } from './command.ts'
import { forgetMembers } from './forget-members.ts'

/** For how many days each role gives a plan. */
export const mostDays: Readonly<Partial<Record<StaffRole, number>>> = { BILLING: 90, ADMIN: 366 }

/** Gives a plan that nobody pays for, until a day. */
export const givePlanCommand: Command = {
  id: 'give-plan',
  label: 'Give a plan',
  icon: 'Award',
  on: 'organizations',
  subject: 'Organization',
  verb: 'plan',
  dangerous: false,
  prompt: `It costs the customer nothing, takes the place of an earlier gift, and ends by itself. Who pays for more keeps that. At most ${Object.entries(
    mostDays,
  )
    .map(([role, most]) => `${most} days as ${role}`)
    .join(', ')}.`,
  fields: [
    {
      name: 'tier',
      label: 'Plan',
      type: 'choice',
      choices: [
        { value: 'PRO', label: 'PRO' },
        { value: 'BUSINESS', label: 'BUSINESS' },
      ],
    },
    { name: 'until', label: 'Until', type: 'date', hint: 'It ends when this day begins, in UTC.' },
  ],
  when: ({ status }) => status !== 'deleted',
  async run({ context, staff, record, input }) {
    const tier = input['tier'] === 'BUSINESS' ? 'BUSINESS' : 'PRO'
    const most = mostDays[staff.role]
    if (most === undefined) throw new ApiError('FORBIDDEN')
    const until = new Date(`${input['until']}T00:00:00Z`)
    await grantPlan(context, record.id, { tier, until, mostDays: most })
    await forgetMembers(context, record.id)
    return `${String(record['name'])} has ${tier} until ${input['until']}.`
  },
}
