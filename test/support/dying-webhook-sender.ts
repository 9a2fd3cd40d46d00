// A process that sends webhooks and is killed, with SIGKILL, between the answer of the receiver and the record of it.
// Arguments: the database's address, and how many messages it sends before that.
import { pino } from 'pino'
import { readConfig } from '../../core/src/config.ts'
import { openDatabase } from '../../core/src/db/database.ts'
import { webhookClient } from '../../core/src/features/webhooks-out/endpoint-url.ts'
import { makeWebhookSender } from '../../core/src/features/webhooks-out/send-webhooks.ts'

const [, , url = '', messages = '1'] = process.argv
const config = readConfig({ NODE_ENV: 'test', T21_ALLOW_LOOPBACK_WEBHOOKS: 'true' })
const database = openDatabase({ url, poolSize: 5, name: 'dying sender' })
const client = webhookClient(config)
let left = Number(messages)
const sender = makeWebhookSender(
  { config, database, log: pino({ level: 'silent' }) },
  {
    client: {
      ...client,
      async post(address, message) {
        const answer = await client.post(address, message)
        left -= 1
        if (left <= 0) process.kill(process.pid, 'SIGKILL')
        return answer
      },
    },
  },
)
await sender.send()
await database.close()
