import type { Command, CommandCall } from '../../admin/src/commands/command.ts'
import { resolveDeliveryCommand } from '../../admin/src/commands/resolve-delivery.command.ts'
import { retryDeliveryCommand } from '../../admin/src/commands/retry-delivery.command.ts'
import type { Context } from '../../core/src/context.ts'
import type { Findings } from './judge.ts'
import type { ActionsOptions } from './run.ts'

/** A second way to change a state, as somebody could write it, and where it has to be seen. */
export interface Mutant {
  readonly name: string
  readonly seenIn: keyof Findings
  /** What the staff do, so that it is seen soon. */
  readonly doings: NonNullable<ActionsOptions['doings']>
  /** Makes the mistake. @returns what takes it back */
  make(): () => void
}

/** Each has to be found; see `actions.test.ts`. */
export const mutants: readonly Mutant[] = [
  {
    name: 'a command that updates the state by itself',
    seenIn: 'broken',
    doings: { retry: 1 },
    make: () =>
      changed(retryDeliveryCommand, async ({ context, record }) => {
        await context.database.system('social_posts').where({ id: record.id }).update(again)
      }),
  },
  {
    name: 'a retry that asks for neither state nor fence, but for what it has read before',
    seenIn: 'broken',
    doings: { retry: 4, hold: 1 },
    make: () =>
      changed(retryDeliveryCommand, async ({ context, record, staff }) => {
        const { system } = context.database
        const row: Row = await system('social_posts').where({ id: record.id }).first()
        if (row.state !== 'failed' && row.state !== 'expired') return
        await system.transaction(async (transaction) => {
          await transaction('social_posts').where({ id: row.id }).update(again)
          await note(transaction, row, 'T21', 'scheduled', staff.staffId)
        })
      }),
  },
  {
    name: 'a decision that is written whatever somebody else decided meanwhile',
    seenIn: 'untold',
    doings: { resolve: 4, look: 1 },
    make: () =>
      changed(resolveDeliveryCommand, async ({ context, record, staff, input }) => {
        const { system } = context.database
        const row: Row = await system('social_posts').where({ id: record.id }).first()
        if (row.state !== 'needs_attention') return
        const [state, transition] =
          input['outcome'] === 'published' ? ['published', 'T18'] : ['failed', 'T20']
        await system.transaction(async (transaction) => {
          await transaction('social_posts').where({ id: row.id }).update({ state, next_at: null })
          await note(transaction, row, transition, state, staff.staffId)
        })
      }),
  },
  {
    name: 'a retry that begins anew with what is there already',
    seenIn: 'duplicates',
    doings: { retry: 1 },
    make() {
      const { run } = retryDeliveryCommand
      return changed(retryDeliveryCommand, async (call) => {
        const { system } = call.context.database
        const { id } = call.record
        await system('delivery_parts').where({ delivery_id: id }).delete()
        await system('social_posts').where({ id }).update({ part: 0, platform_post_id: null })
        await run(call)
      })
    },
  },
]

const again = { state: 'scheduled', next_at: new Date(0), due_at: new Date(0), error: null }

interface Row {
  readonly id: string
  readonly organization_id: string
  readonly state: string
  readonly part: number
  readonly fence: number
}

async function note(
  transaction: Context['database']['system'],
  { id, organization_id, state, part, fence }: Row,
  transition: string,
  to: string,
  staffId: string,
): Promise<void> {
  await transaction('delivery_events').insert({
    delivery_id: id,
    organization_id,
    transition,
    from_state: state,
    to_state: to,
    part,
    fence,
    actor: `staff:${staffId}`,
  })
}

/** Lets a command do something else for a while. */
function changed(command: Command, run: (call: CommandCall) => Promise<void>): () => void {
  const before = command.run
  const mistaken: Command['run'] = async (call) => {
    await run(call)
    return 'It is done.'
  }
  Object.assign(command, { run: mistaken })
  return () => Object.assign(command, { run: before })
}
