import { readFile, readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { exampleNetwork } from '../test/example-network.ts'
import { startExample } from '../test/sandbox-client.ts'
import sandboxPlugin, { startSandbox, type StoredMail } from './index.ts'

t.test('the plugin is what the loader expects', async (t) => {
  t.equal(sandboxPlugin.id, 'sandbox')
  t.equal(sandboxPlugin.start, startSandbox)
  t.ok(Object.isFrozen(sandboxPlugin))
})

t.test('port 0 takes a free port, on this machine only', async (t) => {
  const first = await startExample(t)
  const second = await startExample(t)

  t.not(first.sandbox.port, second.sandbox.port)
  t.equal(first.url, `http://127.0.0.1:${first.sandbox.port}`)
  await first.post({ text: 'in the first' })
  t.same(await second.published(), [], 'two sandboxes share nothing')
})

t.test('a port in use is named, with what to do', async (t) => {
  const { sandbox } = await startExample(t)

  await t.rejects(startSandbox({ port: sandbox.port, emulators: [exampleNetwork] }), {
    message: new RegExp(
      `cannot use port ${sandbox.port} of 127.0.0.1: another program listens there. ` +
        'End that program, or give the sandbox another port',
    ),
    cause: { code: 'EADDRINUSE' },
  })
})

t.test('hosts that are none are refused before the port is taken', async (t) => {
  const [route] = exampleNetwork.routes
  if (route === undefined) throw new Error('The example network has no route.')
  for (const host of ['localhost', '_control', 'api.example.com/v1']) {
    const emulators = [{ ...exampleNetwork, routes: [{ ...route, host }] }]
    await t.rejects(startSandbox({ port: 0, emulators }), { name: 'TypeError' }, host)
  }
})

t.test('it ends at once, whoever still hangs on to it', async (t) => {
  const { sandbox, arm, url } = await startExample(t)
  await arm({ operation: 'create_post', fault: 'hang' })
  await arm({ operation: 'create_post', fault: 'slow', milliseconds: 60_000 })
  const broken = [0, 1].map(() =>
    fetch(`${url}/api.example.com/posts`, { method: 'POST', body: '{}' }).catch(() => 'broken off'),
  )
  const events = await fetch(`${url}/_control/events`)
  const read = events.text().catch(() => 'broken off')
  const idle = connect(sandbox.port, '127.0.0.1')
  await new Promise((resolve) => idle.on('connect', resolve))
  const started = performance.now()

  await sandbox.close()

  t.ok(performance.now() - started < 2000)
  t.same(await Promise.all([...broken, read]), ['broken off', 'broken off', 'broken off'])
  await t.rejects(fetch(url), { cause: { code: 'ECONNREFUSED' } })
})

t.test(
  'everything is kept over a restart, also what changed a moment before the end',
  async (t) => {
    const dataDir = t.testdir()
    const first = await startExample(t, { dataDir })
    const form = new FormData()
    form.set('media', new Blob(['bytes of a picture'], { type: 'image/png' }), 'a.png')
    await fetch(`${first.url}/upload.example.com/media/m1`, { method: 'POST', body: form })
    await first.post({ text: 'kept', media: [{ id: 'm1', kind: 'image', mimeType: 'image/png' }] })
    const mail = { id: '1', to: 'ada@example.com', subject: 'kept too', text: '' }
    await first.send('POST', '/_mail/messages', mail)
    await first.sandbox.close()

    const second = await startExample(t, { dataDir })

    t.match(await second.published(), [{ text: 'kept' }])
    t.match(await second.control<StoredMail[]>('GET', 'mails'), [{ subject: 'kept too' }])
    t.equal(await second.page('/_media/example/m1'), 'bytes of a picture')
    t.same((await readdir(dataDir)).sort(), ['_outbox', 'example'])
  },
)

t.test('the host of the emulations names no network', async (t) => {
  const folder = new URL('../', import.meta.url).pathname
  const files = await readdir(folder, { recursive: true })
  const own = files.filter((file) => /^(src|assets)\/.*\.(ts|js|css)$/.test(file))
  t.ok(own.length > 30)

  for (const file of own.filter((name) => !name.endsWith('start-sandbox.test.ts'))) {
    const content = await readFile(join(folder, file), 'utf8')
    t.notMatch(content, /twitter|tweet|instagram|facebook|linkedin|tiktok|\bx\.com\b/i, file)
  }
})
