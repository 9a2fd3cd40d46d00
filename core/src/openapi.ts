import { withoutProviders } from './context.ts'
import { tmpdir } from 'node:os'
import { pino } from 'pino'
import { buildApp } from './app.ts'
import { readConfig } from './config.ts'
import { openDatabase } from './db/database.ts'
import { openConnectorHttp } from './plugins/connector-http.ts'
import { openLocalStorage } from './storage/local-storage.ts'

/**
 * Renders `core/openapi.json`: builds the real server, on a database that is never connected to and with
 * the default settings, so that the document is the same everywhere.
 */
export async function renderOpenApi(): Promise<string> {
  const database = openDatabase({
    url: 'postgres://127.0.0.1:1/none',
    poolSize: 2,
    name: 'openapi',
  })
  const connectorHttp = openConnectorHttp({ overrides: new Map(), callTimeoutMs: 1_000 })
  const app = await buildApp({
    config: readConfig({ NODE_ENV: 'test' }),
    database,
    connectorHttp,
    plugins: { records: [], connectors: new Map(), ready: () => undefined },
    storage: openLocalStorage(tmpdir()),
    ...withoutProviders,
    log: pino({ level: 'silent' }),
  })
  try {
    await app.ready()
    return `${JSON.stringify(app.swagger(), null, 2)}\n`
  } finally {
    await app.close()
    await Promise.all([database.close(), connectorHttp.close()])
  }
}
