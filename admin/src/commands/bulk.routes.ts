import { ApiError, recordReading, type StaffPrincipal } from '@t21/core/console'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { staffOfRequest } from '../access/staff-of.ts'
import type { Lookup, Shown } from '../lookups/lookup.ts'
import { readRecords } from '../lookups/read-records.ts'
import type { Command } from './command.ts'
import {
  asBulk,
  bulkForm,
  bulkName,
  chosenIds,
  mostFor,
  requireWithin,
  type BulkCommand,
} from './in-bulk.ts'
import { formOf } from './offered.ts'
import { runBulk, summaryOf, titleOf, type BulkResult } from './run-bulk.ts'
import { readAsked, type CommandHost } from './run-command.ts'

/** Where the list of AdminJS looks for what is done to many; its own routes are taken away. */
export const bulkUrl = '/admin/api/resources/:resourceId/bulk/:action'

/** Proxies give up after half a minute or later; what is left then is told, and nothing is in the middle. */
const longest = 20_000

/** What the form shows: what is chosen, and whether it still makes sense. */
export interface BulkOpening {
  readonly form: ReturnType<typeof formOf>
  readonly records: readonly {
    readonly id: string
    readonly title: string
    readonly params: Shown
    /** Whether it makes sense for it, now. */
    readonly fits: boolean
  }[]
}

/** What is answered when it was done. */
export interface BulkAnswer {
  readonly message: string
  readonly results: readonly BulkResult[]
  /** By which the audit log of the staff finds all of it. */
  readonly requestId: string
}

interface Chosen {
  readonly staff: StaffPrincipal
  readonly lookup: Lookup<never>
  readonly command: BulkCommand
  readonly records: readonly Shown[]
}

/**
 * What is done to many records at once. GET opens the form and changes nothing; POST does it. Whoever asks, which ids, how many and
 * whether they are there comes before everything else, so that a refusal of the whole finds nothing done.
 */
export function bulkRoutes(
  scope: FastifyInstance,
  lookups: readonly Lookup<never>[],
  commands: readonly Command[],
  host: CommandHost,
): void {
  const { system } = host.context.database
  const known = new Map(
    commands.filter(asBulk).flatMap((command) => {
      const lookup = lookups.find(({ options }) => options.id === command.on)
      return lookup === undefined
        ? []
        : [[`${command.on}/${bulkName(command)}`, { command, lookup }] as const]
    }),
  )

  async function choose(request: FastifyRequest): Promise<Chosen> {
    const { resourceId, action } = request.params as Readonly<Record<string, string>>
    const found = known.get(`${resourceId}/${action}`)
    if (found === undefined) throw new ApiError('NOT_FOUND')
    const { command, lookup } = found
    const staff = staffOfRequest(request)
    if (mostFor(command, staff) === 0) {
      throw new ApiError('FORBIDDEN', 'Your role does not allow this.')
    }
    const ids = chosenIds(request.query)
    requireWithin(command, staff, ids.length)
    const records = await readRecords(lookup, system, staff, ids)
    if (records.length < ids.length) throw missing(ids, records)
    return { staff, lookup, command, records }
  }

  scope.get(bulkUrl, async (request): Promise<BulkOpening> => {
    const { command, lookup, records, staff } = await choose(request)
    const { id: list, subject } = lookup.options
    const chosen = records.map(({ id }) => id)
    // One look at what the list has shown already, before they see it again.
    await recordReading(host.context, staff, { subject, subjectId: null, input: { list, chosen } })
    return {
      form: formOf(bulkForm(command)),
      records: records.map((params) => ({
        id: params.id,
        title: titleOf(lookup, params),
        params,
        fits: command.when(params),
      })),
    }
  })

  scope.post(bulkUrl, async (request, reply): Promise<BulkAnswer> => {
    const { command, lookup, records, staff } = await choose(request)
    const payload = (request.body ?? {}) as Readonly<Record<string, unknown>>
    const asked = await readAsked(host, staff, bulkForm(command), payload)
    const end = performance.now() + longest
    const results = await runBulk(
      { host, staff, lookup, command, asked },
      records,
      async (id) => (await readRecords(lookup, system, staff, [id]))[0] ?? null,
      {
        timeIsUp: () => performance.now() > end,
        isGone: () => reply.raw.destroyed,
        onBroken: (error) => request.log.error({ err: error }, 'one of many broke'),
      },
    )
    return { message: summaryOf(results), results, requestId: request.id }
  })
}

function missing(ids: readonly string[], records: readonly Shown[]): ApiError {
  const there = new Set(records.map(({ id }) => id))
  const gone = ids.filter((id) => !there.has(id))
  const some = gone.slice(0, 3).join(', ')
  return new ApiError(
    'NOT_FOUND',
    `${gone.length} of ${ids.length} chosen cannot be found: ${some}${gone.length > 3 ? ' …' : ''}. Nothing was done; choose again, in the list.`,
  )
}
