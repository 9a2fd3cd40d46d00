import { defineProvider, type MailTransport } from '@t21/plugin-kit'
import { test } from 'tap'
import { Type } from 'typebox'
import type { LoadedPlugins } from '../../plugins/loader.ts'
import { openMail } from './mail.transport.ts'

const transport: MailTransport = { name: 'post', send: () => Promise.resolve() }
const provider = defineProvider({
  kind: 'mail',
  id: 'post',
  displayName: 'The post',
  settings: Type.Object({ host: Type.String() }),
  open: ({ host }) => ({ ...transport, name: host }),
})
const sandboxUrl = 'http://127.0.0.1:4300'
const hosts = () => ({ fetch, browserUrl: (url: string) => url })

test('a configured plugin sends mail, also where there is a sandbox', (t) => {
  const config = { mailProvider: undefined, mailFrom: 'T21 <hello@example.com>' }
  const opened = openMail({ config, plugins: plugins(true), hosts, sandboxUrl })
  t.equal(opened?.name, 'mail.example', 'opened with its settings')
  t.end()
})

test('without one mail goes to the outbox of the sandbox, or waits', (t) => {
  const config = { mailProvider: undefined, mailFrom: undefined }
  t.equal(openMail({ config, plugins: plugins(false), hosts, sandboxUrl })?.name, 'sandbox-outbox')
  t.equal(openMail({ config, plugins: plugins(false), hosts, sandboxUrl: undefined }), null)
  t.end()
})

test('mail without a sender, and a plugin that is not there, keep the server from starting', (t) => {
  const open = (config: { mailProvider?: string; mailFrom?: string }) => () =>
    openMail({
      config: { mailProvider: config.mailProvider, mailFrom: config.mailFrom },
      plugins: plugins(true),
      hosts,
      sandboxUrl,
    })
  t.throws(open({}), { message: /^MAIL_FROM / })
  t.throws(open({ mailProvider: 'dove', mailFrom: 'T21 <a@b.example>' }), { message: /^T21_MAIL / })
  t.end()
})

function plugins(configured: boolean): Pick<LoadedPlugins, 'providers'> {
  const ready = { provider, settings: { host: 'mail.example' }, hosts: [], sandboxed: false }
  return { providers: () => (configured ? [ready as never] : []) }
}
