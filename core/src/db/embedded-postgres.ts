import { execFile, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import {
  commandOf,
  othersMayEnter,
  postgresUser,
  reachablePrograms,
  type SystemUser,
} from './embedded-postgres.host.ts'

const run = promisify(execFile)

/** A PostgreSQL that belongs to this process. */
export interface EmbeddedPostgres {
  readonly url: string
  readonly pid: number
  /** Stops it and waits until it has stopped. */
  stop(): Promise<void>
  /** Ends it as a power cut would (`-m immediate`); for tests. */
  kill(): Promise<void>
}

interface Cluster {
  readonly data: string
  readonly programs: string
  readonly user: SystemUser | undefined
}

/**
 * Starts the PostgreSQL that comes as an npm package, with its data in `folder`. A second start on
 * the same folder keeps the data; one that a killed process left running is taken over.
 *
 * Where root's clone cannot be reached by the user `postgres` (below `/root`, say), programs and data
 * are kept in `/var/tmp`.
 *
 * The programs are started directly and not through the library's own class, which ends the database
 * on Ctrl-C by a hook of its own, before the server has written down what it was doing.
 *
 * @throws Error saying what failed, with the database's own words
 */
export async function startEmbeddedPostgres(options: {
  readonly folder: string
  /** 0 takes a free one. */
  readonly port?: number
  /** Further settings as `name=value`. */
  readonly settings?: readonly string[]
  /** Whether it may be used beside a T21 that has it; it is that one's to stop then. */
  readonly share?: boolean
}): Promise<EmbeddedPostgres> {
  const user = await postgresUser()
  const programs = await reachablePrograms(user)
  const cluster = { programs, user, data: await dataFolder(options.folder, user) }
  await ensureCluster(cluster)
  const password = await readFile(join(cluster.data, 't21.password'), 'utf8')
  const urlAt = (port: number): string => `postgresql://t21:${password}@127.0.0.1:${port}/t21`
  const left = await runningServer(cluster)
  if (left?.owner !== undefined) {
    if (options.share !== true) throw new Error(inUse(left.owner, cluster.data))
    const nothing = async (): Promise<void> => undefined
    return { url: urlAt(left.port), pid: left.pid, stop: nothing, kill: nothing }
  }
  const server =
    left ?? (await startServer(cluster, options.port || (await freePort()), options.settings ?? []))
  await writeFile(join(cluster.data, 't21.owner'), String(process.pid))
  const url = urlAt(server.port)
  await ensureDatabase(url)
  return {
    url,
    pid: server.pid,
    stop: () => end(server.pid, 'SIGINT'),
    kill: () => end(server.pid, 'SIGQUIT'),
  }
}

async function dataFolder(folder: string, user: SystemUser | undefined): Promise<string> {
  const parent = dirname(folder)
  await mkdir(parent, { recursive: true })
  if (user === undefined || (await othersMayEnter(parent))) return folder
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 12)
  return `/var/tmp/t21-data-${name}`
}

/** Makes the cluster where there is none: aside, and then renamed, so that it is there whole or not at all. */
async function ensureCluster({ data, programs, user }: Cluster): Promise<void> {
  if (await exists(data)) return
  const making = `${data}.making`
  await rm(making, { recursive: true, force: true })
  await mkdir(making, { mode: 0o700 })
  const passwordFile = `${making}.password`
  await writeFile(passwordFile, randomBytes(18).toString('base64url'), { mode: 0o600 })
  for (const path of user === undefined ? [] : [making, passwordFile]) {
    await chown(path, user?.uid ?? 0, user?.gid ?? 0)
  }
  await run(
    join(programs, 'bin/initdb'),
    ['-D', making, '-U', 't21', '-A', 'scram-sha-256', '--pwfile', passwordFile].concat([
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
    ]),
    { ...user, cwd: '/' },
  )
  await rename(passwordFile, join(making, 't21.password'))
  await rename(making, data)
}

/** A server that runs: another T21's, or one that outlived the process that started it. */
async function runningServer({
  data,
}: Cluster): Promise<{ pid: number; port: number; owner?: number } | undefined> {
  const pidFile = join(data, 'postmaster.pid')
  const lines = await readFile(pidFile, 'utf8').catch(() => '')
  const [pid, , , port] = lines.split('\n').map(Number)
  if (pid === undefined || port === undefined || !isAlive(pid)) return undefined
  if (!(await commandOf(pid)).includes(data)) {
    // After a power cut the number may be another program's, and PostgreSQL would not start beside it.
    await rm(pidFile, { force: true })
    return undefined
  }
  const owner = Number(await readFile(join(data, 't21.owner'), 'utf8').catch(() => '0'))
  return owner !== process.pid && owner > 0 && isAlive(owner) ? { pid, port, owner } : { pid, port }
}

function inUse(owner: number, data: string): string {
  return `Another T21 (process ${owner}) uses the database in ${data}. Stop it, or set T21_DATA_DIR to another folder.`
}

async function startServer(
  { data, programs, user }: Cluster,
  port: number,
  settings: readonly string[],
): Promise<{ pid: number; port: number }> {
  const all = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200']
  const server = spawn(
    join(programs, 'bin/postgres'),
    [
      '-D',
      data,
      '-p',
      String(port),
      ...[...all, ...settings].flatMap((setting) => ['-c', setting]),
    ],
    // A process group of its own: Ctrl-C reaches T21, which then stops its database last.
    { ...user, cwd: '/', detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let words = ''
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.once('exit', (code) =>
      reject(new Error(`PostgreSQL did not start (exit ${code}): ${words}`)),
    )
    server.stderr.on('data', (chunk: Buffer) => {
      words = `${words}${chunk.toString()}`.slice(-4_000)
      if (words.includes('ready to accept connections')) resolve()
    })
  })
  server.removeAllListeners('exit')
  server.stderr.removeAllListeners('data').resume()
  // Neither the process nor its pipe keeps this one alive.
  server.unref()
  if ('unref' in server.stderr && typeof server.stderr.unref === 'function') server.stderr.unref()
  return { pid: server.pid ?? 0, port }
}

async function ensureDatabase(url: string): Promise<void> {
  const maintenance = new URL(url)
  maintenance.pathname = '/postgres'
  const client = new pg.Client({ connectionString: maintenance.href })
  await client.connect()
  try {
    const { rowCount } = await client.query("select from pg_database where datname = 't21'")
    if (rowCount === 0) await client.query('create database t21')
  } finally {
    await client.end()
  }
}

async function end(pid: number, signal: NodeJS.Signals): Promise<void> {
  if (isAlive(pid)) process.kill(pid, signal)
  for (let waited = 0; isAlive(pid); waited += 20) {
    await sleep(20)
    if (waited === 10_000) process.kill(pid, 'SIGKILL')
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

/** @returns a port on which nothing listens at this moment */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('No free port.')
  return address.port
}
