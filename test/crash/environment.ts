import { readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the processes of a run share; handed over as JSON in the first argument. */
export interface Environment {
  readonly databaseUrl: string
  readonly sandboxUrl: string
  /** Where the API is, which serves media to networks that fetch them. */
  readonly publicUrl: string
  /** The networks by their ids, with the settings of their connectors. */
  readonly networks: readonly {
    readonly id: string
    readonly settings: Readonly<Record<string, unknown>>
  }[]
  /** Times all time limits. */
  readonly patience: number
  readonly dataDir: string
  /** Folder of one-shot orders: a file `<delivery id>.<point>` holding how often to pass there before. */
  readonly orders: string
  readonly variables?: Readonly<Record<string, string>>
  readonly logLevel?: string
}

/** Orders something for a delivery, to be obeyed once. */
export function giveOrder(
  environment: Environment,
  order: { readonly at: string; readonly deliveryId: string; readonly passing: number },
): void {
  writeFileSync(join(environment.orders, `${order.deliveryId}.${order.at}`), String(order.passing))
}

/** Takes what was ordered for this delivery at this point, each order once. @returns whether to obey now */
export function takeOrder(environment: Environment, point: string, deliveryId: string): boolean {
  const order = join(environment.orders, `${deliveryId}.${point}`)
  try {
    const passing = Number(readFileSync(order, 'utf8'))
    if (passing === 0) unlinkSync(order)
    else writeFileSync(order, String(passing - 1))
    return passing === 0
  } catch {
    return false
  }
}

/** Ends this process by SIGKILL if that was ordered. */
export function obeyKillOrder(environment: Environment, point: string, deliveryId: string): void {
  if (takeOrder(environment, point, deliveryId)) process.kill(process.pid, 'SIGKILL')
}
