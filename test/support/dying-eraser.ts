// A process that erases deleted accounts and organizations and is killed, with SIGKILL, before one of its statements.
// Arguments: the database's address, the folder of the files, and how many statements it sends before that. It ends by
// itself where there are fewer.
import { makeLogger } from '../../core/src/logging.ts'
import { readConfig } from '../../core/src/config.ts'
import { withoutProviders, type Context } from '../../core/src/context.ts'
import { openDatabase } from '../../core/src/db/database.ts'
import { removeDeletedMedia } from '../../core/src/features/media/media.sweep.ts'
import { eraseOrganizations } from '../../core/src/features/organizations/erase-organizations.ts'
import { erasePeople } from '../../core/src/features/privacy/erase-people.ts'
import { openConnectorHttp } from '../../core/src/plugins/connector-http.ts'
import { openLocalStorage } from '../../core/src/storage/local-storage.ts'
import { fakeWebhooks } from './fake-webhooks.ts'

const [, , url = '', folder = '', statements = ''] = process.argv
const database = openDatabase({ url, poolSize: 2, name: 'dying eraser' })
let left = Number(statements)
database.system.on('query', () => {
  left -= 1
  if (left < 0) process.kill(process.pid, 'SIGKILL')
})
const connectorHttp = openConnectorHttp({ overrides: new Map(), callTimeoutMs: 5_000 })
const context: Context = {
  config: readConfig({ NODE_ENV: 'test', T21_DATA_DIR: folder }),
  database,
  plugins: fakeWebhooks().plugins,
  connectorHttp,
  storage: openLocalStorage(folder),
  ...withoutProviders,
  log: makeLogger({ logLevel: 'trace', environment: 'test' }),
}
for (let round = 0; round < 2; round += 1) {
  await eraseOrganizations(context)
  await removeDeletedMedia(context)
  await erasePeople(context)
}
await connectorHttp.close()
await database.close()
