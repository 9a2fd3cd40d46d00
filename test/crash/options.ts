import { parseArgs } from 'node:util'
import { namedNetworks } from './networks/index.ts'

/** What a run is asked for. */
export interface RunOptions {
  readonly networks: readonly string[]
  /** On each network. */
  readonly deliveries: number
  /** Of the naive control, on each network. */
  readonly control: number
  readonly restarts: number
  /** Times all time limits and pauses, for a machine that is busy with other things. */
  readonly patience: number
  /** One crash point alone. */
  readonly only: string | undefined
  readonly verbose: boolean
}

const help = `npm run test:crash -- [--network twitter] [--deliveries 540] [--control 45] [--restarts 4] [--patience 1] [--only C11] [--verbose]

  --network     all, one, or several with commas between: twitter, instagram, facebook, linkedin, tiktok
  --deliveries  in all, in equal shares for the networks
  --control     deliveries of the naive control, likewise
  --restarts    of the database
  --patience    times all time limits and pauses: more on a machine that is busy with other things
  --only        one crash point of the matrix alone`

/** Reads the command line; ends the process where help is all that is wanted. @throws Error for a wrong option */
export function readOptions(args: readonly string[]): RunOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      network: { type: 'string', default: 'twitter' },
      deliveries: { type: 'string', default: '540' },
      control: { type: 'string' },
      restarts: { type: 'string' },
      patience: { type: 'string', default: '1' },
      only: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(help)
    process.exit(0)
  }
  const networks = namedNetworks(values.network)
  const deliveries = positive('deliveries', values.deliveries)
  const share = (total: number) => Math.ceil(total / networks.length)
  return {
    networks,
    deliveries: share(deliveries),
    // Each of them has to show duplicates of its own.
    control: share(positive('control', values.control ?? String(30 + 15 * networks.length))),
    restarts: Number(values.restarts ?? (deliveries > 200 ? 4 : 1)),
    patience: positive('patience', values.patience),
    only: values.only,
    verbose: values.verbose,
  }
}

function positive(name: string, value: string): number {
  const number = Number(value)
  if (Number.isInteger(number) && number > 0) return number
  throw new Error(`--${name} "${value}" must be a whole number above 0.`)
}
