// The process under test: T21's own server, as `t21 api` runs it.
import { setTimeout as sleep } from 'node:timers/promises'
import { buildApp } from '../../core/src/app.ts'
import type { App } from '../../core/src/http/app-instance.ts'
import { listen } from '../../core/src/server.ts'
import { answerParent } from '../support/child-process.ts'
import { benchContext, type Place } from '../support/context.ts'
import { recordStatements } from './statements.ts'

let app: App | undefined
let recording: ReturnType<typeof recordStatements> | undefined

answerParent(
  {
    async start(place: Place & { readonly record: boolean }) {
      if (place.record) recording = recordStatements()
      app = await buildApp(benchContext(place))
      return listen(app, { host: '127.0.0.1', port: 0, nextFree: false })
    },
    statements: () => recording?.take(),
  },
  {
    async beforeEnd() {
      // What the load left behind when its time was over still runs.
      await sleep(500)
      await app?.close()
      await app?.context.database.close()
      await app?.context.connectorHttp.close()
    },
  },
)
