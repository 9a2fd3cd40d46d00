// The negative control: what most publishers do. One job a delivery; publish, then record; the queue retries.
import { run } from 'graphile-worker'
import { request } from 'undici'
import { usableToken } from '../../core/src/features/social-accounts/tokens.service.ts'
import { SocialAccount } from '../../core/src/features/social-accounts/social-account.model.ts'
import { queueLogger } from '../../core/src/jobs/queue-logger.ts'
import { obeyKillOrder, type Environment } from './environment.ts'
import { watchRequests } from './wire.ts'
import { crashContext } from './worker.context.ts'

const environment = JSON.parse(process.argv[2] ?? '{}') as Environment
const context = crashContext(environment)
const { system } = context.database
const requests = watchRequests((point, id) => obeyKillOrder(environment, point, id))

interface Row {
  readonly post_id: string
  readonly social_account_id: string
  readonly state: string
}

async function publish(id: string): Promise<void> {
  const delivery = await system('social_posts').where({ id }).first<Row>()
  if (delivery.state === 'published') return
  const post = await system('posts').where({ id: delivery.post_id }).first<{ content: string }>()
  const account = await SocialAccount.query(system)
    .findById(delivery.social_account_id)
    .throwIfNotFound()
  const { accessToken } = await usableToken(context, account)
  obeyKillOrder(environment, 'claimed', id)
  obeyKillOrder(environment, 'intent_written', id)
  requests.sendsFor(id)
  const response = await request(`${environment.sandboxUrl}/api.x.com/2/tweets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ text: post.content }),
    bodyTimeout: 2_000,
    headersTimeout: 2_000,
  })
  if (response.statusCode !== 201) throw new Error(`Status ${response.statusCode}`)
  const body = (await response.body.json()) as { data: { id: string } }
  obeyKillOrder(environment, 'replied', id)
  await system('social_posts').where({ id }).update({
    state: 'published',
    next_at: null,
    platform_post_id: body.data.id,
    published_at: new Date(),
  })
  obeyKillOrder(environment, 'recorded', id)
}

await run({
  connectionString: environment.databaseUrl,
  concurrency: 10,
  pollInterval: 100,
  logger: queueLogger(context.log),
  taskList: { naive: (payload) => publish((payload as { id: string }).id) },
  preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
})
