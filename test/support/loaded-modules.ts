// Starts T21 with the settings of this process, asks for /admin, and prints which files were loaded: those of the support
// console are not to be among them where it is not wanted.
import { registerHooks } from 'node:module'
import { join } from 'node:path'

const loaded: string[] = []
registerHooks({
  load(url, context, next) {
    loaded.push(url)
    return next(url, context)
  },
})
const { readConfig, startProcess } = await import('@t21/core')
const { pino } = await import('pino')
const running = await startProcess({
  config: readConfig(),
  role: 'api',
  log: pino({ level: 'silent' }),
  rootDirectory: join(import.meta.dirname, '../..'),
})
const answer = await fetch(`${running.url}/admin`, { redirect: 'manual' })
await running.stop()
console.log(JSON.stringify({ status: answer.status, loaded }))
