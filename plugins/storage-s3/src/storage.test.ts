import { testStorage } from '@t21/plugin-kit/conformance'
import { test } from 'tap'
import { startS3 } from '../test/s3-server.ts'
import { openStorage } from './storage.ts'

test('a bucket keeps the contract of a storage', async (t) => {
  const server = await startS3()
  t.teardown(() => server.close())
  const storage = openStorage(server.settings)
  t.teardown(() => storage.close?.())
  await testStorage(t, { open: () => storage })
  t.equal((await server.left()).uploads, 0, 'nothing half-written is left')
})
