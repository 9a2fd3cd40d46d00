// `npm start`: the whole product on this machine. Starts everything, connects an account, publishes a small
// campaign, prints the addresses, and keeps serving until Ctrl-C. The second start finds it all as it was.
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError, makeLogger, readConfig, startProcess, untilSignal } from '@t21/core'
import { DemoClient } from './client.ts'
import { buyPro } from './buy.ts'
import { connectAccounts } from './connect.ts'
import { ensureStaff, type DemoStaff } from './staff.ts'
import { publishCampaign } from './publish.ts'

const person = { email: 'demo@t21.example', password: 'demo-of-t21-please-change', name: 'Demo' }

if (process.argv.includes('--help')) {
  console.log(
    'npm start: runs T21 with a demo. Settings come from the environment; see the README.',
  )
  process.exit(0)
}
try {
  await run()
} catch (error) {
  console.error(
    error instanceof ConfigError ? error.message : `T21 did not start: ${(error as Error).message}`,
  )
  if (process.env['LOG_LEVEL'] === 'debug') console.error(error)
  process.exit(1)
}

async function run(): Promise<void> {
  const config = readConfig({ LOG_LEVEL: 'warn', ...process.env })
  const log = makeLogger(config)
  await untilSignal(async (signal) => {
    const running = await startProcess({
      config,
      role: 'all',
      log,
      rootDirectory: join(import.meta.dirname, '..'),
      progress: say,
      signal,
    })
    try {
      const wall = running.sandbox?.url ?? config.sandboxUrl ?? null
      if (wall !== null && running.url !== null) {
        const at = { url: running.url, sandbox: wall, returnUrl: `${config.frontendUrl}/billing` }
        await Promise.race([demonstrate(at), refusalAt(signal)])
      }
      const staff = running.consoleUrl === null ? null : await ensureStaff(running)
      await announce({ dataDir: config.dataDir, api: running.url ?? '', wall, staff })
    } catch (error) {
      await running.stop()
      throw error
    }
    return async () => {
      say('Stopping …')
      await running.stop()
    }
  })
  process.exit(0)
}

/** Ends the wait for a campaign of which nobody wants to see the end. */
async function refusalAt(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort')
  throw signal.reason
}

async function demonstrate(at: {
  readonly url: string
  readonly sandbox: string
  readonly returnUrl: string
}): Promise<void> {
  const client = new DemoClient(at.url)
  await client.signIn(person)
  await buyPro(client, { ...at, ...person, say })
  const brand = await client.ensureBrand()
  const platforms = await connectAccounts(client, brand.id)
  await publishCampaign(client, { brandId: brand.id, platforms, say })
}

async function announce(at: {
  readonly dataDir: string
  readonly api: string
  readonly wall: string | null
  readonly staff: DemoStaff | null
}): Promise<void> {
  const run = {
    api: `${at.api}/v1`,
    docs: `${at.api}/docs`,
    wall: at.wall,
    ...(at.staff !== null && { console: { url: `${at.api}/admin`, ...at.staff } }),
    demo: { email: person.email, password: person.password },
  }
  await mkdir(at.dataDir, { recursive: true })
  await writeFile(join(at.dataDir, 'run.json'), `${JSON.stringify(run, null, 2)}\n`)
  say(`
  T21 is running.

    API        ${run.api}
    Reference  ${run.docs}
    Health     ${at.api}/health
    Wall       ${run.wall ?? 'none: connectors have credentials, so posts go to the real networks'}
    Mails      ${at.wall === null ? 'none' : `${at.wall}/outbox`}

    Demo login ${person.email}
    Password   ${person.password}
${consoleLines(at.api, at.staff)}
  Ctrl-C stops it; what it holds is kept in ${at.dataDir}.
`)
}

/** How support staff get in; the authenticator is set up at the first login. */
function consoleLines(api: string, staff: DemoStaff | null): string {
  if (staff === null) return ''
  return `
    Console    ${api}/admin
    Staff      ${staff.email}
    Password   ${staff.password ?? 'the one that you chose; a new one: npm run t21 -- staff reset staff@t21.example'}
`
}

function say(what: string): void {
  console.log(what)
}
