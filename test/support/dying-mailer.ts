// A process that turns notifications into mails and hands these to a service, and is killed, with SIGKILL, at the moment that
// is named: `write` (before the outbox is committed), `send` (before a mail is handed in) or `note` (after the service took
// one, before that is noted). Arguments: the database's address, the service's, and the moment.
import type { MailTransport } from '@t21/plugin-kit'
import { pino } from 'pino'
import { readConfig } from '../../core/src/config.ts'
import { openDatabase } from '../../core/src/db/database.ts'
import { sendDueMail } from '../../core/src/features/mail/mail.service.ts'
import { mailNotifications } from '../../core/src/features/notifications/mail-notifications.ts'

const [, , url = '', service = '', moment = ''] = process.argv
const database = openDatabase({ url, poolSize: 2, name: 'dying mailer' })
const config = readConfig({ NODE_ENV: 'test' })
const mail: MailTransport = {
  name: 'service',
  async send({ id, to }) {
    if (moment === 'send') die()
    await fetch(service, {
      method: 'POST',
      headers: { 'idempotency-key': id },
      body: JSON.stringify({ id, to }),
    })
    if (moment === 'note') die()
  },
}
database.system.on('query', ({ sql }: { sql: string }) => {
  if (moment === 'write' && sql.startsWith('select ring_mail')) die()
})
const log = pino({ level: 'silent' })
await mailNotifications({ config, database, log })
await sendDueMail({ config, database, mail, log })
await database.close()

function die(): void {
  process.kill(process.pid, 'SIGKILL')
}
