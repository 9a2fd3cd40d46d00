import { revokePlan } from '@t21/core/console'
import type { Command } from './command.ts'
import { forgetMembers } from './forget-members.ts'

/** Ends a plan that was given before its day. */
export const takePlanBackCommand: Command = {
  id: 'take-plan-back',
  label: 'Take the plan back',
  icon: 'MinusCircle',
  on: 'organizations',
  subject: 'Organization',
  verb: 'plan',
  dangerous: false,
  prompt:
    'The customer has what they pay for, at once. What is above its limits stays, and no more can be added.',
  when: ({ givenTier }) => givenTier !== null,
  async run({ context, record }) {
    await revokePlan(context, record.id)
    await forgetMembers(context, record.id)
    return `The plan that was given to ${String(record['name'])} ended.`
  },
}
