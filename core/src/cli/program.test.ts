import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { test } from 'tap'
import { testDatabase } from '../../../test/support/database.ts'
import { makeProgram } from './program.ts'

const main = join(import.meta.dirname, '../main.ts')

interface Result {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

async function t21(
  args: readonly string[],
  variables: Record<string, string> = {},
): Promise<Result> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    ...variables,
  }
  return promisify(execFile)(process.execPath, [main, ...args], { env }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: Result) => error,
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

test('a mistake is a sentence and an exit code', async (t) => {
  t.match(await t21(['nonsense']), { code: 1, stderr: /unknown command 'nonsense'/ })
  t.match(await t21(['start'], { PORT: 'eighty', JWT_SECRET: 'short' }), {
    code: 1,
    stderr: /2 problem\(s\)[^]*PORT[^]*JWT_SECRET/,
  })
  t.match(await t21(['migrate', '--status'], { DATABASE_URL: 'postgresql://127.0.0.1:1/none' }), {
    code: 1,
    stderr: /^t21: .*ECONNREFUSED/,
  })
  t.match(await t21(['doctor'], { DATABASE_URL: 'postgresql://127.0.0.1:1/none' }), {
    code: 1,
    stdout: /ok {2}configuration[^]*RED database: .*ECONNREFUSED[^]*DATABASE_URL/,
  })
})

test('migrate, seed, stop, release and doctor work on a database', async (t) => {
  const { url } = await testDatabase(t)
  const variables = { DATABASE_URL: url, T21_DATA_DIR: t.testdir() }

  t.match(await t21(['migrate', '--status'], variables), { code: 0, stdout: /up to date/ })
  const person = ['seed', '--email', 'op@example.com', '--password', 'a-long-enough-password']
  t.match(await t21(person, variables), { code: 0, stdout: /can log in/ })
  t.match(await t21(person, variables), { code: 0, stdout: /is there already/ })

  const stopped = await t21(['stop', 'platform', 'twitter'], variables)
  const id = /release (\S+)/.exec(stopped.stdout)?.[1] ?? ''
  t.match(await t21(['stop'], variables), { stdout: new RegExp(`${id}  platform TWITTER`) })
  t.match(await t21(['release', id], variables), { code: 0, stdout: /Released/ })
  t.match(await t21(['release', id], variables), { code: 1, stderr: /no such stop/ })
  t.match(await t21(['stop', 'planet', 'mars'], variables), { code: 1, stderr: /no scope/ })
  t.match(await t21(['stop', 'platform', 'twiter'], variables), {
    code: 1,
    stderr: /no platform "TWITER".*TWITTER/,
  })
  t.match(await t21(['stop', 'brand', 'x'], variables), { code: 1, stderr: /"x" is no id/ })
  t.match(await t21(['release', 'x'], variables), { code: 1, stderr: /"x" is no id/ })
  t.match(await t21(['doctor'], variables), { code: 1, stdout: /RED workers: 0 alive/ })
})
