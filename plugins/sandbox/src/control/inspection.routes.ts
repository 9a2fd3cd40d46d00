import type { WallPost } from '@t21/plugin-kit/sandbox'
import type { FastifyInstance } from 'fastify'
import { Type, type Static } from 'typebox'
import { publishedOn } from '../networks/network.ts'
import type { Sandbox } from '../sandbox.ts'
import { networkNamed, networksNamed } from './network-query.ts'

const PublishedQuery = Type.Object(
  { network: Type.Optional(Type.String()), account: Type.Optional(Type.String()) },
  { additionalProperties: false },
)
const RequestsQuery = Type.Object(
  { network: Type.Optional(Type.String()), operation: Type.Optional(Type.String()) },
  { additionalProperties: false },
)
const MailsQuery = Type.Object(
  { to: Type.Optional(Type.String()) },
  { additionalProperties: false },
)

/** What tests ask for: the published posts, the requests that came, the mails. */
export function inspectionRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  app.get<{ Querystring: Static<typeof PublishedQuery> }>(
    '/_control/published',
    { schema: { querystring: PublishedQuery } },
    async (request) => {
      const { network, account } = request.query
      const posts = networksNamed(sandbox, network).flatMap(publishedOn)
      const shown = account === undefined ? posts : posts.filter((post) => isBy(post, account))
      return { data: network === undefined ? newestFirst(shown) : shown }
    },
  )

  app.get<{ Querystring: Static<typeof RequestsQuery> }>(
    '/_control/requests',
    { schema: { querystring: RequestsQuery } },
    async (request) => {
      const { network, operation } = request.query
      if (network !== undefined) networkNamed(sandbox, network)
      const data = sandbox.requests.list().filter((entry) => {
        if (network !== undefined && entry.network !== network) return false
        return operation === undefined || entry.operation === operation
      })
      return { data }
    },
  )

  app.get<{ Querystring: Static<typeof MailsQuery> }>(
    '/_control/mails',
    { schema: { querystring: MailsQuery } },
    async (request) => ({ data: sandbox.mailbox.list(request.query.to) }),
  )
}

function isBy(post: WallPost, account: string): boolean {
  const username = account.replace(/^@/, '').toLowerCase()
  return post.account.id === account || post.account.username.toLowerCase() === username
}

function newestFirst(posts: readonly WallPost[]): WallPost[] {
  return posts.toSorted((a, b) => Date.parse(b.publishedAt) - Date.parse(a.publishedAt))
}
