import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { test } from 'tap'
import { runCommand, type CommandResult } from '../../../test/support/command-line.ts'
import { testDatabase } from '../../../test/support/database.ts'
import { buildOrganization, buildUser } from '../../../test/support/factories.ts'
import { makeProgram } from './program.ts'

const main = join(import.meta.dirname, '../main.ts')
const nowhere = 'postgresql://127.0.0.1:1/none'

/** What is slow to load. */
const parts: Readonly<Record<string, RegExp>> = {
  db: /\/knex\//,
  features: /\/core\/src\/features\//,
  connectors: /\/plugins\/twitter\/src\//,
  emulations: /\/plugins\/[^/]+\/sandbox\/index\.ts/,
}

/** Writes the address of each module that is loaded, a line each; a pipe that is full is waited for. */
const told = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module'
  import { writeSync } from 'node:fs'
  const tell = (line) => { for (;;) try { writeSync(2, line); return } catch (error) { if (error.code !== 'EAGAIN') throw error } }
  registerHooks({ load(url, context, next) { tell(url + '\\n'); return next(url, context) } })
`)}`

/** `t21 …`, in a process of its own. */
async function t21(
  args: readonly string[],
  variables: Record<string, string> = {},
  nodeOptions: readonly string[] = [],
): Promise<CommandResult> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '',
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    ...variables,
  }
  return promisify(execFile)(process.execPath, [...nodeOptions, main, ...args], { env }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: CommandResult) => error,
  )
}

test('every command has a description and --help', (t) => {
  const { commands } = makeProgram()
  t.ok(commands.length >= 8)
  for (const command of commands) {
    t.ok(command.description().length > 10, command.name())
    t.match(command.helpInformation(), /--help/, command.name())
  }
  t.end()
})

test('what a command does is loaded only when it is done, and no emulation without a sandbox', async (t) => {
  for (const [args, variables, needed] of [
    [['--help'], {}, []],
    [['--version'], {}, []],
    [['nonsense'], {}, []],
    [['stop', '--help'], {}, []],
    [['release'], {}, []],
    [['start'], { PORT: 'eighty' }, []],
    [['migrate', '--status'], {}, ['db']],
    [['stop'], {}, ['db', 'features']],
    [['doctor'], {}, ['db', 'features', 'connectors']],
  ] as const) {
    const { stderr } = await t21(args, { DATABASE_URL: nowhere, ...variables }, ['--import', told])
    t.match(stderr, /core\/src\/main\.ts/, 'what is loaded is told')
    const loaded = Object.keys(parts).filter((part) => parts[part]?.test(stderr))
    t.same(loaded, needed, args.join(' '))
  }
})

test('a mistake is a sentence and an exit code', async (t) => {
  t.match(await t21(['nonsense']), { code: 1, stderr: /unknown command 'nonsense'/ })
  t.match(await t21(['start'], { PORT: 'eighty', JWT_SECRET: 'short' }), {
    code: 1,
    stderr: /2 problem\(s\)[^]*PORT[^]*JWT_SECRET/,
  })
  t.match(await t21(['migrate', '--status'], { DATABASE_URL: nowhere }), {
    code: 1,
    stderr: /^t21: .*ECONNREFUSED/,
  })
  t.match(await t21(['doctor'], { DATABASE_URL: nowhere }), {
    code: 1,
    stdout: /ok {2}configuration[^]*RED database: .*ECONNREFUSED[^]*DATABASE_URL/,
  })
})

test('migrate, seed, stop, release and doctor work on a database', async (t) => {
  const { url } = await testDatabase(t)
  const variables = {
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATABASE_URL: url,
    T21_DATA_DIR: t.testdir(),
  }
  const here = (...args: readonly string[]): Promise<CommandResult> =>
    runCommand(t, makeProgram(), args, variables)

  t.match(await here('migrate', '--status'), { code: 0, stdout: /up to date/ })
  const person = ['seed', '--email', 'op@example.com', '--password', 'a-long-enough-password']
  t.match(await here(...person), { code: 0, stdout: /can log in/ })
  t.match(await here(...person), { code: 0, stdout: /is there already/ })

  const stopped = await here('stop', 'platform', 'twitter')
  const id = /release (\S+)/.exec(stopped.stdout)?.[1] ?? ''
  t.match(await here('stop'), { stdout: new RegExp(`${id}  platform TWITTER`) })
  t.match(await here('release', id), { code: 0, stdout: /Released/ })
  t.match(await here('release', id), { code: 1, stderr: /no such stop/ })
  t.match(await here('stop', 'planet', 'mars'), { code: 1, stderr: /no scope/ })
  t.match(await here('stop', 'platform', 'twiter'), {
    code: 1,
    stderr: /no platform "TWITER".*TWITTER/,
  })
  t.match(await here('stop', 'brand', 'x'), { code: 1, stderr: /"x" is no id/ })
  t.match(await here('release', 'x'), { code: 1, stderr: /"x" is no id/ })

  const nobody = '01997c3e-7a10-7c00-8000-00000000ffff'
  t.match(await here('suspend', 'user', nobody, '--reason', 'spam'), {
    code: 1,
    stderr: /not found/,
  })
  t.match(await here('suspend', 'user', 'x', '--reason', 'spam'), { code: 1, stderr: /is no id/ })
  t.match(await here('suspend', 'brand', nobody, '--reason', 'x'), { code: 1, stderr: /cannot be/ })
  t.match(await t21(['doctor'], variables), { code: 1, stdout: /RED workers: 0 alive/ })
})

test('suspend and restore a person', async (t) => {
  const { url, system } = await testDatabase(t)
  const variables = { NODE_ENV: 'test', LOG_LEVEL: 'silent', DATABASE_URL: url }
  const here = (...args: readonly string[]): Promise<CommandResult> =>
    runCommand(t, makeProgram(), args, variables)
  const { id } = await buildUser({ system })
  await buildOrganization({ system }, { ownerId: id })
  t.match(await here('suspend', 'user', id, '--reason', 'spam'), {
    code: 0,
    stdout: new RegExp(`Suspended.*restore user ${id}`),
  })
  t.match(await system('users').where({ id }), [{ status: 'suspended', suspended_because: 'spam' }])
  t.match(await here('restore', 'user', id), { code: 0, stdout: /Restored. 0 deliveries/ })
  t.match(await system('users').where({ id }), [{ status: 'active', suspended_because: null }])
  t.match(await system('organizations').where({ owner_id: id }), [{ status: 'active' }])
})
