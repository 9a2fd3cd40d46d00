import { unlinkSync } from 'node:fs'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the processes of a run share; handed over as JSON in the first argument. */
export interface Environment {
  readonly databaseUrl: string
  readonly sandboxUrl: string
  readonly dataDir: string
  /** Folder of one-shot kill orders: a file `<delivery id>.<point>` holding milliseconds. */
  readonly kills: string
  readonly variables?: Readonly<Record<string, string>>
  readonly logLevel?: string
}

/** Ends this process by SIGKILL if that was ordered for this delivery at this point; each order once. */
export function obeyKillOrder(environment: Environment, point: string, deliveryId: string): void {
  const order = join(environment.kills, `${deliveryId}.${point}`)
  let delay
  try {
    delay = Number(readFileSync(order, 'utf8'))
    unlinkSync(order)
  } catch {
    return
  }
  const die = (): void => void process.kill(process.pid, 'SIGKILL')
  if (delay === 0) die()
  else setTimeout(die, delay)
}
