// The process to compare with: bare Fastify and pg, with the statements that T21 was seen to run. No tenancy, no
// authentication, no limits, no validation, no locks of its own: only routes, statements and response schemas.
import fastify, { type FastifyInstance } from 'fastify'
import pg from 'pg'
import {
  CalendarAnswer,
  type CalendarQuery,
} from '../../core/src/features/posts/calendar.schemas.ts'
import { presentCalendarRow } from '../../core/src/features/posts/post-calendar.service.ts'
import { presentPost, type PostRow } from '../../core/src/features/posts/post.presenter.ts'
import { CreatedPostAnswer, PostView } from '../../core/src/features/posts/posts.schemas.ts'
import { presentUser } from '../../core/src/features/users/user.presenter.ts'
import { UserView } from '../../core/src/features/users/users.schemas.ts'
import { dataOf, pageOf } from '../../core/src/http/envelope.ts'
import { answerParent } from '../support/child-process.ts'
import { valuesFor, type Author, type Example, type NewPost, type Recipe } from './recipe.ts'
import type { Statement } from './statements.ts'

/** What the baseline is told. */
export interface BaselineOptions {
  readonly databaseUrl: string
  readonly poolSize: number
  readonly recipes: Readonly<Record<'list' | 'calendar' | 'me' | 'create', Recipe>>
  readonly example: Example
  readonly authors: readonly Author[]
}

let app: FastifyInstance | undefined
let pool: pg.Pool | undefined

answerParent(
  {
    async start(options: BaselineOptions) {
      pool = new pg.Pool({ connectionString: options.databaseUrl, max: options.poolSize })
      app = fastify({ logger: false })
      reads(app, pool, options)
      creation(app, pool, options)
      return app.listen({ host: '127.0.0.1', port: 0 })
    },
  },
  {
    async beforeEnd() {
      await app?.close()
      await pool?.end()
    },
  },
)

function reads(server: FastifyInstance, database: pg.Pool, { recipes }: BaselineOptions): void {
  const [list, calendar, me] = [recipes.list, recipes.calendar, recipes.me].map(
    ({ reads: [statement] }) => statement,
  )
  if (list === undefined || calendar === undefined || me === undefined) {
    throw new Error('A read of T21 was not recorded.')
  }

  server.get('/v1/posts', { schema: { response: { 200: pageOf(PostView) } } }, async () => {
    const { rows } = await database.query<PostRow>({ name: 'list', ...asQuery(list) })
    const items = rows.slice(0, 20)
    return { data: items.map(presentPost), meta: { nextCursor: items.at(-1)?.id ?? null } }
  })

  const [from, to] = calendar.values.filter((value) => value instanceof Date)
  server.get<{ Querystring: CalendarQuery }>(
    '/v1/posts/calendar',
    { schema: { response: { 200: CalendarAnswer } } },
    async (request) => {
      const { rows } = await database.query<Parameters<typeof presentCalendarRow>[0]>({
        name: 'calendar',
        ...asQuery(calendar),
      })
      const { month } = request.query
      const range = { from: from?.toISOString(), to: to?.toISOString() }
      return {
        data: rows.map(presentCalendarRow),
        meta: { month, timezone: 'UTC', ...range, truncated: false },
      }
    },
  )

  server.get('/v1/users/me', { schema: { response: { 200: dataOf(UserView) } } }, async () => {
    const { rows } = await database.query<Parameters<typeof presentUser>[0]>(asQuery(me))
    const [row] = rows
    return { data: row === undefined ? null : presentUser(row) }
  })
}

function creation(server: FastifyInstance, database: pg.Pool, options: BaselineOptions): void {
  const { example, recipes } = options
  const authors = new Map(options.authors.map((author) => [author.brandId, author]))

  server.post<{ Body: NewPost }>(
    '/v1/posts',
    { schema: { response: { 201: CreatedPostAnswer } } },
    async (request, reply) => {
      const author = authors.get(request.body.brandId)
      if (author === undefined) throw new Error('Nobody has this brand.')
      const values = valuesFor(example, { author, post: request.body })
      for (const statement of recipes.create.reads) {
        await database.query({
          name: 'references',
          text: statement.text,
          values: values.of(statement, undefined),
        })
      }
      let post: PostRow | undefined
      let quota: { most: number; used: number } | undefined
      const client = await database.connect()
      try {
        await client.query('begin')
        for (const statement of recipes.create.writes) {
          const { rows } = await client.query(statement.text, values.of(statement, post?.id))
          const [row] = rows as Record<string, unknown>[]
          if (row !== undefined && 'content' in row) post = row as unknown as PostRow
          if (row !== undefined && 'most' in row) quota = row as { most: number; used: number }
        }
        await client.query('commit')
      } catch (error) {
        await client.query('rollback')
        throw error
      } finally {
        client.release()
      }
      if (post === undefined || quota === undefined) throw new Error('Nothing was created.')
      void reply.code(201)
      const creditsRemaining = quota.most - quota.used
      return { data: presentPost(post), meta: { creditsUsed: 1, creditsRemaining } }
    },
  )
}

function asQuery({ text, values }: Statement): { text: string; values: unknown[] } {
  return { text, values: [...values] }
}
