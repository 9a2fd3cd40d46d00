import {
  ApiError,
  grantQuota,
  invalid,
  type StaffPrincipal,
  type StaffRole,
} from '@t21/core/console'
import type { Command, ConsoleContext } from './command.ts'

/** How much of a metric each role gives one customer within 30 days. */
export const mostCredits: Readonly<Partial<Record<StaffRole, number>>> = {
  SUPPORT: 50,
  BILLING: 500,
  ADMIN: 5_000,
}

const days = 30
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
  prompt: `On top of the plan, until its present month ends. Within ${days} days you may give one customer ${Object.entries(
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
    const left = most - ((await givenLately(context, staff, record.id, metric)) - amount)
    if (amount > left) {
      throw invalid('amount', `You may give this customer ${Math.max(0, left)} more for now.`)
    }
    await grantQuota(context, record.id, { metric, amount, most })
    return `${String(record['name'])} has ${amount} more: ${metrics[metric]}.`
  },
}

/** What somebody gave a customer, by the staff's audit log; with what is being given now, so that two at once both count. */
async function givenLately(
  { database }: ConsoleContext,
  { staffId }: StaffPrincipal,
  organizationId: string,
  metric: keyof typeof metrics,
): Promise<number> {
  const { rows } = await database.system.raw<{ rows: { given: number }[] }>(
    `select coalesce(sum(cast(input ->> 'amount' as numeric)), 0)::float8 as given from staff_audit
     where organization_id = :organizationId and staff_id = :staffId and action = :id
       and outcome in ('begun', 'done') and input ->> 'metric' = :metric
       and created_at > clock_timestamp() - :days * interval '1 day'`,
    { organizationId, staffId, id, metric, days },
  )
  return rows[0]?.given ?? 0
}
