import { defineProvider, type MailTransport } from '@t21/plugin-kit'
import { test } from 'tap'
import { Type } from 'typebox'
import type { LoadedPlugins } from '../../plugins/loader.ts'
import { providerOpener } from '../../plugins/open-provider.ts'
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
const open = providerOpener(new Map())

test('a configured plugin sends mail, also where there is a sandbox', (t) => {
  const config = { mailProvider: undefined, mailFrom: 'T21 <hello@example.com>' }
  const opened = openMail({ config, plugins: plugins(true), open, sandboxUrl })
  t.equal(opened?.name, 'mail.example', 'opened with its settings')
  t.end()
})

test('without one mail goes to the outbox of the sandbox, or waits', (t) => {
  const config = { mailProvider: undefined, mailFrom: undefined }
  t.equal(openMail({ config, plugins: plugins(false), open, sandboxUrl })?.name, 'sandbox-outbox')
  t.equal(openMail({ config, plugins: plugins(false), open, sandboxUrl: undefined }), null)
  t.end()
})

test('mail without a sender, and a plugin that is not there, keep the server from starting', (t) => {
  const opened = (config: { mailProvider?: string; mailFrom?: string }) => () =>
    openMail({
      config: { mailProvider: config.mailProvider, mailFrom: config.mailFrom },
      plugins: plugins(true),
      open,
      sandboxUrl,
    })
  t.throws(opened({}), { message: /^MAIL_FROM / })
  t.throws(opened({ mailProvider: 'dove', mailFrom: 'T21 <a@b.example>' }), {
    message: /^T21_MAIL /,
  })
  t.end()
})

function plugins(configured: boolean): Pick<LoadedPlugins, 'providers'> {
  const ready = { provider, settings: { host: 'mail.example' }, hosts: [], sandboxed: false }
  return { providers: () => (configured ? [ready as never] : []) }
}
