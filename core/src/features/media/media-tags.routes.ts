import { Type } from 'typebox'
import { principalOf, visible, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import type { App } from '../../http/app-instance.ts'
import { dataOf, errorsOf } from '../../http/envelope.ts'
import { mediaPlaceOf } from './media.place.ts'
import { MediaPlaceQuery } from './media.schemas.ts'

const mostTags = 500

const TagView = Type.Object({
  tag: Type.String(),
  count: Type.Integer({ minimum: 1, description: 'How many media have it.' }),
})

/** The tags of the library. */
export async function mediaTagsRoutes(app: App): Promise<void> {
  const { context } = app

  app.get(
    '/media/tags',
    {
      config: { permission: ['read', 'Media'] },
      schema: {
        operationId: 'listMediaTags',
        summary: 'List the tags of the library',
        description: `Those that most media have come first; at most ${mostTags}. They serve as folders: \`GET /v1/media?tag=…\`.`,
        tags: ['Media'],
        querystring: MediaPlaceQuery,
        response: { 200: dataOf(Type.Array(TagView)), ...errorsOf('NOT_FOUND') },
      },
    },
    async (request) => ({ data: await tagsOf(context, principalOf(request), request.query) }),
  )
}

async function tagsOf(
  context: Context,
  principal: Principal,
  asked: { readonly organizationId?: string; readonly brandId?: string },
): Promise<{ tag: string; count: number }[]> {
  const { organizationId, brandId } = await mediaPlaceOf(context, principal, 'read', asked)
  const [readable, bindings] = visible(principal, 'read', 'Media')
  const query = context.database.api.raw(
    `select tag, count(*)::int as count from media cross join lateral unnest(tags) as tag
     where organization_id = ? and status = 'ready' and ${readable}
       ${brandId === null ? '' : 'and brand_id = ?'}
     group by tag order by count desc, tag limit ${mostTags}`,
    [organizationId, ...bindings, ...(brandId === null ? [] : [brandId])] as string[],
  )
  return read(context.database, [organizationId], query)
}
