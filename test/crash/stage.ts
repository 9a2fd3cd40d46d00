import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '../../core/src/app.ts'
import type { Context } from '../../core/src/context.ts'
import { freePort, startEmbeddedPostgres } from '../../core/src/db/embedded-postgres.ts'
import { migrateUp } from '../../core/src/db/migrate.ts'
import { readPluginSettings } from '../../core/src/plugins/plugin-settings.ts'
import { startSandbox } from '../../plugins/sandbox/src/index.ts'
import type { Environment } from './environment.ts'
import { loadNetworks } from './networks/index.ts'
import type { CrashNetwork } from './networks/network.ts'
import type { RunOptions } from './options.ts'
import { crashContext } from './worker.context.ts'

/** Everything that a run stands on. */
export interface Stage {
  readonly environment: Environment
  readonly context: Context
  readonly networks: readonly CrashNetwork[]
  /** Kills the database and starts it again. */
  restartDatabase(): Promise<void>
  /** Leaves nothing behind. */
  close(): Promise<void>
}

/** Starts a database, the networks' emulations, and the API, which serves media to networks that fetch them. */
export async function startStage(
  options: Pick<RunOptions, 'networks' | 'patience' | 'verbose'>,
): Promise<Stage> {
  const parent = process.getuid?.() === 0 ? '/var/tmp' : tmpdir()
  const folder = await mkdtemp(join(parent, 't21-crash-'))
  await chmod(folder, 0o755)
  const port = await freePort()
  const startDatabase = () =>
    startEmbeddedPostgres({ folder: join(folder, 'postgres'), port, settings: ['fsync=off'] })
  let database = await startDatabase()
  await migrateUp(database.url)
  const networks = await loadNetworks(options.networks)
  const emulators = await Promise.all(networks.map((network) => network.emulator()))
  const sandbox = await startSandbox({ port: 0, emulators })
  const apiPort = await freePort()
  const environment: Environment = {
    databaseUrl: database.url,
    sandboxUrl: sandbox.url,
    publicUrl: `http://127.0.0.1:${apiPort}`,
    networks: networks.map(({ connector }) => {
      const emulator = emulators.find(({ platform }) => platform === connector.platform)
      const credentials = emulator?.credentials ?? {}
      const read = readPluginSettings(connector.id, connector.settings, credentials)
      if (read.state !== 'complete') throw new Error(`${connector.id} has no settings.`)
      return { id: connector.id, settings: read.settings }
    }),
    patience: options.patience,
    dataDir: join(folder, 'media'),
    orders: join(folder, 'orders'),
    ...(options.verbose && { logLevel: 'warn' }),
  }
  await mkdir(environment.orders)
  // Accounts are connected here, and nothing is killed meanwhile.
  const context = await crashContext(environment, { callTimeoutMs: 20_000 })
  const api = await buildApp(context)
  await api.listen({ host: '127.0.0.1', port: apiPort })
  return {
    environment,
    context,
    networks,
    async restartDatabase() {
      await database.kill()
      database = await startDatabase()
    },
    async close() {
      await api.close()
      await context.database.close()
      await context.connectorHttp.close()
      await sandbox.close()
      await database.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
