import { Type, type Static } from 'typebox'

const PartStatus = Type.Enum(['ok', 'degraded', 'down'])
const Milliseconds = Type.Union([Type.Number(), Type.Null()])

const State = Type.Enum(['ready', 'sandboxed', 'missing'])
const Used = Type.Object({
  state: State,
  id: Type.Union([Type.String(), Type.Null()], {
    description: 'Of its plugin; `local` for the disk, and null where it is none.',
  }),
})

/** How the server is, part by part. */
export const HealthView = Type.Object(
  {
    status: Type.Enum(['ok', 'degraded', 'down'], {
      description:
        '`down`: requests cannot be served. `degraded`: they can, and something else needs a person, such as workers that do not live.',
    }),
    live: Type.Literal(true, { description: 'The process answers.' }),
    ready: Type.Boolean({ description: 'Requests can be served.' }),
    parts: Type.Object({
      database: Type.Object({ status: PartStatus, ms: Milliseconds }),
      migrations: Type.Object({
        status: PartStatus,
        pending: Type.Union([Type.Integer(), Type.Null()], {
          description: 'Migrations that the database has not seen.',
        }),
      }),
      workers: Type.Object(
        {
          status: PartStatus,
          alive: Type.Integer({ description: 'Workers that beat within the last minute.' }),
          inFlight: Type.Integer({ description: 'Deliveries they work on.' }),
        },
        { description: '`down` when no worker lives: nothing is published then.' },
      ),
      plugins: Type.Record(
        Type.String(),
        Type.Object({
          status: PartStatus,
          state: Type.Enum(['ready', 'unconfigured', 'failed']),
          note: Type.Optional(
            Type.String({
              description:
                'What the operator should know: the version of the network’s API that it speaks ends within 60 days, or has ended.',
            }),
          ),
        }),
      ),
      providers: Type.Object(
        {
          ai: Used,
          billing: Used,
          mail: Used,
          storage: Used,
          logins: Type.Record(Type.String(), State),
        },
        {
          description:
            'Whom the server uses for what; nobody is asked for this. `sandboxed`: an emulation stands in, and nothing leaves the machine. `missing`: what needs it is refused, and mail waits.',
        },
      ),
      mail: Type.Object({
        status: PartStatus,
        waiting: Type.Integer({ description: 'Mails that should have been sent 5 minutes ago.' }),
      }),
      storage: Type.Object(
        { status: PartStatus },
        { description: 'Asked at most every 30 s; `down` also where its bucket is not there.' },
      ),
      punctuality: Type.Object(
        {
          status: PartStatus,
          p50Ms: Milliseconds,
          p99Ms: Milliseconds,
          count: Type.Integer(),
        },
        { description: 'How late publications of the last hour began.' },
      ),
    }),
  },
  {
    examples: [
      {
        status: 'ok',
        live: true,
        ready: true,
        parts: {
          database: { status: 'ok', ms: 1 },
          migrations: { status: 'ok', pending: 0 },
          workers: { status: 'ok', alive: 2, inFlight: 14 },
          plugins: { twitter: { status: 'ok', state: 'ready' } },
          providers: {
            ai: { state: 'ready', id: 'ai-example' },
            billing: { state: 'sandboxed', id: 'billing-example' },
            mail: { state: 'ready', id: 'smtp' },
            storage: { state: 'ready', id: 'local' },
            logins: { example: 'missing' },
          },
          mail: { status: 'ok', waiting: 0 },
          storage: { status: 'ok' },
          punctuality: { status: 'ok', p50Ms: 320, p99Ms: 1_900, count: 412 },
        },
      },
    ],
  },
)

/** See the schema of the same name. */
export type HealthView = Static<typeof HealthView>

/** What an orchestrator asks. */
export const ProbeView = Type.Object(
  { status: Type.Enum(['ok', 'down']) },
  { examples: [{ status: 'ok' }] },
)
