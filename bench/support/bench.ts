import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

/** What a benchmark is given. */
export interface Bench {
  /** A folder of this run's own; removed at the end. */
  readonly folder: string
  /** The value of an option; a whole number where its default is one. */
  text(option: string): string
  number(option: string): number
  /** Tells a person how far it is. Never on stdout: the last line there is the result. */
  say(line: string): void
  /** Runs at the end, however it comes, newest first. */
  cleanUp(work: () => unknown): void
}

/** An option of the command line: its default and what it means. */
export interface Option {
  readonly default: string
  readonly about: string
}

/**
 * Runs a benchmark as a program: `--help`, progress on stderr, one JSON line last on stdout. Everything
 * that it started is stopped at the end, after an error and after Ctrl-C too.
 */
export async function runBench(
  program: {
    readonly name: string
    readonly about: string
    readonly options: Readonly<Record<string, Option>>
  },
  measure: (bench: Bench) => Promise<object>,
): Promise<void> {
  const options = readOptions(program)
  const works: (() => unknown)[] = []
  let cleaning: Promise<void> | undefined
  const cleanAll = (): Promise<void> => (cleaning ??= cleanEverything(works))
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.on(signal, () => {
      console.error('Stopping …')
      void cleanAll().then(() => process.exit(code))
    })
  }
  // PostgreSQL as root runs as another user, who must be able to pass through.
  const place = process.getuid?.() === 0 ? '/var/tmp' : tmpdir()
  const folder = await mkdtemp(join(place, `t21-${program.name.replace(':', '-')}-`))
  await chmod(folder, 0o711)
  works.push(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))
  try {
    const result = await measure({
      folder,
      text: (option) => options[option] ?? '',
      number: (option) => wholeNumber(option, options[option] ?? ''),
      say: (line) => console.error(line),
      cleanUp: (work) => works.push(work),
    })
    await cleanAll()
    console.log(JSON.stringify({ ...result, machine: machine() }))
  } catch (error) {
    // After Ctrl-C everything ends in errors; the signal's own code is the answer.
    if (cleaning === undefined) {
      console.error(error)
      process.exitCode = 1
    }
    await cleanAll()
  }
}

function readOptions(program: {
  readonly name: string
  readonly about: string
  readonly options: Readonly<Record<string, Option>>
}): Readonly<Record<string, string>> {
  const named = Object.entries(program.options)
  const usage = [
    `npm run ${program.name} -- [options]`,
    '',
    program.about,
    '',
    ...named.map(
      ([name, option]) =>
        `  --${name.padEnd(14)} ${option.about} (default: ${option.default || 'none'})`,
    ),
    `  --${'help'.padEnd(14)} Shows this.`,
  ].join('\n')
  try {
    const { values } = parseArgs({
      options: {
        help: { type: 'boolean' },
        ...Object.fromEntries(
          named.map(([name, option]) => [
            name,
            { type: 'string' as const, default: option.default },
          ]),
        ),
      },
    })
    if (values.help === true) {
      console.log(usage)
      process.exit(0)
    }
    const texts = values as Record<string, string>
    for (const [name, option] of named) {
      if (/^\d+$/.test(option.default)) wholeNumber(name, texts[name] ?? '')
    }
    return texts
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`)
    process.exit(2)
  }
}

function wholeNumber(option: string, raw: string): number {
  if (!/^\d+$/.test(raw)) throw new Error(`--${option} must be a whole number, is "${raw}".`)
  return Number(raw)
}

async function cleanEverything(works: (() => unknown)[]): Promise<void> {
  for (let work = works.pop(); work !== undefined; work = works.pop()) {
    try {
      await work()
    } catch (error) {
      console.error('Cleaning up failed:', error)
    }
  }
}

/** What the figures belong to. `load` is of the last minute: well above `cores`, others were measured too. */
function machine(): object {
  const [processor] = cpus()
  return {
    processor: processor?.model.trim() ?? 'unknown',
    cores: cpus().length,
    node: process.versions.node,
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  }
}
