import { Type } from 'typebox'
import {
  actorName,
  authorize,
  organizationOf,
  principalOf,
  type Principal,
} from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { ApiError, invalid, notFound } from '../../errors.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf } from '../../http/envelope.ts'
import { StopBody, StopView } from './stops.schemas.ts'
import { PublishingStop, releasePublishing, stopPublishing } from './stops.service.ts'

const IdParams = Type.Object({ id: Type.String({ format: 'uuid' }) })
const tags = ['Emergency stop']

/** The emergency stop: what falls due waits until it is released. */
export async function stopsRoutes(app: App): Promise<void> {
  const { context } = app

  app.get(
    '/publishing-stops',
    {
      config: { permission: ['read', 'PublishingStop'] },
      schema: {
        operationId: 'listPublishingStops',
        summary: 'List emergency stops',
        description: 'The 100 latest of your organizations, those in force first.',
        tags,
        response: { 200: dataOf(Type.Array(StopView)) },
      },
    },
    async (request) => {
      const { organizationIds } = principalOf(request)
      const stops = await inOrganizations(context.database, organizationIds, (transaction) =>
        Promise.resolve(
          PublishingStop.query(transaction)
            .whereIn('organization_id', [...organizationIds])
            .orderByRaw('released_at is not null, id desc')
            .limit(100),
        ),
      )
      return { data: stops.map(present) }
    },
  )

  app.post(
    '/publishing-stops',
    {
      config: { permission: ['create', 'PublishingStop'] },
      schema: {
        operationId: 'createPublishingStop',
        summary: 'Stop publishing',
        description:
          'Of an organization, a brand or an account. Calls that are under way are not torn off; nothing new begins, and nothing is lost.',
        tags,
        body: StopBody,
        response: { 201: dataOf(StopView), ...errorsOf('NOT_FOUND', 'FORBIDDEN') },
      },
    },
    async (request, reply) => {
      const stop = await create(context, principalOf(request), request.body)
      return reply.code(201).send({ data: present(stop) })
    },
  )

  app.post(
    '/publishing-stops/:id/release',
    {
      config: { permission: ['delete', 'PublishingStop'] },
      schema: {
        operationId: 'releasePublishingStop',
        summary: 'Release an emergency stop',
        description: 'What fell due meanwhile goes out spread over time, never in a burst.',
        tags,
        params: IdParams,
        response: {
          200: dataOf(
            Type.Object({ late: Type.Integer({ description: 'Deliveries that were late.' }) }),
          ),
          ...errorsOf('NOT_FOUND', 'FORBIDDEN', 'CONFLICT'),
        },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const late = await inOrganizations(
        context.database,
        principal.organizationIds,
        async (transaction) => {
          const stop = await PublishingStop.query(transaction)
            .findById(request.params.id)
            .whereIn('organization_id', [...principal.organizationIds])
          if (stop === undefined || stop.organizationId === null) throw notFound('Publishing stop')
          authorize(principal, 'delete', 'PublishingStop', {
            organizationId: stop.organizationId,
          })
          return releasePublishing(transaction, stop.id, actorName(principal))
        },
      )
      if (late === undefined) throw new ApiError('CONFLICT', 'This stop is not in force any more.')
      return { data: { late } }
    },
  )
}

async function create(
  context: Context,
  principal: Principal,
  body: StopBody,
): Promise<PublishingStop> {
  return inOrganizations(context.database, principal.organizationIds, async (transaction) => {
    const own = async (table: 'brands' | 'social_accounts', id: string, what: string) => {
      const row = await transaction(table)
        .where({ id })
        .whereIn('organization_id', [...principal.organizationIds])
        .first<{ organization_id: string } | undefined>('organization_id')
      if (row === undefined) throw notFound(what)
      return row.organization_id
    }
    let organizationId: string
    if (body.scope === 'organization') {
      organizationId = organizationOf(principal, body.organizationId)
    } else if (body.scope === 'brand') {
      if (body.brandId === undefined) throw invalid('brandId', 'Needed for scope `brand`.')
      organizationId = await own('brands', body.brandId, 'Brand')
    } else {
      if (body.socialAccountId === undefined) {
        throw invalid('socialAccountId', 'Needed for scope `account`.')
      }
      organizationId = await own('social_accounts', body.socialAccountId, 'Social account')
    }
    authorize(principal, 'create', 'PublishingStop', { organizationId })
    return stopPublishing(transaction, {
      scope: body.scope,
      organizationId,
      brandId: body.scope === 'brand' ? body.brandId : undefined,
      socialAccountId: body.scope === 'account' ? body.socialAccountId : undefined,
      reason: body.reason,
      createdBy: actorName(principal),
    })
  })
}

function present(stop: PublishingStop) {
  return {
    id: stop.id,
    scope: stop.scope,
    organizationId: stop.organizationId,
    brandId: stop.brandId,
    socialAccountId: stop.socialAccountId,
    reason: stop.reason,
    createdBy: stop.createdBy,
    createdAt: stop.createdAt.toISOString(),
    releasedBy: stop.releasedBy,
    releasedAt: stop.releasedAt?.toISOString() ?? null,
  }
}
