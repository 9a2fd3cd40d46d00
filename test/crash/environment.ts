import { readFileSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'

/** What the processes of a run share; handed over as JSON in the first argument. */
export interface Environment {
  readonly databaseUrl: string
  readonly sandboxUrl: string
  readonly dataDir: string
  /** Folder of one-shot orders: a file `<delivery id>.<point>` holding milliseconds. */
  readonly orders: string
  readonly variables?: Readonly<Record<string, string>>
  readonly logLevel?: string
}

/**
 * Takes what was ordered for this delivery at this point; each order once.
 *
 * @returns milliseconds from now until it is to happen; `undefined` where nothing was ordered
 */
export function takeOrder(
  environment: Environment,
  point: string,
  deliveryId: string,
): number | undefined {
  const order = join(environment.orders, `${deliveryId}.${point}`)
  try {
    const delay = Number(readFileSync(order, 'utf8'))
    unlinkSync(order)
    return delay
  } catch {
    return undefined
  }
}

/** Ends this process by SIGKILL if that was ordered. */
export function obeyKillOrder(environment: Environment, point: string, deliveryId: string): void {
  const delay = takeOrder(environment, point, deliveryId)
  if (delay === undefined) return
  const die = (): void => void process.kill(process.pid, 'SIGKILL')
  if (delay === 0) die()
  else setTimeout(die, delay)
}
