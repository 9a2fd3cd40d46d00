import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { test } from 'tap'
import { testContext } from '../../test/support/app.ts'
import { buildApp } from './app.ts'
import { listen } from './server.ts'

test('a taken port is named in the error; in development the next free one is used', async (t) => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  t.teardown(() => other.close())
  const { context } = await testContext(t)
  const app = await buildApp(context)
  t.teardown(() => app.close())

  await t.rejects(
    listen(app, { host: '127.0.0.1', port, nextFree: false }),
    new RegExp(`Port ${port} on 127.0.0.1 is taken.*PORT`),
  )
  const url = await listen(app, { host: '127.0.0.1', port, nextFree: true })
  t.ok(Number(new URL(url).port) > port)
})
